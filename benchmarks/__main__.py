"""Benchmarks one after the other: ``python -m benchmarks``, ``python -m benchmarks full``, or some by name.

Each is a process of its own, so that none counts the memory or the imports of another.
"""

from __future__ import annotations

import subprocess
import sys

QUICK = (("whole_job",), ("reading",), ("cleaning_speed",), ("language",), ("duplicates", "--small"))
"""With ratios to peers in the same run; together a quarter of an hour on two processors."""

FULL = (("whole_job", "200000"), ("duplicates", "homes", "--large"), ("editions",), ("gate",), ("reading_room",))
"""Over large corpora: hours."""


def main(named: list[str]) -> int:
    """Run those ``named``, or the quick or the full ones; how many failed."""
    chosen = FULL if named == ["full"] else tuple((name,) for name in named) or QUICK
    failed = 0
    for name, *words in chosen:
        print(f"\n== {' '.join((name, *words))} ==", flush=True)
        failed += subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *words], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
