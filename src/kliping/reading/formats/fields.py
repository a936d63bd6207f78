"""Values that a source brings beside the text: url, title, date, author and so on.

Belongs here: making them plain strings, one value a row. Does not belong here: what a date means
(``kliping.metadata``).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import polars as pl

from kliping.frames import DOCUMENTS
from kliping.reading.characters import normalised

_NAMES = ("name", "title", "value", "text", "@value", "rendered", "url", "@id")
_LONG = {"row": pl.UInt32, "field": pl.String, "value": pl.String}
_DATES = frozenset({"published_on", "updated_on"})
_LONGEST = 20_000
"""Characters of a value at most; what is longer is no metadata."""


def fields_column(columns: pl.DataFrame, height: int) -> pl.Series:
    """The DOCUMENTS column ``fields`` from one string column a field; JSON lists become several values."""
    if columns.width == 0:
        return _lists(pl.DataFrame(schema=_LONG), height)
    long = (
        columns.with_row_index("row")
        .unpivot(index="row", variable_name="field", value_name="value")
        .drop_nulls("value")
        .filter(pl.col("value").str.len_bytes() <= _LONGEST)
    )
    nested = long["value"].str.contains(r"^\s*[\[{]") | (
        long["field"].is_in(list(_DATES)) & long["value"].str.contains(r"^\d{10}(\d{3})?(\.\d+)?$")
    )
    if nested.any():
        opened = [_opened(field, value) for field, value in long.filter(nested).select("field", "value").iter_rows()]
        several = long.filter(nested).with_columns(value=pl.Series(opened, dtype=pl.List(pl.String)))
        long = pl.concat([long.filter(~nested), several.explode("value", empty_as_null=False)])
    return _lists(long, height)


def pairs_column(pairs: list[tuple[tuple[str, str], ...]]) -> pl.Series:
    """The DOCUMENTS column ``fields`` from (field, value) pairs, a tuple of them a row."""
    flat_pairs = [(row, field, value) for row, some in enumerate(pairs) for field, value in some]
    return _lists(pl.DataFrame(flat_pairs, schema=_LONG, orient="row"), len(pairs))


def _lists(long: pl.DataFrame, height: int) -> pl.Series:
    """One list a row from rows of (row, field, value), values with their characters normalised, none blank."""
    nothing = pl.Series("fields", [[]], dtype=DOCUMENTS["fields"])
    if long.height == 0:
        return nothing.new_from_index(0, height)
    values, _ = normalised(long["value"], pl.Series([None] * long.height, dtype=pl.String))
    long = long.with_columns(value=values.str.strip_chars()).filter(pl.col("value").str.len_bytes() > 0)
    grouped = long.sort("row", maintain_order=True).group_by("row", maintain_order=True)
    lists = grouped.agg(pl.struct("field", "value").alias("fields"))
    every = pl.DataFrame({"row": pl.Series(range(height), dtype=pl.UInt32)})
    joined = every.join(lists, on="row", how="left", maintain_order="left")
    return joined.select(pl.col("fields").fill_null(pl.lit(nothing)))["fields"]


def _opened(field: str, value: str) -> list[str]:
    try:
        return flat(field, json.loads(value))
    except (ValueError, RecursionError):
        return [value]


def flat(field: str, value: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    """The plain values of a JSON value: a list's items, an object's name, a Unix time in ISO 8601."""
    if isinstance(value, str):
        return [value[:_LONGEST].encode("utf-8", "replace").decode()] if value.strip() else []
    if isinstance(value, list):
        return [one for item in value[:1000] for one in flat(field, item)]
    if isinstance(value, dict):
        return next((found for name in _NAMES if (found := flat(field, value.get(name)))), [])
    if isinstance(value, bool) or value is None:
        return []
    return [_moment(value) if field in _DATES else str(value)]


def _moment(seconds: float) -> str:
    """A Unix time in seconds or milliseconds as ISO 8601; any other number as it is."""
    try:
        return datetime.fromtimestamp(seconds / 1000 if seconds > 10**11 else seconds, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return str(seconds)
