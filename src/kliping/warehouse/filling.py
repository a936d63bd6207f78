"""Filling a file of tables from the store, and putting the rows of some documents in place of those it holds of them.

Belongs here: everything that is written into a candidate, in the order in which it is written. Does not belong here:
which documents are held back and when the file is judged (``corpus``), or how rows are made (``rows``).

What a document's rows are hangs on its own frames, on the templates, and on its place in its group. So a file can be
brought from one set of groups to another by the rows of the documents whose place changed, and comes to the same tables
as one that is filled anew.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping.tables.description import quoted
from kliping.tables.groups import ARTICLE_VERSIONS, OF_GROUPS
from kliping.tables.tables import ARTICLES, EDITIONS, EXPECTATION_RESULTS, QUARANTINE, TEMPLATES
from kliping.warehouse.article_columns import tables_with
from kliping.warehouse.bringing import Told, bring_to
from kliping.warehouse.candidate import changed_in, held_since, keep_since, understood, with_history
from kliping.warehouse.connections import fetch, insert, readable_path
from kliping.warehouse.fingerprints import changed_by, sums_of
from kliping.warehouse.numbers import enter
from kliping.warehouse.querying import make_queryable
from kliping.warehouse.relations import Kept, articles_of, folded_paragraphs, relation_rows, told_versions
from kliping.warehouse.rows import groups_of, places, statuses, table_rows
from kliping.warehouse.search import forget_articles
from kliping.warehouse.standing import vanished

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import duckdb

    from kliping.settings import Settings
    from kliping.tables.description import Table
    from kliping.warehouse.candidate import Corpus
    from kliping.warehouse.fingerprints import Sums
    from kliping.warehouse.numbers import Birth
    from kliping.warehouse.rows import Batch
    from kliping.warehouse.store import Store


@dataclass(frozen=True)
class Filling:
    """What a candidate is filled from, but for the groups, which change while documents are held back."""

    store: Store
    settings: Settings
    born: Birth
    rules: str = ""  # digest of the rules and rulings by which documents are held back

    @property
    def tables(self) -> dict[str, Table]:
        """Every table by its name, with the columns that the settings add."""
        return {table.name: table for table in tables_with(self.settings.publishing.article_columns)}


class Judged(NamedTuple):
    """Rows that were made to be judged, and need not be made again."""

    file: Path  # that holds them; not there: none were
    other: pl.Series  # ids of the documents that have other rows now


@dataclass
class Tally:
    """What a copy of the published file comes to while it is changed, and of which documents it holds other rows."""

    sums: Sums
    documents: pl.Series
    folded: pl.DataFrame  # FOLDED of that file
    grown: bool = False  # whether all that it was filled from counts still, and the same of it
    left: pl.Series | None = None  # ids of the articles that these documents had


def begin(connection: duckdb.DuckDBPyConnection, filling: Filling, corpus: Corpus) -> None:
    """Make every table, and fill those that no document decides: templates, and the editions before this one."""
    for table in filling.tables.values():
        connection.execute(table.ddl())
    _of_no_document(connection, filling, corpus)


def begin_again(connection: duckdb.DuckDBPyConnection, filling: Filling, corpus: Corpus) -> None:
    """Of a copy of the published file leave the rows of documents and of groups; all else is filled as by ``begin``."""
    for table in (TEMPLATES, EDITIONS, EXPECTATION_RESULTS):
        connection.execute(f"DELETE FROM {table.name}")
    _of_no_document(connection, filling, corpus)


def _of_no_document(connection: duckdb.DuckDBPyConnection, filling: Filling, corpus: Corpus) -> None:
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
    """Insert the rows of all documents, or of those whose ids are in ``only``.

    Two batches are in memory at a time: while the rows of one are inserted, which DuckDB does with one thread, those of
    the next one are made.
    """
    since = held_since(filling.store.published)
    made = _rows(filling, corpus, only)
    with ThreadPoolExecutor(1, "rows") as aside:
        coming = aside.submit(next, made, None)
        while (tables := coming.result()) is not None:
            coming = aside.submit(next, made, None)
            for name, rows in tables.items():
                kept = with_history(rows, since) if name == QUARANTINE.name else rows
                insert(connection, filling.tables[name], kept)


def _rows(filling: Filling, corpus: Corpus, only: pl.Series | None) -> Iterator[dict[str, pl.DataFrame]]:
    """The rows of each batch by the names of their tables, as ``fill`` inserts them."""
    store, settings = filling.store, filling.settings
    left = vanished(store, corpus.batches) if settings.reading.follow_removals else None
    groups = corpus.duplicates if only is None else groups_of(corpus.duplicates, only)
    placed = places(groups, corpus.held["document_id"])
    for batch in understood(store, settings, corpus, only):
        held = pl.concat([corpus.held["document_id"], batch.failures["document_id"]])
        own = placed.join(batch.documents, on="document_id", how="semi")  # the table of this join is the batch's
        status = statuses(batch.documents, own, held, _removed(batch, own, left))
        yield table_rows(batch, settings, status, corpus.held, filling.born.edition)


def swap(
    connection: duckdb.DuckDBPyConnection,
    filling: Filling,
    corpus: Corpus,
    documents: pl.Series,
    tally: Tally | None = None,
    judged: Judged | None = None,
) -> None:
    """Put the rows that ``documents`` have in ``corpus`` in place of those that the file holds of them.

    Args:
        connection: the file.
        filling: the home and the settings.
        corpus: as it is to be.
        documents: ids of the documents.
        tally: of a file that was published once, and so has an index of the search; it is kept up.
        judged: rows that can be copied.
    """
    connection.register("ids", documents.to_frame("document_id").to_arrow())
    connection.execute("CREATE OR REPLACE TEMP TABLE swapped AS FROM ids")
    connection.unregister("ids")
    tables = [table for table in filling.tables.values() if table.belongs_to is not None]
    going = {table.name: _going(connection, table) for table in tables}
    if tally is not None:
        gone = _sums_where(connection, tables, going)
        tally.left = fetch(connection, _ARTICLES_SWAPPED)["article_id"]
        forget_articles(connection, _ARTICLES_SWAPPED)
    for table in tables:
        connection.execute(f"DELETE FROM {table.name} WHERE {going[table.name]}")
    coming = {table.name: f"rowid > {_last_place(connection, table)}" for table in tables}
    copied = documents.clear() if judged is None else _copied(connection, tables, documents, judged)
    rest = documents.filter(~documents.is_in(copied.implode()))
    if not rest.is_empty():
        fill(connection, filling, corpus, rest)
    if tally is not None:
        tally.sums = changed_by(tally.sums, gone=gone, come=_sums_where(connection, tables, coming))
        tally.documents = pl.concat([tally.documents, documents]).unique().sort()
    connection.execute("DROP TABLE swapped")


_ARTICLES_SWAPPED = f"SELECT article_id FROM {ARTICLES.name} SEMI JOIN swapped USING (document_id)"


def _copied(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[Table], documents: pl.Series, judged: Judged
) -> pl.Series:
    """Insert the rows of those of ``documents`` that were judged as they are: their ids."""
    if not judged.file.is_file():
        return documents.clear()
    wanted = documents.filter(~documents.is_in(judged.other.implode()))
    connection.register("ids", wanted.to_frame("document_id").to_arrow())
    with readable_path(judged.file) as readable:
        connection.execute(f"ATTACH {quoted(readable)} AS part (READ_ONLY)")
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE copied AS SELECT document_id FROM part.main.documents SEMI JOIN ids "
            "USING (document_id)"
        )
        for table in tables:
            rows = f"SELECT * FROM part.main.{table.name} SEMI JOIN copied USING (document_id)"
            if table.belongs_to == "article_id":
                articles = f"SELECT article_id FROM part.main.{ARTICLES.name} SEMI JOIN copied USING (document_id)"
                rows = f"SELECT * FROM part.main.{table.name} WHERE article_id IN ({articles})"
            connection.execute(f"INSERT INTO {table.name} BY NAME {rows}")
    connection.unregister("ids")
    return fetch(connection, "FROM copied")["document_id"]


def _going(connection: duckdb.DuckDBPyConnection, table: Table) -> str:
    """Which rows of ``table`` are those of swapped documents, as SQL; they are looked for once, by their ids alone."""
    swapped = "document_id IN (SELECT document_id FROM swapped)"
    if table.belongs_to == "article_id":
        swapped = f"article_id IN ({_ARTICLES_SWAPPED})"
    query = f"SELECT rowid AS place FROM {table.name} WHERE {swapped}"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE going_{table.name} AS {query}")
    return f"rowid IN (SELECT place FROM going_{table.name})"


def _sums_where(connection: duckdb.DuckDBPyConnection, tables: Iterable[Table], where: Mapping[str, str]) -> Sums:
    """What each of ``tables`` comes to over the rows for which its SQL in ``where`` holds."""
    return {name: part for table in tables for name, part in sums_of(connection, [table], where[table.name]).items()}


def _last_place(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """The greatest rowid: rows that are inserted from then on have greater ones."""
    ((last,),) = connection.execute(f"SELECT coalesce(max(rowid), -1) FROM {table.name}").fetchall()
    return int(last)


def finish(
    connection: duckdb.DuckDBPyConnection, filling: Filling, corpus: Corpus, tally: Tally | None = None
) -> pl.DataFrame:
    """Fill what hangs on all articles: their relations, since when each stands as it stands, views and search.

    Returns:
        FOLDED: what the next candidate need not read again.
    """
    store, tables = filling.store, filling.tables
    nothing = pl.Series("document_id", [], pl.String)
    kept, changed, left = (None, nothing, None) if tally is None else (tally.folded, tally.documents, tally.left)
    folded = folded_paragraphs(connection, kept, changed, left)
    told = nothing if tally is None else told_versions(connection, tally.documents)
    known = Kept(folded, told, tally.documents if tally is not None and tally.grown else None)
    relations = relation_rows(store, filling.settings, corpus.batches, corpus.duplicates, connection, known)
    for table in OF_GROUPS:
        if tally is None:
            insert(connection, table, relations[table.name].rows)
        else:
            told_of = Told("body", told) if table is ARTICLE_VERSIONS else None
            gone, come = bring_to(connection, table, *relations[table.name], told_of)
            tally.sums = changed_by(tally.sums, gone=gone, come=come)
    touched = None if tally is None else articles_of(connection, tally.documents)
    articles = tables[ARTICLES.name]
    keep_since(connection, articles, changed_in(store.published, articles, touched))
    make_queryable(connection)
    return folded.now


def sums_in(connection: duckdb.DuckDBPyConnection, filling: Filling, tally: Tally | None = None) -> Sums:
    """What the tables of a finished file come to: by what was swapped in it, or from every row of it."""
    tables = filling.tables
    if tally is None:
        return sums_of(connection, tables.values())
    return tally.sums | sums_of(connection, [tables[TEMPLATES.name]])


def whose_place_changed(before: Corpus, after: Corpus) -> pl.Series:
    """Ids of the documents whose rows may differ between two corpora of the same batches and templates.

    These are the documents that were held, or are now, or whose group, canonical, kind or similarity is another; and
    with each all documents of its group, since the canonical tells how many copies it has.
    """
    both = (before.duplicates, after.duplicates)
    frames = [frame.with_columns(row=pl.struct(*before.duplicates.columns).hash()) for frame in both]
    changed = [
        one.filter(~pl.col("row").is_in(other["row"].implode()))["document_id"] for one, other in (frames, frames[::-1])
    ]
    held = _held_otherwise(before.held, after.held)["document_id"]
    touched = pl.concat([*changed, held]).unique().implode()
    groups = pl.concat([one.filter(pl.col("document_id").is_in(touched))["group_id"] for one in frames])
    wanted = groups.unique().implode()
    members = [one.filter(pl.col("group_id").is_in(wanted))["document_id"] for one in frames]
    return pl.concat([*changed, held, *members]).unique().sort()


def _held_otherwise(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    names = before.columns
    return pl.concat(
        [
            before.join(after, on=names, how="anti", nulls_equal=True).select("document_id"),
            after.join(before, on=names, how="anti", nulls_equal=True).select("document_id"),
        ]
    )


def _removed(batch: Batch, placed: pl.DataFrame, left: pl.Series | None) -> pl.Series:
    """Ids of documents that left their source: which the search for copies passed over, or which lay in ``left``.

    Args:
        batch: the batch.
        placed: ``places`` of its documents.
        left: addresses of files that are gone; None: what was once read stays.
    """
    if left is None:
        return batch.documents["document_id"].clear()
    compared = pl.concat([placed["document_id"], batch.failures["document_id"]])
    passed_over = pl.col("text").is_not_null() & ~pl.col("document_id").is_in(compared.implode())
    unread = pl.col("text").is_null() & pl.col("uri").is_in(left.implode())
    return batch.documents.filter(passed_over | unread)["document_id"]
