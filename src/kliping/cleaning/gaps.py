"""What a line that is left out shows of the gap it stands in, beside what it shows by itself.

Belongs here: counting. Does not belong here: what a line shows by itself (``features``), which lines join the article
(``blocks``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.cleaning.features import SECOND, Seen
from kliping.text.characters import COLON
from kliping.text.compiling import kernel, kernel_part

if TYPE_CHECKING:
    from kliping.cleaning.kernels import Array


class Gap(NamedTuple):
    """What a line shows in its gap, in the order of the columns that ``put_gaps`` fills."""

    side: int  # -1 above the article, 0 inside it, 1 below
    since_kept: int  # lines from the kept line above, and to the one below; _FAR where there is none
    until_kept: int
    lines: int  # of the gap
    score: int  # of the second pass: of the line, around it, of the gap; means of the lines of the gap above and below
    score_before_2: int
    score_before: int
    score_after: int
    score_after_2: int
    mean_score: int
    best_score: int
    score_above: int
    worst_above: int
    score_below: int
    words_above: int  # of the gap's lines, logarithms of base 2
    words_below: int
    wording: int  # means over the gap
    wording_above: int
    width: int
    width_spread: int
    ends: int  # shares of its lines that end as a sentence, hold a phrase, a date
    phrases: int
    dated: int
    phrases_above: int  # counts
    phrases_below: int
    notices_above: int
    alike_start: int  # shares of its lines that start as this one does, end so, are about as long
    alike_end: int
    alike_width: int
    blank_above: int  # most blank lines in the gap above the line
    kept_lines: (
        int  # of the article: logarithms of base 2, share of its lines that are kept, their mean width and score
    )
    kept_words: int
    kept_share: int
    kept_width: int
    kept_score: int
    above_article: int  # lines of the page
    below_article: int
    announced: int  # the kept line above ends in a colon, in a full stop, its words, blank lines before it
    ended: int
    before_words: int
    before_blank: int
    after_ended: int


GAP = Gap(*range(len(Gap._fields)))
OWN_AND_AROUND = tuple(name for name in SECOND if not name.startswith(("since_says_", "until_says_")))
"""Features of the second pass that the third knows. Not how far a phrase stands away: the gap says which notices stand
above, and with the distances a menu with a word such as "Index" in it kept a list from joining further down."""

THIRD = (*OWN_AND_AROUND, *(f"gap_{name}" for name in Gap._fields))
"""Features of the third pass: what a line shows by itself and around it, and where in its gap it stands."""

_TAKEN = [SECOND.index(name) for name in OWN_AND_AROUND]

_FAR = 99.0
ABOVE, BELOW = 8, 40
"""Most lines above and below the article that are asked about."""

_USED = (
    "words",
    "width",
    "wording",
    "ends_sentence",
    "phrase",
    "dated",
    "starts_as",
    "ends_as",
    "gap_before",
    "says_related",
    "says_share",
    "says_comments",
    "says_offer",
)
_WORDS, _WIDTH, _WORDING, _ENDS, _PHRASE, _DATED, _START, _END, _BLANK, _NOTICE = range(10)
_ALIKE = 0.6
_NEAR = 400
"""Most lines on each side that a line is compared with: more would take the square of a long list's time."""


def gap_features(seen: Seen, scores: Array, keep: Array, asked: Array) -> Array:
    """The features of the third pass of the lines asked about (float32 [lines, len(THIRD)])."""
    matrix = np.empty((asked.size, len(THIRD)), np.float32)
    matrix[:, : len(_TAKEN)] = seen.matrix[asked][:, _TAKEN]
    used = np.ascontiguousarray(seen.matrix[:, [SECOND.index(name) for name in _USED]])
    put_gaps(seen.first_line, used, scores, keep, asked, matrix, len(_TAKEN))
    return matrix


@kernel
def put_gaps(
    first_line: Array, used: Array, scores: Array, keep: Array, asked: Array, matrix: Array, column: int
) -> None:
    """Fill the columns of ``Gap``, which begin at ``column`` of ``matrix``, for the lines in ``asked`` (in order)."""
    out = matrix[:, column:]
    out[:] = 0
    number = 0
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        upto = number
        while upto < asked.size and asked[upto] < stop:
            upto += 1
        if upto == number:
            continue
        begin, end = _put_article(used, scores, keep, first, stop, out[number:upto])
        while number < upto:
            low = asked[number]
            while low > first and low > begin - ABOVE and not keep[low - 1]:
                low -= 1
            high = asked[number] + 1
            while high < stop and high < end + 1 + BELOW and not keep[high]:
                high += 1
            through = number
            while through < upto and asked[through] < high:
                through += 1
            _put_gap(used, scores, (first, stop), asked[number:through], low, high, out[number:through])
            side = -1 if high <= begin else 1 if low > end else 0
            _put_sides(used, asked[number:through], low, high, side, out[number:through])
            number = through


