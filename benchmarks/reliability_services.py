"""Kills of the processes that wait for work: the daemon, the web server, the code server, and what works for them.

``python -m benchmarks.reliability_services [ROUNDS [MINUTES]]``: how many rounds, and after how many minutes none is
begun.

Belongs here: rounds of arrivals and kills, and their table. Does not belong here: the processes (``units``), kills of
the command line (``reliability``).

Each round: a page arrives, sensors ask for a run that understands it and one that publishes. While that goes on each of
the processes is killed once, at a random point of the processor time that an undisturbed round takes, by SIGKILL,
SIGTERM or SIGINT in turn, and begun again as systemd would. Nothing else is done. Then: the edition that comes out has
the tables of an undisturbed run, row for row, and no run is left that seems to go on.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg

from benchmarks.reliability_pages import page
from benchmarks.reliability_runs import digest, healed
from benchmarks.units import Units
from kliping.errors import StoreError
from kliping.files import left_behind
from kliping.warehouse.connections import opened
from workflows.retries import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 60
MINUTES = 45
PATIENCE_SECONDS = 600
POLL_SECONDS = 0.3
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
KILLED = ("daemon", "web server", "code server", "run's process")
SOON = {
    "KLIPING_AUTOMATION__LOOK_SECONDS": "5",
    "KLIPING_AUTOMATION__RETRY_MINUTES": "[0.05]",
    "KLIPING_AUTOMATION__SCHEDULES": "false",
    "KLIPING_READING__SETTLE_SECONDS": "0",
    "KLIPING_READING__BATCH_DOCUMENTS": "1",
}
"""Settings of a home that need not be waited for long."""


@dataclass(frozen=True)
class Kill:
    """One kill of a round."""

    what: str
    signal: signal.Signals
    share: float  # of the processor time of an undisturbed round, after which it comes


@dataclass(frozen=True)
class Round:
    """A round, and what went wrong in it."""

    number: int
    kills: tuple[Kill, ...]
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        """A line about it."""
        killed = ", ".join(f"{one.what} {one.signal.name} at {one.share:.2f}" for one in self.kills)
        return f"{self.number}: {killed}: {'; '.join(self.faults) or 'no harm'}"


def planned(rounds: int) -> list[Round]:
    """So many rounds, in each of which every process is killed once, at random points in a random order."""
    chance = random.Random(2026)
    found = []
    for number in range(rounds):
        kills = [
            Kill(what, SIGNALS[(number + place) % len(SIGNALS)], chance.random()) for place, what in enumerate(KILLED)
        ]
        found.append(Round(number, tuple(sorted(kills, key=lambda kill: kill.share))))
    return found


class Watched:
    """Processes over a source and a home, beside a home that nothing disturbs.

    Args:
        folder: gets all of it.
    """

    def __init__(self, folder: Path) -> None:
        self.source, self._undisturbed = folder / "pages", folder / "undisturbed"
        self.units = Units(folder / "state", self.source, SOON)
        self.home = self.units.home
        _hurry(self.units.instance)
        self._arrived = 0

    def arrives(self) -> None:
        """A page more."""
        page(self.source, self._arrived)
        self._arrived += 1

    def seconds(self) -> float:
        """Processor time of a round that nothing disturbs.

        Raises:
            RuntimeError: it went wrong.
        """
        before = self.units.spent()
        self.arrives()
        if faults := self.published():
            raise RuntimeError(f"An undisturbed round failed: {faults}")
        return self.units.spent() - before

    def published(self) -> list[str]:
        """What is wrong once all pages are published, or should have been."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            self.units.restart_what_ended()
            if _documents(self.home) == self._arrived:
                break
            time.sleep(POLL_SECONDS)
        else:
            return [f"nothing was published within {PATIENCE_SECONDS} s; {self._runs()}"]
        while self._unfinished():
            if time.monotonic() > until:
                return [f"runs seem to go on: {self._runs()}"]
            time.sleep(POLL_SECONDS)
        faults = [] if digest(self.home) == healed(self.source, self._undisturbed) else ["the tables are others"]
        if leftovers := left_behind(self.home):
            faults.append(f"{len(leftovers)} files of dead writers are left")
        return faults

    def _unfinished(self) -> bool:
        with dg.DagsterInstance.from_config(str(self.units.instance)) as instance:
            return bool(instance.get_runs(dg.RunsFilter(statuses=UNFINISHED), limit=1))

    def _runs(self) -> str:
        with dg.DagsterInstance.from_config(str(self.units.instance)) as instance:
            return ", ".join(f"{run.job_name} {run.status.value}" for run in instance.get_runs(limit=6))

    def tried(self, planned: Round, seconds: float) -> Round:
        """The round, tried.

        Args:
            planned: what is killed, and when.
            seconds: of processor time that an undisturbed round takes.
        """
        before, killed = self.units.spent(), []
        self.arrives()
        until = time.monotonic() + PATIENCE_SECONDS
        for kill in planned.kills:
            while self.units.spent() - before < kill.share * seconds and _documents(self.home) < self._arrived:
                if time.monotonic() > until:
                    break
                time.sleep(POLL_SECONDS)
            if self.units.kill(kill.what, kill.signal):
                killed.append(kill)
        return Round(planned.number, tuple(killed), tuple(self.published()))


