"""Values that a source brings beside the text: url, title, date, author and so on.

Belongs here: making them plain strings, one value a row. Does not belong here: what one cell means (``cells``), what a
date in words means (``kliping.metadata``).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.frames import DOCUMENTS
from kliping.reading.characters import normalised
from kliping.reading.formats.cells import (
    DATES,
    ENTITY,
    listed_values,
    moment,
    unescaped,
    unwritten,
    without_placeholders,
)
from kliping.reading.formats.columns import listed

if TYPE_CHECKING:
    from kliping.reading.formats.columns import Mapped
    from kliping.reading.formats.profiles import Profile

_NAMES = (
    *("name", "title", "value", "text", "@value", "rendered", "url", "@id", "displayName", "$t", "$date"),
    *("$numberLong", "$oid", "#text", "label", "full_name", "term"),
)
_LONG = {
    "row": pl.UInt32,
    "field": pl.String,
    "value": pl.String,
    "column": pl.String,
    "words": pl.String,
    "doubt": pl.String,
}
_LONGEST = 20_000
"""Characters of a value at most; what is longer is no metadata."""
_TAG = re.compile(r"<[^<>]{1,300}>")
_ISO = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?$"
"""Days and moments that are written as they should be."""

_CHANGE = "it is the day of a change"


def fields_column(frame: pl.DataFrame, mapping: Mapped, profile: Profile) -> pl.Series:
    """The DOCUMENTS column ``fields`` of a table of strings: of each field the first column with a value.

    JSON lists, and lists as Python writes them, become several values, in their order; placeholders are no values.
    """
    ranks = [(column, field, rank) for field, names in mapping.fields.items() for rank, column in enumerate(names)]
    if not ranks:
        return _lists(pl.DataFrame(schema=_LONG), frame.height)
    known = pl.DataFrame(ranks, schema={"column": pl.String, "field": pl.String, "rank": pl.Int32}, orient="row")
    long = (
        frame.select(known["column"].to_list())
        .with_row_index("row")
        .unpivot(index="row", variable_name="column", value_name="value")
        .drop_nulls("value")
        .filter(pl.col("value").str.len_bytes().is_between(1, _LONGEST))
        .join(known, on="column", how="left", maintain_order="left")
    )
    long = without_placeholders(_plain(long, profile)).sort("row", "field", "rank", maintain_order=True)
    if len(ranks) > len(mapping.fields):
        first = pl.col("rank").min().over("row", "field")
        long = long.filter(pl.col("rank") == first)
    doubts = pl.col("column").replace_strict(profile.doubts, default=None, return_dtype=pl.String)
    long = _dated(long.with_columns(words=pl.lit(None, pl.String), doubt=doubts), frame, profile)
    return _lists(long.select(*_LONG).sort("row", "field", maintain_order=True), frame.height)


def _plain(long: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Values with escapes undone and lists opened; only those that show a sign of either are looked at one by one."""
    value = pl.col("value")
    odd = long.select(
        value.str.contains(r"^\s*[\[{(]|[&<]")
        | (pl.col("column").is_in(list(profile.written)) & value.str.contains("\\", literal=True))
    ).to_series()
    if not odd.any():
        return long
    opened = [
        _opened(field, unwritten(text) if column in profile.written else text)
        for field, text, column in long.filter(odd).select("field", "value", "column").iter_rows()
    ]
    several = long.filter(odd).with_columns(value=pl.Series(opened, dtype=pl.List(pl.String)))
    return pl.concat([long.filter(~odd), several.explode("value", empty_as_null=False).drop_nulls("value")])


def _opened(field: str, value: str) -> list[str]:
    if value.lstrip()[:1] in "[{(":
        try:
            found = flat(field, json.loads(value))
        except (ValueError, RecursionError):
            found = listed_values(value.strip()) or [value]
    else:
        found = [value]
    return [_undone(one) for one in found] if field != "url" else found


