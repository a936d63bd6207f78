"""Values that a source brings beside the text: url, title, date, author and so on.

Belongs here: making them plain strings, one value a row. Does not belong here: what one cell means (``cells``), what a
date in words means (``kliping.metadata``).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from kliping.frames import DOCUMENTS
from kliping.reading.characters import normalised
from kliping.reading.formats.cells import (
    BEFORE_OUTLET,
    DATES,
    ENTITY,
    holds_value,
    listed_values,
    may_be_nothing,
    moment,
    unescaped,
    unwritten,
)
from kliping.reading.formats.columns import bare
from kliping.reading.formats.spoken import of_change
from kliping.text import lengths
from kliping.text.buffers import from_arrow
from kliping.words import labels, made_of_words, phrases

if TYPE_CHECKING:
    from kliping.reading.formats.columns import Mapped
    from kliping.reading.formats.profiles import Profile
    from kliping.text.buffers import Array

_NAMES = (
    *("name", "displayName", "display_name", "full_name", "fullName", "title", "value", "text", "@value", "rendered"),
    *("$t", "$date", "$numberLong", "$oid", "#text", "label", "term", "url", "href", "@id"),
)
_ADDRESSES = ("url", "href", "@id", *_NAMES)
_LONG = {
    "row": pl.UInt32,
    "field": pl.String,
    "value": pl.String,
    "column": pl.String,
    "words": pl.String,
    "doubt": pl.String,
}
_ITEMS = 1000  # of a list that are read
_LONGEST = 20_000
"""Characters of a value at most; what is longer is no metadata."""
_TAG = re.compile(rf"<[^<>]{lengths.WHOLE_TAG}>")
_FORMULA = re.compile(r'\s*="(.*)"\s*$', re.DOTALL)
"""A cell that was made a formula of one string, lest a spreadsheet takes it for a number or a day."""
_CDATA = re.compile(r"\s*<!\[CDATA\[(.*)\]\]>\s*", re.DOTALL)
"""A value in the signs by which XML keeps its parser from looking into it."""
_BROKEN, _BREAKS = r"[\n\r]", r"\s*[\n\r]\s*"
_ONE_LINE = frozenset({"title", "subtitle"})
"""Fields whose values stand on one line, whatever breaks the page's source had in them."""
_ISO = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?$"
"""Days and moments that are written as they should be."""

_CHANGE = "it is the day of a change"


def fields_column(frame: pl.DataFrame, mapping: Mapped, profile: Profile) -> pl.Series:
    """The DOCUMENTS column ``fields`` of a table of strings: of each field the first column with a value.

    JSON lists, and lists as Python writes them, become several values, in their order; placeholders are no values.
    """
    columns = {name: field for field in sorted(mapping.fields) for name in mapping.fields[field]}
    if not columns:
        return _lists(pl.DataFrame(schema=_LONG), frame.height)
    held, odd, short = _looked_over(frame, list(columns), profile)
    parts = []
    taken: dict[str, Array] = {field: np.zeros(frame.height, dtype=np.bool_) for field in mapping.fields}
    for name, field in columns.items():
        part = _values(held[name], field, odd=odd[name], written=name in profile.written, short=short[name])
        rows = part["row"].to_numpy()
        if field in _ONE_LINE and part["value"].str.contains(_BROKEN).any():
            part = part.with_columns(pl.col("value").str.strip_chars().str.replace_all(_BREAKS, " "))
        if len(mapping.fields[field]) > 1:
            part = part.filter(pl.Series(~taken[field][rows], dtype=pl.Boolean))
            taken[field][rows] = True
        parts.append(_dated(part, field, name, frame, profile))
    return _lists(pl.concat(parts), frame.height)


def _looked_over(
    frame: pl.DataFrame, names: list[str], profile: Profile
) -> tuple[pl.DataFrame, dict[str, bool], dict[str, bool]]:
    """The cells that are neither empty nor endless, and what each column shows.

    That is whether one of its cells has signs of escapes or lists, and whether one may be a placeholder.
    """
    size = pl.col(*names).str.len_bytes()
    held = frame.select(pl.when(size.is_between(1, _LONGEST)).then(pl.col(*names)))
    signs = [_odd(pl.col(name), written=name in profile.written).any() for name in names]
    short = [may_be_nothing(pl.col(name)).any() for name in names]
    told = held.select(one.alias(str(at)) for at, one in enumerate([*signs, *short])).row(0)
    return held, dict(zip(names, told, strict=False)), dict(zip(names, told[len(names) :], strict=True))