def _documents(home: Path) -> int:
    """How many documents are published."""
    try:
        with opened(home / "kliping.duckdb") as connection:
            ((documents,),) = connection.execute("SELECT count(*) FROM documents").fetchall()
    except StoreError:
        return 0
    return int(documents)


def _hurry(instance: Path) -> None:
    """Have Dagster look for lost processes every few seconds."""
    path = instance / "dagster.yaml"
    told = path.read_text(encoding="utf-8")
    path.write_text(
        told.replace("poll_interval_seconds: 30", "poll_interval_seconds: 5").replace(
            "start_timeout_seconds: 300", "start_timeout_seconds: 90"
        ),
        encoding="utf-8",
    )


def tried(rounds: int, minutes: float, folder: Path) -> Iterator[Round]:
    """The rounds, one after the other, until the time is over."""
    watched = Watched(folder)
    until = time.monotonic() + 60 * minutes
    with watched.units:
        watched.units.wait_for("the web server's first answer", watched.units.answers)
        seconds = watched.seconds()
        for one in planned(rounds):
            if time.monotonic() > until:
                return
            yield watched.tried(one, seconds)


def table(rounds: list[Round]) -> list[str]:
    """The lines of the table: kills by what was killed and by which signal, and in how many rounds there was harm."""
    kills = Counter((kill.what, kill.signal.name) for one in rounds for kill in one.kills)
    harmed = Counter((kill.what, kill.signal.name) for one in rounds if one.faults for kill in one.kills)
    lines = [
        f"| {what} | {number} | {kills[what, number]} | {harmed[what, number]} |" for what, number in sorted(kills)
    ]
    return [
        "| process | signal | kills | in rounds with harm |",
        "|---|---|--:|--:|",
        *lines,
        f"| all, in {len(rounds)} rounds | | {kills.total()} | {harmed.total()} |",
    ]


def main(rounds: int = ROUNDS, minutes: int = MINUTES) -> None:
    """Print the table of ``docs/reliability.md``.

    Raises:
        SystemExit: a round did harm.
    """
    found = []
    folder = Path(tempfile.mkdtemp(prefix="services-"))
    try:
        for one in tried(rounds, minutes, folder):
            print(one, file=sys.stderr, flush=True)
            found.append(one)
    finally:
        print("\n".join(table(found)))
    if harmed := [one for one in found if one.faults]:
        raise SystemExit("\n".join([f"What is left: {json.dumps(str(folder))}", *map(str, harmed)]))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
