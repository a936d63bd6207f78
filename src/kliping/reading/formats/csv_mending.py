"""Rows of CSV whose quotes went wrong, told by what the first cells of sound rows look like.

A quote that is never closed, or that is only a mark in a text written without quotes, takes the lines behind it into
its cell. Where a file's rows begin with a day or an address, or with cells in quotes, the line that begins the next row
shows where it must end.

Belongs here: where a row that cannot be right begins and ends, and the one reading it has. Does not belong here: rows
that are written as they should be (``csv_kernel``), and what is refused (``csvs``).
"""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kliping.text import lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.csv_text import CsvText, Dialect

_CLOCK, _SHORT_CLOCK, _NAMED_CLOCK = "{0,24}", "{0,9}", "{0,16}"
"""Characters of the clock behind a day: with fractions and a zone, of hours and minutes, behind a month's name."""

_RETURN = re.compile(rb"\r(?=[^\r\n])")
"""A lone carriage return in front of more of its line."""
_BEGINNINGS = 32
"""Lines inside one row that look like the beginning of another, before it is cut unseen to its end."""
_SAMPLES = 3
"""Rows, at least, from which it is told what rows look like: two may be alike by chance."""
_SHARE = 0.8
"""Of the cells of a column that must look alike: a few may be empty words such as "unknown"."""
_KINDS = {
    "address": r"https?://[^\s,;|\"']+",
    "day": rf"\d{{4}}-\d\d?-\d\d?[\dT:.+Z -]{_CLOCK}|\d\d?[./-]\d\d?[./-]\d{{2,4}}[\d: ]{_SHORT_CLOCK}"
    rf"|\d\d? [^\W\d]{lengths.MONTH} \d{{4}}[\w:. ]{_NAMED_CLOCK}",
    "number": r"\d{1,15}",
}
"""What the cells of a column may look like, whole."""
_TELLING = re.compile(f"{_KINDS['address']}|{_KINDS['day']}")


class Mender(NamedTuple):
    """What rows of a file look like."""

    before: re.Pattern[str]
    """The cells in front of the text, a group for each."""
    after: re.Pattern[str]
    """Those behind it, read from the end."""
    kinds: dict[int, re.Pattern[str]]
    """What the cells of columns look like, where they look alike."""
    telling: tuple[int, ...]
    """The columns of ``kinds`` in front of the text that tell that a row begins."""
    quote: str
    bare: bool
    """Texts stand without quotes."""
    marked: bool = False
    """The cells in front of the text stand in quotes, by which a row is known."""

    def begins(self, line: str) -> bool:
        """Whether a line looks like the beginning of a row."""
        if self.marked:
            found = self.before.match(line)
            return found is not None and any(cell.startswith(self.quote) for cell in found.groups())
        found = self.before.match(line) if self.telling else None
        return found is not None and any(self.kinds[at].fullmatch(self._unquoted(found[at + 1])) for at in self.telling)

    def row(self, text: str, *, closed: bool) -> list[str] | None:
        """The cells of a row whose text has quotes or separators where none belong; None where that is not the fault.

        Args:
            text: the row's lines.
            closed: the text must end with a quote, if it begins with one.
        """
        text = text.rstrip("\r\n")
        head = self.before.match(text)
        tail = self.after.match(text[head.end() :][::-1]) if head else None
        if not head or not tail:
            return None
        body = text[head.end() : len(text) - tail.end()]
        if not self.telling and not self.marked and any(map(self._ends, body.splitlines())):
            return None  # another row: nothing shows where one begins
        if not self.bare:
            if not body.startswith(self.quote):
                return None
            ended = len(body) > 1 and body.endswith(self.quote)
            if closed and not ended:
                return None
            body = body[1 : -1 if ended else None].replace(self.quote * 2, self.quote)
        front = [self._unquoted(cell) for cell in head.groups()]
        cells = [*front, body, *(self._unquoted(cell[::-1]) for cell in reversed(tail.groups()))]
        if self.marked:
            return cells
        told = {at: cells[at].strip() for at in self.kinds if cells[at].strip()}
        return cells if told and all(self.kinds[at].fullmatch(cell) for at, cell in told.items()) else None

    def _ends(self, line: str) -> bool:
        """Whether a line ends with the cells of a row that stand behind its text."""
        tail = self.after.match(line[::-1])
        if not tail or not tail.end():
            return False
        last = [self._unquoted(cell[::-1]).strip() for cell in reversed(tail.groups())]
        told = [(self.kinds[at], cell) for at, cell in enumerate(last, self.before.groups + 1) if at in self.kinds]
        return bool(told) and all(kind.fullmatch(cell) for kind, cell in told)

    def _unquoted(self, cell: str) -> str:
        return cell[1:-1].replace(self.quote * 2, self.quote) if cell.startswith(self.quote) else cell


