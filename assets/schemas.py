"""What the UI's "Show schema" tells: columns with their true types and comments, from the one table description.

Belongs here: a described table, or a frame's schema, as Dagster's column schema. Does not belong here: a word about any
column (``kliping.tables``, and ``kliping.frames`` for what no table holds).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dagster as dg
import polars as pl

from kliping.settings.publishing import ArticleColumn
from kliping.tables.description import FRAME_TYPES, Table
from kliping.tables.tables import ARTICLES

TYPE_NAMES = {**{kind: name for name, kind in FRAME_TYPES.items() if name != "JSON"}, pl.Float32(): "FLOAT"}
"""What a type of Polars is called in SQL, also one that only frames have."""

TOLD_HERE: Mapping[str, str] = {
    "cuts": "Pieces of the line that are not of its body: characters from start to end, role, reason.",
    "score": "The model's probability that the line is body; NULL where none was asked.",
}
"""Of columns that frames have and no published table: what they hold."""


def of_table(table: Table, added: Mapping[str, ArticleColumn]) -> dg.TableSchema:
    """The schema of a published table; ``articles`` with the columns that the settings add."""
    more = added if table is ARTICLES else {}
    columns = [
        dg.TableColumn(
            column.name,
            column.type,
            column.comment,
            dg.TableColumnConstraints(nullable=not table.type_of(column).endswith("NOT NULL"), unique=False),
        )
        for column in table.columns
    ]
    columns += [dg.TableColumn(name, one.type, one.comment or None) for name, one in more.items()]
    key = dg.TableConstraints(other=[f"key: {', '.join(table.key)}"])
    return dg.TableSchema(columns=columns, constraints=key)


def of_frame(schema: pl.Schema, told_by: Sequence[Table]) -> dg.TableSchema:
    """The schema of a frame, of whose columns the tables ``told_by`` say what they hold: the first that has one."""
    tables = reversed(told_by)
    told = {**TOLD_HERE, **{column.name: column.comment for table in tables for column in table.columns}}
    return dg.TableSchema(
        columns=[dg.TableColumn(name, type_name(kind), told.get(name)) for name, kind in schema.items()]
    )


def type_name(kind: pl.DataType) -> str:
    """What a column of a frame is called in SQL; Polars' own word for what no published table holds."""
    return TYPE_NAMES.get(kind, str(kind))
