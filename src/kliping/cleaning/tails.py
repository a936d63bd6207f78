"""The end of an article below a link to another: text that a page goes on with behind "Baca juga: …".

Belongs here: how far it goes, by what closes it. Does not belong here: text that nothing parts from the article
(``bounds``), pieces glued to a paragraph (``pieces``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.sections import MATCHED_KINDS, SECTION_ROLES
from kliping.text.compiling import kernel

if TYPE_CHECKING:
    import polars as pl

    from kliping.cleaning.kernels import Array

_SECTIONS = list(SECTION_ROLES)
_EQUALS, _LABELS, _STARTS = (MATCHED_KINDS.index(kind) for kind in ("equals", "labels", "starts"))
_RELATED, _NEWSLETTER, _NAVIGATION = (_SECTIONS.index(name) for name in ("related", "newsletter", "navigation"))
_CREDITS = [_SECTIONS.index(name) for name in ("byline", "editor", "source")]
_COPYRIGHT = "©"
"""What the foot of a page opens with, where no word of ``navigation`` does."""
_TAIL = 6
"""Lines of an article's end below a link, at most."""

CREDIT, FOOT, LINK, LABELLED = range(1, 5)
"""What a line is to the article above it: who made it, a foot that closes the page, a link, a link behind its label."""


def closings(text: pl.Series, section: Array, kind: Array) -> Array:
    """What each line is to the text above it (int8): CREDIT, FOOT, LINK, LABELLED, or 0.

    Args:
        text: the lines.
        section: section of the lexicon entry on each line, or -1.
        kind: kind of that entry.
    """
    found = np.zeros(text.len(), np.int8)
    found[(section == _RELATED) & (kind != _EQUALS)] = LINK
    found[(section == _RELATED) & (kind == _LABELS)] = LABELLED
    found[np.isin(section, _CREDITS) & (kind == _LABELS)] = CREDIT
    tagged = (section == _NAVIGATION) & ((kind == _LABELS) | (kind == _STARTS))
    found[tagged | (section == _NEWSLETTER) | text.str.starts_with(_COPYRIGHT).to_numpy()] = FOOT
    return found


@kernel
def keep_tails(first_line: Array, running: Array, tail: Array, closing: Array, keep: Array) -> None:
    """Keep the text below an article down to what closes it, the links that stand among it left out.

    Running text goes down to a closing credit, or to the last link that stands among it. Below a link right under the
    article short sentences are its end as well, where nothing but sentences stands between the link and a credit, the
    page's foot or its end: of 3,800 texts of real tables all that ended so went on in them.

    Args:
        first_line: index of each document's first line, and the number of lines.
        running: whether each line reads like running text, and is nothing else (bool).
        tail: the same of short sentences too.
        closing: see ``closings``.
        keep: which lines are kept (bool), changed.
    """
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        end = stop - 1
        while end >= first and not keep[end]:
            end -= 1
        if end < first:
            continue
        at, link = end + 1, end + 1
        while at < stop and (running[at] or closing[at] >= LINK):
            if closing[at] == LABELLED and not running[at]:
                link = at
            at += 1
        for line in range(end + 1, at if at < stop and closing[at] == CREDIT else link):
            keep[line] = running[line]
        begin = end + 1
        while begin < stop and closing[begin] >= LINK and not running[begin]:
            begin += 1
        at = begin
        while at < stop and tail[at]:
            at += 1
        closed = at == stop or closing[at] == CREDIT or closing[at] == FOOT
        if end + 1 < begin < at <= begin + _TAIL and closed:
            keep[begin:at] = True
