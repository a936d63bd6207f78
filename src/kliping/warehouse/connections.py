"""Opening DuckDB: late, read-only unless asked to write, closed on every path.

Belongs here: connections and how frames enter and leave them. Does not belong here: what is in the tables.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from kliping.errors import StoreError
from kliping.tables.tables import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kliping.tables.tables import Table

STORAGE_VERSION = "v1.0.0"
"""Storage format of every file we write: SQL clients ship old drivers, and 1.1.3 still opens this one."""


@contextlib.contextmanager
def opened(path: Path, *, write: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose default database is the file at ``path``.

    Attached rather than connected to, so that a new file gets the old storage format.

    Raises:
        StoreError: the file is missing (read-only), locked by another process, or no DuckDB file.
    """
    if not write and not path.is_file():
        raise StoreError(f"There is no {path} yet. Run 'kliping run' first.")
    connection = duckdb.connect(":memory:")
    try:
        mode = f"STORAGE_VERSION {quoted(STORAGE_VERSION)}" if write else "READ_ONLY"
        try:
            connection.execute(f"ATTACH {quoted(str(path))} AS kliping ({mode})")
        except duckdb.Error as broken:
            raise StoreError(
                f"{path} cannot be opened ({type(broken).__name__}). Close the program that writes to it, "
                "or remove the file and run 'kliping run' again."
            ) from broken
        connection.execute("USE kliping")
        yield connection
        if write:
            connection.execute("CHECKPOINT")
    finally:
        connection.close()


def fetch(connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
    """The whole answer to ``query`` as a frame."""
    answer = pl.from_arrow(connection.sql(query, params=list(parameters)).to_arrow_table())
    assert isinstance(answer, pl.DataFrame)
    return answer


def insert(connection: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame) -> None:
    """Append ``frame`` to ``table`` by column names; columns the table does not have are left out."""
    names = [column.name for column in table.columns if column.name in frame.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    connection.register("rows_to_insert", frame.select(names).to_arrow())
    try:
        connection.execute(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM rows_to_insert")
    finally:
        connection.unregister("rows_to_insert")
