"""What the charts are made of: numbers turned into places on a canvas. Pure functions; the template draws them as SVG.

Belongs here: geometry. Does not belong here: figures (``figures``), colours and words (the template).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = dict[str, Any]

WIDTH = 720.0
"""Width of a canvas in its own units; the page scales it."""

MONTHS = 120
"""Months that are drawn one by one; a longer time is drawn by year."""

FLOW, COLUMNS, SMALL = 220.0, 150.0, (160.0, 28.0)
"""Heights of the pictures that fill the canvas, and width and height of a small one in a row of a table."""

GAP = 8.0  # between two streams, where they end
FILLED, WIDEST = 0.82, 60.0
"""Share of its step that a column fills, and the widest it gets."""

LABELS = 12
"""Columns with a name below: more would touch each other."""

PERCENT, DECEMBER = 100, 12
LEAST = 1.5
"""Height of the thinnest stream: one page among a million is still to be seen."""


@dataclass(frozen=True)
class Column:
    """A column of a chart: its name, its value, and its place."""

    name: str
    value: int
    x: float
    width: float
    height: float
    labelled: bool


@dataclass(frozen=True)
class Stream:
    """A stream of the flow picture: from a stretch of the left edge to a block on the right."""

    name: str
    value: int
    left: float
    right: float
    height: float

    def path(self, start: float, end: float) -> str:
        """The outline from ``start`` to ``end``, in the words of SVG."""
        middle = (start + end) / 2
        top = f"M{start:.1f} {self.left:.1f} C{middle:.1f} {self.left:.1f} {middle:.1f} {self.right:.1f} "
        top += f"{end:.1f} {self.right:.1f}"
        low, base = self.right + self.height, self.left + self.height
        return f"{top} V{low:.1f} C{middle:.1f} {low:.1f} {middle:.1f} {base:.1f} {start:.1f} {base:.1f} Z"


def shares(rows: Sequence[Row]) -> list[Row]:
    """Each row with ``width``: its ``rows`` as percent of the largest."""
    largest = max((row["rows"] for row in rows), default=0) or 1
    return [{**row, "width": round(PERCENT * row["rows"] / largest, 2)} for row in rows]


def flow(rows: Sequence[Row], height: float = FLOW) -> list[Stream]:
    """The streams that a whole parts into, the largest first; their left edges touch, their right edges do not."""
    rows = [row for row in rows if row["rows"]]
    total = sum(row["rows"] for row in rows) or 1
    room = height - GAP * max(len(rows) - 1, 0)
    found, left, right = [], GAP * max(len(rows) - 1, 0) / 2, 0.0
    for row in rows:
        thick = max(LEAST, room * row["rows"] / total)
        found.append(Stream(str(row["name"]), row["rows"], left, right, thick))
        left += thick
        right += thick + GAP
    return found


def by_time(months: Sequence[Row], height: float = COLUMNS) -> list[Column]:
    """Columns of a chart over time, empty months among them; by year where there are more than ``MONTHS``.

    Args:
        months: ``name`` (a day in the month) and ``rows``, in order.
        height: of the highest column.
    """
    counts = {(row["name"].year, row["name"].month): row["rows"] for row in months}
    if not counts:
        return []
    (first, from_month), (last, to_month) = min(counts), max(counts)
    every = [
        (year, month)
        for year in range(first, last + 1)
        for month in range(1, DECEMBER + 1)
        if (first, from_month) <= (year, month) <= (last, to_month)
    ]
    if len(every) <= MONTHS:
        named = [(f"{date(year, month, 1):%Y-%m}", counts.get((year, month), 0)) for year, month in every]
    else:
        totals = dict.fromkeys(range(first, last + 1), 0)
        for (year, _), rows in counts.items():
            totals[year] += rows
        named = [(str(year), rows) for year, rows in totals.items()]
    return columns(named, height)


def columns(named: Sequence[tuple[str, int]], height: float) -> list[Column]:
    """Columns of one width across the canvas, at most ``LABELS`` with a name below."""
    largest = max((value for _, value in named), default=0) or 1
    step = WIDTH / max(len(named), 1)
    every = max(1, -(-len(named) // LABELS))
    return [
        Column(name, value, place * step, min(step * FILLED, WIDEST), height * value / largest, place % every == 0)
        for place, (name, value) in enumerate(named)
    ]


def curve(shares_: Sequence[float | None], width: float = SMALL[0], height: float = SMALL[1]) -> str:
    """The points of a small line chart from 0 to the greatest share; what is unknown is left out."""
    known = [(place, share) for place, share in enumerate(shares_) if share is not None]
    largest = max((share for _, share in known), default=0) or 1
    step = width / max(len(shares_) - 1, 1)
    return " ".join(f"{place * step:.1f},{height - height * share / largest:.1f}" for place, share in known)
