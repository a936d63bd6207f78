"""Faults of the machine at random points of runs, and what the next run makes of it.

``python -m benchmarks.reliability_faults [TRIES [MINUTES]]``: how many of each kind, and after how many minutes none is
begun.

Belongs here: the faults, one try, and the table of ``docs/reliability.md``. Does not belong here: kills
(``reliability``), every file damaged in every way, which is a test (``tests/workflows/test_damage.py``).

Each try: a copy of a home with one edition, a source with six batches more, a run as a process of its own, a fault at
a random point of its processor time. Then the run ends well or by a sentence, the published file is the old edition or
the new one, and once the fault is over the next run publishes the tables of an undisturbed run, row for row.
"""

from __future__ import annotations

import contextlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from benchmarks.reliability import prepare
from benchmarks.reliability_runs import COMMAND_LINE, POLL_SECONDS, Running, digest, faults_of_healing
from kliping.warehouse.lock import writing

if TYPE_CHECKING:
    from collections.abc import Iterator

TRIES = 12
MINUTES = 60
DISK = "64m"
BLOCK = 64 * 1024
A_YEAR = 366 * 24 * 3600
REFUSED_OR_FAILED = (1, 2)
"""Exit codes that come with a sentence; where a page is lost while it is compared, the gate refuses what is left."""

CLOCK = """
import datetime, time
import expectations.editions, kliping.warehouse.lock, workflows.running
class Jumping(datetime.datetime):
    @classmethod
    def now(cls, zone=None):
        at = datetime.datetime.now(zone)
        return at + datetime.timedelta(seconds={jump}) if time.process_time() - began >= {after} else at
began = time.process_time()
for module in (expectations.editions, kliping.warehouse.lock, workflows.running):
    module.datetime = Jumping
"""
"""Before a run: the clock by which it dates what it does jumps while it goes on."""


class CannotBe(Exception):
    """This machine does not let that fault be made."""


class Point(NamedTuple):
    """A run that goes on, and where."""

    running: Running
    home: Path
    chance: random.Random


class Around(NamedTuple):
    """A home before a run."""

    home: Path
    chance: random.Random


@contextlib.contextmanager
def full(at: Point) -> Iterator[None]:
    """The disk has no room, or nearly none."""
    filler = at.home.parent / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"." * BLOCK):
            pass
    if at.chance.random() < 0.5:  # some kilobytes are left
        os.truncate(filler, max(filler.stat().st_size - at.chance.randrange(1, 64) * 1024, 0))
    yield
    filler.unlink()


@contextlib.contextmanager
def immutable(at: Point) -> Iterator[None]:
    """Nothing below the home can be written, made or removed, not even by the administrator."""
    done = subprocess.run(["chattr", "-R", "+i", str(at.home)], capture_output=True, text=True, check=False)
    try:
        if "not supported" in done.stderr or "ioctl" in done.stderr:
            raise CannotBe(done.stderr)
        yield
    finally:
        subprocess.run(["chattr", "-R", "-i", str(at.home)], capture_output=True, check=False)


