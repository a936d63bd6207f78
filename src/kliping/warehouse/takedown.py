"""Take-downs: a document leaves the store, the candidate and the published file, and is never read again.

Belongs here: removing rows wherever they rest. Does not belong here: what is remembered of a take-down
(``kliping.reading.sources.forgotten``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.errors import StoreError
from kliping.reading.sources.forgotten import FORGOTTEN, forget, forget_address
from kliping.tables.tables import TABLES, quoted
from kliping.warehouse.connections import fetch, opened, readable_path
from kliping.warehouse.failures import FOLDER as FAILURES
from kliping.warehouse.files import locked, replacing
from kliping.warehouse.querying import make_queryable
from kliping.warehouse.store import BATCH_STEPS, BATCHES

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from kliping.warehouse.store import Store

PART = "all"


def forgotten(store: Store) -> pl.DataFrame:
    """FORGOTTEN: every take-down on record."""
    known = store.parts("forgotten")
    return store.read("forgotten", PART) if known else pl.DataFrame(schema=FORGOTTEN)


def take_down(store: Store, subject: str, at: datetime) -> int:
    """Remove a document, or all documents of a file or an article, everywhere.

    The take-down is put on record first, so that a run that reads the file meanwhile leaves it out; then the published
    file and the candidate are written anew without the rows, then the store. The next run groups what is left.

    Args:
        store: the home.
        subject: a file's URI, a ``document_id`` or an ``article_id``.
        at: the moment that goes on record.

    Returns:
        How many documents were removed.

    Raises:
        StoreError: nothing in this home goes by that name.
    """
    documents = _named(store, subject)
    if documents.is_empty():
        raise StoreError(f"No document or article in {store.home} goes by that name. 'kliping sql' lists them.")
    on_record = forgotten(store)
    if (documents["uri"] == subject).any():
        on_record = forget_address(on_record, subject, at)
    with locked(store.home / ".publishing", doing="publishing"):
        store.write("forgotten", PART, forget(on_record, documents, at))
        gone = documents["document_id"].to_list()
        for file in (store.published, store.candidate):
            if file.is_file():
                _rewrite(file, gone)
        for step in (*BATCH_STEPS, FAILURES):
            for batch in store.parts(step):
                _thin_out(store, step, batch, gone)
    return len(gone)


def _named(store: Store, subject: str) -> pl.DataFrame:
    """The documents that go by ``subject``: document_id, uri, member, sha256."""
    by_article: list[str] = []
    if store.published.is_file():
        with opened(store.published) as connection:
            found = fetch(connection, "SELECT document_id FROM documents WHERE article_id = ?", [subject])
            by_article = found["document_id"].to_list()
    columns = pl.Schema({"document_id": pl.String, "uri": pl.String, "member": pl.String, "sha256": pl.String})
    wanted = (pl.col("document_id") == subject) | (pl.col("uri") == subject) | pl.col("document_id").is_in(by_article)
    known = store.scan("raw_documents", store.parts(BATCHES), columns).select(columns.names())
    return known.filter(wanted).collect()


def _thin_out(store: Store, step: str, batch: str, gone: list[str]) -> None:
    frame = store.read(step, batch)
    kept = frame.filter(~pl.col("document_id").is_in(gone))
    if kept.height < frame.height:
        store.write(step, batch, kept, recipe=store.recipe(step, batch) or "")


def _rewrite(file: Path, gone: list[str]) -> None:
    """The DuckDB file without rows of ``gone``: written anew, since deleted rows stay in a file's free blocks."""
    with (
        replacing(file) as temporary,
        readable_path(file) as readable,
        opened(temporary, write=True) as connection,
    ):
        connection.execute(f"ATTACH {quoted(readable)} AS earlier (READ_ONLY)")
        connection.execute("CREATE TEMP TABLE gone AS SELECT unnest(?::VARCHAR[]) AS document_id", [gone])
        connection.execute(
            "CREATE TEMP TABLE gone_articles AS "
            "SELECT article_id FROM earlier.articles SEMI JOIN gone USING (document_id)"
        )
        for table in TABLES:
            connection.execute(table.ddl())
            names = {column.name for column in table.columns}
            joins = "".join(
                f" ANTI JOIN {filtered} USING ({key})"
                for key, filtered in (("document_id", "gone"), ("article_id", "gone_articles"))
                if key in names
            )
            connection.execute(f"INSERT INTO {table.name} SELECT * FROM earlier.{table.name}{joins}")
        connection.execute("DETACH earlier")
        make_queryable(connection)