def mender(text: str, dialect: Dialect, texts: tuple[str, ...]) -> Mender | None:
    """What the rows of a file look like by its beginning; None where no column of days or addresses tells.

    Args:
        text: the beginning of the file.
        dialect: how its rows are written, with some of them.
        texts: the columns that are the text.
    """
    names, quote = dialect.names, dialect.quote
    if not texts or len(names) < 2:
        return None
    at = names.index(texts[-1])
    wide = [cells for cells in dialect.rows if len(cells) >= len(names)]
    if len(wide) < _SAMPLES:  # a quote right at the beginning may have taken all others
        alone = [_first(iter([line]), dialect) for line in text.splitlines() if line]
        wide = [cells for cells in alone if len(cells) >= len(names)]
    # what begins within a text, behind a quote that went wrong, has no such cell
    whole = [_whole(cells, at, len(names)) for cells in wide]
    rows = [cells for cells in whole if any(_TELLING.fullmatch(cell.strip()) for cell in cells)]
    if len(rows) < _SAMPLES or len(rows) < (1 - _SHARE) * len(wide):
        return _by_quotes(text, dialect, at)
    kinds = {n: kind for n in range(len(names)) if n != at and (kind := _kind([cells[n].strip() for cells in rows]))}
    if not set(kinds.values()) & {"address", "day"}:
        return _by_quotes(text, dialect, at)
    telling = tuple(n for n, kind in kinds.items() if n < at and kind != "number")
    comma, mark = re.escape(dialect.comma), re.escape(quote)
    tight = rf"{mark}(?:[^{mark}]|{mark}{mark})*+{mark}|[^{comma}{mark}\r\n]*+"
    # a cell with quotes of its own that are not doubled ends at the quote in front of a separator
    loose = rf"{tight}|{mark}(?:[^{mark}\r\n]|{mark}(?!{comma}))*+{mark}"
    after = re.compile(f"({tight}){comma}" * (len(names) - 1 - at))
    known = {n: re.compile(_KINDS[kind]) for n, kind in kinds.items()}
    found = Mender(re.compile(f"({loose}){comma}" * at), after, known, telling, quote, bare=False)
    begun = [line for line in text.splitlines() if found.begins(line)]
    quoted = sum(bool(re.match(found.before.pattern + mark, line)) for line in begun)
    if len(texts) > 1 or len(begun) < _SAMPLES or quoted > (1 - _SHARE) * len(begun):
        return found
    spaced = sum(any(cell.startswith(" ") for cell in cells[1 : at + 1]) for cells in rows)
    if dialect.comma == "," and spaced <= (1 - _SHARE) * len(rows):
        # a comma before a space is one of the words then
        tight = rf"{mark}(?:[^{mark}]|{mark}{mark})*+{mark}|(?!{mark})(?:[^,\r\n]|,[ ])*+"
    return found._replace(before=re.compile(f"({tight}){comma}" * at), bare=True)


def _whole(cells: list[str], at: int, width: int) -> list[str]:
    """The cells of a row, those behind the text from its end where the text fell apart at its own separators."""
    plain, behind = cells[:width], width - 1 - at
    if not behind or any(_TELLING.fullmatch(cell.strip()) for cell in plain):
        return plain
    return [*cells[: at + 1], *cells[-behind:]]


def _by_quotes(text: str, dialect: Dialect, at: int) -> Mender | None:
    """What the rows of a file look like that puts its cells in quotes: in front of the text stand that many of them.

    No line of a text opens with one or more cells in quotes, each with its separator, and a quote behind them.
    """
    comma, mark = re.escape(dialect.comma), re.escape(dialect.quote)
    cell = rf"{mark}(?:[^{mark}\r\n]|{mark}{mark})*+{mark}|\d{{1,15}}"
    before = re.compile(f"({cell}){comma}" * at + f"(?={mark})")
    behind = rf"{cell}|[^{comma}{mark}\r\n]*+(?={comma}{mark})|"  # without quotes, behind the text's own
    after = re.compile(f"({behind}){comma}" * (len(dialect.names) - 1 - at))
    found = Mender(before, after, {}, (), dialect.quote, bare=False, marked=True)
    begun = sum(found.begins(line) for line in text.splitlines()) if at else 0
    return found if begun >= _SAMPLES else None


def _kind(cells: list[str]) -> str | None:
    cells = [cell for cell in cells if cell]
    for kind, pattern in _KINDS.items():
        if len(cells) >= _SAMPLES and sum(bool(re.fullmatch(pattern, cell)) for cell in cells) >= _SHARE * len(cells):
            return kind
    return None


