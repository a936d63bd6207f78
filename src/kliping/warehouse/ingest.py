"""From a source to batches in the ledger, and from a batch in the ledger to documents.

Belongs here: what ties the reading step to the store: which files are taken now, which bytes are read again, and which
batch a document belongs to. Does not belong here: how files are listed or read (``reading``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import DOCUMENTS
from kliping.reading import (
    compared,
    covered_by,
    list_files,
    plan_batches,
    read_documents,
    remaining,
    removed_files,
    settling,
)
from kliping.reading.sources.content import content_of
from kliping.reading.sources.ledger import latest
from kliping.reading.sources.remote import remember
from kliping.warehouse.alignment import moved_rows
from kliping.warehouse.shared_ids import told_apart
from kliping.warehouse.sightings import ELSEWHERE, NOT_HAD, known, note
from kliping.warehouse.sources_read import note_sources
from kliping.warehouse.stamping import AGAIN
from kliping.warehouse.store import BATCHES, Store
from kliping.warehouse.takedown import forgotten

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from kliping.settings import Settings

UNREAD = "unread"
"""Of a batch, the files whose bytes could not be had when it was read."""

PLACES = pl.Schema({name: DOCUMENTS[name] for name in ("document_id", "uri", "member", "sha256")})
"""Where a document stands: what is kept of one that belongs to another batch."""

_ROOT = 3
"""Parts of an address before its folders: the scheme, nothing, and the host or bucket."""

HELD = pl.Schema({**PLACES, "reason": DOCUMENTS["reason"]})
"""PLACES, and why it could not be read."""


@dataclass(frozen=True)
class Arrivals:
    """What a look at the sources found."""

    listed: int  # files in the sources
    fresh: int  # files that are new or changed
    batches: tuple[str, ...]  # batches entered into the ledger by this look
    settling: int = 0  # files that are still being written, left to the next look


def look(
    store: Store,
    settings: Settings,
    sources: Sequence[str],
    now: datetime,
    *,
    wait: Callable[[float], None] | None = None,
) -> Arrivals:
    """List the sources, and enter what is new or changed into the ledger as batches.

    Args:
        store: the home.
        settings: every threshold.
        sources: files, folders, globs, URLs.
        now: the arrival that new batches get; a moment later where the ledger holds a later one.
        wait: sleeps for that many seconds until files that are still being written have come to rest; None: they are
            left to the next look.

    Raises:
        SourceError: a source cannot be reached or listed.
    """
    before = known(store)
    listed = list_files(sources, settings.reading)
    note_sources(store.home, sources)
    unsettled = settling(listed, before, settings.reading.settle_seconds, store.home)
    if unsettled.height and wait is not None:
        wait(min(max(unsettled["wait"]), settings.reading.settle_seconds))
        listed = list_files(sources, settings.reading)
        unsettled = settling(listed, before, settings.reading.settle_seconds, store.home)
    resting = listed.join(unsettled, on="uri", how="anti", maintain_order="left")
    found = compared(remaining(resting, forgotten(store)), before)
    fresh = remaining(found.fresh, forgotten(store))
    # a file that went back to what it once held brings no new document
    returned = fresh.join(before, on=["uri", "sha256"], how="semi", nulls_equal=True, maintain_order="left")
    fresh = fresh.join(before, on=["uri", "sha256"], how="anti", nulls_equal=True, maintain_order="left")
    planned, moved = _planned(fresh, settings)
    at = _after(now, before)
    batches = store.register(planned, at) if planned.height else []
    touched = found.touched.join(latest(before).select("uri", first_seen_at="seen"), on="uri", how="left")
    note(store, touched, returned, _gone(listed, before, sources), at)
    _ask_again(store, {*unsettled["uri"], *found.moving["uri"]}, at)
    waiting = unsettled.height + found.moving.height + moved
    return Arrivals(listed.height, fresh.height - moved, tuple(batches), waiting)


def _planned(fresh: pl.DataFrame, settings: Settings) -> tuple[pl.DataFrame, int]:
    """PLANNED, and how many files were left out because they changed while their documents were counted."""
    planned = plan_batches(fresh, settings.reading, settings.cleaning.lexicons)
    parted = planned.filter(pl.col("part").is_not_null()).unique("uri")
    moved = [
        uri
        for uri, size, at in parted.select("uri", "bytes", "modified_at").iter_rows()
        if at is not None and _state_of(uri, settings) not in (None, (size, at))
    ]
    if not moved:
        return planned, 0
    return plan_batches(fresh.filter(~pl.col("uri").is_in(moved)), settings.reading, settings.cleaning.lexicons), len(
        moved
    )


def _state_of(uri: str, settings: Settings) -> tuple[int, datetime] | None:
    """Size and time of change of a file now; None where it is not listed any more."""
    rows = list_files([uri], settings.reading).filter(pl.col("uri") == uri)
    return None if rows.is_empty() else (rows["bytes"][0], rows["modified_at"][0])


def _after(now: datetime, before: pl.DataFrame) -> datetime:
    """``now``, or the moment after the last one on record where a clock was put back: arrivals have an order."""
    last = max(before["first_seen_at"], default=None)
    return now if last is None or now > last else last + timedelta(microseconds=1)


def _gone(listed: pl.DataFrame, before: pl.DataFrame, sources: Sequence[str]) -> pl.DataFrame:
    """The files that were in these sources and are not any more.

    A source with nothing in it is taken for a share that is not mounted, and what lies below a folder that cannot be
    opened is not known to be gone.
    """
    last = before.unique("uri", keep="last", maintain_order=True).filter(~pl.col("gone"))
    absent = removed_files(listed, last)
    if absent.is_empty():
        return absent
    missing = [
        absent.filter(pl.col("uri").str.contains(pattern))
        for pattern in (covered_by([source]) for source in sources)
        if listed["uri"].str.contains(pattern).any()
    ]
    gone = pl.concat([absent.clear(), *missing]).unique("uri").sort("uri")
    shut = set(listed["uri"])
    return gone.filter(pl.Series([not shut & _above(uri) for uri in gone["uri"]], dtype=pl.Boolean))


def _above(uri: str) -> set[str]:
    """The addresses of the folders in which a file lies."""
    parts = uri.split("/")
    return {"/".join(parts[:end]) for end in range(_ROOT, len(parts))}


def _ask_again(store: Store, occupied: set[str], at: datetime) -> None:
    """Have batches read again of which a file could not be had and can be now, with the bytes of the ledger."""
    waiting = store.parts(UNREAD)
    if not waiting:
        return
    current = latest(known(store)).select("uri", sha256="sha256_known")
    for batch in waiting:
        unread = store.read(UNREAD, batch).join(current, on=["uri", "sha256"], how="semi")
        if any(uri not in occupied and content_of(uri).sha256 == sha256 for uri, sha256 in unread.iter_rows()):
            store.write(AGAIN, batch, pl.DataFrame({"batch": [batch]}), recipe=at.isoformat())


def read_batch(store: Store, batch: str, settings: Settings) -> pl.DataFrame:
    """DOCUMENTS of a batch in the ledger: what its files held when they were found.

    A file is read only while its bytes are those of the ledger. Otherwise what was read of it before stays, and where
    nothing was, a row says why; the next look tries again. A document that another batch holds already is left to it,
    also where it is a row that stands at another place of the file now.
    """
    store.require_batch(batch)
    remember(settings.source)
    taken_down = forgotten(store)
    files = remaining(store.read(BATCHES, batch), taken_down)
    # what could not be hashed when it was found has no bytes to be compared with: it is only asked why
    asked = files.with_columns(pl.col("sha256").fill_null(""))
    documents = read_documents(asked, settings.reading, store.arrival(batch), settings.cleaning.lexicons)
    documents = remaining(documents.with_columns(pl.col("sha256").replace("", None)), taken_down)
    not_had = documents.filter(pl.col("reason").is_in(NOT_HAD) & pl.col("member").is_null())
    earlier, earlier_elsewhere = _read_before(store, batch)
    had = earlier.filter(~pl.col("reason").is_in(NOT_HAD).fill_null(value=False))
    known_files = _of(pl.concat([had.select("uri"), earlier_elsewhere.select("uri")]), not_had)
    kept, left = _of(earlier, known_files), _of(earlier_elsewhere, known_files)
    documents = pl.concat([documents.join(known_files, on="uri", how="anti", maintain_order="left"), kept])
    held = _held_by_others(store, batch, files)
    documents = told_apart(store, documents, _of_other_pages(documents, held))
    elsewhere = documents.join(held, on="document_id", how="semi", maintain_order="left").select(*PLACES)
    free = documents.join(held, on="document_id", how="anti", maintain_order="left")
    fresh = free.filter(pl.col("reason").is_null()).join(known_files, on="uri", how="anti", maintain_order="left")
    rows = moved_rows(fresh, _left_over(store, batch, files, held, documents))
    own = free.join(rows, on="document_id", how="anti", maintain_order="left")
    first = free.join(rows, on="document_id", maintain_order="left").with_columns(document_id="first").select(*PLACES)
    others = pl.concat([elsewhere, first])
    _keep(store, ELSEWHERE, batch, pl.concat([others, left]).unique("document_id", maintain_order=True))
    unread = files.join(not_had, on="uri", how="semi").filter(pl.col("sha256").is_not_null())
    _keep(store, UNREAD, batch, unread.select("uri", "sha256").unique(maintain_order=True))
    return own


def _of(frame: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    return frame.join(files.select("uri").unique(), on="uri", how="semi", maintain_order="left")


def _read_before(store: Store, batch: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """DOCUMENTS and PLACES that an earlier reading of the batch left."""
    documents, places = DOCUMENTS.to_frame(), PLACES.to_frame()
    if store.recipe("raw_documents", batch) is not None:
        documents = store.read("raw_documents", batch).select(*DOCUMENTS)
    if store.recipe(ELSEWHERE, batch) is not None:
        places = store.read(ELSEWHERE, batch)
    return documents, places


def _held_by_others(store: Store, batch: str, files: pl.DataFrame) -> pl.DataFrame:
    """Documents of these files that another batch holds: HELD.

    An id is made from the file's address among others, so only batches with a version of one of the files can hold it:
    the ledger is the index.
    """
    kin = store.scan_ledger().filter(pl.col("uri").is_in(files["uri"].implode()) & (pl.col("batch") != batch)).collect()
    present = [name for name in sorted(kin["batch"].unique()) if store.recipe("raw_documents", name) is not None]
    held = store.scan("raw_documents", present, HELD).select(*HELD).filter(pl.col("uri").is_in(files["uri"].implode()))
    return held.collect()


def _of_other_pages(documents: pl.DataFrame, held: pl.DataFrame) -> pl.Series:
    """Ids of ``documents`` that HELD has of another place or of other bytes."""
    beside = documents.select("document_id", "uri", "member", "sha256").join(held, on="document_id")
    same = [pl.col(name).eq_missing(pl.col(f"{name}_right")) for name in ("uri", "member", "sha256")]
    return beside.filter(~pl.all_horizontal(same))["document_id"]


def _left_over(
    store: Store, batch: str, files: pl.DataFrame, held: pl.DataFrame, documents: pl.DataFrame
) -> pl.DataFrame:
    """Those of HELD that stand nowhere in this version of their file, which ``documents`` and its other parts hold."""
    kin = store.scan_ledger().filter(pl.col("batch") != batch).collect()
    parts = sorted(kin.join(files, on=["uri", "sha256"], how="semi")["batch"].unique())
    here = [
        documents.select("document_id"),
        *(store.scan(step, parts, PLACES).select("document_id").collect() for step in ("raw_documents", ELSEWHERE)),
    ]
    return held.filter(pl.col("reason").is_null()).join(pl.concat(here), on="document_id", how="anti")


def _keep(store: Store, step: str, batch: str, frame: pl.DataFrame) -> None:
    """Keep a frame that is empty for nearly every batch: then there is no file."""
    if frame.height:
        store.write(step, batch, frame)
    else:
        store.path(step, batch).unlink(missing_ok=True)
