"""Elements inside elements: a line that says what the lines right beside it say, for a scraper printed both.

Belongs here: finding such lines, and which of the two stays; lines that say themselves twice. Does not belong here:
lines with the same words (``roles``), furniture inside a paragraph (``pieces``).

A scraper that prints the text of every ``div`` and ``p`` prints a section, and then each paragraph of it; where a page
leaves its paragraphs unclosed, its parser has each of them inside the one above, and the first line is the article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from kliping.cleaning.pieces import link_labels
from kliping.text.patterns import any_of

if TYPE_CHECKING:
    from pathlib import Path

    from kliping.cleaning.kernels import Array

_HINT = 20
"""Characters a line begins with that the line above must hold: fewer are there by chance."""
_LOOSE = 3
"""Characters between two parts that are nothing: a bullet, a dash."""
_ALONE = 40
"""Characters of a single part, at least, for its line to be one printed twice, and no heading or name."""
_TWICE = 80
"""Characters that are said twice in one line, at least, for the second time to be a paste, and no refrain."""
_OWN_WORDS = 4
"""Words of its own that make what is left of a line a paragraph."""
_MOST = 200
"""Lines below that are looked at: an element with more of them is a page."""


class Nested(NamedTuple):
    """Lines that say what another line says."""

    said_in: Array
    """int64: the line that says all of it, or the first of those that do; -1 for none."""
    parts: dict[int, list[tuple[int, int, int]]]
    """Of lines that say more than those below them: the characters [start, end) said again, and the line that does.

    That line is -1 for a link between two such pieces, which is said nowhere else.
    """


class _Part(NamedTuple):
    """A line that stands in the one above it, by its characters that are no blanks."""

    row: int
    start: int
    end: int


def find_nested(text: pl.Series, first_line: Array, keep: Array, folders: tuple[Path, ...] = ()) -> Nested:
    """Which kept lines are said again by kept lines.

    Lines below that follow each other inside one line are its parts. A line made of its parts goes, for they are its
    paragraphs; what stands above the first of them stays, and a link between two of them goes. Where a line says more
    between its parts or below them, they go, for it alone says it all. A line goes that is made of those above it.

    Args:
        text: the lines.
        first_line: index of each document's first line, and the number of lines.
        keep: which lines are kept (bool).
        folders: folders of further words.
    """
    found = Nested(np.full(keep.size, -1, np.int64), {})
    told = re.compile(any_of("".join(label.split()) for label in link_labels(folders)), re.IGNORECASE)
    below, above = text.shift(-1), text.shift(1)
    for at in _holding(text, below, below.str.head(_HINT), keep):  # a line in a thousand
        if found.said_in[at] < 0:
            stop = int(first_line[np.searchsorted(first_line, at, side="right")])
            _divide(text, at, min(stop, at + 1 + _MOST), keep, told, found)
    for at in _holding(text, above, above.str.tail(_HINT), keep):
        if found.said_in[at] < 0 and at not in found.parts:
            start = int(first_line[np.searchsorted(first_line, at, side="right") - 1])
            _gather(text, at, max(start, at - _MOST), keep, told, found)
    for at in _holding(text.str.slice(_HINT), None, text.str.head(_HINT), keep):
        if found.said_in[at] < 0 and at not in found.parts:
            found.parts.update(_twice(text[at], at))
    return found


def _holding(text: pl.Series, beside: pl.Series | None, hint: pl.Series, keep: Array) -> list[int]:
    """Indices of the kept lines that hold their hint; where a line beside gave it, only those longer than it."""
    asked = (hint.str.len_chars() == _HINT).fill_null(value=False) & pl.Series(keep)
    if beside is not None:
        asked &= (text.str.len_bytes() > beside.str.len_bytes()).fill_null(value=False)
    rows = asked.arg_true()
    both = pl.DataFrame({"text": text.gather(rows), "hint": hint.gather(rows)})
    return rows.filter(both.select(pl.col("text").str.contains(pl.col("hint"), literal=True)).to_series()).to_list()


def _divide(text: pl.Series, at: int, stop: int, keep: Array, told: re.Pattern[str], found: Nested) -> None:
    """A line with its parts below it."""
    line, *lines = ("".join(line.split()) for line in text.slice(at, stop - at).to_list())
    top, deeper = _parts(line, lines, range(at + 1, stop))
    kept = [part for part in top if keep[part.row]]
    if not kept or (len(kept) == 1 and kept[0].end - kept[0].start < _ALONE):
        return
    ends = [*(other.start for other in top[1:]), len(line)]
    gaps = [line[part.end : end] for part, end in zip(top, ends, strict=True)]
    if all(len(gap) <= _LOOSE or told.match(gap) for gap in gaps):
        own = _take_apart(text[at], top, ends)
        if own:
            found.parts[at] = own
        else:
            found.said_in[at] = kept[0].row
        return
    for part in (*top, *deeper):
        if keep[part.row]:
            found.said_in[part.row] = at


def _gather(text: pl.Series, at: int, start: int, keep: Array, told: re.Pattern[str], found: Nested) -> None:
    """A line that says no more than the lines right above it: read from its end, as the parts come."""
    line, *lines = ("".join(line.split())[::-1] for line in text.slice(start, at + 1 - start).reverse().to_list())
    top, _ = _parts(line, lines, range(at - 1, start - 1, -1))
    kept = [part for part in top if keep[part.row] and found.said_in[part.row] < 0]
    if len(kept) < 2 or 2 * sum(part.end - part.start for part in kept) < len(line):
        return
    starts = [0, *(part.end for part in top)]
    ends = [*(part.start for part in top), len(line)]
    gaps = [line[start:end][::-1] for start, end in zip(starts, ends, strict=True)]
    if all(len(gap) <= _LOOSE or told.match(gap) for gap in gaps):
        found.said_in[at] = kept[-1].row


def _twice(text: str, at: int) -> dict[int, list[tuple[int, int, int]]]:
    """The second time and all further ones that a line says itself, as ``Nested.parts``: a body pasted twice in one."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    line = "".join(text[place] for place in places)
    again = line.find(line[:_ALONE], _TWICE)
    if again < 0 or len(line) < 2 * again - _LOOSE or line[again:] != line[: len(line) - again]:
        return {}
    return {at: [(places[again], len(text), at)]}


