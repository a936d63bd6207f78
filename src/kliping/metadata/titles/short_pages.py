"""Headlines of short pages: a line on top of a few sentences, with hardly anything around it to tell it by.

Belongs here: which line of a page of a few lines is its headline by form alone. Does not belong here: which line of
other pages looks most like a title (``titles``), and whether it is one (``presence``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from kliping.metadata.line_flags import NUMBER, STARTS_CAPITAL, STOP
from kliping.metadata.titles.presence import GOES_ON
from kliping.text.characters import letter_runs

if TYPE_CHECKING:
    import polars as pl

    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

LINES = 8
"""Lines of the longest page that is short."""
LEAST, MOST = 12, 110
"""Characters of a headline."""
BELOW = 0.8
"""Least length of the first line of the text below it, as a part of the headline's."""
_OPEN = r"[,:;–—-]$"
_NUMBER = re.compile(r"\d+")
_LONGER = 4
"""Letters from which a word names something."""
_STEM = 5
"""Letters by which two forms of a word are the same."""


def short_headlines(survey: Survey) -> Array:
    """Which lines open a page of a few lines, end like no sentence, and stand above nothing but sentences (bool).

    The headline names something that the text below names as well, or cleaning took it for a headline. Of short
    beginnings of labelled pages 3,800 with their title on top are so, and 410 whose first line is the article's own:
    of these 140 begin with their title all the same, and most others with a standfirst.
    """
    found = np.zeros(survey.lines.height, np.bool_)
    first, size = survey.first_line[:-1], np.diff(survey.first_line)
    few = first[(size > 1) & (size <= LINES)]
    chars = survey.chars
    capital = survey.having(flag=STARTS_CAPITAL | NUMBER)
    ended = survey.having(flag=STOP)
    few = few[capital[few] & ~ended[few] & (chars[few] >= LEAST) & (chars[few] <= MOST)]
    text = survey.lines["text"]
    few = few[~(text.gather(few).str.contains(_OPEN) | text.gather(few + 1).str.contains(GOES_ON)).to_numpy()]
    told = survey.body & ended
    loose = np.append(0, np.cumsum(survey.body & ~ended))
    stop = survey.first_line[np.searchsorted(survey.first_line, few, side="right")]
    few, stop = few[loose[stop] == loose[few + 1]], stop[loose[stop] == loose[few + 1]]
    for top, end in zip(few.tolist(), stop.tolist(), strict=True):
        below = top + 1 + np.flatnonzero(told[top + 1 : end])
        if below.size and chars[below[0]] >= BELOW * chars[top]:
            named = _named(text.gather([top])) & _named(text.gather(below))
            found[top] = survey.lines["role"][top] == "title" or bool(named)
    return found


def _named(texts: pl.Series) -> set[str]:
    """The beginnings of the longer words, and the numbers."""
    words = (word for text in texts for word in letter_runs(text.lower()) if len(word) >= _LONGER)
    numbers = (number for text in texts for number in _NUMBER.findall(text))
    return {word[:_STEM] for word in (*words, *numbers)}
