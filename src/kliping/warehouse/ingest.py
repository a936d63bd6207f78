"""From a source to batches in the ledger, and from a batch in the ledger to documents.

Belongs here: what ties the reading step to the store. Does not belong here: how files are listed or read (``reading``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import DOCUMENTS
from kliping.reading import changed_files, list_files, plan_batches, read_documents
from kliping.reading.sources.forgotten import remaining
from kliping.warehouse.store import BATCHES, Store
from kliping.warehouse.takedown import forgotten

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kliping.settings import Settings


@dataclass(frozen=True)
class Arrivals:
    """What a look at the sources found."""

    listed: int  # files in the sources
    fresh: int  # files that are new or changed
    batches: tuple[str, ...]  # batches entered into the ledger by this look


def look(store: Store, settings: Settings, sources: Sequence[str], now: datetime) -> Arrivals:
    """List the sources, and enter what is new or changed into the ledger as batches.

    Args:
        store: the home.
        settings: every threshold.
        sources: files, folders, globs, URLs.
        now: the arrival that new batches get.

    Raises:
        SourceError: a source cannot be reached or listed.
    """
    listed = list_files(sources, settings.reading)
    ledger = store.ledger()
    changed = remaining(changed_files(listed, ledger, settings.reading), forgotten(store))
    # a file that went back to what it once held brings no new document
    fresh = changed.join(ledger.select("uri", "sha256"), on=["uri", "sha256"], how="anti", maintain_order="left")
    batches = store.register(plan_batches(fresh, settings.reading), now) if fresh.height else []
    return Arrivals(listed.height, fresh.height, tuple(batches))


def read_batch(store: Store, batch: str, settings: Settings) -> pl.DataFrame:
    """DOCUMENTS of a batch in the ledger.

    A document that was read before and whose file is gone or unreadable now is kept as it was read then: reading a
    batch again never loses a page.
    """
    files = store.read(BATCHES, batch)
    gone = forgotten(store)
    documents = remaining(read_documents(remaining(files, gone), settings.reading, files["first_seen_at"][0]), gone)
    if batch not in store.parts("raw_documents"):
        return documents
    earlier = store.read("raw_documents", batch).select(DOCUMENTS.names())
    lost = earlier.filter(pl.col("text").is_not_null()).join(
        documents.filter(pl.col("text").is_not_null()), on="document_id", how="anti"
    )
    again = documents.filter(pl.col("text").is_not_null() | ~pl.col("uri").is_in(lost["uri"].to_list()))
    return pl.concat([again, lost]) if lost.height else documents
