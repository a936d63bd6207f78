"""How long a tick of the sensors takes, and the look behind it, over a source of many files.

``python -m benchmarks.looking [FILES]``: prints what the first look costs, at which all files are new, one at which
nothing is new, and one at which a thousand files are; and the longest tick of each, which is what holds up others.

Belongs here: ticks. Does not belong here: reading the files.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg

from kliping.settings import load_settings
from kliping.warehouse.store import BATCHES, Store
from workflows.sensors import new_runs, publish_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from kliping.settings import Settings

    Tick = Callable[[], list[dg.RunRequest] | dg.SkipReason]

FILES = 1_000_000
A_FOLDER = 1_000
NEW = 1_000
PAUSE_SECONDS = 0.5
"""Between two ticks; a daemon leaves more."""


def write(source: Path, first: int, count: int) -> None:
    """Files of a line each, numbered, a thousand a folder, at rest for long."""
    for number in range(first, first + count):
        folder = source / f"{number // A_FOLDER:04d}"
        if number % A_FOLDER == 0:
            folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:07d}.txt").write_text(f"Warga nomor {number} menyambut kabar itu.\n")


def ticked(tick: Tick) -> tuple[str, int, float, float, float]:
    """Ticks until one has an answer: what it says, how many, seconds of the longest, of all, of processor time."""
    longest, ticks, began, spent = 0.0, 0, time.monotonic(), time.process_time()
    while True:
        before = time.monotonic()
        answer = tick()
        longest, ticks = max(longest, time.monotonic() - before), ticks + 1
        said = answer.skip_message or "" if isinstance(answer, dg.SkipReason) else f"{len(answer)} runs asked for"
        if "later tick has the answer" not in said:
            return said, ticks, longest, time.monotonic() - began, time.process_time() - spent
        time.sleep(PAUSE_SECONDS)


def shown(what: str, told: tuple[str, int, float, float, float]) -> None:
    """A row of the table."""
    said, ticks, longest, whole, spent = told
    print(f"| {what} | {ticks} | {longest:.2f} | {whole:.1f} | {spent:.1f} | {said[:60]} |", flush=True)


def main(files: int = FILES) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        source, home = Path(name, "pages"), Path(name, "home")
        write(source, 0, files)
        settings = load_settings(None, home=home, source=(str(source),), reading={"settle_seconds": 0})
        (Path(name) / "dagster").mkdir()
        with dg.DagsterInstance.local_temp(str(Path(name, "dagster"))) as instance:
            store = Store(home)
            print(f"{files:,} files\n| look | ticks | longest s | until the answer s | processor s | said |")
            print("|---|--:|--:|--:|--:|---|")
            shown("all new", ticked(_sensor(instance, store, settings)))
            shown("nothing new", ticked(_sensor(instance, store, settings)))
            write(source, files, NEW)
            shown(f"{NEW:,} new", ticked(_sensor(instance, store, settings)))
            shown("what to publish", ticked(lambda: publish_run(instance, store, settings)))
            print(f"{len(store.parts(BATCHES)):,} batches")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _sensor(instance: dg.DagsterInstance, store: Store, settings: Settings) -> Tick:
    return lambda: new_runs(instance, store, settings, settings.automation.tick_seconds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
