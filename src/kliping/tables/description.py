"""What a description of a published table is: columns with their types, comments and part in hashes, a key.

Its DDL and the schema of frames with the same rows follow from it.

Belongs here: the shape of a description. Does not belong here: the tables (``tables``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

UTC_TIME: pl.DataType = pl.Datetime("us", "UTC")

FRAME_TYPES: dict[str, pl.DataType] = {
    "BIGINT": pl.Int64(),
    "BOOLEAN": pl.Boolean(),
    "DATE": pl.Date(),
    "DOUBLE": pl.Float64(),
    "INTEGER": pl.Int32(),
    "JSON": pl.String(),
    "TIMESTAMPTZ": UTC_TIME,
    "VARCHAR": pl.String(),
    "VARCHAR[]": pl.List(pl.String()),
}
"""What a column of a DuckDB type is in a frame."""


@dataclass(frozen=True)
class Column:
    """A column: its DuckDB type, what it holds, and whether it depends on when or in what split pages arrived.

    A type of several values (``VARCHAR[]``) is all that says that a field of metadata is a list.
    """

    name: str
    type: str
    comment: str
    volatile: bool = False  # left out of tables_sha256: differs between runs over the same pages
    of: str | None = None  # the field of METADATA_FIELDS that it holds; None where that has its name


@dataclass(frozen=True)
class Table:
    """A published table, its sort order, and its columns.

    A table of an index has no key: no row of it is told from another, nor found, by what it says.

    The columns of the key are NOT NULL, but for those named in ``unknown``. There is no primary key: DuckDB's index of
    it would make the file half as large again; that keys are unique is an expectation.

    Rows that belong to a document, or to its article, are made with it and go when it goes; a rule of one document is
    asked of them where that changed.
    """

    name: str
    comment: str
    key: tuple[str, ...]  # identifies a row and orders the table
    columns: tuple[Column, ...]
    hashed: bool = True  # part of tables_sha256
    unknown: tuple[str, ...] = ()  # columns of the key that may be NULL
    belongs_to: Literal["document_id", "article_id"] | None = None  # column that names whose they are

    def type_of(self, column: Column) -> str:
        """The type of one of its columns, with ``NOT NULL`` where that holds."""
        given = column.name in self.key and column.name not in self.unknown
        return f"{column.type} NOT NULL" if given else column.type

    def schema(self, *names: str) -> pl.Schema:
        """The schema of a frame with its columns, or with those named, in the table's order.

        Raises:
            ValueError: a name is no column's.
        """
        types = {column.name: FRAME_TYPES[column.type] for column in self.columns}
        if unknown := [name for name in names if name not in types]:
            raise ValueError(f"{self.name} has no column {', '.join(unknown)}.")
        return pl.Schema({name: types[name] for name in sorted(names or types, key=list(types).index)})

    def ddl(self, schema: str = "main", *, unless_there: bool = False) -> str:
        """``CREATE TABLE`` and the ``COMMENT`` statements, as one script.

        Args:
            schema: where the table is made.
            unless_there: a table that is there already stays.
        """
        create = "CREATE TABLE IF NOT EXISTS" if unless_there else "CREATE TABLE"
        columns = ",\n  ".join(f'"{column.name}" {self.type_of(column)}' for column in self.columns)
        lines = [f"{create} {schema}.{self.name} (\n  {columns}\n);"]
        lines.append(f"COMMENT ON TABLE {schema}.{self.name} IS {quoted(self.comment)};")
        lines += [
            f'COMMENT ON COLUMN {schema}.{self.name}."{column.name}" IS {quoted(column.comment)};'
            for column in self.columns
        ]
        return "\n".join(lines)


def quoted(text: str) -> str:
    """``text`` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
