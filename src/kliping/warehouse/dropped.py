"""What is dropped of the store's frames once an edition is out: what no later run reads, and could be made again.

Belongs here: which columns and rows these are, and dropping them. Does not belong here: making them again (``whole``).

* ``lines``: the later steps have read them, and ``settled_lines`` holds every line with the role that counts. Those of
  documents that a later step could not take stay: they are all that is known of them.
* the candidate: the published file holds the same tables (``publish.candidate_at_hand`` makes it again).
* ``signatures`` and ``band_keys``: what copies are told by lies in the index as well, sorted (``copy_index``). What
  names a document and its body stays.

A part keeps its recipe and the name it was known by (``parts.written_as``), so that nothing that was made from it is
made again. Each is replaced in one step; a kill leaves some whole, and the next run goes on.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import polars as pl

from kliping.stamps import stamps
from kliping.warehouse.copy_index import KEYS, TEXTS, held
from kliping.warehouse.failures import failures_of
from kliping.warehouse.lock import writing
from kliping.warehouse.parts import Dropped, written_as
from kliping.warehouse.publish import drop_candidate, last_edition, last_published
from kliping.warehouse.whole import INDEX, SIGNED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.settings import Settings
    from kliping.warehouse.store import Store

COLUMNS = {SIGNED: ("keys", "shingles", "numbers", "tokens"), INDEX: ("key",)}
"""Columns that are dropped, by step."""


def drop_frames(store: Store, settings: Settings) -> None:
    """Drop what ``store.keep`` does not keep, of the batches that are understood; called when an edition is out.

    Raises:
        StoreError: the home cannot be written.
    """
    if settings.store.keep == "all":
        return
    with writing(store.home, doing="dropping frames"):
        drop_candidate(store)
        batches = store.finished(stamps(settings))
        for batch in batches:
            if not store.dropped("lines", batch):
                failed = failures_of(store, batch)["document_id"].unique().implode()
                lines = store.read("lines", batch).filter(pl.col("document_id").is_in(failed))
                _replaced(store, "lines", batch, lines, ("rows",))
        for step, kind in ((SIGNED, TEXTS), (INDEX, KEYS)):
            for batch in held(store, kind, batches):
                if not store.dropped(step, batch):
                    rest = store.read(step, batch).drop(COLUMNS[step])
                    _replaced(store, step, batch, rest, COLUMNS[step])


@contextlib.contextmanager
def dropped_after(store: Store, settings: Settings) -> Iterator[None]:
    """``drop_frames`` behind the block, however it ends: what it made again goes once more."""
    try:
        yield
    finally:
        if last_published(store.published) == last_edition(store) is not None:
            drop_frames(store, settings)


def _replaced(store: Store, step: str, batch: str, rest: pl.DataFrame, dropped: tuple[str, ...]) -> None:
    less = Dropped(dropped, written_as(store.path(step, batch)))
    recipe, seconds = store.recipe(step, batch) or "", store.seconds(step, batch)
    store.write(step, batch, rest, recipe=recipe, seconds=seconds, less=less)