@contextlib.contextmanager
def lost(at: Point) -> Iterator[None]:
    """A file of the store is gone, cut in half, or holds something else."""
    files = sorted((at.home / "store").rglob("[!.]*.*"))
    with contextlib.suppress(OSError):  # the run removed it meanwhile
        path = at.chance.choice([file for file in files if file.is_file()])
        how = at.chance.choice(("gone", "cut", "other"))
        if how == "gone":
            path.unlink()
        elif how == "cut":
            os.truncate(path, path.stat().st_size // 2)
        else:
            path.write_bytes(at.chance.randbytes(500))
    yield


@contextlib.contextmanager
def few_handles(at: Point) -> Iterator[None]:
    """The run may have no more than so many files open."""
    with contextlib.suppress(ProcessLookupError):
        number = at.chance.randrange(6, 48)
        resource.prlimit(at.running.process.pid, resource.RLIMIT_NOFILE, (number, number))
    yield


@contextlib.contextmanager
def nothing(_: Point) -> Iterator[None]:
    """What was done before the run began goes on."""
    yield


@contextlib.contextmanager
def locked(at: Around) -> Iterator[None]:
    """Somebody else writes to the home, and goes on longer than the run waits, or not."""
    with contextlib.ExitStack() as held:
        held.enter_context(writing(at.home, doing="another command"))
        yield
        time.sleep(at.chance.uniform(0, 2))


@contextlib.contextmanager
def read(at: Around) -> Iterator[None]:
    """Somebody reads the published file in a transaction that stays open while the run goes on."""
    with duckdb.connect(at.home / "kliping.duckdb", read_only=True) as connection:
        connection.execute("BEGIN TRANSACTION")
        before = connection.execute("SELECT list(title ORDER BY title) FROM articles").fetchall()
        yield
        if connection.execute("SELECT list(title ORDER BY title) FROM articles").fetchall() != before:
            raise RuntimeError("An open reader saw another edition.")


WITHIN = {"disk full": full, "read-only": immutable, "file of the store lost": lost, "few file handles": few_handles}
"""By name, what happens at a random point and lasts until the run has ended."""

AROUND = {"lock held": locked, "reader in a transaction": read}
"""By name, what is so before the run begins."""

CLOCK_JUMPS = "clock jumps"
KINDS = (*WITHIN, *AROUND, CLOCK_JUMPS)


@dataclass(frozen=True)
class Try:
    """One fault to be tried, or tried."""

    number: int
    kind: str
    after: float  # seconds of processor time
    code: int | None = None  # what the run ended with
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        """A line about it."""
        what = f"{self.number}: {self.kind} after {self.after:.2f} s, exit {self.code}"
        return f"{what}: {'; '.join(self.faults) or 'no harm'}"


def planned(tries: int, seconds: float) -> list[Try]:
    """So many of each kind, at random points, the kinds in turn.

    Args:
        tries: how many of each.
        seconds: of processor time that an undisturbed run takes.
    """
    chance = random.Random(2026)
    return [Try(number, KINDS[number % len(KINDS)], chance.uniform(0, seconds)) for number in range(tries * len(KINDS))]


def fault_and_heal(one: Try, before: Path, work: Path) -> Try:
    """The fault, tried, with what went wrong; nothing when all is well.

    Args:
        one: to be tried.
        before: a folder as ``reliability.prepare`` makes it.
        work: a folder that does not exist yet.
    """
    chance, wanted = random.Random(one.number), (before / "wanted").read_text()
    work.mkdir(parents=True)
    with contextlib.ExitStack() as around:
        if one.kind == "disk full":
            around.enter_context(_disk(work))
        home = work / "home"
        shutil.copytree(before / "home", home)
        old = digest(home)
        try:
            code, said = _run(one, before / "pages", home, chance)
        except RuntimeError as fault:
            return replace(one, faults=(str(fault),))
        faults = _of_the_end(code, said)
        if digest(home) not in (old, wanted):
            faults.append("the published file is neither the old edition nor the new one")
        faults += faults_of_healing(before / "pages", home, wanted)
    shutil.rmtree(work)
    return replace(one, code=code, faults=tuple(faults))


def _run(one: Try, source: Path, home: Path, chance: random.Random) -> tuple[int, str]:
    """A run with its fault: its exit code, and what it said."""
    jump = chance.uniform(-A_YEAR, A_YEAR)
    clock = CLOCK.format(jump=jump, after=one.after) if one.kind == CLOCK_JUMPS else ""
    around = AROUND.get(one.kind)
    within = WITHIN.get(one.kind, nothing)
    waits = f"{chance.uniform(0, 4):.2f}" if one.kind == "lock held" else "60"
    with contextlib.ExitStack() as faults:
        if around is not None:
            faults.enter_context(around(Around(home, chance)))
        running = Running(COMMAND_LINE, source, home, before=clock, KLIPING_WAIT_SECONDS=waits)
        if one.kind == "lock held":
            faults.close()  # after a random while
        while one.kind in WITHIN and running.process.poll() is None and running.spent() < one.after:
            time.sleep(POLL_SECONDS)
        with within(Point(running, home, chance)):
            return running.ended()


@contextlib.contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """A small disk at ``folder``.

    Raises:
        CannotBe: none can be mounted.
    """
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBe(done.stderr.strip())
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _of_the_end(code: int, said: str) -> list[str]:
    """What is wrong about how the run ended: well, or by a sentence that is no fault of the program."""
    lines = [line for line in said.splitlines() if line.strip()]
    by_a_sentence = (
        code in REFUSED_OR_FAILED
        and lines
        and lines[-1].startswith("kliping: ")
        and "A fault of this program" not in said
    )
    plain = all(line.startswith("kliping: ") for line in lines)
    return [] if plain and (code == 0 or by_a_sentence) else [f"ended with {code}: {said[-500:]}"]


def table(tried: list[Try]) -> list[str]:
    """The lines of the table, by kind of fault."""
    rows = []
    for kind in KINDS:
        of_kind = [one for one in tried if one.kind == kind]
        codes = Counter(one.code for one in of_kind)
        harmed = sum(bool(one.faults) for one in of_kind)
        rows.append(f"| {kind} | {len(of_kind)} | {codes[0]} | {codes[1]} | {codes[2]} | {harmed} |")
    return [
        "| fault | tries | the run ended well | by a sentence | was refused | did harm |",
        "|---|--:|--:|--:|--:|--:|",
        *rows,
    ]


def main(tries: int = TRIES, minutes: int = MINUTES) -> None:
    """Print the table of ``docs/reliability.md``.

    Raises:
        SystemExit: a fault did harm.
    """
    tried = []
    until = time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory() as name:
        before = Path(name, "before")
        before.mkdir()
        seconds = prepare(before, 1)[COMMAND_LINE, False]
        for one in planned(tries, seconds):
            if time.monotonic() > until:
                break
            try:
                tried.append(fault_and_heal(one, before, Path(name, f"work-{one.number}")))
            except CannotBe as why:
                print(f"{one.kind}: cannot be tried here: {why}", file=sys.stderr)
                continue
            print(tried[-1], file=sys.stderr, flush=True)
    print("\n".join(table(tried)))
    if harmed := [one for one in tried if one.faults]:
        raise SystemExit("\n".join(map(str, harmed)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
