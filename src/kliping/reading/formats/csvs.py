"""CSV and its relatives: rows cut one by one, so that a broken one costs only itself.

Belongs here: delimiters, headers, quoting. Does not belong here: what a column means (``columns``).
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping.reading.encodings import decode, detect, web_name, wide
from kliping.reading.formats.cells import moment
from kliping.reading.formats.columns import mapped, named
from kliping.reading.formats.grids import SAMPLED, is_header, once
from kliping.reading.formats.pieces import Page, Piece, Place, Refusal, RefusedError, Table, row
from kliping.reading.formats.profiles import profile as profile_of
from kliping.reading.formats.streams import BLOCK, Stream
from kliping.reading.formats.wide import narrowed
from kliping.reading.sniff import delimiter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.profiles import Profile
    from kliping.reading.formats.walk import Context

_ROWS = 1000
_CHARACTERS = 8 * BLOCK
_BLOCK = BLOCK // 4
_SAMPLE = BLOCK // 4
_SETTLING = 4 * BLOCK
"""Characters of the beginning from which the order of day and month is settled."""
_SEPARATED = re.compile(r"\s*\"?sep=(.)\"?[,;]*\r?\n", re.IGNORECASE)
_SINGLE = re.compile(r"^'.*'$")


class _Text:
    """The lines of a stream as text; a line longer than a document may be is cut there and remembered."""

    def __init__(self, stream: Stream, limit: int, encoding: str, *, backslash: bool = False) -> None:
        self._stream, self._limit, self.encoding, self._backslash = stream, limit, encoding, backslash
        self.too_long = False
        self._held: Iterator[bytes] = iter(())
        self._left = 0  # bytes of the lines that are held
        self.number = stream.first_row - 1  # of the last row

    def place(self) -> Place | None:
        """Where the next row begins, in a file that can be opened there."""
        here = self._stream.place(self.number + 1) if self._stream.base is not None else None
        return here._replace(offset=here.offset - self._left) if here is not None else None

    def _line(self) -> bytes:
        """The next line with its end, cut at the limit; lines are taken from the stream many at once."""
        line = next(self._held, None)
        if line is None:
            block = self._stream.read(min(_BLOCK, self._limit))
            end = block.rfind(b"\n") + 1
            self._stream.unread(block[end:])
            if not end:
                return self._stream.line(self._limit)
            self._held = (part + b"\n" for part in block[: end - 1].split(b"\n"))
            self._left = end
            line = next(self._held)
        self._left -= len(line)
        return line

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._line()
        if not line:
            raise StopIteration
        if len(line) >= self._limit and not line.endswith(b"\n"):
            self.too_long = True
            while line and not line.endswith(b"\n"):
                line = self._stream.line(BLOCK)
            return "\n"
        try:
            text = line.decode(self.encoding)
        except UnicodeDecodeError:
            decoded = decode(line)
            text = decoded.text if decoded else line.decode("utf-8", "replace")
        return _unslashed(text, '"') if self._backslash else text


def _encoding(head: bytes) -> str:
    try:
        head[: head.rfind(b"\n") + 1 or len(head)].decode()
    except UnicodeDecodeError:
        return web_name(detect(head)) or "utf-8"
    return "utf-8"


class _Dialect(NamedTuple):
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


def csv_rows(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The rows of a CSV or TSV file, the header not counted, as tables of strings; broken rows as refusals.

    A file that has no column with a text is refused as one; text that is only named .csv is read as text.
    """
    if encoding := wide(stream.peek(4096)):
        stream = narrowed(stream, encoding)
    if stream.peek(3) == b"\xef\xbb\xbf":
        stream.read(3)
    limit = context.settings.document_bytes
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    beginning = stream.beginning(_SAMPLE).removeprefix(b"\xef\xbb\xbf")
    encoding = _encoding(beginning)
    dialect = _dialect(beginning.decode(encoding, "replace"), whole=len(beginning) < _SAMPLE)
    if len(dialect.names) == 1 and not dialect.separated and not mapped(dialect.names, context.settings.columns).text:
        yield Page(member, "text", _rest(stream, limit), markup=False)
        return
    cells = {name: [row[at] for row in dialect.rows if at < len(row)] for at, name in enumerate(dialect.names)}
    profile = profile_of(cells, context.settings.columns)
    if not profile.mapping.text:
        raise RefusedError("no_text", f"none of its {len(dialect.names)} columns is named like a text or holds one")
    if len(beginning) >= _SAMPLE and _in_figures(cells, profile):
        more = _dialect(stream.beginning(_SETTLING).decode(encoding, "replace"), whole=False, rows_wanted=10**6)
        at = {name: dialect.names.index(name) for name in profile.dates}
        profile = profile.settled({name: [row_[n] for row_ in more.rows if n < len(row_)] for name, n in at.items()})
    lines = _Text(stream, limit, encoding, backslash=dialect.backslash)
    if not stream.opened_further_on and dialect.separated:
        next(lines)
    reader = csv.reader(lines, delimiter=dialect.comma, quotechar=dialect.quote, strict=False)
    if not stream.opened_further_on and dialect.header:
        try:
            next(reader)
        except (StopIteration, csv.Error):
            raise RefusedError("broken_file", "a CSV file") from None
    yield from _tables(reader, lines, dialect, profile, member, format_, limit)


