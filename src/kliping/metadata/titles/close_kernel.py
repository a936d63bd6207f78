"""A compiled look at the few lines of each page that may be its title: their words in the article, what is beside them.

Belongs here: the numba kernel over the shortlist. Does not belong here: passes over all lines (``title_kernels``), what
the columns are called and why (``title_features``), the model.

The kernel is deterministic, single-threaded and cached on disk after its first compilation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from kliping.metadata.line_kernel import (
    ADDRESS,
    BAR,
    COLON_END,
    DATED,
    NUMBER,
    QUESTION,
    SHOUT,
    SMALL,
    STARTS_CAPITAL,
    STARTS_DIGIT,
    STARTS_SMALL,
    STOP,
    Array,
)
from kliping.metadata.titles.kernels import PARAGRAPH, SHORT_BYLINE, SHORT_DATE
from kliping.text.characters import DIGIT, LOWER, MARK, UPPER, WIDE
from kliping.text.hashing import mixed, rolled
from kliping.text.utf8 import Number, decode

if TYPE_CHECKING:
    from kliping.metadata.line_kernel import Characters
    from kliping.metadata.titles.kernels import Lines, Listed
    from kliping.text.buffers import Text

_BLOCK = 20
"""Lines of a block without blank lines that are counted."""

_NO_START = -(1 << 30)
LONGEST_KEY = 200
"""Bytes of a line, about, that are compared with the article."""

LEAD_LINES, LEAD_BYTES = 12, 1500
"""Long lines of the article, and their bytes, that a title is compared with; the first two of them are its lead."""

_SET = 2048
"""Room for the words of an article's first lines: a power of two, twice as many as they can be."""


class Words(NamedTuple):
    """A set of words that is emptied by a higher stamp."""

    keys: Array
    marks: Array
    """int32, the stamp under which each word was put in; 2n: in the article of the n-th page, 2n + 1: in its lead."""


@njit(cache=True, nogil=True)
def _put_words(data: Array, start: int, stop: int, characters: Characters, words: Words, stamp: int) -> None:
    """Words of the bytes from ``start`` to ``stop`` into a set: those of four letters or more, single wide letters."""
    table, lower = characters
    into, mark = words
    at = start
    while at < stop:
        key, at = _next_word(data, at, stop, table, lower)
        if key == 0:
            continue
        slot = np.int64(key & np.uint64(_SET - 1))
        while mark[slot] >= stamp and into[slot] != key:
            slot = (slot + 1) & (_SET - 1)
        if mark[slot] < stamp:
            into[slot] = key
            mark[slot] = stamp


@njit(cache=True, nogil=True, inline="always")
def _next_word(data: Array, at: int, stop: int, table: Array, lower: Array) -> tuple[Number, Number]:
    """The hash of the next word that says something (0: none that ends here), and where to go on."""
    whole = np.uint64(0)
    length = 0
    while at < stop:
        code, size = decode(data, at)
        kind = np.int64(table[code]) & 0xFF
        if kind == WIDE or 0x1100 <= code < 0x1200 or 0xAC00 <= code < 0xD7B0:
            if length:
                break
            return mixed(np.uint64(code)), at + size
        if kind in (LOWER, UPPER, DIGIT) or code == 95:
            whole = rolled(whole, lower[code])
            length += 1
        elif kind != MARK and length > 0:
            at += size
            break
        at += size
    return (mixed(whole) if length >= 4 else np.uint64(0)), at


@njit(cache=True, nogil=True)
def _cut(data: Array, start: Number, stop: Number) -> Number:
    """Where a line ends without the outlet's name behind it: before the last bar, dash or bullet between spaces."""
    at = stop - 1
    signs = 0
    while at > start + 1:
        byte = data[at]
        if byte & 0xC0 != 0x80:
            signs += 1
        if signs > 42:
            break
        if byte == 32 and data[at - 1] != 32:
            back = at - 1
            while back > start and data[back] & 0xC0 == 0x80:
                back -= 1
            code, _ = decode(data, back)
            bar = code in (124, 0x2013, 0x2014, 0xB7, 0xBB, 45, 0x2022, 0x203A)
            if code == 58 and data[back - 1] == 58:
                bar = True
                back -= 1
            if bar and data[back - 1] == 32 and signs >= 3:
                while back > start and data[back - 1] == 32:
                    back -= 1
                return back
        at -= 1
    return stop