def _odd(value: pl.Expr, *, written: bool) -> pl.Expr:
    """Whether a cell shows that it is a list, or that characters in it are written out."""
    shown = value.str.contains(r"^\s*(?:[\[{(]|=\")|[&<]")
    return shown | value.str.contains("\\", literal=True) if written else shown


def _values(cells: pl.Series, field: str, *, odd: bool, written: bool, short: bool) -> pl.DataFrame:
    """``row`` and ``value`` of the values in a column: escapes undone, lists opened, placeholders left out.

    Only cells that show a sign of escapes or lists are looked at one by one.
    """
    long = pl.DataFrame([pl.int_range(len(cells), dtype=pl.UInt32, eager=True).alias("row"), cells.alias("value")])
    if cells.null_count():
        long = long.drop_nulls("value")
    if odd:
        shown = long.select(_odd(pl.col("value"), written=written)).to_series()
        opened = [_opened(field, text, written=written) for text in long.filter(shown)["value"]]
        several = long.filter(shown).with_columns(value=pl.Series(opened, dtype=pl.List(pl.String)))
        looked_at = several.explode("value", empty_as_null=False).drop_nulls("value")
        long = pl.concat([long.filter(~shown), looked_at]).sort("row", maintain_order=True)
    return _with_values(long, field) if short or odd else long


def _with_values(long: pl.DataFrame, field: str) -> pl.DataFrame:
    """The rows that hold a value; names and days come again and again, and each is judged once."""
    each = long["value"].unique()
    if 2 * len(each) > long.height:
        return long.filter(holds_value(pl.col("value"), pl.lit(field)))
    nothing = each.filter(~each.to_frame().select(holds_value(pl.col("value"), pl.lit(field))).to_series())
    return long.filter(~pl.col("value").is_in(nothing.implode())) if len(nothing) else long


def _opened(field: str, value: str, *, written: bool) -> list[str]:
    if formula := _FORMULA.match(value):
        value = formula[1].replace('""', '"')
    listed = value.lstrip()[:1] in "[{("
    found = _of_json(field, value) if listed else None
    plain = unwritten(value) if written else value  # what is written out within a list its own parser undoes
    if found is None and listed:
        found = (_of_json(field, plain) if written else None) or listed_values(plain.strip())
    return [_undone(one) for one in found or [plain]] if field != "url" else found or [plain]


def _of_json(field: str, value: str) -> list[str] | None:
    """The values of a cell that is JSON; None where it is none."""
    try:
        return flat(field, json.loads(value, strict=False))
    except (ValueError, RecursionError):
        return None


def _undone(value: str) -> str:
    """A short value without entities and tags: neither is ever meant in a title or a name."""
    if cdata := _CDATA.fullmatch(value):
        value = cdata[1]
    if "&" in value and ENTITY.search(value):
        value = unescaped(value)
    return " ".join(_TAG.sub(" ", value).split()) if "<" in value else value