def _parts(line: str, lines: list[str], rows: range) -> tuple[list[_Part], list[_Part]]:
    """Which of ``lines`` stand in ``line`` one behind the other, and which of them in these; none has blanks."""
    top: list[_Part] = []
    deeper: list[_Part] = []
    cursors, ends = [0], [len(line)]
    for number, other in zip(rows, lines, strict=True):
        found = -1
        while cursors and found < 0:
            found = line.find(other, cursors[-1], ends[-1])
            if found < 0 or (len(other) < _HINT and found > cursors[-1] + _LOOSE):
                found = -1
                cursors.pop()
                ends.pop()
        if not cursors:
            break
        (top if len(cursors) == 1 else deeper).append(_Part(number, found, found + len(other)))
        cursors[-1] = found + len(other)
        cursors.append(found)
        ends.append(found + len(other))
    return top, deeper


def _take_apart(text: str, top: list[_Part], ends: list[int]) -> list[tuple[int, int, int]]:
    """The pieces of a line from its first part on, as ``Nested.parts``; none where nothing of its own is above them."""
    places = [at for at, character in enumerate(text) if not character.isspace()]
    places.append(len(text))
    if len(text[: places[top[0].start]].split()) < _OWN_WORDS:
        return []
    pieces = []
    for part, end in zip(top, ends, strict=True):
        link = part.end if end > part.end + _LOOSE else end
        pieces.append((places[part.start], places[link], part.row))
        if link < end:
            pieces.append((places[link], places[end], -1))
    return pieces
