"""Kills of runs at random points, and what the next run makes of it.

``python -m benchmarks.reliability [KILLS [SIDE [MINUTES]]]``: how many, how many of them side by side, and after how
many minutes no more are begun.

Belongs here: running, killing, comparing, and the table of ``docs/reliability.md``. Does not belong here: the pages
(``reliability_pages``), the runs as processes (``reliability_runs``), the processes that wait for work
(``reliability_services``), faults that kill nobody (``reliability_faults``), kills at every single write, which are a
test (``tests/workflows/test_chaos.py``).

Each kill: a copy of a home with one edition, a source with six batches more, a run as a process of its own (the command
line, or the jobs as the daemon's workers run them), a signal after a random part of the processor time that an
undisturbed run takes: how busy the machine is does not move the point. Then: the published file is the old edition or
the new one, the process ended by its sentence and code where the signal leaves it a choice, the next run publishes the
tables of an undisturbed run, row for row, and no file of a dead writer is left.

The run that is killed is forked off a process that has everything imported, so its points fall into the work; the run
that heals is made in the process that killed. Every tenth time both begin with the start of Python. A kill that left
every file of the home as it was is counted apart and needs no healing.
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.reliability_pages import pages
from benchmarks.reliability_runs import (
    COMMAND_LINE,
    NAMES,
    WORKERS,
    Running,
    digest,
    faults_of_healing,
    healed,
    undisturbed,
)
from kliping.warehouse.publish import last_published

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS = 200
SIDE = 2
MINUTES = 240
BATCHES = 6
COLD = 10
"""Of how many kills one is of a run that began with the start of Python, and heals by one that does."""
PYTHON_STARTS_SECONDS = 0.2
"""Of processor time: before, the interpreter itself answers signals."""
SOONEST_SECONDS = 0.01
"""A kill as early as this, and yet the run ended well: it does not hear the signal."""
PROGRAMS = (COMMAND_LINE, WORKERS)
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
CODES = {signal.SIGKILL: -signal.SIGKILL, signal.SIGTERM: 143, signal.SIGINT: 130}


def looks(home: Path) -> dict[str, tuple[int, int]]:
    """Size and moment of the last change of every file of a home but its lock."""
    files = ((path.relative_to(home), path.stat()) for path in home.rglob("*") if path.name != ".lock")
    return {str(path): (status.st_size, status.st_mtime_ns) for path, status in files if not path.is_dir()}


@dataclass(frozen=True)
class Kill:
    """One kill to be tried, or tried."""

    number: int
    program: str
    cold: bool  # whether it began with the start of Python
    signal: signal.Signals
    after: float  # seconds of processor time
    touched: bool = False  # whether the home was written to before
    faults: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """What was killed."""
        return NAMES[self.program]

    def __str__(self) -> str:
        """A line about it."""
        what = f"{self.number}: {self.who}{' from cold' * self.cold}, {self.signal.name} after {self.after:.2f} s"
        return f"{what}, {'' if self.touched else 'before anything was written, '}{'; '.join(self.faults) or 'no harm'}"


def planned(kills: int, seconds: dict[tuple[str, bool], float]) -> list[Kill]:
    """So many kills at random points, the programs and the signals in turn.

    Args:
        kills: how many.
        seconds: of processor time that an undisturbed run takes, by program and whether it is cold.
    """
    chance = random.Random(2026)
    return [
        Kill(number, *kind, SIGNALS[number // 2 % len(SIGNALS)], chance.uniform(0, seconds[kind]))
        for number in range(kills)
        for kind in [_kind(number)]
    ]


def _kind(number: int) -> tuple[str, bool]:
    """What a kill of this number is of: a program, and whether it is cold."""
    return PROGRAMS[number % 2], number // 2 % COLD == COLD - 1


def kill_and_heal(kill: Kill, before: Path, work: Path) -> Kill:
    """The kill, tried, with what went wrong; nothing when all is well.

    Args:
        kill: to be tried; one that came after the end of the run is tried again at half the time.
        before: a folder with ``pages`` and a ``home`` of one edition, and ``wanted``, the digest to come to.
        work: a folder that does not exist yet.
    """
    home, after = work / "home", kill.after
    while True:
        shutil.copytree(before / "home", home)
        old, wanted, looked = digest(home), (before / "wanted").read_text(), looks(home)
        running = Running(kill.program, before / "pages", home, cold=kill.cold)
        killed = running.killed_after(after, kill.signal)
        code, said = running.ended()
        if killed and code != 0:
            break
        if code != 0:
            return replace(kill, after=after, faults=(f"failed by itself: {said[-500:]}",))
        shutil.rmtree(home)
        after /= 2
        if after < SOONEST_SECONDS:
            return replace(kill, after=after, faults=("the signal does nothing",))
    faults = _of_the_end(replace(kill, after=after), code, said)
    touched = looks(home) != looked
    if last_published(home / "kliping.duckdb") is None or digest(home) not in (old, wanted):
        faults.append("the published file is neither the old edition nor the new one")
    if touched:
        faults += faults_of_healing(before / "pages", home, wanted, fresh=kill.cold)
    shutil.rmtree(work)
    return replace(kill, after=after, touched=touched, faults=tuple(faults))


def _of_the_end(kill: Kill, code: int, said: str) -> list[str]:
    """What is wrong about how a killed command line ended; while Python itself starts it knows no sentence yet."""
    if kill.program != COMMAND_LINE or (kill.signal != signal.SIGKILL and kill.after < PYTHON_STARTS_SECONDS):
        return []
    faults = [] if code == CODES[kill.signal] else [f"ended with {code}: {said[-500:]}"]
    lines = [line for line in said.splitlines() if line.strip()]
    if len(lines) != (kill.signal != signal.SIGKILL):
        faults.append(f"said {len(lines)} lines: {said[-500:]}")
    return faults


def prepare(folder: Path, kills: int) -> dict[tuple[str, bool], float]:
    """A folder as ``kill_and_heal`` takes it; the seconds of undisturbed runs as ``planned`` takes them."""
    pages(folder / "pages")
    first = folder / "first"
    first.mkdir()
    shutil.copy2(folder / "pages" / "1.txt", first)
    healed(first, folder / "home")
    (folder / "pages" / "1.txt").unlink()
    seconds = {}
    for program, cold in sorted({_kind(number) for number in range(kills)}):
        whole = folder / "whole" / "home"
        shutil.copytree(folder / "home", whole)
        found, seconds[program, cold] = undisturbed(program, folder / "pages", whole, cold=cold)
        (folder / "wanted").write_text(found)
        shutil.rmtree(folder / "whole")
    return seconds


def main(kills: int = KILLS, side: int = SIDE, minutes: int = MINUTES) -> None:
    """Print the table of ``docs/reliability.md``, after so many kills, or as many as the time allowed.

    Raises:
        SystemExit: a kill did harm.
    """
    with tempfile.TemporaryDirectory() as name:
        before = Path(name, "before")
        before.mkdir()
        tried = list(_tried(planned(kills, prepare(before, kills)), before, Path(name), side, minutes))
    print("\n".join(table(tried)))
    if harmed := [kill for kill in tried if kill.faults]:
        raise SystemExit("\n".join(map(str, harmed)))


def _tried(todo: list[Kill], before: Path, folder: Path, side: int, minutes: int) -> Iterator[Kill]:
    until = time.monotonic() + 60 * minutes
    with ProcessPoolExecutor(side, multiprocessing.get_context("spawn")) as pool:
        under_way = [pool.submit(kill_and_heal, kill, before, folder / f"work-{kill.number}") for kill in todo]
        for done in as_completed(under_way):
            if done.cancelled():
                continue
            print(kill := done.result(), file=sys.stderr, flush=True)
            yield kill
            if time.monotonic() > until:
                for waiting in under_way:
                    waiting.cancel()


def table(tried: list[Kill]) -> list[str]:
    """The lines of the table: by what was killed and by which signal."""
    kills = Counter((kill.who, kill.signal.name) for kill in tried)
    before = Counter((kill.who, kill.signal.name) for kill in tried if not kill.touched)
    harmed = Counter((kill.who, kill.signal.name) for kill in tried if kill.faults)
    rows = [
        f"| {who} | {number} | {kills[who, number]} | {before[who, number]} | {harmed[who, number]} |"
        for who, number in sorted(kills)
    ]
    return [
        "| run | signal | kills | before anything was written | did harm |",
        "|---|---|--:|--:|--:|",
        *rows,
        f"| all | | {kills.total()} | {before.total()} | {harmed.total()} |",
    ]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