def _in_figures(cells: dict[str, list[str]], profile: Profile) -> bool:
    """Whether dates of the sample are written in figures whose order it does not settle."""
    return any(
        moment(value) is None and moment(value, "dmy") is not None
        for name in profile.dates
        if name not in profile.orders
        for value in cells[name]
    )


def _dialect(text: str, *, whole: bool, rows_wanted: int = SAMPLED) -> _Dialect:
    """How the text is written: separator, quotes, and whether its first row names the columns.

    Raises:
        RefusedError: it has no row.
    """
    separated = _SEPARATED.match(text)
    if separated:
        text = text[separated.end() :]
    first = text.partition("\n")[0]
    comma = separated[1] if separated else _comma(first)
    quote = "'" if len(first) > 2 and all(_SINGLE.match(cell.strip()) for cell in first.split(comma)) else '"'
    rows = _parsed(text, comma, quote, rows_wanted)
    backslash = False
    if f"\\{quote}" in text:
        other = _parsed(_unslashed(text, quote), comma, quote, rows_wanted)
        if backslash := _fitting(other) > _fitting(rows):
            rows = other
    if not rows:
        raise RefusedError("broken_file", "a CSV file")
    if not whole and len(rows) > 2 and len(rows) <= rows_wanted:
        rows.pop()  # it may be cut
    header = is_header([cell.strip() for cell in rows[0]])
    names = [cell.strip() for cell in rows[0]] if header else [f"column_{at}" for at in range(1, len(rows[0]) + 1)]
    return _Dialect(comma, quote, backslash, separated is not None, header, once(names), rows[header:])


def _parsed(text: str, comma: str, quote: str, rows_wanted: int) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=comma, quotechar=quote, strict=False):
            if cells:
                rows.append(cells)
            if len(rows) > rows_wanted:
                break
    except csv.Error:
        pass
    return rows


def _fitting(rows: list[list[str]]) -> float:
    """The share of rows that are as wide as the first."""
    return sum(len(cells) == len(rows[0]) for cells in rows) / max(len(rows), 1)


def _comma(first: str) -> str:
    """The separator of a first line: the one that cuts it into the most known names, else the most frequent."""

    def known(mark: str) -> int:
        return sum(named(cell.strip(" \"'\r")) is not None for cell in first.split(mark))

    usual = delimiter(first)
    best = max("\t;|,", key=known)
    return best if known(best) > known(usual) else usual


def _unslashed(text: str, quote: str) -> str:
    return re.sub(rf"(?<!\\)\\{quote}", quote + quote, text)


def _rest(stream: Stream, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise RefusedError("too_large", limit=limit)
    return data


def _tables(
    reader: Iterator[list[str]],
    lines: _Text,
    dialect: _Dialect,
    profile: Profile,
    member: str | None,
    format_: str,
    limit: int,
) -> Iterator[Piece]:
    held, rows, names = 0, list[list[str]](), dialect.names
    while True:
        if not rows:
            first, place = lines.number + 1, lines.place()
        try:
            cells, broken = next(reader), False
        except StopIteration:
            break
        except csv.Error:
            cells, broken = [], True
        at = row(member, lines.number + 1)
        refusal = _refused(at, cells, lines, len(names), format_, limit, broken=broken)
        if not cells and refusal is None:
            continue  # a blank line
        lines.number += 1
        # the header of a file that was appended to this one is no row, but keeps its number
        again = refusal is None and dialect.header and [cell.strip() for cell in cells] == dialect.names
        if refusal is None and not again:
            rows.append([*cells[: len(names)], *[""] * (len(names) - len(cells))])
            held += sum(map(len, cells))
        if rows and (refusal is not None or again or len(rows) >= _ROWS or held > _CHARACTERS):
            yield _table(rows, names, member, format_, first, lines.encoding, place)._replace(profile=profile)
            held, rows = 0, []
        if refusal is not None:
            yield refusal
    if rows:
        yield _table(rows, names, member, format_, first, lines.encoding, place)._replace(profile=profile)


def _refused(
    at: str, cells: list[str], lines: _Text, width: int, format_: str, limit: int, *, broken: bool
) -> Refusal | None:
    """Why a row cannot be used; None when it can."""
    if lines.too_long:
        lines.too_long = False
        return Refusal(at, format_, "line_too_long", limit=limit, setting="reading.document_bytes")
    if broken:
        return Refusal(at, format_, "broken_row", "a CSV row")
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return Refusal(at, format_, "broken_row", f"a CSV row of {width} cells")
    return None


def _table(
    rows: list[list[str]],
    names: list[str],
    member: str | None,
    format_: str,
    first: int,
    encoding: str,
    place: Place | None,
) -> Table:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return Table(member, format_, first, frame, encoding, place)