def next_row(lines: CsvText, dialect: Dialect, sound: Mender | None, limit: int) -> list[str]:
    """The cells of the next row, as the standard library reads it, or mended where that reading cannot be right.

    Raises:
        StopIteration: there is none.
        csv.Error: it cannot be read.
    """
    lines.taken.clear()
    part_at_return(lines, dialect)
    if sound is None:
        return _first(lines, dialect)
    taken, begins = list[str](), list[int]()
    fault: csv.Error | None = None
    try:
        cells = _first(_watched(lines, sound, taken, begins), dialect)
    except csv.Error as error:
        cells, fault = [], error
    if lines.too_long:
        return cells
    surplus = any(cell.strip() for cell in cells[len(dialect.names) :])
    if fault is None and not surplus and _strict(taken, dialect):
        return cells
    alone = len(taken) == 1 or bool(begins)  # else the quote may be one that was closed lines below
    if sound.bare and alone and (mended := sound.row(taken[0], closed=True)):
        lines.unread(len(lines.taken) - 1)
        return mended
    if begins:
        lines.unread(len(lines.taken) - begins[0])
        del taken[begins[0] :]
        fault = None
    quoted = sound._replace(bare=False)
    if mended := quoted.row("".join(taken), closed=not begins):
        return mended
    if not begins:
        more = _up_to_the_next(lines, sound, taken, limit)
        if more and (mended := quoted.row("".join(taken), closed=True)):
            return mended
        lines.unread(more)
    if fault is not None:
        raise fault
    return _first(iter(taken), dialect) if begins else cells


def part_at_return(lines: CsvText, dialect: Dialect) -> None:
    """Cut the next line where a lone carriage return ends a row, as in files that were put together from two machines'.

    It ends one where as many cells stand before it as the file has columns, and as many behind it; elsewhere the line
    stays whole.
    """
    line = lines.ahead()
    ends = [found.end() for found in _RETURN.finditer(line)]
    if not ends or len(dialect.names) < 2:
        return
    parts = [lines.text(line[start:end]) for start, end in pairwise([0, *ends, len(line)])]
    behind = iter(parts)
    if _width(behind, dialect) != len(dialect.names):
        return
    read = len(parts) - len(list(behind))
    wide = (at for at in range(read, len(parts)) if _width(iter([parts[at]]), dialect) == len(dialect.names))
    if (first := next(wide, None)) is not None:
        lines.part(ends[first - 1])


def _width(lines: Iterator[str], dialect: Dialect) -> int:
    """How many cells the next row has; 0 where it cannot be read."""
    try:
        return len(_first(lines, dialect))
    except (StopIteration, csv.Error):
        return 0


def ends_in_quotes(lines: CsvText, dialect: Dialect, cells: list[str]) -> bool:
    """Whether the last row of a file ends inside quotes in the midst of a line, as where the file was cut.

    A row that was mended does not, and one whose last line is whole may lack nothing but its quote.

    Args:
        lines: the text, at its end.
        dialect: how rows are written.
        cells: what the row was read as.
    """
    if dialect.quote.encode() not in b"".join(lines.taken) or lines.taken[-1].endswith((b"\n", b"\r")):
        return False
    written = [lines.text(line) for line in lines.taken]
    behind = iter([*written[:-1], f"{written[-1]}\n", "another row\n"])
    try:
        _first(behind, dialect)
        return next(behind, None) is None and _first(iter(written), dialect) == cells
    except csv.Error:
        return False


def _first(lines: Iterator[str], dialect: Dialect, *, strict: bool = False) -> list[str]:
    return next(csv.reader(lines, delimiter=dialect.comma, quotechar=dialect.quote, strict=strict))


def _strict(taken: list[str], dialect: Dialect) -> bool:
    """Whether quotes stand only where they belong."""
    if not any(dialect.quote in line for line in taken):
        return True
    try:
        _first(iter(taken), dialect, strict=True)
    except csv.Error:
        return False
    return True


def _watched(lines: CsvText, sound: Mender, taken: list[str], begins: list[int]) -> Iterator[str]:
    """The lines, kept in ``taken``; where another row seems to begin among them is kept in ``begins``."""
    for line in lines:
        if taken and sound.begins(line):
            if len(begins) == _BEGINNINGS:
                lines.unread(1)
                return
            begins.append(len(taken))
        taken.append(line)
        yield line


def _up_to_the_next(lines: CsvText, sound: Mender, taken: list[str], limit: int) -> int:
    """Take the lines up to the beginning of the next row as well; how many were taken."""
    if not sound.begins(taken[0]):
        return 0
    more, size = 0, 0
    for line in lines:
        size += len(line)
        if lines.too_long:  # it cannot be put back, and is refused with this row
            lines.taken.pop()
            break
        if sound.begins(line) or size > limit:
            lines.unread(1)
            break
        taken.append(line)
        more += 1
    return more
