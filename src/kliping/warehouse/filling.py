"""Filling a file of tables from the store, and putting the rows of some documents in place of those it holds of them.

Belongs here: everything that is written into a candidate, in the order in which it is written. Does not belong here:
which documents are held back and when the file is judged (``corpus``), or how rows are made (``rows``).

What a document's rows are hangs on its own frames, on the templates, and on its place in its group. So a file can be
brought from one set of groups to another by the rows of the documents whose place changed, and comes to the same tables
as one that is filled anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.tables.tables import (
    ARTICLES,
    DOCUMENTS,
    DUPLICATES,
    EDITIONS,
    EXPECTATION_RESULTS,
    METADATA_EVIDENCE,
    PARAGRAPHS,
    QUARANTINE,
    REMOVED_LINES,
    TEMPLATES,
)
from kliping.warehouse.article_columns import tables_with
from kliping.warehouse.candidate import changed_in, held_since, keep_since, understood, with_history
from kliping.warehouse.connections import insert
from kliping.warehouse.numbers import enter
from kliping.warehouse.querying import make_queryable
from kliping.warehouse.relations import relation_rows
from kliping.warehouse.rows import statuses, table_rows
from kliping.warehouse.standing import vanished

if TYPE_CHECKING:
    import duckdb

    from kliping.settings import Settings
    from kliping.tables.description import Table
    from kliping.warehouse.candidate import Corpus
    from kliping.warehouse.numbers import Birth
    from kliping.warehouse.rows import Batch
    from kliping.warehouse.store import Store

OF_DOCUMENTS = (ARTICLES, DOCUMENTS, REMOVED_LINES, METADATA_EVIDENCE, DUPLICATES, QUARANTINE)
"""Tables whose rows name the document they belong to; the rows of ``paragraphs`` name its article."""


@dataclass(frozen=True)
class Filling:
    """What a candidate is filled from, but for the groups, which change while documents are held back."""

    store: Store
    settings: Settings
    born: Birth

    @property
    def tables(self) -> dict[str, Table]:
        """Every table by its name, with the columns that the settings add."""
        return {table.name: table for table in tables_with(self.settings.publishing.article_columns)}


def begin(connection: duckdb.DuckDBPyConnection, filling: Filling, corpus: Corpus) -> None:
    """Make every table, and fill those that no document decides: templates, and the editions before this one."""
    for table in filling.tables.values():
        connection.execute(table.ddl())
    insert(connection, TEMPLATES, corpus.templates)
    store, born = filling.store, filling.born
    for history in (EDITIONS, EXPECTATION_RESULTS):
        for part in store.parts(history.name):
            if int(part) < born.edition:
                insert(connection, history, store.read(history.name, part))
    enter(connection, born, filling.settings)


def fill(
    connection: duckdb.DuckDBPyConnection, filling: Filling, corpus: Corpus, only: pl.Series | None = None
) -> None:
    """Insert the rows of all documents, or of those whose ids are in ``only``; one batch is in memory at a time."""
    store, settings, tables = filling.store, filling.settings, filling.tables
    since = held_since(store.published)
    left = vanished(store, corpus.batches) if settings.reading.follow_removals else None
    for batch in understood(store, settings, corpus, only):
        held = pl.concat([corpus.held["document_id"], batch.failures["document_id"]])
        status = statuses(batch.documents, corpus.duplicates, held, _removed(batch, corpus, left))
        for name, rows in table_rows(batch, settings, status, corpus.held, filling.born.edition).items():
            insert(connection, tables[name], with_history(rows, since) if name == QUARANTINE.name else rows)


def swap(connection: duckdb.DuckDBPyConnection, filling: Filling, corpus: Corpus, documents: pl.Series) -> None:
    """Put the rows that ``documents`` have in ``corpus`` in place of those that the file holds of them."""
    connection.register("swapped", documents.to_frame("document_id").to_arrow())
    try:
        connection.execute(
            f"DELETE FROM {PARAGRAPHS.name} WHERE article_id IN "
            f"(SELECT article_id FROM {ARTICLES.name} SEMI JOIN swapped USING (document_id))"
        )
        for table in OF_DOCUMENTS:
            connection.execute(f"DELETE FROM {table.name} WHERE document_id IN (SELECT document_id FROM swapped)")
    finally:
        connection.unregister("swapped")
    fill(connection, filling, corpus, documents)


def finish(connection: duckdb.DuckDBPyConnection, filling: Filling, corpus: Corpus) -> None:
    """Fill what hangs on all articles: their relations, since when each stands as it stands, views and search."""
    relations = relation_rows(filling.store, filling.settings, corpus.batches, corpus.duplicates, connection)
    tables = filling.tables
    for name, rows in relations.items():
        insert(connection, tables[name], rows)
    articles = tables[ARTICLES.name]
    keep_since(connection, articles, changed_in(filling.store.published, articles))
    make_queryable(connection)


def whose_place_changed(before: Corpus, after: Corpus) -> pl.Series:
    """Ids of the documents whose rows may differ between two corpora of the same batches and templates.

    These are the documents that were held, or are now, or whose group, canonical, kind or similarity is another; and
    with each all documents of its group, since the canonical tells how many copies it has.
    """
    one, other = before.duplicates, after.duplicates
    names = one.columns
    changed = pl.concat(
        [
            one.join(other, on=names, how="anti", nulls_equal=True).select("document_id"),
            other.join(one, on=names, how="anti", nulls_equal=True).select("document_id"),
            _held_otherwise(before.held, after.held),
        ]
    ).unique()
    both = pl.concat([one.select("document_id", "group_id"), other.select("document_id", "group_id")]).unique()
    groups = both.join(changed, on="document_id", how="semi").select("group_id").unique()
    members = both.join(groups, on="group_id", how="semi").select("document_id")
    return pl.concat([changed, members]).unique().sort("document_id")["document_id"]


def _held_otherwise(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    names = before.columns
    return pl.concat(
        [
            before.join(after, on=names, how="anti", nulls_equal=True).select("document_id"),
            after.join(before, on=names, how="anti", nulls_equal=True).select("document_id"),
        ]
    )


def _removed(batch: Batch, corpus: Corpus, left: pl.Series | None) -> pl.Series:
    """Ids of documents that left their source: which the search for copies passed over, or which lay in ``left``.

    Args:
        batch: the batch.
        corpus: all batches.
        left: addresses of files that are gone; None: what was once read stays.
    """
    if left is None:
        return batch.documents["document_id"].clear()
    compared = pl.concat([corpus.duplicates["document_id"], batch.failures["document_id"]])
    passed_over = pl.col("text").is_not_null() & ~pl.col("document_id").is_in(compared.implode())
    unread = pl.col("text").is_null() & pl.col("uri").is_in(left.implode())
    return batch.documents.filter(passed_over | unread)["document_id"]
