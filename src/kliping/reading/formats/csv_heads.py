"""How a CSV file begins: what separates its cells, and what stands above the line that names its columns.

Belongs here: the first lines of a table. Does not belong here: its rows (``csvs``), what a column means (``columns``).
"""

from __future__ import annotations

import re

from kliping.reading.formats.columns import TEXT, named
from kliping.reading.formats.sniff import delimiter

_USUAL = "\t;|,"
_RARE = "^~¦\x01\x1f"
"""Marks that no text uses between words, which dumps therefore put between cells. They separate a header of known names
alone: elsewhere they may be signs like any other."""

_LEAST = 2
"""Known names that a rare mark must cut a line into, and fields that a header below other lines must name."""

_SEARCHED = 20
"""Lines at the top of a file among which its header is looked for, as in a sheet."""

_LONGEST = 80
"""Characters of a column's name; a longer cell is text."""

_REMARK = re.compile(r"\s*(?:#|//)")
_AROUND = " \"'\r"


def separator(first: str) -> str:
    """What separates the cells of a header: the mark that cuts it into the most known names, else the most frequent."""
    usual = delimiter(first)
    best = max(_USUAL, key=lambda mark: named_cells(first, mark))
    best = best if named_cells(first, best) > named_cells(first, usual) else usual
    rare = max(_RARE, key=lambda mark: named_cells(first, mark))
    return rare if named_cells(first, rare) >= max(_LEAST, named_cells(first, best) + 1) else best


def lines_above(text: str) -> int:
    """How many lines stand above the header: what the table is and when it was made, one or more remarks, blank lines.

    Where the first line names columns, or no line of the beginning names a text and more, there are none.

    Args:
        text: the beginning of a file.
    """
    top = text.split("\n", _SEARCHED)[:_SEARCHED]
    if not top or len(_fields(top[0])) >= _LEAST:
        return 0
    found = [at for at in range(1, len(top)) if TEXT in _fields(top[at]) and len(_fields(top[at])) >= _LEAST]
    if not found:
        return 0
    header = max(found, key=lambda at: (named_cells(top[at], separator(top[at])), -at))
    mark = separator(top[header])
    width = len(top[header].split(mark))
    return header if all(_is_remark(line, mark, width) for line in top[:header]) else 0


def _is_remark(line: str, mark: str, width: int) -> bool:
    """Whether a line above a header is no row of its table: it says less, and no quote is left open in it."""
    filled = sum(bool(cell.strip(_AROUND)) for cell in line.split(mark))
    return _REMARK.match(line) is not None or (filled < width and line.count('"') % 2 == 0)


def _fields(line: str) -> set[str]:
    """What the cells of a line name; nothing where one of them is too long for a name, or the line is a remark."""
    cells = [cell.strip(_AROUND) for cell in line.split(separator(line))]
    if _REMARK.match(line) and not re.fullmatch(r"#|", cells[0]):
        return set()
    if any(len(cell) > _LONGEST for cell in cells):
        return set()
    return {meant.field for cell in cells if (meant := named(cell)) and meant.field}


def named_cells(line: str, mark: str) -> int:
    """How many of a line's cells are known names of columns."""
    return sum(named(cell.strip(_AROUND)) is not None for cell in line.split(mark))
