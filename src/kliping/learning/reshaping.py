"""The lines of a page, taken apart and put together in another manner of laying text out.

Belongs here: how an article's text is broken into lines, and the page made of lines. Does not belong here: what is left
out of a page or added to it (``variants``, ``genre_variants``, ``additions``, ``genres``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from kliping.learning.pages import Page

GAPS = {"as it is": 6, "no blank lines": 10, "blank lines": 6, "sentences": 3, "links": 2, "wrapped": 1, "one line": 1}
"""How often each manner of laying out a bare text is taken; ``links`` breaks lines at names, as text taken out of
markup link by link is broken."""

_SENTENCE_END = re.compile(r"(?<=[.!?][\"”’)])\s+(?=[A-Z\"“(])|(?<=[a-z)\d][.!?])\s+(?=[A-Z\"“(])")
NAME_WORD = r"[A-Z][\w’'-]+"
"""A word of a name, in the Latin letters of the pages that are learnt from."""

_NAME = re.compile(rf"(?<=[a-z,] )({NAME_WORD}(?: {NAME_WORD}){{0,3}})(?=[ ,.])")
_LINKED = 0.35  # share of names at which lines are broken
_WRAPPED_AT = (62, 88)  # characters of a line of wrapped text, from and to


@dataclass(frozen=True)
class Line:
    """A line of a page to be."""

    gap: int
    """Lines further down than the line before it: 2 after a blank line."""
    text: str
    belongs: bool
    words: int


def line(text: str, *, belongs: bool, gap: int = 1) -> Line:
    """A line with its words counted."""
    return Line(gap, text, belongs, len(text.split()))


def article(page: Page) -> tuple[int, int]:
    """Index of the article's first and last line."""
    return page.belongs.index(True), len(page.belongs) - 1 - page.belongs[::-1].index(True)


def cut(page: Page, low: int, high: int) -> list[Line]:
    """The lines of a page from ``low`` to before ``high``."""
    gaps = [max(page.numbers[at] - page.numbers[at - 1], 1) if at > low else 1 for at in range(low, high)]
    rows = zip(gaps, page.lines[low:high], page.belongs[low:high], page.words[low:high], strict=True)
    return [Line(*row) for row in rows]


def cropped(page: Page, chance: random.Random) -> tuple[int, int]:
    """From where to where a page has its article, a few lines above it and a few below."""
    first, last = article(page)
    return max(first - chance.randrange(1, 9), 0), min(last + chance.randrange(1, 14), len(page.lines))


def broken(lines: Iterable[Line], manner: str, chance: random.Random) -> list[Line]:
    """Lines whose text is broken otherwise: a sentence a line, at names, hard wrapped, or an article on one line."""
    if manner == "one line":
        return _on_one_line(list(lines))
    if manner not in ("sentences", "links", "wrapped"):
        return list(lines)
    width = chance.randrange(*_WRAPPED_AT)
    made: list[Line] = []
    for one in lines:
        if manner == "sentences":
            parts = _SENTENCE_END.split(one.text)
        elif manner == "wrapped":
            parts = re.findall(rf"\S.{{0,{width}}}(?=\s|$)|\S+", one.text)
        elif one.belongs:
            parts = _at_names(one.text, chance)
        else:
            parts = [one.text]
        parts = [part.strip() for part in parts if part.strip()]
        made += [line(part, belongs=one.belongs, gap=1 if at else one.gap) for at, part in enumerate(parts)]
    return made


def _at_names(text: str, chance: random.Random) -> list[str]:
    """The text broken around some of its names; a full stop or comma behind one begins the next line."""
    parts, begun = [], 0
    for found in _NAME.finditer(text):
        if chance.random() < _LINKED:
            parts += [text[begun : found.start()], found[0]]
            begun = found.end()
    return [*parts, text[begun:]]


def _on_one_line(lines: list[Line]) -> list[Line]:
    made: list[Line] = []
    for one in lines:
        if made and one.belongs and made[-1].belongs:
            before = made[-1]
            made[-1] = replace(before, text=f"{before.text} {one.text}", words=before.words + one.words)
        else:
            made.append(one)
    return made


def built(page: Page, shape: str, lines: list[Line], manner: str, weight: float, *, foreign: bool) -> Page:
    """A page of these lines, with blank lines in the ``manner``, that counts ``weight`` beside ``page``."""
    number, numbers = 0, []
    for one in lines:
        number += one.gap if manner == "as it is" or not number else 2 if manner == "blank lines" else 1
        numbers.append(max(number, 1))
    return replace(
        page,
        name=f"{page.name} {shape}",
        shape=shape.split()[0],
        numbers=tuple(numbers),
        lines=tuple(one.text for one in lines),
        belongs=tuple(one.belongs for one in lines),
        words=tuple(one.words for one in lines),
        weight=weight * page.weight,
        foreign=foreign,
    )
