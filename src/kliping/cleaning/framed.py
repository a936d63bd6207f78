"""Short articles that their page frames: between a headline with its date and the first line of known furniture.

Belongs here: which lines of such an article join it though no score speaks for them (a horoscope, a list of dates, a
poem, a script). Does not belong here: scores (``model``), blocks laid out like a kept one (``alike``), marks beside an
article that was found (``bounds``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.kernels import OWN
from kliping.cleaning.sections import MATCHED_KINDS, SECTION_ROLES
from kliping.text.compiling import kernel, kernel_part
from kliping.text.patterns import holding

if TYPE_CHECKING:
    import polars as pl

    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array

_SHORT = 150.0
"""Words kept of an article that the scores may have missed: of a longer one they see enough."""
_MOST = 60
"""Lines of the longest article that is framed: more are a page of many things."""
_LONGEST_PAGE = 150
"""Lines of the longest page: what stands on longer ones is not known line by line."""
_KNOWN = 0.7
"""Least share of the lines outside that are known for furniture: where a page's furniture is not understood, a line
that no phrase names may be furniture as well. Of 1,738 labelled pages, each as it was read and cut to its first one,
two and three lines, 16 are framed so, and at 0.5 there are 49, whose lines are furniture five times in six."""
_STAMP_WORDS, _STAMP_DIGITS = 9.0, 0.12
"""Most words of the line that holds a page's date, and least share of figures in it."""
_DAY = r"(?:^|\D)\d{1,2}(?:\D|$)"
"""A day in it: years alone are those of a life."""
_HEAD = 3
"""Lines from the date up to the headline."""
_HEADLINE, _BRIEF_HEADLINE, _DATED_HEADLINE = 3.0, 2.0, 5.0
"""Fewest words of a headline, of one right above its date, and of one that holds the date itself."""
_CREDIT, _NAME = 8.0, 4.0
"""Most words of a labelled credit in the head, and of a name without a label."""
_LABEL = 4.0
"""Most words of a label with what it says ("Tag: desa, sungai"); with more it announces a link within the article."""
_TOLD, _LEAST = 4.0, 6.0
"""Fewest words of a sentence in the article, and of the article."""
_COPIES = 2
"""Lines that stand on the page before, from which the article is a page's buttons ("Learn more")."""

_SECTIONS = list(SECTION_ROLES)
_FURNITURE = ("related", "share", "pagination", "comments", "newsletter", "consent", "contact", "navigation")
_HEADED = ("byline", "editor", "source", "date", "reading_time")
_RELATED, _ADVERTISING, _CAPTION, _NAVIGATION = map(
    _SECTIONS.index, ("related", "advertising", "caption", "navigation")
)
_SIGNED = tuple(_SECTIONS.index(name) for name in ("byline", "editor", "source"))
_LABELS, _CONTAINS = MATCHED_KINDS.index("labels"), MATCHED_KINDS.index("contains")
STAMP, FOOT, CREDIT, ENDS, GAP, COPIED, KNOWN, LISTED, BARRED, APART = range(10)
"""What is told of each line: a date by itself, furniture, a credit of the head, the end of a sentence, a blank above,
a copy of a line above, furniture or what is known otherwise, a link to other articles, what the caller bars, and what
does not join."""
_PLAIN, _FOOT, _CREDITED = 0, 1, 2
_KIND = np.array([_FOOT if name in _FURNITURE else _CREDITED if name in _HEADED else _PLAIN for name in _SECTIONS])
"""What the section of a phrase makes of a line, by the number of the section."""


