"""Take-downs: a document leaves the store, the candidate and the published file, and is never read again.

Belongs here: removing rows wherever they rest. Does not belong here: what is remembered of a take-down
(``kliping.reading.sources.forgotten``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates.schemas import SIGNATURES
from kliping.errors import StoreError
from kliping.frames import DOCUMENTS
from kliping.reading.sources.forgotten import FORGOTTEN, forget, forget_address
from kliping.tables.tables import TABLES, quoted
from kliping.warehouse.connections import fetch, opened, readable_path
from kliping.warehouse.failures import FOLDER as FAILURES
from kliping.warehouse.files import ASIDE, remove, replacing
from kliping.warehouse.lock import writing
from kliping.warehouse.publish import last_published, write_ahead_log
from kliping.warehouse.querying import make_queryable
from kliping.warehouse.store import BATCH_STEPS, BATCHES, CORPUS
from kliping.warehouse.sums import note

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from kliping.warehouse.store import Store

COPIES = "forgotten"
"""Folder of the record of take-downs: two copies of it, since nothing that is left could make it again."""

PART, COPY = "all", "copy"


def forgotten(store: Store) -> pl.DataFrame:
    """FORGOTTEN: every take-down on record."""
    known = store.parts(COPIES)
    return store.read(COPIES, known[0]) if known else pl.DataFrame(schema=FORGOTTEN)


@dataclass(frozen=True)
class Removal:
    """What a take-down removed."""

    named: int  # documents that go by the name that was given
    equal: int  # further documents, of the same bytes, or of the same text in the same group


def take_down(store: Store, subject: str, at: datetime) -> Removal:
    """Remove a document, or all documents of a file or an article, everywhere, and every document that equals one.

    Under the home's lock, so no run under way brings it back. The take-down is put on record first; then the published
    file and the candidate are written anew without the rows, then the store; what is made of the whole corpus is made
    again by the next run, which groups what is left.

    Args:
        store: the home.
        subject: a file's URI, a ``document_id`` or an ``article_id``.
        at: the moment that goes on record.

    Raises:
        StoreError: nothing in this home goes by that name.
    """
    with writing(store.home, doing="kliping forget"):
        named = _named(store, subject)
        if named.is_empty():
            raise _unknown(store)
        documents = _with_equals(store, named)
        on_record = forgotten(store)
        if (named["uri"] == subject).any():
            on_record = forget_address(on_record, subject, at)
        remembered = forget(on_record, documents.join(_texts(store, documents), on="document_id", how="left"), at)
        for part in (PART, COPY):
            store.write(COPIES, part, remembered)
        gone = documents["document_id"].to_list()
        for file in (store.published, store.candidate, store.passed):
            remove(write_ahead_log(file))
            if last_published(file) is not None:
                _rewrite(store.home, file, gone)
        for step in (*BATCH_STEPS, FAILURES):
            for batch in store.parts(step):
                _thin_out(store, step, batch, gone)
        for name in store.parts(CORPUS):
            remove(store.path(CORPUS, name))
        remove(store.home / ASIDE)  # damaged files of ours, which may hold its words
    return Removal(named.height, documents.height - named.height)


def require_known(store: Store, subject: str) -> None:
    """Refuse a name that is no document's and no article's.

    Raises:
        StoreError: nothing in this home goes by that name.
    """
    if _named(store, subject).is_empty():
        raise _unknown(store)


def _unknown(store: Store) -> StoreError:
    return StoreError(
        f"There is no such document or article in {store.home}. "
        "'kliping sql \"SELECT document_id, article_id, uri FROM documents\"' lists them."
    )


def _named(store: Store, subject: str) -> pl.DataFrame:
    """The documents that go by ``subject``, as ``_known`` has them."""
    by_article: list[str] = []
    if last_published(store.published) is not None:
        with opened(store.published) as connection:
            found = fetch(connection, "SELECT document_id FROM documents WHERE article_id = ?", [subject])
            by_article = found["document_id"].to_list()
    wanted = (pl.col("document_id") == subject) | (pl.col("uri") == subject) | pl.col("document_id").is_in(by_article)
    return _known(store).filter(wanted).collect()


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
    return (
        _known(store)
        .filter(same | pl.col("document_id").is_in([*named["document_id"], *same_text]))
        .collect()
        .unique("document_id", maintain_order=True)
    )


def _thin_out(store: Store, step: str, batch: str, gone: list[str]) -> None:
    frame = store.read(step, batch)
    kept = frame.filter(~pl.col("document_id").is_in(gone))
    if kept.height < frame.height:
        store.write(step, batch, kept, recipe=store.recipe(step, batch) or "")


def _rewrite(home: Path, file: Path, gone: list[str]) -> None:
    """The DuckDB file without rows of ``gone``: written anew, since deleted rows stay in a file's free blocks."""
    with replacing(file) as temporary:
        with readable_path(file) as readable, opened(temporary, write=True) as connection:
            connection.execute(f"ATTACH {quoted(readable)} AS earlier (READ_ONLY)")
            connection.execute("CREATE TEMP TABLE gone AS SELECT unnest(?::VARCHAR[]) AS document_id", [gone])
            connection.execute(
                "CREATE TEMP TABLE gone_articles AS "
                "SELECT article_id FROM earlier.articles SEMI JOIN gone USING (document_id)"
            )
            for table in TABLES:
                connection.execute(table.ddl())
                there = connection.execute(f"SELECT * FROM earlier.{table.name} LIMIT 0").description or []
                names = {column.name for column in table.columns} & {name for name, *_ in there}
                joins = "".join(
                    f" ANTI JOIN {filtered} USING ({key})"
                    for key, filtered in (("document_id", "gone"), ("article_id", "gone_articles"))
                    if key in names
                )
                kept = ", ".join(f'"{name}"' for name in sorted(names))
                connection.execute(f"INSERT INTO {table.name} BY NAME SELECT {kept} FROM earlier.{table.name}{joins}")
            connection.execute("DETACH earlier")
            make_queryable(connection)
        note(home, temporary, file)
