"""Where an article is over: marks of its end, below which nothing is body that does not follow at once.

Belongs here: what a page says of its article's end, and what is left out below it. Does not belong here: lines that
join the article's end (``bounds``), scores (``model``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.cleaning.kernels import OWN
from kliping.cleaning.sections import MATCHED_KINDS, SECTION_ROLES
from kliping.text.compiling import kernel
from kliping.text.messages import LETTER, before_message
from kliping.text.patterns import holding, letters

if TYPE_CHECKING:
    import polars as pl

    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array

_SIGNED = letters(r"(?:^|[\p{Ll}\d][.!?”\"’']+\s?)\(\p{Ll}{2,5}(?:[/-]\p{L}{2,5}){0,3}\)\.?$")
"""Initials in brackets, alone on a line or behind the last sentence: "(abc)", "(abc/def)"."""
_TWO = letters(r"\(\p{Ll}{2,5}[/-]\p{Ll}{2,5}[/-]?\p{L}*\)\.?$")
"""Initials of two people or more: hardly any other words in brackets look like that where a line ends with them."""
_MESSAGE = letters(rf"^{before_message(LETTER)}\s")
"""The stamp and the sender of the next message in what a messenger exports: "12/03/24 10.16 - Budi: Wah …"."""
_TAIL = 40
"""Characters at the end of a line that hold its signature."""
_REPORT = 25.0
"""Words kept above the next message of a chat that are a text of its own."""
_ARTICLE = 80.0
"""Words kept above a mark that are an article."""
_NEAR = 3
"""Most lines between the end of the article and initials that stand alone, unless they are those of two people."""
_TAG = 5.0
"""Words of the longest tag: below initials, lines of so few are no article that goes on."""
_COMMENTS, _STARTS = list(SECTION_ROLES).index("comments"), MATCHED_KINDS.index("starts")
_FORM = 12.0
"""Words of the longest line that opens a form for comments; a longer one is a sentence."""


class Marks(NamedTuple):
    """What marks the end of an article, for each line (bool)."""

    signed: Array
    """Initials."""
    two: Array
    """Initials of two people."""
    form: Array
    """What opens a form for comments, or says how many there are."""
    message: Array
    """The next message of a chat."""


def end_at_marks(text: pl.Series, seen: Seen, section: Array, counted: Array, keep: Array) -> None:
    """Leave out of ``keep`` (bool) what stands below an article's initials, comments or a further message.

    Where running text goes on right below, or the article does with more than tags, initials are no signature but a
    word in brackets. Of 321 texts of Indonesian scrapers with a line of initials none has a paragraph below it. On 13
    labelled pages, as they were read or with comments put below, all that was kept below a line such as "Leave a
    comment" was furniture. ``counted`` are lines that say how many comments stand below (bool).
    """
    own = seen.scanned.own
    asked = np.flatnonzero((own[:, OWN.brackets] > 0) & (seen.column("address") == 0))
    signed = np.zeros(keep.size, np.bool_)
    tails = text.gather(asked).str.tail(_TAIL)
    initials = holding(tails, np.arange(asked.size), _SIGNED)
    signed[asked[initials]] = True
    two = np.zeros(keep.size, np.bool_)
    two[asked[holding(tails, initials, _TWO)]] = True
    running, words = seen.column("sentence") > 0, seen.column("words")
    stamped = np.flatnonzero((seen.column("clock") > 0) | (seen.column("dated") > 0))
    message = np.zeros(keep.size, np.bool_)
    message[holding(text, stamped, _MESSAGE)] = True
    form = ((section == _COMMENTS) & (seen.kind == _STARTS) & ~running & (words <= _FORM) & ~keep) | counted
    _end(seen.first_line, Marks(signed, two, form, message), running, words, keep)


@kernel
def _end(first_line: Array, marks: Marks, running: Array, words: Array, keep: Array) -> None:
    goes_on = np.zeros(keep.size + 1, np.bool_)
    for document in range(first_line.size - 1):
        said, last, over = 0.0, -1, False
        stop = first_line[document + 1]
        goes_on[stop] = False
        for at in range(stop - 1, first_line[document] - 1, -1):
            goes_on[at] = running[at] or (keep[at] and (words[at] > _TAG or goes_on[at + 1]))
        for at in range(first_line[document], stop):
            over |= marks.message[at] and said >= _REPORT
            if over:
                keep[at] = False
                continue
            if keep[at]:
                said += words[at]
                last = at
            near = marks.two[at] or at - last <= _NEAR
            over = said >= _ARTICLE and (marks.form[at] or (marks.signed[at] and near and not goes_on[at + 1]))