def keep_framed(text: pl.Series, seen: Seen, section: Array, barred: Array, over: Array, keep: Array) -> None:
    """Add to ``keep`` (bool) what stands between a page's head and its foot, where both are plain and little is kept.

    The head is a headline and, shortly below it or in it, the only date that stands by itself; the foot is the first
    line of furniture below, or one that ends the page (``over``, bool). What is ``barred`` (a credit, a link, an
    appeal; bool) does not join, and nothing above the headline stays.
    """
    own = seen.scanned.own
    words, ends = seen.column("words"), seen.column("ends_sentence") > 0
    stamp = (own[:, OWN.year] > 0) & (words <= _STAMP_WORDS) & ~ends & (own[:, OWN.digit_share] >= _STAMP_DIGITS)
    dated = holding(text, np.flatnonzero(stamp), _DAY)
    stamp = np.zeros(stamp.size, np.bool_)
    stamp[dated] = True
    kind = np.where(section >= 0, _KIND[np.maximum(section, 0)], _PLAIN)
    long = (seen.kind == _LABELS) & (words > _LABEL)
    tags = long & (section == _NAVIGATION) & ~ends  # "Filed under: bridges, rivers, Millbeck"
    long[holding(text, np.flatnonzero(tags), ",")] = False
    foot = ((kind == _FOOT) & ~long & ~keep) | over
    gap = seen.column("gap_before") > 0
    copied = seen.same != np.arange(keep.size)
    apart = barred | (section == _ADVERTISING) | (np.isin(section, _SIGNED) & (words <= _CREDIT))
    apart |= (section == _CAPTION) & (seen.kind != _CONTAINS)
    known = (section >= 0) | barred | stamp
    listed = section == _RELATED
    lines = np.stack([stamp, foot, kind == _CREDITED, ends, gap, copied, known, listed, barred, apart], axis=1)
    _join(seen.first_line, lines, words, keep)


@kernel
def _join(first_line: Array, lines: Array, words: Array, keep: Array) -> None:
    stamp, foot, apart = lines[:, STAMP], lines[:, FOOT], lines[:, APART]
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        said = 0.0
        for at in range(first, stop):
            said += words[at] * keep[at]
        if said >= _SHORT or stop - first > _LONGEST_PAGE:
            continue
        dated = first
        while dated < stop and not stamp[dated]:
            dated += 1
        top = _headline(first, dated, stop, lines, words)
        if top < 0:
            continue
        begin = _below_head(dated + 1, stop, lines, words)
        end = begin
        while end < stop and end - begin <= _MOST and not foot[end] and (keep[end] or not stamp[end]):
            end += 1
        if end == stop or not foot[end] or not _tells(begin, end, dated - top > 1, lines, words):
            continue
        if _understood(first, top, end, stop, lines):
            keep[first:top] = False
            for at in range(begin, end):
                keep[at] = keep[at] or not apart[at]


@kernel_part
def _headline(first: int, dated: int, stop: int, lines: Array, words: Array) -> int:
    """The line of the headline above the date, the date's own where that is one, or -1."""
    if dated == stop:
        return -1
    at = dated - 1
    if at > first and lines[at, FOOT] and words[at] == 1 and words[at - 1] >= _HEADLINE:
        at -= 1  # the newsroom signed it, and menus have its name as well
    while at >= max(first, dated - _HEAD) and not lines[at, FOOT] and not lines[at, BARRED]:
        if words[at] >= _HEADLINE and not lines[at, CREDIT]:
            return at
        at -= 1
    at = dated - 1
    if at >= first and words[at] >= _BRIEF_HEADLINE and not (lines[at, FOOT] or lines[at, CREDIT] or lines[at, BARRED]):
        return at
    return dated if words[dated] >= _DATED_HEADLINE and not lines[dated, CREDIT] else -1


@kernel_part
def _below_head(at: int, stop: int, lines: Array, words: Array) -> int:
    """The first line below the date that is no credit: a name without a label stands right below it, or alone.

    Nor is a place with the dash of its dateline on a line of its own.
    """
    while at < stop and lines[at, CREDIT] and words[at] <= _CREDIT:
        at += 1
    if at + 1 < stop and words[at] <= _NAME and words[at + 1] == 0:
        return at + 2
    if at + 1 < stop and words[at] <= _NAME and words[at] > 1 and not lines[at, ENDS]:
        alone = not lines[at, GAP] or lines[at + 1, GAP]
        return at + 1 if alone else at
    return at


@kernel_part
def _tells(begin: int, end: int, signed: bool, lines: Array, words: Array) -> bool:
    """Whether the lines are an article: a sentence is among them, or somebody signed them; few are buttons."""
    said, copies, told = 0.0, 0, signed
    for at in range(begin, end):
        said += words[at]
        copies += lines[at, COPIED]
        told = told or (lines[at, ENDS] and words[at] >= _TOLD)
    return told and said >= _LEAST and copies < _COPIES


@kernel_part
def _understood(first: int, top: int, end: int, stop: int, lines: Array) -> bool:
    """Whether most lines above the headline and below the article are known: by phrases, or as links below one."""
    known, listed = 0, False
    for at in range(first, stop):
        if top <= at < end:
            continue
        if lines[at, FOOT]:
            listed = at >= end and bool(lines[at, LISTED])
        known += lines[at, KNOWN] or listed
    return known >= _KNOWN * (stop - end + top - first)
