"""A second article in English beneath one in another language: a translation, or the next article of the site.

Belongs here: telling where it begins, and leaving it out. Does not belong here: second articles in the same language,
naming languages (``kliping.language``).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from kliping.text.patterns import any_of
from kliping.words import languages_of

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from kliping.cleaning.kernels import Array

_LINE = 8.0
"""Words of the shortest line that shows its language."""
_ENGLISH, _OTHER = 0.14, 0.04
"""Share of the words of English text (``running.words``) in a line from which it is English, up to which it is not."""
_HITS = 2
"""How many of them an English line has at least."""
_SPOKEN = 0.1
"""Share of the words of other languages' text in the page's own article, at least."""
_DOUBTFUL = 0.1
"""The share that is told of a line with fewer: it shows no language."""
_ARTICLE = 50.0
"""Words of an article, above and below."""
_HEADLINE = 4.0
"""Words of the shortest headline of the second article."""
_LINES = 2
"""Lines in English that are an article; one is a quotation or a motto."""


def second_articles(
    text: pl.Series, first_line: Array, words: Array, section: Array, keep: Array, folders: tuple[Path, ...] = ()
) -> Array:
    """Which lines (bool) belong to an English article below the page's own; those that are kept leave ``keep``.

    The page's own article has hardly any of the words that English is full of, but those of other languages, and
    nothing of it follows below. Of a page only the first and the last kept line that is long enough are looked at,
    unless these two differ.

    Args:
        text: the lines.
        first_line: index of each document's first line, and the number of lines.
        words: how many words each line has.
        section: section of the lexicon entry on each line, or -1.
        keep: which lines are the article (bool).
        folders: folders of further lexicons.
    """
    second = np.zeros(keep.size, np.bool_)
    long = np.flatnonzero(keep & (words >= _LINE))
    page = np.searchsorted(first_line, long, side="right")
    ends = np.flatnonzero(np.diff(page, append=-1))
    starts = np.append(0, ends[:-1] + 1)[: ends.size]
    first, last = long[starts], long[ends]
    english, others = _sides(folders)
    differ = (_share(text, words, last, english) >= _ENGLISH) & (_share(text, words, first, english) <= _OTHER)
    for at in np.flatnonzero(differ):
        lines = long[starts[at] : ends[at] + 1]
        share = _share(text, words, lines, english)
        own = int(np.flatnonzero(share <= _OTHER)[-1])
        below = lines[own + 1 :]
        foreign = below[(share[own + 1 :] >= _ENGLISH)]
        above = lines[: own + 1]
        enough = min(words[above].sum(), words[foreign].sum()) >= _ARTICLE
        # a list or a table is not full of these words in English either
        spoken = _share(text, words, above, others) * words[above]
        enough &= spoken.sum() >= _SPOKEN * words[above].sum()
        if enough and foreign.size >= _LINES and foreign.size >= below.size / 2:
            between = np.arange(lines[own] + 1, foreign[0])
            # credits of the page's own article stand above the headline of the other
            heads = between[(section[between] < 0) & (words[between] >= _HEADLINE)]
            second[between[keep[between] & (words[between] < _LINE)]] = True
            second[(heads[0] if heads.size else foreign[0]) : foreign[-1] + 1] = True
    keep[second] = False
    return second


def _share(text: pl.Series, words: Array, lines: Array, pattern: str) -> Array:
    """The share of the words of English text in lines."""
    hits = text.gather(lines).str.count_matches(pattern).to_numpy()
    share: Array = hits / np.maximum(words[lines], 1.0)
    share[(hits < _HITS) & (share >= _ENGLISH)] = _DOUBTFUL
    return share


def _sides(folders: tuple[Path, ...]) -> tuple[str, str]:
    """The words of English text, and those of other languages that are none of these."""
    of = languages_of("running", "words", folders=folders)
    english = tuple(word for word, languages in of.items() if "en" in languages)
    return _any_word(english), _any_word(tuple(word for word in of if word not in english))


@functools.lru_cache(maxsize=8)
def _any_word(words: tuple[str, ...]) -> str:
    return rf"(?i)\b{any_of(words)}\b"
