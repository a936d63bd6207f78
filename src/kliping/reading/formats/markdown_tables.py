"""Tables of articles in Markdown: a row of names between bars, a row of dashes, and a row of cells for each article.

Belongs here: the cells of such a table. Does not belong here: telling it from an article with a table in it
(``sniff``), what rows mean (``grids``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kliping.reading.formats.grids import Place, tables
from kliping.reading.formats.pieces import Page, Piece
from kliping.reading.formats.sniff import BARS, as_utf8, bar_cells
from kliping.reading.formats.walk import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.streams import Stream
    from kliping.reading.formats.walk import Context

_BREAK = re.compile(r"(?i)<br\s*/?>")
"""How a cell breaks its lines."""


def table_rows(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The rows of the table; lines without a bar are none. A file whose table cannot be found again is a page."""
    data = whole(stream, context.settings.table_bytes)
    found = as_utf8(data)
    bars = BARS.match(found)
    if not bars:
        yield Page(member, "markdown", data, markup=False)
        return
    lines = found[bars.end() :].decode("utf-8", "replace").splitlines()
    rows = ([_BREAK.sub("\n", cell) for cell in bar_cells(line)] for line in lines if "|" in line)
    yield from tables(rows, bar_cells(bars[1].decode("utf-8", "replace")), Place(member, format_), context)