def _undone(value: str) -> str:
    """A short value without entities and tags: neither is ever meant in a title or a name."""
    if "&" in value and ENTITY.search(value):
        value = unescaped(value)
    return " ".join(_TAG.sub(" ", value).split()) if "<" in value else value


def _dated(long: pl.DataFrame, frame: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Dates in figures in ISO 8601, ``words`` what stood in the cell; a column of times beside it is put to the day."""
    dates = pl.col("field").is_in(list(DATES))
    plain = pl.col("value").str.contains(_ISO) & ~pl.col("column").is_in(list(profile.zones))
    if profile.clock is not None:
        plain = pl.lit(value=False)
    at = long.select(dates & pl.col("value").str.contains(r"\d") & ~plain).to_series()
    if not at.any():
        return long
    changed = "|".join(re.escape(word) for word in listed()["words"]["updated"])
    clock = frame[profile.clock].to_list() if profile.clock in frame.columns else None
    read = []
    for row, column, value in long.filter(at).select("row", "column", "value").iter_rows():
        found = moment(value, profile.orders.get(column), profile.zones.get(column))
        if clock and clock[row] and ":" not in value:
            found = (
                moment(f"{found} {clock[row]}", None, profile.zones.get(column)) if found else f"{value} {clock[row]}"
            )
        read.append(found)
    value = pl.col("value")
    told = long.filter(at).with_columns(read=pl.Series(read, dtype=pl.String))
    told = told.with_columns(
        words=pl.when(pl.col("read") != value).then(value),
        value=pl.coalesce("read", "value"),
        doubt=pl.when((pl.col("field") == "published_on") & value.str.contains(rf"(?i)^\W*(?:{changed})\b"))
        .then(pl.lit(_CHANGE))
        .otherwise("doubt"),
    ).drop("read")
    return pl.concat([long.filter(~at), told])


def pairs_column(pairs: list[tuple[tuple[str, ...], ...]]) -> pl.Series:
    """The DOCUMENTS column ``fields`` from (field, value) pairs, a tuple of them a row.

    Behind a pair may stand the name that the text itself gives the value.
    """
    told = [(row, one[0], one[1], one[2] if len(one) > 2 else None) for row, some in enumerate(pairs) for one in some]
    long = pl.DataFrame(told, schema=dict(list(_LONG.items())[:4]), orient="row").with_columns(
        words=pl.lit(None, pl.String), doubt=pl.lit(None, pl.String)
    )
    return _lists(without_placeholders(long), len(pairs))


def _lists(long: pl.DataFrame, height: int) -> pl.Series:
    """One list a row from rows of ``_LONG``, values with their characters normalised, none blank."""
    nothing = pl.Series("fields", [[]], dtype=DOCUMENTS["fields"])
    if long.height == 0:
        return nothing.new_from_index(0, height)
    values, _ = normalised(long["value"], pl.Series([None] * long.height, dtype=pl.String))
    long = long.with_columns(value=values.str.strip_chars()).filter(pl.col("value").str.len_bytes() > 0)
    grouped = long.sort("row", maintain_order=True).group_by("row", maintain_order=True)
    lists = grouped.agg(pl.struct("field", "value", "column", "words", "doubt").alias("fields"))
    every = pl.DataFrame({"row": pl.Series(range(height), dtype=pl.UInt32)})
    joined = every.join(lists, on="row", how="left", maintain_order="left")
    return joined.select(pl.col("fields").fill_null(pl.lit(nothing)))["fields"]


def flat(field: str, value: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    """The plain values of a JSON value: a list's items, what an object calls its name."""
    if isinstance(value, str):
        return [value[:_LONGEST].encode("utf-8", "replace").decode()] if value.strip() else []
    if isinstance(value, list):
        return [one for item in value[:1000] for one in flat(field, item)]
    if isinstance(value, dict):
        return next((found for name in _NAMES if (found := flat(field, value.get(name)))), [])
    if isinstance(value, bool) or value is None:
        return []
    return [str(value)]
