"""Columns that the settings add to ``articles``: how they are described, and their values out of ``documents.extra``.

Belongs here: from ``publishing.article_columns`` to columns, and what columns a finished file has. Does not belong
here: the project's own columns (``kliping.tables.tables``), or how cells become ``documents.extra``
(``kliping.reading``).
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.reading.formats.cells import is_placeholder, listed_values, moment
from kliping.reading.formats.spoken import answers
from kliping.tables.description import Column, Table
from kliping.tables.tables import ARTICLES, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import duckdb

    from kliping.settings.publishing import ArticleColumn

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_POINT = re.compile(r"[+-]?\d*[.,]?\d+(?:[eE][+-]?\d{1,3})?")
_BETWEEN = re.compile(r"\s*[;|]\s*")


def tables_with(columns: Mapping[str, ArticleColumn]) -> tuple[Table, ...]:
    """Every published table, ``articles`` with the columns that the settings add to it."""
    added = tuple(
        Column(
            name, one.type, one.comment or f"What the page's own table holds as {' or '.join(one.named or (name,))}."
        )
        for name, one in columns.items()
    )
    return _widened(added)


def tables_in(connection: duckdb.DuckDBPyConnection, database: str | None = None) -> tuple[Table, ...]:
    """Every published table as a finished file has it: ``articles`` may have columns that settings added to it.

    Args:
        connection: an open connection.
        database: the attached file; None: the one in use.
    """
    own = {column.name for column in ARTICLES.columns}
    found = connection.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? AND schema_name = 'main' "
        "AND database_name = coalesce(?, current_database()) ORDER BY column_name",
        [ARTICLES.name, database],
    ).fetchall()
    return _widened(tuple(Column(name, kind, comment or "") for name, kind, comment in found if name not in own))


def _widened(added: tuple[Column, ...]) -> tuple[Table, ...]:
    wide = replace(ARTICLES, columns=(*ARTICLES.columns, *added))
    return tuple(wide if table is ARTICLES else table for table in TABLES)


def added_values(documents: pl.DataFrame, columns: Mapping[str, ArticleColumn]) -> pl.DataFrame:
    """document_id and a column for each that the settings add; null where a document holds none that fits its type.

    Args:
        documents: DOCUMENTS.
        columns: ``publishing.article_columns``.
    """
    ids = documents.select("document_id")
    if not columns:
        return ids
    names = list(dict.fromkeys(name for column, one in columns.items() for name in one.named or (column,)))
    extra = documents["extra"].str.json_decode(pl.Struct(dict.fromkeys(names, pl.String)))
    cells = [extra.struct.field(name).to_list() for name in names]
    told = dict(zip(names, cells, strict=True))
    return ids.with_columns(
        pl.Series(
            column,
            [_first(one.type, values) for values in zip(*(told[name] for name in one.named or (column,)), strict=True)],
            dtype=_READERS[one.type][0],
        )
        for column, one in columns.items()
    )


def _first(kind: str, values: tuple[str | None, ...]) -> Any:  # noqa: ANN401 - of the column's type
    """The first of the cells that holds a value, read as ``kind``."""
    value = next((value for value in values if value is not None and not _is_nothing(value)), None)
    return None if value is None else _READERS[kind][1](value.strip())


def _is_nothing(value: str) -> bool:
    return is_placeholder(value) and value.strip().lower() not in answers()


def _several(value: str) -> list[str]:
    found: Any = None
    if value.startswith("["):
        try:
            found = json.loads(value)
        except (ValueError, RecursionError):
            found = listed_values(value)
    items = found if isinstance(found, list) else _BETWEEN.split(value)
    return [str(item).strip() for item in items if item is not None and str(item).strip()]


def _whole(value: str) -> int | None:
    bare = re.sub(r"[.,]", "", value) if _GROUPED.fullmatch(value) else re.sub(r"\.0+$", "", value)
    return int(bare) if _WHOLE.fullmatch(bare) else None


def _number(value: str) -> float | None:
    marks = [mark for mark in value if mark in ".,"]
    if len(set(marks)) == 2 or len(marks) > 1:  # the last mark of two is the point; one that recurs groups thousands
        point = marks[-1] if marks.count(marks[-1]) == 1 else ""
        value = "".join("." if mark == point else mark for mark in value if mark == point or mark not in ".,")
    return float(value.replace(",", ".")) if _POINT.fullmatch(value) else None


def _truth(value: str) -> bool | None:
    return answers().get(re.sub(r"\.0+$", "", value.lower()))


def _day(value: str) -> str | None:
    """A day, where the cell alone says which: no cell is read by what stands in other batches."""
    found = moment(value)
    return found[:10] if found else None


_READERS: dict[str, tuple[Any, Callable[[str], Any]]] = {
    "VARCHAR": (pl.String, lambda value: value),
    "VARCHAR[]": (pl.List(pl.String), _several),
    "BIGINT": (pl.Int64, _whole),
    "DOUBLE": (pl.Float64, _number),
    "BOOLEAN": (pl.Boolean, _truth),
    "DATE": (pl.String, _day),
}
"""Type → how a frame holds it, and what reads a cell; DuckDB makes days of ``DATE`` itself."""
