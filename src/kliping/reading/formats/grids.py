"""Rows of cells, from wherever they come, as tables with a profile.

Belongs here: finding the header among the first rows, cutting rows into blocks, cells as strings. Does not belong here:
opening workbooks (``sheets``) or databases (``databases``).
"""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from kliping.column_names import each_once
from kliping.reading.formats.cells import moment
from kliping.reading.formats.columns import named
from kliping.reading.formats.pieces import Piece, Refusal, Table, checked, row
from kliping.reading.formats.profiles import profile as profile_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kliping.reading.formats.walk import Context

SAMPLED = 300
"""Rows from which columns are understood."""

_ROWS = 1000
_CHARACTERS = 8 * 1024**2
_SEARCHED = 20
"""Rows at the top of a sheet among which its header is looked for."""
_DAY = 6
"""Characters of the shortest date in figures, "1/2/24"; a name of a column may be as short a number."""

_CELL = 4000  # characters of a cell by which a column is understood
_LONGEST_NAME = 80  # characters of a column's name in a sheet: longer ones are text


class Place(NamedTuple):
    """Where rows come from: the member of the file, and the format that is read."""

    member: str | None
    format: str


def once(header: Iterable[str]) -> list[str]:
    """Column names, each once: later ones of a name get a number in brackets that no mapping knows."""
    return each_once(list(header), "{name} ({number})", first=2)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a first row names columns: none of its cells is an address, a date or a text, or two are known names."""
    meant = [named(cell) for cell in cells]
    known = sum(bool(one and one.field) for one in meant)
    if any(len(cell) > _LONGEST_NAME or cell.lower().startswith(("http://", "https://")) for cell in cells):
        return known >= 2
    return known > 0 or not any(moment(cell, "dmy") for cell in cells if len(cell) >= _DAY)


def written(value: Any) -> str:  # noqa: ANN401 - any value a cell may have
    """A cell as a string: whole numbers without a point, days and moments in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**63:
        return str(int(value))
    if isinstance(value, datetime):
        at_midnight = value.time() == time() and value.tzinfo is None
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def sheet_tables(rows: Iterator[list[str]], at: Place, context: Context) -> Iterator[Piece]:
    """The tables of a sheet, whose header is looked for; blank rows are passed over.

    Raises:
        RefusedError: no column holds a text.
    """
    filled = (cells for cells in rows if any(cells))
    top = list(islice(filled, _SEARCHED))
    if not top:
        return
    found = _header(top)
    width = max(map(len, top))
    names = top[found] if found is not None else [f"column_{number}" for number in range(1, width + 1)]
    start = 0 if found is None else found + 1
    yield from tables(chain(top[start:], filled), [name.strip() for name in names], at, context)


def _header(top: list[list[str]]) -> int | None:
    """The position of the header among the first rows: the first with two known names, else the first full one."""
    for number, cells in enumerate(top):
        known = {meant.field for cell in cells if cell and (meant := named(cell.strip())) and meant.field}
        if len(known) >= 2:
            return number
    width = max(sum(map(bool, cells)) for cells in top)
    first = next(number for number, cells in enumerate(top) if 2 * sum(map(bool, cells)) >= width)
    return first if is_header([cell for cell in top[first] if cell]) else None


def tables(rows: Iterator[list[str]], header: list[str], at: Place, context: Context) -> Iterator[Piece]:
    """Rows under a known header as tables; a row with a cell larger than a document may be is refused.

    Raises:
        RefusedError: no column holds a text.
    """
    limit, names = context.settings.document_bytes, once(header)
    sample = list(islice(rows, SAMPLED))
    if not sample:
        return
    cells = {name: [cells[n][:_CELL] if n < len(cells) else None for cells in sample] for n, name in enumerate(names)}
    profile = checked(profile_of(cells, context.settings.columns), len(names))
    schema = dict.fromkeys(names, pl.String)
    held: list[list[str]] = []
    size, first = 0, 1
    for number, cells_ in enumerate(chain(sample, rows), 1):
        own = sum(map(len, cells_))
        large = own > limit
        if held and (large or len(held) >= _ROWS or size + own > _CHARACTERS):
            yield Table(at.member, at.format, first, pl.DataFrame(held, schema=schema, orient="row"), profile=profile)
            held, size = [], 0
        if large:
            yield Refusal(row(at.member, number), at.format, "too_large", limit=limit)
            continue
        if not held:
            first = number
        held.append([*cells_[: len(names)], *[""] * (len(names) - len(cells_))])
        size += own
    if held:
        yield Table(at.member, at.format, first, pl.DataFrame(held, schema=schema, orient="row"), profile=profile)
