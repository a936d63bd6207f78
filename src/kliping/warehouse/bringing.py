"""Bringing a table that hangs on all articles to its new rows: those that it holds already stay untouched.

Belongs here: comparing rows inside DuckDB, so that what is written and summed is what changed. Does not belong here:
which rows the table is to hold (``relations``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kliping.warehouse.fingerprints import sums_of

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from kliping.tables.description import Table
    from kliping.warehouse.fingerprints import Sums


class Told(NamedTuple):
    """A column of long text that the rows of some documents do not bring: it stands in the table, and is the same."""

    column: str
    documents: pl.Series


def bring_to(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    rows: pl.DataFrame,
    of: pl.Series | None = None,
    told: Told | None = None,
) -> tuple[Sums, Sums]:
    """Have ``table``, in which no row stands twice, hold just ``rows``.

    Args:
        connection: the file.
        table: a table of it.
        rows: what it is to hold.
        of: ids of the documents that ``rows`` are all rows of; those of others stay. None: of all.
        told: what they leave out.

    Returns:
        What the rows come to that went, and those that came.
    """
    wanted = replace(table, name="wanted")
    _want(connection, table, rows)
    ours = "true" if of is None else f"rowid IN ({_places_of(connection, table, of)})"
    compared = [one.name for one in table.columns if told is None or one.name != told.column]
    same = " AND ".join(f'there."{name}" IS NOT DISTINCT FROM wanted."{name}"' for name in compared)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE staying AS SELECT there.rowid AS place, wanted.rowid AS wish "
        f"FROM (SELECT *, rowid FROM {table.name} WHERE {ours}) AS there JOIN wanted ON {same}"
    )
    if told is not None:
        _tell(connection, table, told)
    going, missing = (f"rowid NOT IN (SELECT {one} FROM staying)" for one in ("place", "wish"))
    going = f"{ours} AND {going}"
    gone = sums_of(connection, [table], going)
    come = sums_of(connection, [wanted], missing)
    connection.execute(f"DELETE FROM {table.name} WHERE {going}")
    connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM wanted WHERE {missing}")
    connection.execute("DROP TABLE staying; DROP TABLE wanted; DROP TABLE IF EXISTS ours")
    return gone, dict(zip(gone, come.values(), strict=True))


def _places_of(connection: duckdb.DuckDBPyConnection, table: Table, documents: pl.Series) -> str:
    """A query of the places of the rows of ``documents``, which are looked for once, by their ids alone."""
    connection.register("ours_ids", documents.to_frame("document_id").to_arrow())
    try:
        rows = f"FROM {table.name} SEMI JOIN ours_ids USING (document_id)"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE ours AS SELECT {table.name}.rowid AS place {rows}")
    finally:
        connection.unregister("ours_ids")
    return "SELECT place FROM ours"


def _want(connection: duckdb.DuckDBPyConnection, table: Table, rows: pl.DataFrame) -> None:
    """Make the temporary table ``wanted`` of ``rows``, with the columns of ``table``.

    It is made with its rows in it: DuckDB 2.0.0 loses, without a word, those of an INSERT of about a row group
    (122,880) or more into a temporary table that the same transaction made.
    """
    given = (f'"{one.name}"' if one.name in rows.columns else "NULL" for one in table.columns)
    columns = ", ".join(f'{value}::{one.type} AS "{one.name}"' for value, one in zip(given, table.columns, strict=True))
    connection.register("rows_wanted", rows.to_arrow())
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE wanted AS SELECT {columns} FROM rows_wanted")
    finally:
        connection.unregister("rows_wanted")


def _tell(connection: duckdb.DuckDBPyConnection, table: Table, told: Told) -> None:
    """Give wanted rows that are to be written what they left out; those that brought another text do not stay.

    Rows are found by their places first, so that of all others no text is read.
    """
    column = f'"{told.column}"'
    connection.register("told_ids", told.documents.to_frame("document_id").to_arrow())
    try:
        connection.execute("CREATE OR REPLACE TEMP TABLE told AS FROM told_ids")
    finally:
        connection.unregister("told_ids")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE brought AS FROM staying "
        "WHERE wish IN (SELECT rowid FROM wanted ANTI JOIN told USING (document_id))"
    )
    connection.execute(
        "DELETE FROM staying WHERE wish IN (SELECT wish FROM brought "
        f"JOIN (SELECT rowid AS place, {column} FROM {table.name} WHERE rowid IN (SELECT place FROM brought)) AS there "
        f"USING (place) JOIN wanted ON wanted.rowid = wish WHERE there.{column} IS DISTINCT FROM wanted.{column})"
    )
    lacking = "FROM wanted SEMI JOIN told USING (document_id) WHERE wanted.rowid NOT IN (SELECT wish FROM staying)"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE lacking AS SELECT document_id, wanted.rowid AS wish {lacking}")
    places = f"SELECT rowid FROM {table.name} SEMI JOIN lacking USING (document_id)"
    connection.execute(
        f"UPDATE wanted SET {column} = there.{column} FROM (SELECT document_id, any_value({column}) AS {column} "
        f"FROM {table.name} WHERE rowid IN ({places}) GROUP BY document_id) AS there "
        "WHERE wanted.document_id = there.document_id AND wanted.rowid IN (SELECT wish FROM lacking)"
    )
    connection.execute("DROP TABLE told; DROP TABLE brought; DROP TABLE lacking")
