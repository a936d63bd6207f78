"""CSV and its relatives: rows cut one by one, so that a broken one costs only itself.

Belongs here: delimiters, headers, quoting. Does not belong here: what a column means (``columns``).
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

import polars as pl

from kliping.reading.encodings import TELLING, detect, web_name, wide
from kliping.reading.formats.columns import mapped
from kliping.reading.formats.csv_heads import lines_above, named_cells, separator
from kliping.reading.formats.csv_mending import ends_in_quotes, mender, next_row, part_at_return
from kliping.reading.formats.csv_text import ROWS, CsvText, Dialect, plain_tables, unslashed
from kliping.reading.formats.grids import SAMPLED, is_header, once
from kliping.reading.formats.pieces import Page, Piece, Refusal, RefusedError, Table, checked, row
from kliping.reading.formats.profiles import profile as profile_of
from kliping.reading.formats.streams import BLOCK, Stream
from kliping.reading.formats.walk import whole
from kliping.reading.formats.wide import narrowed, with_line_feeds

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from kliping.reading.formats.csv_mending import Mender
    from kliping.reading.formats.pieces import Place
    from kliping.reading.formats.walk import Context

_CHARACTERS = 8 * BLOCK
_PATIENCE = 64
"""Rows that are read one by one before a block is tried again; twice as many each time that it does not help."""
_SAMPLE = BLOCK // 4
_SETTLING = 4 * BLOCK
"""Characters of the beginning from which the order of day and month is settled."""
_SEPARATED = re.compile(r"\s*\"?sep=(.)\"?[,;]*\r?\n", re.IGNORECASE)
_SINGLE = re.compile(r"^'.*'$", re.DOTALL)
_WORD = 30
"""Characters of a cell from which single quotes around it are the table's: a title may be a quotation as a whole."""


def _encoding(head: bytes) -> str:
    try:
        head[: head.rfind(b"\n") + 1 or len(head)].decode()
    except UnicodeDecodeError:
        return web_name(detect(head)) or "utf-8"
    return "utf-8"


def _is_column(name: str, context: Context) -> bool:
    """Whether a first line without a delimiter is the header of a single column: it names what is known."""
    known = mapped([name], context.settings.columns)
    return bool(known.text or known.fields)


