"""What is counted of every line for whoever searches the title, compiled: weights, copies, and the cheap numbers.

Belongs here: numba kernels over all lines. Does not belong here: which lines are listed (``listing``), closer looks at
these (``close_kernel``), what the columns are called (``columns``), the model.

Sums are taken in one fixed order, so that a page's numbers do not depend on the pages that come with it. Every kernel
is deterministic, single-threaded and cached on disk after its first compilation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.metadata.line_flags import (
    ADDRESS,
    CAPITALS,
    CHARS,
    DATED,
    DENSE,
    QUESTION,
    SPACES,
    STARTS_SMALL,
    STOP,
    Array,
)
from kliping.metadata.titles.columns import BYLINE, CHEAP, MENU, ROLE_COLUMNS
from kliping.text.compiling import inlined_part, kernel, kernel_part
from kliping.text.hash_table import Emptied, room_for, stamped_slot

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Facts
    from kliping.text.utf8 import Number

_LENGTHS = (
    (2.0, CHEAP.words_2),
    (3.0, CHEAP.words_3),
    (5.0, CHEAP.words_5),
    (8.0, CHEAP.words_8),
    (14.0, CHEAP.words_14),
    (19.0, CHEAP.words_19),
    (26.0, CHEAP.words_26),
    (np.inf, CHEAP.words_27),
)
"""Words up to which lines are told apart by length, and the feature of each: the model was fitted to these."""

LONGEST_USUAL, COPIES, FIRST, LATE = 150, 4, 3, 0.6
"""Letters that few titles exceed; copies, and lines from the first, as the features are named; the share of a page
behind which a line is late. The model was fitted to these."""

LONGER, SHORT = 1.3, 25
"""Times a line's letters from which the next is longer, and letters below which a neighbour is short; likewise."""

DENSE_WEIGHT = 2.2
"""Letters of a European language that say as much as one sign of a script written without spaces."""

PARAGRAPH = 80
"""Letters from which a line weighs as text of an article."""

HEAVIEST = 600
"""Letters beyond which a paragraph weighs no more."""

SHORT_DATE, SHORT_BYLINE = 160, 100
"""Characters below which a line beside the title may be its date or byline."""

_TENTHS, _OF_OTHERS = 10, 3
"""What a letter of the article weighs, and one of another line: in tenths of a letter of the article."""

_REACHES = (
    (3, CHEAP.ahead_3, CHEAP.behind_3),
    (8, CHEAP.ahead_8, CHEAP.behind_8),
    (20, CHEAP.ahead_20, CHEAP.behind_20),
)
"""Lines ahead and behind whose weight is a feature each, and these: all as the model was fitted to them."""

_BALANCE, _EVENED = 30, 100
"""Lines ahead and behind that are held against each other, and letters by which few of them make no balance."""

_RIVALS, _BELOW = 8, 3
"""Lines above a title that are no longer than it, and lines below it that have its date and byline."""

_DENSE_WORD = 6.0
"""Letters, as a European language would have them, of a word in a script without spaces."""

_NEAR_START = 40  # lines above the article beyond which a line is far from it
_ROLES = len(ROLE_COLUMNS)

LOGARITHMS = np.round(np.log1p(np.arange(8192) / 100), 4).astype(np.float32)
"""Of weights in hundreds of letters, and one for all beyond."""

_LETTERS = np.round(np.log1p(np.arange(1024)), 4).astype(np.float32)


class Lines(NamedTuple):
    """The lines of all pages, as the searches for a title take them."""

    first_line: Array
    """Index of each page's first line, and the number of lines."""
    opening: Array
    """Index of the first long line of each page's article, or -1."""
    counts: Array
    """Characters, spaces, capitals of each line (``line_flags.Facts``)."""
    flags: Array
    """Its flags."""
    labels: Array
    """``columns.BYLINE``, ``MENU`` and ``JOB`` where it is like one."""
    roles: Array
    """Its role as ``columns.ROLES`` number them."""
    hashes: Array
    """Its hash."""
    letters: Array
    """float32: its characters, weighed by script."""
    before: Array
    """int64, one more than lines: weight of all lines before each."""
    copies: Array
    """int32: lines of the page with the same words, this one counted."""


@kernel
def weigh(first_line: Array, facts: Facts, roles: Array, letters: Array, before: Array, copies: Array) -> None:
    """How much each line says, how much stands before it, and how often it is on its page.

    Args:
        first_line: index of each page's first line, and the number of lines.
        facts: what is known of each line.
        roles: 0 for lines of the article, another number for others.
        letters: out, float32: characters, weighed by script.
        before: out, int64, one more than lines, the first 0: weight of all lines before each.
        copies: out, int32: lines of the page with the same words, this one counted.
    """
    counts, flags, hashes = facts.counts, facts.flags, facts.hashes
    longest: Number = 4
    for page in range(first_line.size - 1):
        longest = max(longest, first_line[page + 1] - first_line[page])
    size = room_for(longest)
    table = Emptied(np.zeros(size, np.uint64), np.zeros(size, np.int32))
    keys, stamp = table
    first_of = np.zeros(size, np.int64)
    same = np.empty(longest, np.int64)
    for page in range(first_line.size - 1):
        first, stop = first_line[page], first_line[page + 1]
        for line in range(first, stop):
            long = np.float32(counts[line, CHARS])
            if flags[line] & DENSE:
                long = np.float32(long * np.float32(DENSE_WEIGHT))
            letters[line] = long
            weight: Number = min(int(long), HEAVIEST) if long >= PARAGRAPH else 0
            before[line + 1] = before[line] + np.int64(weight) * (_TENTHS if roles[line] == 0 else _OF_OTHERS)
            slot = stamped_slot(table, size, page + 1, hashes[line])
            if stamp[slot] != page + 1:
                stamp[slot] = page + 1
                keys[slot] = hashes[line]
                first_of[slot] = line
                copies[line] = 0
            same[line - first] = first_of[slot]
            copies[first_of[slot]] += 1
        for line in range(first, stop):
            copies[line] = copies[same[line - first]]


