"""A compiled look at the few lines of each page that may be its title: their words in the article, what is beside them.

Belongs here: the numba kernel over the shortlist. Does not belong here: passes over all lines (``kernels``), what
the columns are called (``columns``), the model.

The kernel is deterministic, single-threaded and cached on disk after its first compilation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.metadata.line_flags import (
    ADDRESS,
    BAR,
    CAPITALS,
    CHARS,
    COLON_END,
    DATED,
    NUMBER,
    QUESTION,
    SHOUT,
    SMALL,
    SPACES,
    STARTS_CAPITAL,
    STARTS_DIGIT,
    STARTS_SMALL,
    STOP,
    Array,
)
from kliping.metadata.titles.columns import ABOVE, BELOW, BYLINE, CLOSE, JOB, MENU
from kliping.metadata.titles.kernels import PARAGRAPH, SHORT_BYLINE, SHORT_DATE
from kliping.metadata.titles.stretches import is_head, is_tail, next_word, put_words, without_outlet
from kliping.text.compiling import kernel
from kliping.text.hash_table import Emptied, slots_for, stamped_slot

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Characters
    from kliping.metadata.titles.kernels import Lines
    from kliping.metadata.titles.listing import Listed
    from kliping.text.buffers import Text

_BLOCK = 20
"""Lines of a block without blank lines that are counted."""

_NO_START = -(1 << 30)  # in place of the distance to an article that is not there

_OWN_WORDS = 64
"""Different words of a line that are looked for in the article."""

_NAME_WORDS = 4
"""Words of a line that may be no more than a name, at most."""

_BELOW, _NOT_BELOW = 8, 12
"""Lines below a line in which its date and byline are looked for, and what stands for their distance where none is."""

_BESIDE = ((-1, ABOVE), (1, BELOW))
"""The lines right beside a line, and the features of each."""

_MOST_KNOWN, _ENOUGH_KNOWN = 8, 4
"""Words known from the article beyond which more say no more, and from which a share of the lead's counts in full."""

_NO_NEIGHBOUR = -9.0
"""By how much a neighbour is better that is not on the shortlist: by less than any that is."""

_FARTHEST = 200
"""Lines between a line and the article beyond which it is as far."""

LONGEST_KEY = 200
"""Bytes of a line, about, that are compared with the article."""

LEAD_LINES, LEAD_BYTES = 12, 1500
"""Long lines of the article, and their bytes, that a title is compared with; the first two of them are its lead."""