@njit(cache=True, nogil=True, inline="always")
def _is_tail(data: Array, start: int, stop: int, other_start: int, other_stop: int) -> bool:
    """Whether the first stretch of bytes ends the second, which is longer."""
    size = stop - start
    if other_stop - other_start <= size:
        return False
    for back in range(1, size + 1):  # noqa: SIM110 - numba compiles no generators
        if data[stop - back] != data[other_stop - back]:
            return False
    return True


@njit(cache=True, nogil=True, inline="always")
def _is_head(data: Array, start: int, stop: int, other_start: int, other_stop: int) -> bool:
    """Whether the first stretch of bytes begins the second, which is longer."""
    size = stop - start
    if other_stop - other_start <= size:
        return False
    for step in range(size):  # noqa: SIM110 - numba compiles no generators
        if data[start + step] != data[other_start + step]:
            return False
    return True


@njit(cache=True, nogil=True)
def look_closely(  # noqa: C901 - one row of numbers
    text: Text, characters: Characters, lines: Lines, numbered: Array, pages: Array, listed: Listed, origin: int
) -> None:
    """``title_features.CLOSE`` of the shortlisted lines, from column ``origin`` of their ``numbers``.

    Args:
        text: the lines of all pages.
        characters: what each code point is.
        lines: the same lines as arrays.
        numbered: the number of each line in its file: blank lines are counted.
        pages: the page of each shortlisted line.
        listed: the shortlisted lines.
        origin: the first column.
    """
    data, offsets = text
    table, lower = characters
    first_line, opening, counts, flags = lines.first_line, lines.opening, lines.counts, lines.flags
    labels, roles, hashes, letters, copies = lines.labels, lines.roles, lines.hashes, lines.letters, lines.copies
    rows, scores, numbers = listed
    known = np.zeros(_SET, np.uint64)
    mark = np.zeros(_SET, np.int32)
    words_of_article = Words(known, mark)
    seen = np.zeros(64, np.uint64)
    found = 0
    turn = 0
    while found < rows.size:
        page = pages[found]
        begun = found
        while found < rows.size and pages[found] == page:
            found += 1
        first, stop = first_line[page], first_line[page + 1]
        turn += 1
        taken = used = 0
        if opening[page] >= 0:
            for line in range(opening[page], stop):
                if roles[line] != 0 or letters[line] < PARAGRAPH:
                    continue
                size = min(offsets[line + 1] - offsets[line], LEAD_BYTES - used)
                if taken >= LEAD_LINES or size <= 0:
                    break
                taken += 1
                used += size
                stamp = 2 * turn + 1 if taken <= 2 else 2 * turn
                _put_words(data, offsets[line], offsets[line] + size, characters, words_of_article, stamp)
        best = begun
        near = 0
        for here in range(begun, found):
            if scores[here] > scores[best]:
                best = here
        for here in range(begun, found):
            near += scores[best] - scores[here] < 1
        for here in range(begun, found):
            line = rows[here]
            start, end = offsets[line], offsets[line + 1]
            key_end = _cut(data, start, end)
            own = hits = leads = 0
            at = start
            limit = min(key_end, start + LONGEST_KEY)
            while at < limit and own < 64:
                key, at = _next_word(data, at, limit, table, lower)
                if key == 0:
                    continue
                twice = False
                for place in range(own):
                    twice |= seen[place] == key
                if twice:
                    continue
                seen[own] = key
                own += 1
                slot = np.int64(key & np.uint64(_SET - 1))
                while mark[slot] >= 2 * turn and known[slot] != key:
                    slot = (slot + 1) & (_SET - 1)
                if mark[slot] >= 2 * turn:
                    hits += 1
                    leads += mark[slot] & 1
            out = numbers[here, origin:]
            flag = flags[line]
            words = counts[line, 1] + 1
            rank = 1
            shared = tail_earlier = tail_later = holds = heads = headed = 0
            for other in range(begun, found):
                if other == here:
                    continue
                rank += scores[other] > scores[here] or (scores[other] == scores[here] and other < here)
                that = rows[other]
                if hashes[that] == hashes[line]:
                    continue
                other_start, other_end = offsets[that], offsets[that + 1]
                if _is_tail(data, start, end, other_start, other_end):
                    if other < here:
                        tail_earlier = 1
                    else:
                        tail_later = 1
                elif _is_tail(data, other_start, other_end, start, end):
                    holds = 1
                same_key = _is_head(data, start, key_end, other_start, other_end + 1)
                if same_key and key_end < end:
                    shared = 1
                elif same_key:
                    heads = 1
                elif _is_head(data, other_start, other_end, start, end):
                    headed = 1
            out[0] = words
            out[1] = (flag & STOP) != 0
            out[2] = (flag & QUESTION) != 0
            out[3] = (flag & COLON_END) != 0
            out[4] = (flag & STARTS_SMALL) != 0
            out[5] = (flag & SMALL) == 0 and (flag & SHOUT) != 0
            out[6] = (flag & STARTS_DIGIT) != 0
            out[7] = (flag & BAR) != 0
            out[8] = (flag & ADDRESS) != 0
            out[9] = (flag & DATED) != 0
            out[10] = (labels[line] & 1) != 0
            out[11] = (
                2 <= words <= 4 and counts[line, 2] == words and (flag & NUMBER) == 0 and (flag & STARTS_CAPITAL) != 0
            )
            out[12] = (labels[line] & 2) != 0
            out[13] = (labels[line] & 4) != 0
            out[14] = counts[line, 2] / words
            out[15] = key_end < end
            out[16] = shared
            out[17] = tail_earlier
            out[18] = tail_later
            out[19] = holds
            out[20] = heads
            out[21] = headed
            dated = labelled = -1
            for step in range(1, 9):
                other = line + step
                if other >= stop:
                    break
                if dated < 0 and flags[other] & DATED and counts[other, 0] < SHORT_DATE:
                    dated = step
                if labelled < 0 and labels[other] & 1 and counts[other, 0] < SHORT_BYLINE:
                    labelled = step
            out[22] = dated if dated > 0 else 12
            out[23] = labelled if labelled > 0 else 12
            dated = 0
            for other in range(max(line - 2, first), line):
                dated |= flags[other] & DATED and counts[other, 0] < SHORT_DATE
            out[24] = dated != 0
            out[25] = hits / max(own, 1)
            out[26] = hits == own and own > 0
            out[27] = hits == 0
            out[28] = min(hits, 8)
            out[29] = own <= 1
            out[30] = leads / max(own, 1)
            out[31] = rank
            out[32] = scores[here]
            out[33] = scores[best] - scores[here]
            out[34] = line - rows[best]
            out[35] = here - begun
            out[36] = near
            out[37] = -9.0
            out[38] = -9.0
            if here > begun and rows[here - 1] == line - 1:
                out[37] = scores[here - 1] - scores[here]
            if here + 1 < found and rows[here + 1] == line + 1:
                out[38] = scores[here + 1] - scores[here]
            out[39] = letters[max(line - 1, first)]
            out[40] = letters[min(line + 1, stop - 1)]
            out[41] = letters[min(line + 2, stop - 1)]
            distance = _NO_START
            if opening[page] >= 0:
                distance = min(max(opening[page] - line, -200), 200)
            out[42] = distance
            out[43] = copies[line]
            above = below = 0
            while above < _BLOCK and line - above > first and numbered[line - above] - numbered[line - above - 1] == 1:
                above += 1
            while (
                below < _BLOCK and line + below + 1 < stop and numbered[line + below + 1] - numbered[line + below] == 1
            ):
                below += 1
            out[44] = above
            out[50] = below
            out[51] = numbered[line - above] - numbered[line - above - 1] if line - above > first else -1
            column = 52
            for other in (line - 1, line + 1):
                inside = first <= other < stop
                there = flags[other] if inside else 0
                out[column] = abs(numbered[line] - numbered[other]) if inside else -1
                out[column + 1] = (there & STOP) != 0
                out[column + 2] = (there & DATED) != 0
                out[column + 3] = (labels[other] & 1) if inside else 0
                out[column + 4] = (labels[other] & 2) if inside else 0
                out[column + 5] = roles[other] if inside else -1
                out[column + 6] = counts[other, 2] / (counts[other, 1] + 1) if inside else -1
                column += 7
        # what stands right beside, and between the line and the article
        for here in range(begun, found):
            out = numbers[here, origin:]
            out[45] = -9.0
            out[46] = -9.0
            if here > begun and rows[here - 1] == rows[here] - 1:
                out[45] = numbers[here - 1, origin + 25] - out[25]
            if here + 1 < found and rows[here + 1] == rows[here] + 1:
                out[46] = numbers[here + 1, origin + 25] - out[25]
            between = better = 0
            most_known = np.float32(0)
            for other in range(begun, found):
                if here < other and (opening[page] < 0 or rows[other] < opening[page]):
                    between += 1
                    better += numbers[other, origin + 25] > out[25]
                if other != here and hashes[rows[other]] != hashes[rows[here]]:
                    most_known = max(most_known, numbers[other, origin + 30] * min(numbers[other, origin + 28], 4))
            out[47] = between
            out[48] = better
            out[49] = out[30] * min(out[28], 4) - most_known
