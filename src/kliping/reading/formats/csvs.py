"""CSV and its relatives: rows cut one by one, so that a broken one costs only itself.

Belongs here: delimiters, headers, quoting. Does not belong here: what a column means (``columns``).
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import polars as pl

from kliping.reading.encodings import decode, detect, web_name, wide
from kliping.reading.formats.columns import mapped
from kliping.reading.formats.pieces import Page, Piece, Place, Refusal, RefusedError, Table, row
from kliping.reading.formats.streams import BLOCK, Stream
from kliping.reading.formats.wide import narrowed
from kliping.reading.sniff import delimiter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.walk import Context

_ROWS = 1000
_CHARACTERS = 8 * BLOCK


class _Text:
    """The lines of a stream as text; a line longer than a document may be is cut there and remembered."""

    def __init__(self, stream: Stream, limit: int, encoding: str) -> None:
        self._stream, self._limit, self.encoding = stream, limit, encoding
        self.too_long = False
        self.number = stream.first_row - 1  # of the last row

    def place(self) -> Place | None:
        """Where the next row begins, in a file that can be opened there."""
        return self._stream.place(self.number + 1) if self._stream.base is not None else None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.line(self._limit)
        if not line:
            raise StopIteration
        if len(line) >= self._limit and not line.endswith(b"\n"):
            self.too_long = True
            while line and not line.endswith(b"\n"):
                line = self._stream.line(BLOCK)
            return "\n"
        try:
            return line.decode(self.encoding)
        except UnicodeDecodeError:
            decoded = decode(line)
            return decoded.text if decoded else line.decode("utf-8", "replace")


def _encoding(head: bytes) -> str:
    try:
        head[: head.rfind(b"\n") + 1 or len(head)].decode()
    except UnicodeDecodeError:
        return web_name(detect(head)) or "utf-8"
    return "utf-8"


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
    beginning = stream.beginning(BLOCK // 4).removeprefix(b"\xef\xbb\xbf")
    lines = _Text(stream, limit, _encoding(beginning))
    first = [f"{line}\n" for line in beginning.decode(lines.encoding, "replace").split("\n")]
    comma = delimiter(first[0])
    sample = stream.peek(BLOCK // 16)
    reader = csv.reader(lines, delimiter=comma, strict=False)
    try:
        header = [cell.strip() for cell in next(csv.reader(first, delimiter=comma, strict=False))]
        if not stream.opened_further_on:
            next(reader)
    except (StopIteration, csv.Error):
        raise RefusedError("broken_file", "a CSV file") from None
    mapping = mapped(header, context.settings.columns)
    if not mapping.text:
        if len(header) == 1:
            stream.unread(sample)
            yield Page(member, "text", _rest(stream, limit), markup=False)
            return
        raise RefusedError("no_text", f"none of its {len(header)} columns is named like a text")
    names = _once(header)
    yield from _tables(reader, lines, names, member, format_, limit)


def _rest(stream: Stream, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise RefusedError("too_large", limit=limit)
    return data


def _once(header: list[str]) -> list[str]:
    """Column names, each once: the first keeps its name, later ones get a number that no mapping knows."""
    seen: dict[str, int] = {}
    names = []
    for name in header:
        count = seen[name] = seen.get(name, 0) + 1
        names.append(name if count == 1 else f"{name}\0{count}")
    return names


def _tables(
    reader: Iterator[list[str]], lines: _Text, names: list[str], member: str | None, format_: str, limit: int
) -> Iterator[Piece]:
    held, rows = 0, list[list[str]]()
    while True:
        refusal = None
        if not rows:
            first, place = lines.number + 1, lines.place()
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            cells, refusal = [], Refusal(row(member, lines.number + 1), format_, "broken_row", "a CSV row")
        if lines.too_long:
            lines.too_long = False
            refusal = Refusal(
                row(member, lines.number + 1), format_, "line_too_long", limit=limit, setting="reading.document_bytes"
            )
        elif not cells and refusal is None:
            continue  # a blank line
        elif len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            refusal = Refusal(row(member, lines.number + 1), format_, "broken_row", f"a CSV row of {len(names)} cells")
        lines.number += 1
        if refusal is None:
            rows.append([*cells[: len(names)], *[""] * (len(names) - len(cells))])
            held += sum(map(len, cells))
        if rows and (refusal is not None or len(rows) >= _ROWS or held > _CHARACTERS):
            yield _table(rows, names, member, format_, first, lines.encoding, place)
            held, rows = 0, []
        if refusal is not None:
            yield refusal
    if rows:
        yield _table(rows, names, member, format_, first, lines.encoding, place)


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
