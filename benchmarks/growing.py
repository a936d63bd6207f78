"""What it costs to publish some pages more: ``python -m benchmarks.growing [PAGES [MORE]]``.

Belongs here: a home of known size that grows, and the cost of each part of a publish, against publishing all of it in
the same process. Does not belong here: understanding pages (``benchmarks.reliability``), or whether tables are right
(``tests``); but both ways must come to the same ``tables_sha256``.

Costs are seconds of processor, all threads together, with everything imported and compiled before. Start-up is what a
publish costs however little there is: that of a single page more in a home of a few hundred, most of it Great
Expectations'.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from benchmarks.editions import page, write
from expectations.editions import audit_candidate, make_candidate, publish_candidate
from kliping.frames import QUARANTINE_REASONS, empty
from kliping.isolation import run_step
from kliping.settings import Settings, load_settings
from kliping.settings.store import StoreSettings
from kliping.stamps import stamps
from kliping.steps import PAGE_STEPS, before
from kliping.warehouse.copies import find_copies
from kliping.warehouse.dropped import drop_frames
from kliping.warehouse.failures import failures_of, keep_failures
from kliping.warehouse.furniture import learn_furniture
from kliping.warehouse.ingest import look, read_batch
from kliping.warehouse.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
PAGES, MORE = 20_000, 1_000
A_FILE = 1_000
"""Pages in a file, which is a batch."""
WARMING = (300, 50)
"""Pages of a first, small home: with it everything is imported and compiled."""
MADE_AGAIN = ("basis", "corpus", "band_keys", "pairs", "full_buckets", "index-*")
"""Folders of the store without which the next publish is one of everything."""


def understand(store: Store, settings: Settings) -> None:
    """Read what is new in the source, and make every step of its batches."""
    look(store, settings, settings.source, datetime.now(UTC), wait=lambda _: None)
    known = stamps(settings)
    for batch in store.pending(known):
        documents = read_batch(store, batch, settings)
        recipe = store.made_stamp("raw_documents", batch, known, documents)
        store.write("raw_documents", batch, documents, recipe=recipe)
        for step in PAGE_STEPS:
            frames = {name: store.read(name, batch) for name in step.takes}
            made = run_step(step, frames, settings, failures_of(store, batch, before(step.name)))
            keep_failures(store, step.name, batch, made.failures)
            store.write(step.name, batch, made.frame, recipe=store.made_stamp(step.name, batch, known, made.frame))


def published(store: Store, settings: Settings) -> tuple[dict[str, float], str]:
    """Compare, build, judge and publish what is understood: the cost of each part, and ``tables_sha256``."""
    costs: dict[str, float] = {}

    def part(name: str, make: Callable[[], T]) -> T:
        began = _spent()
        made = make()
        costs[name] = _spent() - began
        return made

    batches = store.finished(stamps(settings))
    copies = part("copies", lambda: find_copies(store, settings, batches, empty(QUARANTINE_REASONS)))
    templates = part("templates", lambda: learn_furniture(store, settings, batches, copies))
    part("candidate", lambda: make_candidate(store, settings, copies, templates))
    part("audit", lambda: audit_candidate(store, settings, run_id="benchmark"))
    edition = part("publish", lambda: publish_candidate(store, settings, run_id="benchmark"))
    return costs, edition.tables_sha256


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _understood(store: Store, settings: Settings) -> float:
    began = _spent()
    understand(store, settings)
    return _spent() - began


def _dropped(store: Store, settings: Settings) -> float:
    began = _spent()
    drop_frames(store, settings.model_copy(update={"store": StoreSettings()}))
    return _spent() - began


def _told(costs: dict[str, float]) -> str:
    return f"{sum(costs.values()):.1f} s ({', '.join(f'{part} {cost:.2f}' for part, cost in costs.items())})"


def start_up(folder: Path, pages: int) -> float:
    """What it costs to publish one page more in the home of ``folder``, in which ``grow`` published ``pages``."""
    store, settings, source = _home(folder)
    write(source, [page(pages)], name="one", files=1)
    understand(store, settings)
    return sum(published(store, settings)[0].values())


def _home(folder: Path) -> tuple[Store, Settings, Path]:
    """The store and settings of the home in ``folder``, and its source."""
    source = folder / "pages"
    kept = {"keep": "all"}  # so that all can be published anew; what dropping frames costs is measured by itself
    settings = load_settings(
        None, home=folder / "home", source=(str(source),), reading={"settle_seconds": 0}, store=kept
    )
    return Store(folder / "home"), settings, source


def _written(source: Path, first: int, end: int) -> None:
    """Pages from ``first`` to before ``end``, a file at a time: a million at once would be the peak of memory."""
    for start in range(first, end, A_FILE):
        numbers = range(start, min(start + A_FILE, end))
        write(source, [page(number) for number in numbers], name=f"pages-{start}", files=1)


def grow(folder: Path, pages: int, more: int, say: Callable[[str], None], aside: float = 0.0) -> None:
    """Publish ``pages`` pages, then ``more``, then all of them anew, and say what each of these costs.

    Args:
        folder: one that is not there yet; what is in it stays.
        pages: how many come first.
        more: how many come then.
        say: told of every figure.
        aside: ``start_up``.
    """
    folder.mkdir()
    store, settings, source = _home(folder)
    _written(source, 0, pages)
    reading = _understood(store, settings)
    first, _ = published(store, settings)
    say(f"the first {pages:,} pages: understanding {reading:.1f} s, publishing {_told(first)}")
    _written(source, pages, pages + more)
    reading_more = _understood(store, settings)
    delta, of_delta = published(store, settings)
    say(f"{more:,} pages more: understanding {reading_more:.1f} s, publishing {_told(delta)}")
    for kept in MADE_AGAIN:
        for step in store.root.glob(kept):
            shutil.rmtree(step)
    whole, of_whole = published(store, settings)
    say(f"publishing all {pages + more:,} pages anew: {_told(whole)}")
    assert of_delta == of_whole, "the tables differ"
    dropping = _dropped(store, settings)
    say(f"dropping what no later run reads of all batches: {dropping:.1f} s")
    grown, anew = sum(delta.values()), sum(whole.values())
    everything = reading + reading_more + anew + dropping
    say(f"publishing {more:,} more costs {grown / anew:.1%} of publishing all; equal tables_sha256")
    say(f"start-up is {aside:.1f} s of each; aside from it, {(grown - aside) / (anew - aside):.1%}")
    share, with_dropping = anew / everything, (anew + dropping) / everything
    say(f"publishing all is {share:.1%} of the whole job; with dropping, {with_dropping:.1%}")
    say(f"{more:,} pages more cost {(reading_more + grown) / everything:.1%} of the whole job over all")


def main(pages: int = PAGES, more: int = MORE) -> None:
    """Print what publishing all costs, what publishing ``more`` pages costs, and the shares."""
    with tempfile.TemporaryDirectory() as folder:
        grow(Path(folder) / "warm", *WARMING, say=lambda _: None)
        aside = start_up(Path(folder) / "warm", sum(WARMING))
        grow(Path(folder) / "measured", pages, more, say=lambda told: print(told, flush=True), aside=aside)
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