_ROOM = slots_for(LEAD_BYTES // 3)
"""For the words of these lines: the shortest are single letters of three bytes."""


@kernel
def look_closely(  # noqa: C901 - one row of numbers
    text: Text, characters: Characters, lines: Lines, numbered: Array, pages: Array, listed: Listed, origin: int
) -> None:
    """``columns.CLOSE`` of the shortlisted lines, from column ``origin`` of their ``numbers``.

    Args:
        text: the lines of all pages.
        characters: what each code point is.
        lines: the same lines as arrays.
        numbered: the number of each line in its file: blank lines are counted.
        pages: the page of each shortlisted line.
        listed: the shortlisted lines.
        origin: the first column.
    """
    close = CLOSE
    data, offsets = text
    table, lower = characters
    first_line, opening, counts, flags = lines.first_line, lines.opening, lines.counts, lines.flags
    labels, roles, hashes, letters, copies = lines.labels, lines.roles, lines.hashes, lines.letters, lines.copies
    rows, scores, numbers = listed
    words_of_article = Emptied(np.zeros(_ROOM, np.uint64), np.zeros(_ROOM, np.int32))
    mark = words_of_article.stamps
    seen = np.zeros(_OWN_WORDS, np.uint64)
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
                put_words(data, offsets[line], offsets[line] + size, characters, words_of_article, stamp)
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
            key_end = without_outlet(data, start, end)
            own = hits = leads = 0
            at = start
            limit = min(key_end, start + LONGEST_KEY)
            while at < limit and own < _OWN_WORDS:
                key, at = next_word(data, at, limit, table, lower)
                if key == 0:
                    continue
                twice = False
                for place in range(own):
                    twice |= seen[place] == key
                if twice:
                    continue
                seen[own] = key
                own += 1
                slot = stamped_slot(words_of_article, _ROOM, 2 * turn, key)
                if mark[slot] >= 2 * turn:
                    hits += 1
                    leads += mark[slot] & 1
            out = numbers[here, origin:]
            flag = flags[line]
            words = counts[line, SPACES] + 1
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
                if is_tail(data, start, end, other_start, other_end):
                    if other < here:
                        tail_earlier = 1
                    else:
                        tail_later = 1
                elif is_tail(data, other_start, other_end, start, end):
                    holds = 1
                same_key = is_head(data, start, key_end, other_start, other_end + 1)
                if same_key and key_end < end:
                    shared = 1
                elif same_key:
                    heads = 1
                elif is_head(data, other_start, other_end, start, end):
                    headed = 1
            out[close.words] = words
            out[close.stop_close] = (flag & STOP) != 0
            out[close.question_close] = (flag & QUESTION) != 0
            out[close.colon] = (flag & COLON_END) != 0
            out[close.lower] = (flag & STARTS_SMALL) != 0
            out[close.upper] = (flag & SMALL) == 0 and (flag & SHOUT) != 0
            out[close.number] = (flag & STARTS_DIGIT) != 0
            out[close.bar] = (flag & BAR) != 0
            out[close.address_close] = (flag & ADDRESS) != 0
            out[close.date] = (flag & DATED) != 0
            out[close.byline_close] = (labels[line] & BYLINE) != 0
            out[close.name_only] = (
                2 <= words <= _NAME_WORDS
                and counts[line, CAPITALS] == words
                and (flag & NUMBER) == 0
                and (flag & STARTS_CAPITAL) != 0
            )
            out[close.furniture_close] = (labels[line] & MENU) != 0
            out[close.job] = (labels[line] & JOB) != 0
            out[close.capitals_close] = counts[line, CAPITALS] / words
            out[close.suffixed] = key_end < end
            out[close.shared_key] = shared
            out[close.tail_of_earlier] = tail_earlier
            out[close.tail_of_later] = tail_later
            out[close.holds_tail] = holds
            out[close.head_of_other] = heads
            out[close.holds_head] = headed
            dated = labelled = 0
            for step in range(1, _BELOW + 1):
                other = line + step
                if other >= stop:
                    break
                if dated == 0 and flags[other] & DATED and counts[other, CHARS] < SHORT_DATE:
                    dated = step
                if labelled == 0 and labels[other] & BYLINE and counts[other, CHARS] < SHORT_BYLINE:
                    labelled = step
            out[close.date_next] = dated if dated > 0 else _NOT_BELOW
            out[close.byline_next] = labelled if labelled > 0 else _NOT_BELOW
            dated = 0
            for other in range(max(line - 2, first), line):
                dated |= flags[other] & DATED and counts[other, CHARS] < SHORT_DATE
            out[close.date_before_2] = dated != 0
            out[close.known] = hits / max(own, 1)
            out[close.known_all] = hits == own and own > 0
            out[close.known_none] = hits == 0
            out[close.known_count] = min(hits, _MOST_KNOWN)
            out[close.few_words] = own <= 1
            out[close.known_lead] = leads / max(own, 1)
            out[close.rank] = rank
            out[close.score] = scores[here]
            out[close.gap] = scores[best] - scores[here]
            out[close.to_best] = line - rows[best]
            out[close.rivals_before] = here - begun
            out[close.near_rivals] = near
            out[close.score_before] = _NO_NEIGHBOUR
            out[close.score_after] = _NO_NEIGHBOUR
            if here > begun and rows[here - 1] == line - 1:
                out[close.score_before] = scores[here - 1] - scores[here]
            if here + 1 < found and rows[here + 1] == line + 1:
                out[close.score_after] = scores[here + 1] - scores[here]
            out[close.letters_before] = letters[max(line - 1, first)]
            out[close.letters_after] = letters[min(line + 1, stop - 1)]
            out[close.letters_after_2] = letters[min(line + 2, stop - 1)]
            distance = _NO_START
            if opening[page] >= 0:
                distance = min(max(opening[page] - line, -_FARTHEST), _FARTHEST)
            out[close.to_opening] = distance
            out[close.copies_close] = copies[line]
            above = below = 0
            while above < _BLOCK and line - above > first and numbered[line - above] - numbered[line - above - 1] == 1:
                above += 1
            while (
                below < _BLOCK and line + below + 1 < stop and numbered[line + below + 1] - numbered[line + below] == 1
            ):
                below += 1
            out[close.block_above] = above
            out[close.block_below] = below
            out[close.block_gap] = numbered[line - above] - numbered[line - above - 1] if line - above > first else -1
            for step, beside in _BESIDE:
                other = line + step
                inside = first <= other < stop
                there = flags[other] if inside else 0
                out[beside.gap] = abs(numbered[line] - numbered[other]) if inside else -1
                out[beside.stop] = (there & STOP) != 0
                out[beside.dated] = (there & DATED) != 0
                out[beside.byline] = (labels[other] & BYLINE) if inside else 0
                out[beside.furniture] = (labels[other] & MENU) if inside else 0
                out[beside.role] = roles[other] if inside else -1
                out[beside.capitals] = counts[other, CAPITALS] / (counts[other, SPACES] + 1) if inside else -1
        # what stands right beside, and between the line and the article
        for here in range(begun, found):
            out = numbers[here, origin:]
            out[close.known_before] = _NO_NEIGHBOUR
            out[close.known_after] = _NO_NEIGHBOUR
            if here > begun and rows[here - 1] == rows[here] - 1:
                out[close.known_before] = numbers[here - 1, origin + close.known] - out[close.known]
            if here + 1 < found and rows[here + 1] == rows[here] + 1:
                out[close.known_after] = numbers[here + 1, origin + close.known] - out[close.known]
            between = better = 0
            most_known = np.float32(0)
            for other in range(begun, found):
                if here < other and (opening[page] < 0 or rows[other] < opening[page]):
                    between += 1
                    better += numbers[other, origin + close.known] > out[close.known]
                if other != here and hashes[rows[other]] != hashes[rows[here]]:
                    most_known = max(
                        most_known,
                        numbers[other, origin + close.known_lead]
                        * min(numbers[other, origin + close.known_count], _ENOUGH_KNOWN),
                    )
            out[close.between] = between
            out[close.better_between] = better
            out[close.lead_margin] = out[close.known_lead] * min(out[close.known_count], _ENOUGH_KNOWN) - most_known
