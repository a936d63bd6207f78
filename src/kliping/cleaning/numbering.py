"""Which lines of the body make up a paragraph.

Belongs here: paragraph numbers. Does not belong here: which lines are of the body (``roles``), joining their text
(``assembly``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from kliping.cleaning.features import SECOND, Seen
from kliping.frames import ROLES

if TYPE_CHECKING:
    from kliping.cleaning.kernels import Array

_COLUMNS = [SECOND.index(name) for name in ("words", "ends_sentence", "opens_lower", "width", "gap_before")]
_WORDS, _SENTENCE, _OPENS_LOWER, _WIDTH, _GAP = range(len(_COLUMNS))
_BODY, _LAST_BODY_ROLE = ROLES.index("body"), ROLES.index("subheading")

_UNFINISHED_WORDS = 4.0  # a shorter line that ends no sentence is no paragraph left unfinished
_COLUMN = np.log2(1 + 100.0)  # the widest column that text is wrapped at, in characters, as the feature tells widths
_NEARLY = 0.5  # log2: a full line is at least seven tenths as wide as the widest
_WRAPPED_LINES = 5  # lines with another right below, from which a page may be called wrapped
_MOSTLY_FULL, _GOING_ON = 0.7, 0.4


def number_paragraphs(seen: Seen, role: Array, paragraph: Array) -> None:
    """Fill ``paragraph`` (int32, 1-based and rising; 0 for a line that is not of the body) from the lines' roles."""
    _number(seen.first_line, np.ascontiguousarray(seen.matrix[:, _COLUMNS]), role, paragraph)


@njit(cache=True, nogil=True)
def _number(first_line: Array, line: Array, role: Array, paragraph: Array) -> None:
    """Number paragraphs: a line goes on with the last one when that was left unfinished and it starts in lower case.

    On a page that was wrapped at a column, a line goes on with a full one right above it, whatever it starts with.
    """
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        full = _full_width(first, stop, line, role)
        number, last = 0, -1
        for at in range(first, stop):
            if role[at] > _LAST_BODY_ROLE:
                continue
            unfinished = (
                last >= 0
                and role[last] == _BODY
                and line[last, _SENTENCE] == 0
                and line[last, _WORDS] >= _UNFINISHED_WORDS
            )
            goes_on = unfinished and line[at, _OPENS_LOWER] > 0
            wrapped = last >= 0 and line[at, _GAP] == 0 and line[last, _WIDTH] >= full
            if not ((goes_on or wrapped) and last == at - 1):
                number += 1
            paragraph[at] = number
            last = at


@njit(cache=True, nogil=True)
def _full_width(first: int, stop: int, line: Array, role: Array) -> float:
    """The width, as the feature tells it, from which a line of a page wrapped at a column is full; infinite for others.

    A page was wrapped when no kept line is wider than a column, most of those with another right below are nearly as
    wide as the widest, and many of those below start in the middle of a sentence, as no list does.
    """
    widest, inner, near, lower = 0.0, 0, 0, 0
    for at in range(first, stop):
        if role[at] <= _LAST_BODY_ROLE:
            widest = max(widest, line[at, _WIDTH])
    if widest > _COLUMN:
        return np.inf
    for at in range(first, stop - 1):
        if role[at] <= _LAST_BODY_ROLE and role[at + 1] <= _LAST_BODY_ROLE and line[at + 1, _GAP] == 0:
            inner += 1
            near += line[at, _WIDTH] >= widest - _NEARLY
            lower += line[at + 1, _OPENS_LOWER] > 0
    wrapped = inner >= _WRAPPED_LINES and near >= _MOSTLY_FULL * inner and lower >= _GOING_ON * inner
    return widest - _NEARLY if wrapped else np.inf
