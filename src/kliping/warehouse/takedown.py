"""Take-downs: a document leaves every file of the home and every export on record, and is never read again.

Belongs here: which documents go, and every place in which they are looked for. Does not belong here: what is remembered
of a take-down (``kliping.reading.sources.forgotten``), or what its receipt looks like (``receipts``).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from kliping.duplicates.schemas import SIGNATURES
from kliping.errors import StoreError
from kliping.files import ASIDE, read_json, remove, write_ahead_log, write_json
from kliping.frames import DOCUMENTS
from kliping.reading.sources.forgotten import FORGOTTEN, forget, forget_address
from kliping.warehouse.accuracy import forget_pages
from kliping.warehouse.basis import FOLDER as BASIS
from kliping.warehouse.connections import fetch, opened
from kliping.warehouse.copy_index import remove_outdated
from kliping.warehouse.corrections import forget_corrections
from kliping.warehouse.erasing import erase
from kliping.warehouse.exports import exports_on_record
from kliping.warehouse.failures import FOLDER as FAILURES
from kliping.warehouse.kept import kept_editions, link_published
from kliping.warehouse.lock import writing
from kliping.warehouse.parts import Dropped
from kliping.warehouse.publish import last_published
from kliping.warehouse.receipts import Done, Place, Receipt, keep_receipt
from kliping.warehouse.releases import written_again
from kliping.warehouse.store import BATCH_STEPS, BATCHES, CORPUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kliping.warehouse.store import Store

COPIES = "forgotten"
"""Folder of the record of take-downs: two copies of it, since nothing that is left could make it again."""

PART, COPY = "all", "copy"


def forgotten(store: Store) -> pl.DataFrame:
    """FORGOTTEN: every take-down on record."""
    known = store.parts(COPIES)
    return store.read(COPIES, known[0]) if known else pl.DataFrame(schema=FORGOTTEN)


PROBE_CHARACTERS = 24
"""Characters from which a line of a page is distinctive enough to be looked for in files that are no tables."""

PROBES = 50
"""Lines of the documents that are looked for there."""


UNDER_WAY = "take-down.json"
"""Of a home, the take-down that is being carried out: whoever writes next finishes one that was cut short."""


@dataclass(frozen=True)
class Begun:
    """A take-down, before anything is removed. It names documents by their ids and holds no word of them."""

    at: str  # moment, ISO 8601
    named: int  # documents that go by the name that was given
    documents: tuple[str, ...]  # ids of these, and of those that equal one
    address: str | None  # of the file that was named: nothing comes in from there again
    elsewhere: tuple[str, ...]  # further folders that are looked through


def take_down(store: Store, subject: str, at: datetime, elsewhere: Sequence[Path] = ()) -> Receipt:
    """Remove a document, or all documents of a file or an article, everywhere, and every document that equals one.

    Under the home's lock, so no run under way brings it back. What is to go is written down first, so that whoever
    writes next finishes it after a kill. Then the take-down is put on record; the published file, the candidate and
    every edition that is kept are written anew without the rows, then the exports on record, then the store, whose
    documents go last: until then all else is found by them. What is made of the whole corpus is made again by the next
    run, which groups what is left.

    Args:
        store: the home.
        subject: a file's URI, a ``document_id`` or an ``article_id``.
        at: the moment that goes on record.
        elsewhere: further folders in which its words are looked for, such as that of Dagster's storage.

    Returns:
        The receipt, which is also kept in the home.

    Raises:
        StoreError: nothing in this home goes by that name.
    """
    with writing(store.home, doing="kliping forget"):
        finished = finish_take_down(store)
        named = _named(store, [subject])
        if named.is_empty():
            if finished is not None:  # the one that was cut short was of this name, and has just been carried out
                return finished
            raise unknown_document(store)
        documents = _with_equals(store, named)["document_id"].sort()
        address = subject if (named["uri"] == subject).any() else None
        folders = tuple(str(folder) for folder in elsewhere)
        begun = Begun(at.isoformat(), named.height, tuple(documents), address, folders)
        write_json(store.home / UNDER_WAY, asdict(begun))
        return _carry_out(store, begun)


def finish_take_down(store: Store) -> Receipt | None:
    """Carry out the take-down that was cut short; None where there is none."""
    told = read_json(store.home / UNDER_WAY)
    if told is None:
        return None
    lists = {name: tuple(told[name]) for name in ("documents", "elsewhere")}
    return _carry_out(store, Begun(**{**told, **lists}))


def _carry_out(store: Store, begun: Begun) -> Receipt:
    at, gone = datetime.fromisoformat(begun.at), list(begun.documents)
    documents = _named(store, gone)
    texts = _texts(store, documents)
    on_record = forgotten(store)
    if begun.address is not None:
        on_record = forget_address(on_record, begun.address, at)
    remembered = forget(on_record, documents.join(texts, on="document_id", how="left"), at)
    for part in (PART, COPY):
        store.write(COPIES, part, remembered)
    tables = list(_out_of_tables(store, gone))
    elsewhere = [
        _out_of_corrections(store, gone),
        *_out_of_folders(store),
        *_out_of_exports(store),
        *_out_of_texts(store, _probes(texts), [Path(folder) for folder in begun.elsewhere]),
    ]
    places = [*tables, *_out_of_store(store, gone), *elsewhere]
    receipt = Receipt(
        at.isoformat(timespec="seconds"), begun.named, len(gone) - begun.named, begun.documents, tuple(places)
    )
    keep_receipt(store, receipt, at)
    remove(store.home / UNDER_WAY)
    return receipt


def _out_of_tables(store: Store, gone: list[str]) -> Iterator[Place]:
    """Every file of tables without the rows; a kept edition that cannot be written anew goes."""
    published = last_published(store.published)
    kept = kept_editions(store)
    for file in (store.published, store.candidate, store.passed, *kept.values()):
        remove(write_ahead_log(file))
        if not file.is_file():
            continue
        name = file.relative_to(store.home).as_posix()
        if published is not None and file == kept.get(published.edition):
            link_published(store, published.edition)
            yield Place(name, 1, 0, "nothing there", "another name of the published file")
            continue
        try:
            rows = erase(store.home, file, gone)
            yield Place(name, 1, rows, "rows removed" if rows else "nothing there")
        except (duckdb.Error, StoreError) as broken:
            why = f"it cannot be written anew ({type(broken).__name__})"
            if file in kept.values():
                remove(file)
                yield Place(name, 1, 1, "file removed", why)
            elif last_published(file) is not None:
                raise
            else:
                yield Place(name, 1, 0, "not reached", f"it is no file of tables ({type(broken).__name__})")


def _out_of_store(store: Store, gone: list[str]) -> list[Place]:
    """What is made of the whole corpus first, the documents themselves last; told in the order of the steps."""
    of_corpus = []
    for step in (CORPUS, BASIS):
        parts = store.parts(step)
        for name in parts:
            remove(store.path(step, name))
        done: Done = "made again by the next run" if parts else "nothing there"
        of_corpus.append(Place(f"store/{step}", len(parts), len(parts), done))
    thinned: list[Place] = []
    for step in (FAILURES, *reversed(BATCH_STEPS)):
        parts = store.parts(step)
        rows = sum(_thin_out(store, step, batch, gone) for batch in parts)
        if parts:
            thinned.append(Place(f"store/{step}", len(parts), rows, "rows removed" if rows else "nothing there"))
    outdated = [
        Place(f"store/{folder}", files, removed, "file removed" if removed else "nothing there")
        for folder, files, removed in remove_outdated(store)
        if files
    ]
    beside = [place for place in thinned if place.place == f"store/{FAILURES}"]
    steps = [place for place in reversed(thinned) if place not in beside]
    return [*steps, *beside, *outdated, *of_corpus]


def _out_of_corrections(store: Store, gone: list[str]) -> Place:
    """What persons corrected of the documents, and said of them in a sample."""
    entries = forget_corrections(store, gone) + forget_pages(store.home, gone)
    return Place("corrections and sample", 2, entries, "rows removed" if entries else "nothing there")


def _out_of_folders(store: Store) -> Iterator[Place]:
    """Damaged files of ours may hold the words, and reports quote lines; a report is written again by its command."""
    for folder in (store.home / ASIDE, store.reports):
        there = [path for path in folder.rglob("*") if path.is_file()]
        remove(folder)
        yield Place(folder.name, len(there), len(there), "file removed" if there else "nothing there")


def _out_of_exports(store: Store) -> Iterator[Place]:
    """Every export on record, written again from the published file; only files whose rows changed are touched."""
    for made in exports_on_record(store.home):
        try:
            done = written_again(store.home, store.published, made)
        except (StoreError, OSError) as broken:
            yield Place(made.folder, 0, 0, "not reached", str(broken))
            continue
        files = done.written + done.removed
        yield Place(made.folder, files + done.kept, files, "rows removed" if files else "nothing there")


def _probes(texts: pl.DataFrame) -> list[bytes]:
    """Some of the longest lines of the documents, as they stand in a file of text."""
    lines = texts["text"].drop_nulls().str.split("\n").explode().str.strip_chars().unique()
    long = lines.filter(lines.str.len_chars() >= PROBE_CHARACTERS)
    chosen = long.to_frame("line").sort(pl.col("line").str.len_chars(), "line", descending=True).head(PROBES)["line"]
    return [line.encode() for line in chosen]


def _holds_words(path: Path, probes: list[bytes]) -> bool:
    try:
        content = path.read_bytes()
    except FileNotFoundError:  # Dagster's journals and logs come and go
        return False
    return any(probe in content for probe in probes)


def _out_of_texts(store: Store, probes: list[bytes], elsewhere: Sequence[Path]) -> Iterator[Place]:
    """Reports and logs, which hold no text of a page: they are looked through, and a page that held some would go."""
    for folder in (store.data_docs, *elsewhere):
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.is_dir() else []
        held = [path for path in files if _holds_words(path, probes)]
        name = folder.relative_to(store.home).as_posix() if folder.is_relative_to(store.home) else str(folder)
        if held and folder == store.data_docs:
            for path in held:
                remove(path)
            yield Place(name, len(files), len(held), "file removed")
        elif held:
            yield Place(name, len(files), 0, "not reached", f"{len(held)} files hold its words, such as {held[0].name}")
        else:
            yield Place(name, len(files), 0, "nothing there")


def require_known(store: Store, subject: str) -> None:
    """Refuse a name that is no document's and no article's.

    Raises:
        StoreError: nothing in this home goes by that name.
    """
    if _named(store, [subject]).is_empty():
        raise unknown_document(store)


def unknown_document(store: Store) -> StoreError:
    """The sentence for a name that is no document's and no article's."""
    return StoreError(
        f"There is no such document or article in {store.home}. "
        "'kliping sql \"SELECT document_id, article_id, uri FROM documents\"' lists them."
    )


def _named(store: Store, subjects: list[str]) -> pl.DataFrame:
    """The documents that go by one of ``subjects`` in the store, or in an edition, as ``_known`` has them."""
    editions = [file for file in (store.published, *kept_editions(store).values()) if last_published(file) is not None]
    found = [_known(store).filter(pl.col("document_id").is_in(subjects) | pl.col("uri").is_in(subjects)).collect()]
    for file in editions:
        with opened(file) as connection:
            query = (
                "SELECT document_id, uri, member, sha256, NULL::VARCHAR AS url FROM documents "
                "WHERE list_has_any(?::VARCHAR[], [document_id, article_id, uri])"
            )
            found.append(fetch(connection, query, [subjects]).cast(dict(found[0].schema)))  # type: ignore[arg-type]
    named = pl.concat(found).unique("document_id", keep="first", maintain_order=True)
    read = _known(store).filter(pl.col("document_id").is_in(named["document_id"].implode())).collect()
    return pl.concat([read, named.join(read, on="document_id", how="anti")])


def _known(store: Store) -> pl.LazyFrame:
    """Every document that was read: document_id, uri, member, sha256, url (as its source gives it)."""
    given = pl.element().filter(pl.element().struct["field"] == "url").struct["value"]
    return store.scan("raw_documents", store.parts(BATCHES), DOCUMENTS).select(
        "document_id", "uri", "member", "sha256", url=pl.col("fields").list.eval(given).list.first()
    )


def _texts(store: Store, documents: pl.DataFrame) -> pl.DataFrame:
    """document_id and text of ``documents``."""
    texts = store.scan("raw_documents", store.parts(BATCHES), DOCUMENTS).select("document_id", "text")
    return texts.filter(pl.col("document_id").is_in(documents["document_id"].implode())).collect()


def _with_equals(store: Store, named: pl.DataFrame) -> pl.DataFrame:
    """``named``, and every document of the same bytes, or of the same text in the same group."""
    signatures = store.scan("signatures", store.parts(BATCHES), SIGNATURES).select("document_id", "body")
    texts = signatures.filter(pl.col("document_id").is_in(named["document_id"].to_list())).collect()["body"]
    same_text = signatures.filter(pl.col("body").is_in(texts.drop_nulls().to_list())).collect()["document_id"]
    same = pl.col("sha256").is_in(named["sha256"].drop_nulls().to_list()).fill_null(value=False)
    equal = _known(store).filter(same | pl.col("document_id").is_in(same_text.implode())).collect()
    return pl.concat([named, equal]).unique("document_id", keep="first", maintain_order=True)


def _thin_out(store: Store, step: str, batch: str, gone: list[str]) -> int:
    """How many rows of a batch's frame went."""
    frame = store.read(step, batch, less=True)
    kept = frame.filter(~pl.col("document_id").is_in(gone))
    if kept.height < frame.height:
        dropped = store.dropped(step, batch)
        less = Dropped(dropped) if dropped else None
        store.write(step, batch, kept, recipe=store.recipe(step, batch) or "", less=less)
    return frame.height - kept.height