@kernel_part
def _put_article(used: Array, scores: Array, keep: Array, first: int, stop: int, out: Array) -> tuple[int, int]:
    """The columns that tell of the article, the same for all its lines; its first and last line."""
    begin, end, lines, words, width, score = -1, -1, 0.0, 0.0, 0.0, 0.0
    for at in range(first, stop):
        if keep[at]:
            begin, end = at if begin < 0 else begin, at
            lines += 1
            words += used[at, _WORDS]
            width += used[at, _WIDTH]
            score += scores[at]
    out[:, GAP.kept_lines] = np.log2(lines)
    out[:, GAP.kept_words] = np.log2(1 + words)
    out[:, GAP.kept_share] = lines / (end + 1 - begin)
    out[:, GAP.kept_width] = width / lines
    out[:, GAP.kept_score] = score / lines
    out[:, GAP.above_article] = np.log2(1 + begin - first)
    out[:, GAP.below_article] = np.log2(stop - end)
    return begin, end


@kernel_part
def _put_sides(used: Array, asked: Array, low: int, high: int, side: int, out: Array) -> None:
    """The columns that tell of the kept lines above and below a gap."""
    out[:, GAP.side] = side
    out[:, GAP.since_kept] = _FAR
    out[:, GAP.until_kept] = _FAR
    if side >= 0:
        out[:, GAP.since_kept] = asked + np.float32(1 - low)
        out[:, GAP.announced] = used[low - 1, _END] == COLON
        out[:, GAP.ended] = used[low - 1, _ENDS]
        out[:, GAP.before_words] = used[low - 1, _WORDS]
        out[:, GAP.before_blank] = used[low - 1, _BLANK]
    if side <= 0:
        out[:, GAP.until_kept] = np.float32(high) - asked
        out[:, GAP.after_ended] = used[high, _ENDS]


@kernel_part
def _put_gap(used: Array, scores: Array, page: tuple[int, int], asked: Array, low: int, high: int, out: Array) -> None:
    """The columns that a gap from ``low`` to ``high`` of a ``page`` gives its lines ``asked``."""
    first, stop = page
    size = high - low
    score, best, wording, width, square, ends, phrases, dated, words = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for at in range(low, high):
        score += scores[at]
        best = max(best, scores[at])
        wording += used[at, _WORDING]
        width += used[at, _WIDTH]
        square += used[at, _WIDTH] ** 2
        ends += used[at, _ENDS]
        phrases += used[at, _PHRASE]
        dated += used[at, _DATED]
        words += used[at, _WORDS]
    above_score, above_worst, above_words, above_wording, above_phrases, above_notices, blank = (
        0.0,
        1.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
    )
    number = 0
    for at in range(low, high):
        blank = max(blank, used[at, _BLANK])
        if number < asked.size and asked[number] == at:
            told = out[number]
            number += 1
            told[GAP.lines] = size
            told[GAP.score] = scores[at]
            told[GAP.score_before] = scores[at - 1] if at > first else 0
            told[GAP.score_before_2] = scores[at - 2] if at > first + 1 else 0
            told[GAP.score_after] = scores[at + 1] if at + 1 < stop else 0
            told[GAP.score_after_2] = scores[at + 2] if at + 2 < stop else 0
            told[GAP.mean_score] = score / size
            told[GAP.best_score] = best
            told[GAP.score_above] = above_score / max(at - low, 1)
            told[GAP.worst_above] = above_worst
            told[GAP.score_below] = (score - above_score - scores[at]) / max(high - at - 1, 1)
            told[GAP.words_above] = np.log2(1 + above_words)
            told[GAP.words_below] = np.log2(1 + max(words - above_words - used[at, _WORDS], 0.0))
            told[GAP.wording] = wording / size
            told[GAP.wording_above] = above_wording / max(at - low, 1)
            told[GAP.width] = width / size
            told[GAP.width_spread] = np.sqrt(max(square / size - (width / size) ** 2, 0.0))
            told[GAP.ends] = ends / size
            told[GAP.phrases] = phrases / size
            told[GAP.dated] = dated / size
            told[GAP.phrases_above] = above_phrases
            told[GAP.phrases_below] = phrases - above_phrases - used[at, _PHRASE]
            told[GAP.notices_above] = above_notices
            told[GAP.blank_above] = blank
            starts, finishes, long = 0.0, 0.0, 0.0
            near, nearest = max(low, at - _NEAR), min(high, at + _NEAR + 1)
            for other in range(near, nearest):
                starts += used[other, _START] == used[at, _START]
                finishes += used[other, _END] == used[at, _END]
                long += abs(used[other, _WIDTH] - used[at, _WIDTH]) < _ALIKE
            told[GAP.alike_start] = starts / (nearest - near)
            told[GAP.alike_end] = finishes / (nearest - near)
            told[GAP.alike_width] = long / (nearest - near)
        above_score += scores[at]
        above_worst = min(above_worst, scores[at])
        above_words += used[at, _WORDS]
        above_wording += used[at, _WORDING]
        above_phrases += used[at, _PHRASE]
        for notice in range(_NOTICE, used.shape[1]):
            above_notices += used[at, notice]