def csv_rows(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The rows of a CSV or TSV file, the header not counted, as tables of strings; broken rows as refusals.

    A file that has no column with a text is refused as one; text that is only named .csv is read as text.
    """
    if encoding := wide(stream.peek(TELLING)):
        stream = narrowed(stream, encoding)
    if stream.peek(len(BOM_UTF8)) == BOM_UTF8:
        stream.read(len(BOM_UTF8))
    limit = context.settings.document_bytes
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    beginning = stream.beginning(_SAMPLE).removeprefix(b"\xef\xbb\xbf")
    if b"\r" in beginning and b"\n" not in beginning:
        stream = with_line_feeds(stream)
        beginning = stream.beginning(_SAMPLE)
    encoding = _encoding(beginning)
    dialect = _dialect(beginning.decode(encoding, "replace"), whole=len(beginning) < _SAMPLE)
    if len(dialect.names) == 1 and not dialect.separated and not _is_column(dialect.names[0], context):
        yield Page(member, "text", whole(stream, limit), markup=False)
        return
    cells = {
        name: [row[at] if at < len(row) else None for row in dialect.rows] for at, name in enumerate(dialect.names)
    }
    profile = checked(profile_of(cells, context.settings.columns), len(dialect.names))
    if len(beginning) >= _SAMPLE and profile.unsettled:
        more = _dialect(stream.beginning(_SETTLING).decode(encoding, "replace"), whole=False, rows_wanted=10**6)
        at = {name: dialect.names.index(name) for name in profile.dates}
        profile = profile.settled({name: [row_[n] for row_ in more.rows if n < len(row_)] for name, n in at.items()})
    lines = CsvText(stream, limit, encoding, backslash=dialect.backslash)
    if not stream.opened_further_on:
        for _ in range(dialect.separated + dialect.above):
            next(lines)
    if not stream.opened_further_on and dialect.header:
        part_at_return(lines, dialect)
        try:
            next(csv.reader(lines, delimiter=dialect.comma, quotechar=dialect.quote, strict=False))
        except (StopIteration, csv.Error):
            raise RefusedError("broken_file", "a CSV file") from None
    sound = mender(beginning.decode(encoding, "replace"), dialect, profile.mapping.text)
    part = Table(member, format_, 0, pl.DataFrame(), lines.encoding, profile=profile)
    yield from _tables(lines, dialect, sound, part, limit)


def _dialect(text: str, *, whole: bool, rows_wanted: int = SAMPLED) -> Dialect:
    """How the text is written: separator, quotes, and whether its first row names the columns.

    Raises:
        RefusedError: it has no row.
    """
    separated = _SEPARATED.match(text)
    if separated:
        text = text[separated.end() :]
    above = 0 if separated else lines_above(text)
    text = text.split("\n", above)[above]
    first = text.partition("\n")[0]
    comma = separated[1] if separated else separator(first)
    if not separated and not named_cells(first, comma):  # the first row may be a text, with commas of its own
        marks = [mark for mark in ("\t", comma, ";", "|") if mark in first] or [comma]
        comma = max(marks, key=lambda mark: (_fitting(_parsed(text, mark, '"', rows_wanted)), _cuts(first, mark)))
    quote = "'" if len(first) > 2 and all(_SINGLE.match(cell.strip()) for cell in first.split(comma)) else '"'
    rows = _parsed(text, comma, quote, rows_wanted)
    if quote != "'" and f"{comma}'" in text:
        other = _parsed(text, comma, "'", rows_wanted)
        fits, fitted = _fitting(other), _fitting(rows)  # a header need not be in the quotes that its rows are in
        if fits > fitted or (fits == fitted and _singly_quoted(rows)):
            quote, rows = "'", other
    backslash = False
    if f"\\{quote}" in text:
        other = _parsed(unslashed(text, quote), comma, quote, rows_wanted)
        if backslash := _fitting(other) > _fitting(rows):
            rows = other
    if not rows:
        raise RefusedError("broken_file", "a CSV file") if text.strip() else RefusedError("empty")
    if not whole and len(rows) > 2 and len(rows) <= rows_wanted:
        rows.pop()  # it may be cut
    header = is_header([cell.strip() for cell in rows[0]])
    names = [cell.strip() for cell in rows[0]] if header else [f"column_{at}" for at in range(1, len(rows[0]) + 1)]
    return Dialect(comma, quote, backslash, separated is not None, header, once(names), rows[header:], above)


def _singly_quoted(rows: list[list[str]]) -> bool:
    """Whether every row below the first, or the only one, has a text in single quotes."""
    return all(any(_SINGLE.match(cell.strip()) and len(cell) > _WORD for cell in cells) for cells in rows[1:] or rows)


def _cuts(line: str, mark: str) -> bool:
    """Whether a mark stands in a line without white space behind it, as none of prose does."""
    return re.search(rf"{re.escape(mark)}\S", line) is not None


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


def _tables(lines: CsvText, dialect: Dialect, sound: Mender | None, part: Table, limit: int) -> Iterator[Piece]:
    """The rows as tables: in blocks as long as they are written as they should be, else one by one."""
    patience = _PATIENCE
    while True:
        before = lines.number
        if dialect.plain and lines.encoding == "utf-8":
            yield from plain_tables(lines, dialect, part, limit)
        patience = _PATIENCE if lines.number - before > _PATIENCE else 2 * patience
        one_by_one = _odd_tables(lines, dialect, sound, part, limit, patience if dialect.plain else 0)
        if not (yield from one_by_one):
            return


def _odd_tables(
    lines: CsvText, dialect: Dialect, sound: Mender | None, part: Table, limit: int, patience: int
) -> Generator[Piece, None, bool]:
    """The next ``patience`` rows (0: all that are left), read one by one; whether there may be more."""
    held, rows, names = 0, list[list[str]](), dialect.names
    begun, ended = lines.number, False
    while not (patience and lines.number - begun >= patience):
        if not rows:
            first, place = lines.number + 1, lines.place()
        try:
            cells, broken = next_row(lines, dialect, sound, limit), False
        except StopIteration:
            ended = True
            break
        except csv.Error:
            cells, broken = [], True
        at = row(part.member, lines.number + 1)
        refusal = _refused(at, cells, lines, len(names), part.format, limit, broken=broken)
        if refusal is None and lines.ended and ends_in_quotes(lines, dialect, cells):
            refusal = Refusal(at, part.format, "truncated", "its last cell is in quotes that never end")
        if not cells and refusal is None:
            continue  # a blank line
        lines.number += 1
        # the header of a file that was appended to this one is no row, but keeps its number
        again = refusal is None and dialect.header and [cell.strip() for cell in cells] == dialect.names
        if refusal is None and not again:
            rows.append([*cells[: len(names)], *[""] * (len(names) - len(cells))])
            held += sum(map(len, cells))
        if rows and (refusal is not None or again or len(rows) >= ROWS or held > _CHARACTERS):
            yield _table(rows, names, part, first, place)
            held, rows = 0, []
        if refusal is not None:
            yield refusal
    if rows:
        yield _table(rows, names, part, first, place)
    return not ended


def _refused(
    at: str, cells: list[str], lines: CsvText, width: int, format_: str, limit: int, *, broken: bool
) -> Refusal | None:
    """Why a row cannot be used; None when it can."""
    if lines.too_long:
        lines.too_long = False
        return Refusal(at, format_, "line_too_long", limit=limit, setting="reading.document_bytes")
    over = f" (it runs over {len(lines.taken):,} lines)" if len(lines.taken) > 1 else ""
    if broken:
        return Refusal(at, format_, "broken_row", f"a CSV row{over}")
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return Refusal(at, format_, "broken_row", f"a CSV row of {width} cells{over}")
    return None


def _table(rows: list[list[str]], names: list[str], part: Table, first: int, place: Place | None) -> Table:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return part._replace(first=first, frame=frame, place=place)
