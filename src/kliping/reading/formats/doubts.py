"""Columns whose values cannot be what their names say: one author for all, the clock of the crawl for a date.

A doubted column still speaks; what a line of the page or its address says comes before it.

Belongs here: what a sample of a table's rows tells against a column. Does not belong here: which column holds what
(``profiles``), and what the page says (``kliping.metadata``).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from kliping.reading.formats.cells import is_placeholder, moment
from kliping.reading.formats.columns import bare, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kliping.reading.formats.columns import Mapped

ENOUGH = 12
"""Rows from which a column can be doubted for what all of them say."""

DATED_ADDRESSES = 6
"""Rows with a day in their address from which these can speak against a column of days."""

AGREEING = 0.2
"""Share of those rows that a true column agrees with at least; true ones agree in nearly all."""

MINUTE = 60
"""Seconds within which a page's day and the moment it was fetched are one moment."""

TICK = 20.0
"""Seconds between one row and the next, in the median, up to which rows in order were fetched, not published."""

MOST = 0.9
"""Share of rows that must show a thing for the column to show it."""

_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|\d)")
_CLOCK = re.compile(r"\d{1,2}:\d{2}:\d{2}|^\d{10}(?:\d{3})?$")


def doubts(
    sample: Mapping[str, Sequence[str | None]], mapping: Mapped, orders: Mapping[str, str], clock: str | None = None
) -> dict[str, str]:
    """Column → why its values are doubted.

    Args:
        sample: column → its cells in some rows of the table, in the order of the rows.
        mapping: what the columns were taken for.
        orders: column → how its dates in figures are read.
        clock: the column of times to these days.
    """
    timed = clock is not None and len(set(sample[clock])) > 1
    texts = [sample[name] for name in mapping.text[:1]]
    addresses = [sample[name] for name in mapping.fields.get("url", ())[:1]]
    found = {}
    for meaning in ("published_on", "authors", "title"):
        for column in mapping.fields.get(meaning, ()):
            if meaning != "published_on":
                why = _always_the_same(_values(sample[column]), texts)
            else:
                days = _days(sample[column], orders.get(column))
                why = (
                    _of_the_crawl(column, sample)
                    or _ticking(sample[column])
                    or ("" if timed else _always_the_same(days, texts))
                    or _against_addresses(days, addresses)
                )
            if why:
                found[column] = why
    return found


def _values(cells: Sequence[str | None]) -> list[str | None]:
    return [cell.strip() if cell and not is_placeholder(cell) else None for cell in cells]


def _days(cells: Sequence[str | None], order: str | None) -> list[str | None]:
    """Days in ISO 8601 where the cells hold figures, else the words."""
    return [moment(cell, order) or cell if cell else None for cell in _values(cells)]


def _always_the_same(cells: Sequence[str | None], texts: list[Sequence[str | None]]) -> str:
    """Whether different texts have one value; a day with the hour it was published is told each time anew."""
    varied = any(2 * len({cell for cell in text if cell}) > sum(map(bool, text)) for text in texts)
    filled = [cell for cell in cells if cell]
    if varied and len(filled) >= ENOUGH and len(set(filled)) == 1:
        return f"it says the same in all of {len(filled)} rows"
    return ""


def _of_the_crawl(column: str, sample: Mapping[str, Sequence[str | None]]) -> str:
    """Whether the moments are those of a column that says when pages were fetched, to the minute."""
    fetched = frozenset(map(bare, listed()["other"]["fetched"]))
    for other in sample:
        if other == column or bare(other) not in fetched:
            continue
        pairs = zip(_moments(sample[column]), _moments(sample[other]), strict=True)
        apart = [abs((one - two).total_seconds()) for one, two in pairs if one and two]
        if len(apart) >= ENOUGH and sum(gap < MINUTE for gap in apart) >= MOST * len(apart):
            return f"it says when the pages were fetched, as {other} does"
    return ""


def _ticking(cells: Sequence[str | None]) -> str:
    """Whether the moments follow each other, row by row, as a crawl does."""
    moments = [one for one in _moments(cells) if one]
    gaps = [(two - one).total_seconds() for one, two in pairwise(moments)]
    if len(gaps) < ENOUGH or median(map(abs, gaps)) > TICK or not any(gaps):
        return ""
    forwards, backwards = sum(gap >= 0 for gap in gaps), sum(gap <= 0 for gap in gaps)
    if max(forwards, backwards) < MOST * len(gaps):
        return ""
    return "its rows follow each other within seconds, as a crawl does"


def _against_addresses(days: Sequence[str | None], addresses: list[Sequence[str | None]]) -> str:
    """Whether the days that addresses hold are others."""
    pairs = list(_dated(days, addresses[0])) if addresses else []
    agreeing = sum(abs((one - two).days) <= 1 for one, two in pairs)
    if len(pairs) >= DATED_ADDRESSES and agreeing < AGREEING * len(pairs):
        return f"the addresses of {len(pairs) - agreeing} rows of {len(pairs)} hold other days"
    return ""


def _dated(days: Sequence[str | None], addresses: Sequence[str | None]) -> Iterator[tuple[date, date]]:
    """The day a cell says and the one its address holds, of the rows that have both."""
    for day, address in zip(days, addresses, strict=True):
        held = _IN_ADDRESS.search(address or "")
        if not (day and held):
            continue
        try:
            yield date.fromisoformat(day[:10]), date(int(held[1]), int(held[2]), int(held[3]))
        except ValueError:
            continue


def _moments(cells: Sequence[str | None]) -> list[datetime | None]:
    """Moments to the second, where cells hold them."""
    return [_moment(cell.strip()) if cell and _CLOCK.search(cell.strip()) else None for cell in cells]


def _moment(cell: str) -> datetime | None:
    written = (moment(cell) or "") if cell.isdigit() else cell
    try:
        return datetime.fromisoformat(written).replace(tzinfo=None)
    except ValueError:
        return None
