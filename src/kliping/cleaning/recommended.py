"""A second article below the page's own, under a heading such as "Read next": told by a headline and a day of its own.

Belongs here: telling where it begins, and leaving it out. Does not belong here: one in another language
(``translations``), links to other articles (``links``), marks of the article's own end (``endings``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.sections import SECTION_ROLES

if TYPE_CHECKING:
    import polars as pl

    from kliping.cleaning.kernels import Array

_RELATED = list(SECTION_ROLES).index("related")
_HEAD = 6.0
"""Words of the longest heading of other articles."""
_OWN = 40.0
"""Words kept above it that are an article."""
_RUNNING = 8.0
"""Words of the shortest line that is running text: the first one below tells whose headline stands above it."""
_NEAR = 6
"""Lines between the heading and that text: a headline, a byline, a day."""
_HEADLINE = 4.0
"""Words of the shortest headline."""
_SHARED = 3
"""Words of the headline that the text below it says, at least."""
_LETTERS = "{4,}"
"""Letters of the words that are looked for: shorter ones stand in any text."""
_WORD = re.compile(rf"[^\W\d_]{_LETTERS}")


def end_above_recommended(
    text: pl.Series, first_line: Array, words: Array, section: Array, dated: Array, keep: Array
) -> Array:
    """Which lines (bool) belong to other articles below the page's own; those that are kept leave ``keep``.

    A heading of other articles, a headline, the day of its article, then running text that says more of the headline's
    words than the article above does: where a link stands in the midst of an article, what follows it goes on with the
    article. Without the day it mostly does: of 14 pages and scraped texts where all but the day was there, 14 went on.

    Args:
        text: the lines.
        first_line: index of each document's first line, and the number of lines.
        words: how many words each line has.
        section: section of the lexicon entry on each line, or -1.
        dated: which lines say a day (bool).
        keep: which lines are the article (bool).
    """
    found = np.zeros(keep.size, np.bool_)
    heads = np.flatnonzero((section == _RELATED) & ~keep & (words <= _HEAD))
    kept = np.flatnonzero(keep)
    if not heads.size or not kept.size:
        return found
    document = np.searchsorted(first_line, heads, side="right")
    stop = first_line[document]
    following = np.searchsorted(kept, heads)
    near = kept[np.minimum(following, kept.size - 1)]
    # most headings have no kept line below them, or a far one: only the others are looked at
    asked = (following < kept.size) & (near < np.minimum(stop, heads + _NEAR + 1))
    done = -1
    for head, end in zip(heads[asked].tolist(), stop[asked].tolist(), strict=True):
        begin = int(first_line[np.searchsorted(first_line, head, side="right") - 1])
        above = begin + np.flatnonzero(keep[begin:head])
        if head < done or words[above].sum() < _OWN:
            continue
        if _is_another(text, words * keep, section, dated, above, range(head + 1, min(end, head + 1 + _NEAR)), words):
            found[head + 1 : end] = True
            done = end
    keep[found] = False
    return found


def _is_another(
    text: pl.Series, kept: Array, section: Array, dated: Array, above: Array, near: range, words: Array
) -> bool:
    """Whether what stands near below a heading is another article than that above; ``kept`` are words that are kept."""
    running = next((at for at in near if kept[at] >= _RUNNING and _ends(text[at])), near.start)
    heads = [at for at in range(near.start, running) if section[at] < 0 and words[at] >= _HEADLINE]
    if not heads or not dated[heads[0] + 1 : running].any():
        return False
    headline = set(_WORD.findall(text[heads[0]].lower()))
    said = headline & set(_WORD.findall(text[running].lower()))
    own = headline & {word for line in text.gather(above) for word in _WORD.findall(line.lower())}
    return len(said) >= _SHARED and len(said) > len(own)


def _ends(line: str) -> bool:
    return line.rstrip("\"'”’»)").endswith((".", "!", "?", "…"))