def _dated(long: pl.DataFrame, field: str, column: str, frame: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Rows of ``_LONG``: of days those in figures in ISO 8601, ``words`` what stood in the cell.

    Titles stand without what nearly all of their column end in.
    A column of times beside it is put to the day.
    """
    nothing = pl.lit(None, pl.String)
    doubt = pl.lit(profile.doubts.get(column), pl.String)
    long = long.select("row", pl.lit(field).alias("field"), "value", column=pl.lit(column), words=nothing, doubt=doubt)
    if field == "title" and (suffix := profile.suffixes.get(column)):
        bare = pl.col("value").str.replace(rf"{BEFORE_OUTLET}{pl.escape_regex(suffix)}\s*$", "")
        return long.with_columns(value=bare, words=pl.when(bare != pl.col("value")).then("value"))
    if field not in DATES:
        return long
    value = pl.col("value")
    plain = value.str.contains(_ISO) if profile.clock is None and column not in profile.zones else pl.lit(value=False)
    at = long.select(value.str.contains(r"\d") & ~plain).to_series()
    if not at.any():
        return long
    order, zone = profile.orders.get(column), profile.zones.get(column)
    clock = frame[profile.clock].to_list() if profile.clock in frame.columns else None
    read = []
    for row, cell in long.filter(at).select("row", "value").iter_rows():
        found = moment(cell, order, zone)
        if clock and clock[row] and ":" not in cell:
            found = moment(f"{found} {clock[row]}", None, zone) if found else f"{cell} {clock[row]}"
        read.append(found)
    told = long.filter(at).with_columns(read=pl.Series(read, dtype=pl.String))
    changed = value.str.contains(of_change()) if field == "published_on" else pl.lit(value=False)
    both = pl.col("read").str.starts_with(value + " ")  # a day that could not be read, and the time of its row
    told = told.with_columns(
        words=pl.when((pl.col("read") != value) & ~both).then(value),
        value=pl.coalesce("read", "value"),
        doubt=pl.when(changed).then(pl.lit(_CHANGE)).otherwise("doubt"),
    ).drop("read")
    return pl.concat([long.filter(~at), told]).sort("row", maintain_order=True)


def _by_role(names: list[str], person: dict[str, Any]) -> list[str]:
    """The names of a person, behind the label of an editor where the object says so; none of a photographer."""
    said = (str(value).strip().lower() for key, value in person.items() if bare(key) in _keys("role"))
    role = next(said, "")
    if role in _keys("no_author"):
        return []
    return [f"{role}: {name}" for name in names] if role in labels("editor") else names


@made_of_words
def _spoken() -> dict[str, frozenset[str]]:
    """What languages call name and role of somebody, as keys are compared, and roles of those who wrote nothing."""
    spoken = {kind: frozenset(map(bare, phrases("column", kind))) for kind in ("name", "role")}
    return spoken | {"no_author": frozenset(phrases("column", "no_author"))}


def _keys(kind: str) -> frozenset[str]:
    return _spoken()[kind]


def pairs_column(pairs: list[tuple[tuple[str, ...], ...]]) -> pl.Series:
    """The DOCUMENTS column ``fields`` from (field, value) pairs, a tuple of them a row.

    Behind a pair may stand the name that the text itself gives the value.
    """
    told = [(row, one[0], one[1], one[2] if len(one) > 2 else None) for row, some in enumerate(pairs) for one in some]
    long = pl.DataFrame(told, schema=dict(list(_LONG.items())[:4]), orient="row").with_columns(
        words=pl.lit(None, pl.String), doubt=pl.lit(None, pl.String)
    )
    return _lists(long.filter(holds_value(pl.col("value"), pl.col("field"))), len(pairs))


def _lists(long: pl.DataFrame, height: int) -> pl.Series:
    """One list a row from rows of ``_LONG``, values with their characters normalised, none blank."""
    import pyarrow as pa

    values, _ = normalised(long["value"], pl.Series([None], dtype=pl.String).new_from_index(0, long.height))
    long = long.with_columns(value=values.str.strip_chars()).filter(pl.col("value").str.len_bytes() > 0)
    rows = long["row"].to_numpy()
    order = np.argsort(rows, kind="stable")
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=height))])
    items = long[order].select(pl.struct("field", "value", "column", "words", "doubt").alias("fields"))["fields"]
    lists = pa.LargeListArray.from_arrays(pl.Series(ends, dtype=pl.Int64).to_arrow(), items.to_arrow())
    return from_arrow("fields", lists).cast(DOCUMENTS["fields"])


def flat(field: str, value: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    """The plain values of a JSON value: a list's items, what an object calls its name."""
    if isinstance(value, str):
        return [value[:_LONGEST].encode("utf-8", "replace").decode()] if value.strip() else []
    if isinstance(value, list):
        return [one for item in value[:_ITEMS] for one in flat(field, item)]
    if isinstance(value, dict):
        names = _ADDRESSES if field == "url" else _NAMES
        spoken = [key for key in value if bare(key) in _keys("name")]
        found = next((found for name in (*names, *spoken) if (found := flat(field, value.get(name)))), [])
        return _by_role(found, value) if field == "authors" else found
    if isinstance(value, bool) or value is None:
        return []
    return [str(value)]
