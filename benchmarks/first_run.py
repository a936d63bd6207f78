"""What a machine's first run costs, and what the runs after it: kernels compiled, then found again.

``python -m benchmarks.first_run [SOURCE]``: with an empty cache folder, the kernels of each part, compiled by a process
of its own; `kliping clean` of ``seeds`` (or ``SOURCE``), which has compiled what it calls; the same again; and `kliping
explain` of one of its files. Seconds by the clock and of processor, those of the processes beside it included.

Belongs here: starts. Does not belong here: pages a second (``whole_job``).
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kliping.first_run import PARTS

KLIPING = (sys.executable, "-c", "from workflows.cli import main; main()")


def spent(command: tuple[str, ...], cache: Path) -> tuple[float, float]:
    """Seconds by the clock and of processor that ``command`` takes with its caches in ``cache``."""
    told = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, capture_output=True, env={**told, "XDG_CACHE_HOME": str(cache)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, used


def main(source: Path) -> None:
    file = min(path for path in source.rglob("*") if path.is_file())
    clean = (*KLIPING, "clean", "--json", str(source))
    with tempfile.TemporaryDirectory() as folder:  # only the user can write it
        for number, name in enumerate(PARTS):
            cache = Path(folder, str(number))
            clock, used = spent((sys.executable, "-W", "ignore", "-m", "kliping.first_run", name), cache)
            print(f"the part {name} alone: {clock:.1f} s, {used:.1f} of processor")
        for what, command in (
            ("clean, nothing compiled", clean),
            ("clean again", clean),
            ("explain of a file", (*KLIPING, "explain", str(file))),
        ):
            clock, used = spent(command, Path(folder, "whole"))
            print(f"{what}: {clock:.1f} s, {used:.1f} of processor")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parents[1] / "seeds")
