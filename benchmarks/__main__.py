"""Every benchmark, one after the other: each module of this folder that has a ``main``.

``python -m benchmarks`` runs all, ``python -m benchmarks language`` those that are named.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

SLOW = {"accuracy", "reading_fuzz", "reading_room", "tables"}
"""Run by name only: they take minutes and print no ratio."""


def main(named: list[str]) -> None:
    """Run the benchmarks ``named``, or all but the slow ones."""
    found = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    for name in named or [one for one in found if one not in SLOW and not one.startswith("_")]:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "main") and name != "__main__":
            print(f"\n== {name} ==", flush=True)
            module.main()


if __name__ == "__main__":
    main(sys.argv[1:])