@inlined_part
def _log(value: Number) -> Number:
    """Of a weight in tenths of letters."""
    return LOGARITHMS[min(value // _TENTHS, LOGARITHMS.size - 1)]


@kernel_part
def cheap(lines: Lines, page: int, line: int, out: Array) -> None:  # noqa: C901 - one row of numbers
    """``columns.CHEAP`` of a line of a page."""
    at = CHEAP
    first, stop, opening = lines.first_line[page], lines.first_line[page + 1], lines.opening[page]
    counts, flags, labels, roles = lines.counts, lines.flags, lines.labels, lines.roles
    hashes, letters, before, copies = lines.hashes, lines.letters, lines.before, lines.copies
    long = letters[line]
    flag = flags[line]
    words = long / np.float32(_DENSE_WORD) if flag & DENSE else np.float32(counts[line, SPACES] + 1)
    for column in range(out.size):
        out[column] = 0
    for most, column in _LENGTHS:
        if words <= most:
            out[column] = 1
            break
    out[at.letters] = _LETTERS[min(int(long), _LETTERS.size - 1)]
    out[at.letters_150] = long > LONGEST_USUAL
    many = copies[line]
    out[at.copies_2] = many == 2
    out[at.copies_3] = many == 3
    out[at.copies_4] = many >= COPIES
    index = line - first
    out[at.first] = index == 0
    out[at.first_3] = index < FIRST
    out[at.place] = index / (stop - first)
    out[at.late] = index > LATE * (stop - first)
    for reach, ahead_of, behind_of in _REACHES:
        out[ahead_of] = _log(before[min(line + 1 + reach, stop)] - before[line + 1])
        out[behind_of] = _log(before[line] - before[max(line - reach, first)])
    whole = before[stop] - before[first]
    out[at.share_ahead] = (before[stop] - before[line + 1]) / max(whole, 1)
    ahead = (before[min(line + 1 + _BALANCE, stop)] - before[line + 1]) // _TENTHS
    behind = (before[line] - before[max(line - _BALANCE, first)]) // _TENTHS
    out[at.balance] = (ahead - behind) / (ahead + behind + _EVENED)
    if line + 1 < stop:
        out[at.next_longer] = letters[line + 1] > LONGER * long
        out[at.next_long] = letters[line + 1] >= PARAGRAPH
        out[at.next_short] = letters[line + 1] < SHORT
        out[at.same_next] = hashes[line + 1] == hashes[line]
    if line > first:
        out[at.previous_short] = letters[line - 1] < SHORT
        out[at.previous_longer] = letters[line - 1] > long
        out[at.same_previous] = hashes[line - 1] == hashes[line]
    longest = np.float32(0)
    for other in range(max(line - _RIVALS, first), line):
        longest = max(longest, letters[other])
    out[at.longest_of_8] = long > longest
    role = roles[line]
    if role < _ROLES:
        out[ROLE_COLUMNS[role]] = 1
    if opening >= 0:
        distance = opening - line
        if distance > 0:
            out[at.above] = 1
            out[at.above_by] = _LETTERS[min(distance, _LETTERS.size - 1)]
            out[at.far_above] = distance > _NEAR_START
        else:
            out[at.below_by] = _LETTERS[min(-distance, _LETTERS.size - 1)]
            out[at.opens] = distance == 0
    dated = labelled = 0
    for other in range(line + 1, min(line + 1 + _BELOW, stop)):
        if flags[other] & DATED and counts[other, CHARS] < SHORT_DATE:
            dated += 1
        if labels[other] & BYLINE and counts[other, CHARS] < SHORT_BYLINE:
            labelled += 1
    out[at.date_below] = dated > 0
    out[at.byline_below] = labelled > 0
    out[at.dated] = (flag & DATED) != 0
    out[at.address] = (flag & ADDRESS) != 0
    out[at.stop] = (flag & STOP) != 0
    out[at.small] = (flag & STARTS_SMALL) != 0
    out[at.byline] = (labels[line] & BYLINE) != 0
    out[at.furniture] = (labels[line] & MENU) != 0
    out[at.question] = (flag & QUESTION) != 0
    out[at.capitals] = counts[line, CAPITALS] / (counts[line, SPACES] + 1)
