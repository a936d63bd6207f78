"""The text of a CSV file: a line at a time for whoever takes rows one by one, and whole blocks of rows.

A block is used as far as every row in it is written as it should be (``csv_kernel``); a columnar parser then reads it,
and gives what the standard library's would.

Belongs here: lines, blocks, and where they stand in the file. Does not belong here: dialects and odd rows (``csvs``).
"""

from __future__ import annotations

import re
from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping.reading.encodings import decode
from kliping.reading.formats.streams import BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.pieces import Place, Table
    from kliping.reading.formats.streams import Stream

ROWS = 4000
"""Rows of a table at most."""

_LINES, _PLAIN = BLOCK // 4, 4 * BLOCK
"""Bytes read at once where lines are looked for, and where rows have none within: memory against calls."""


class Dialect(NamedTuple):
    """How a file's rows are written, and what its columns are called."""

    comma: str
    quote: str
    backslash: bool
    """Quotes inside quotes are written with a backslash before them."""
    separated: bool
    """The first line names the separator, as Excel reads it: ``sep=;``."""
    header: bool
    names: list[str]
    rows: list[list[str]]
    """Some rows of the beginning, without the header."""
    above: int = 0
    """Lines above the header."""

    @property
    def plain(self) -> bool:
        """Whether rows can be found by their bytes alone."""
        return not self.backslash and len(self.names) > 1 and (self.comma + self.quote).isascii()


class CsvText:
    """The lines of a stream as text; a line longer than a document may be is cut there and remembered."""

    def __init__(self, stream: Stream, limit: int, encoding: str, *, backslash: bool = False) -> None:
        self._stream, self._limit, self.encoding, self._backslash = stream, limit, encoding, backslash
        self.too_long = False
        self._held: deque[bytes] = deque()
        self._left = 0  # bytes of the lines that are held
        self.number = stream.first_row - 1  # of the last row
        self.taken: list[bytes] = []
        """The lines of this row; whoever begins another clears them."""

    def place(self) -> Place | None:
        """Where the next row begins, in a file that can be opened there."""
        here = self._stream.place(self.number + 1) if self._stream.base is not None else None
        return here._replace(offset=here.offset - self._left) if here is not None else None

    def block(self) -> bytes:
        """The next bytes, from the beginning of the next line on."""
        if self._left:
            self._stream.unread(b"".join(self._held))
            self._held.clear()
            self._left = 0
        return self._stream.read(_PLAIN)

    def give_back(self, rest: bytes) -> None:
        """Put back what was not used of a block."""
        self._stream.unread(rest)

    def _line(self) -> bytes:
        """The next line with its end, cut at the limit; lines are taken from the stream many at once."""
        if not self._held:
            block = self._stream.read(min(_LINES, self._limit))
            end = block.rfind(b"\n") + 1
            self._stream.unread(block[end:])
            if not end:
                return self._stream.line(self._limit)
            self._held.extend(part + b"\n" for part in block[: end - 1].split(b"\n"))
            self._left = end
        line = self._held.popleft()
        self._left -= len(line)
        return line

    @property
    def ended(self) -> bool:
        """Whether no line is left."""
        return not self._held and not self._stream.peek(1)

    def unread(self, count: int) -> None:
        """Put back the last ``count`` lines of this row."""
        while count:
            self._hold(self.taken.pop())
            count -= 1

    def ahead(self) -> bytes:
        """The next line, which stays where it is."""
        line = self._line()
        if line:
            self._hold(line)
        return line

    def part(self, at: int) -> None:
        """Cut the next line in two behind its first ``at`` bytes."""
        line = self._line()
        self._hold(line[at:])
        self._hold(line[:at])

    def _hold(self, line: bytes) -> None:
        self._held.appendleft(line)
        self._left += len(line)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._line()
        if not line:
            raise StopIteration
        self.taken.append(line)
        if len(line) >= self._limit and not line.endswith(b"\n"):
            self.too_long = True
            while line and not line.endswith(b"\n"):
                line = self._stream.line(BLOCK)
            return "\n"
        return self.text(line)

    def text(self, line: bytes) -> str:
        """A line as it is parsed."""
        try:
            text = line.decode(self.encoding)
        except UnicodeDecodeError:
            decoded = decode(line)
            text = decoded.text if decoded else line.decode("utf-8", "replace")
        return unslashed(text, '"') if self._backslash else text


def unslashed(text: str, quote: str) -> str:
    """``text`` with quotes doubled where a backslash stands before them."""
    return re.sub(rf"(?<!\\)\\{quote}", quote + quote, text)


def plain_tables(lines: CsvText, dialect: Dialect, part: Table, limit: int) -> Iterator[Table]:
    """Tables of the rows that follow, up to the first that is not written as it should be.

    Args:
        lines: the text, at the beginning of a row; afterwards behind the last row that was used.
        dialect: how rows are written.
        part: what the tables are to be, but for their rows, number and place.
        limit: bytes of a row at most.
    """
    from kliping.reading.formats.csv_kernel import whole_rows

    while True:
        place = lines.place()
        block = lines.block()
        ends, other = whole_rows(block, dialect.comma, dialect.quote, len(dialect.names))
        long = next((at for at, (start, end) in enumerate(pairwise([0, *ends])) if end - start >= limit), len(ends))
        ends, other = ends[:long], other or long < len(ends)
        frame = _parsed(block[: ends[-1]], dialect) if ends else None
        if frame is None or frame.height != len(ends):
            lines.give_back(block)
            return
        lines.give_back(block[ends[-1] :])
        starts = [0, *ends]
        for first, stop in _runs(frame, dialect):
            where = place._replace(offset=place.offset + starts[first], row=place.row + first) if place else None
            rows = frame.slice(first, stop - first)
            yield part._replace(first=lines.number + 1 + first, frame=rows, place=where)
        lines.number += len(ends)
        if other:
            return


def _parsed(block: bytes, dialect: Dialect) -> pl.DataFrame | None:
    """The cells of whole rows; None where they are no UTF-8."""
    if block.startswith(b"\xef\xbb\xbf"):
        return None
    try:
        return pl.read_csv(
            block,
            has_header=False,
            separator=dialect.comma,
            quote_char=dialect.quote,
            schema=dict.fromkeys(dialect.names, pl.String),
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError:
        return None


def _runs(frame: pl.DataFrame, dialect: Dialect) -> Iterator[tuple[int, int]]:
    """First row and the one behind the last of the tables; a header that stands there again is in none of them."""
    again = list[int]()
    if dialect.header:
        headers = frame.select(
            pl.all_horizontal(pl.col(name).str.strip_chars() == pl.lit(name) for name in dialect.names)
        ).to_series()
        again = headers.arg_true().to_list()
    start = 0
    for stop in [*again, frame.height]:
        for first in range(start, stop, ROWS):
            yield first, min(first + ROWS, stop)
        start = stop + 1
