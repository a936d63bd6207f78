"""Lines that join the article as found: the rows of a list or a table, verse, reports by the hour, a lost opening.

Belongs here: which lines are asked about, and how a gap is filled. Does not belong here: what a line shows of its gap
(``gaps``), scores of lines (``model``), marks that begin or end an article (``bounds``).

A *gap* is a run of lines that are not kept: between kept ones, above the first, or below the last. Nothing that is kept
leaves the article here, and beyond its ends only the run joins that is next to it: no second region opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.cleaning.gaps import ABOVE, BELOW, THIRD
from kliping.text.compiling import kernel, kernel_part

if TYPE_CHECKING:
    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array

_LITTLE, _DOUBTED = 150.0, 0.7
"""Words of an article, and mean score of its lines, below which nothing beside it is obvious."""

TURN = 1.0
"""What a change between lines that join and lines that do not costs within the article, in log-odds."""

_SURE, _LONG, _CAUTION = 0.8, 400.0, 1.0
"""Mean score of an article's lines from which it is sure; words from which one that is not sure is more likely a feed;
and by how much, in log-odds, a line must be surer to join below the first, where links stand, and anywhere at the
second."""

_OPENING = 5.0
"""Words of the shortest line that joins above an article as its first: tags and names are shorter."""

_NEVER = -1e6  # log-odds of a line that nothing was asked about: below all that are reckoned


def asked_about(seen: Seen, scores: Array, keep: Array, obvious: float) -> Array:
    """Indices of the lines that could join: not kept, in a gap of the article or a little beyond, and not obvious.

    Where little is kept, or with doubt, nothing is obvious: the scores of an article told in blocks may all be low.
    """
    asked = np.zeros(keep.size, np.bool_)
    _near(seen.first_line, seen.column("words"), scores, keep, obvious, asked)
    return np.flatnonzero(asked)


def joined_lines(seen: Seen, keep: Array, asked: Array, matrix: Array, odds: Array) -> Array:
    """Which lines join (bool), from the log-odds of those asked about (float64).

    A line joins that is more likely in than out. Below a sure article, which is whole more often than not, and at a
    long and doubtful one it must be surer: what is told in blocks is short, and doubtful to the passes before.

    Args:
        seen: the lines' features.
        keep: which lines are kept.
        asked: those asked about.
        matrix: the features of ``gaps`` of those asked about.
        odds: their log-odds.
    """
    score, words, side = (matrix[:, THIRD.index(name)] for name in ("gap_kept_score", "gap_kept_words", "gap_side"))
    cautious = np.where(score >= _SURE, side > 0, words >= np.log2(1 + _LONG))
    opens = seen.column("words") >= _OPENING
    joined = np.zeros(keep.size, np.bool_)
    fill_gaps(seen.first_line, keep, asked, odds - _CAUTION * cautious, opens, TURN, joined)
    return joined


@kernel
def _near(first_line: Array, words: Array, scores: Array, keep: Array, obvious: float, asked: Array) -> None:
    for document in range(first_line.size - 1):
        begin, end, lines, said, score = -1, -1, 0, 0.0, 0.0
        for at in range(first_line[document], first_line[document + 1]):
            if keep[at]:
                begin, end = at if begin < 0 else begin, at
                lines += 1
                said += words[at]
                score += scores[at]
        if lines:
            least = 0.0 if said < _LITTLE or score < _DOUBTED * lines else obvious
            for at in range(max(first_line[document], begin - ABOVE), min(first_line[document + 1], end + 1 + BELOW)):
                asked[at] = not keep[at] and scores[at] >= least


class Came(NamedTuple):
    """Of each line in a gap, whether the line before it joins in what is best up to this one (bool)."""

    to_join: Array
    """Where this one joins."""
    to_stay_out: Array
    """Where it does not."""


@kernel
def fill_gaps(
    first_line: Array, keep: Array, asked: Array, odds: Array, opens: Array, turn: float, joined: Array
) -> None:
    """Mark in ``joined`` the lines of each gap that the odds are best for.

    Inside the article any runs of a gap may join, a change between lines costing ``turn`` (Viterbi). Above it only the
    run joins that ends at its first line, and for half of that, since a title, a byline and tags stand there; below it
    only the run that begins at its last. A line that is not asked about stays out.

    Args:
        first_line: index of each document's first line, and the number of lines.
        keep: which lines are kept.
        asked: the lines asked about, in order.
        odds: the log-odds of each of them.
        opens: which lines may be the first of an article (bool, a line each): no other begins a run above it.
        turn: log-odds.
        joined: bool, a line each.
    """
    line_odds = np.full(keep.size, _NEVER)
    for number in range(asked.size):
        line_odds[asked[number]] = odds[number]
    came = Came(np.empty(keep.size, np.bool_), np.empty(keep.size, np.bool_))
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        low = first
        while low < stop:
            high = low
            while high < stop and not keep[high]:
                high += 1
            if low > first and high < stop:
                _fill(line_odds, low, high, turn, came, joined)
            elif low > first:
                joined[low : low + _reach(line_odds[low:high], ~keep[low:high], 0.0)] = True
            elif high < stop:
                joined[high - _reach(line_odds[low:high][::-1], opens[low:high][::-1], turn / 2) : high] = True
            low = high + 1


@kernel_part
def _fill(odds: Array, low: int, high: int, turn: float, came: Came, joined: Array) -> None:
    inside, outside = 0.0, 0.0
    for at in range(low, high):
        came.to_join[at] = inside >= outside - turn
        came.to_stay_out[at] = inside - turn > outside
        inside, outside = max(inside, outside - turn) + odds[at], max(inside - turn, outside)
    state = inside > outside
    for back in range(high - low):
        at = high - 1 - back
        joined[at] = state
        state = came.to_join[at] if state else came.to_stay_out[at]


@kernel_part
def _reach(odds: Array, stops: Array, price: float) -> int:
    """How many of these lines, from the first to one of ``stops``, have the greatest sum, if it is above ``price``."""
    total, best, reach = 0.0, price, 0
    for at in range(odds.size):
        if odds[at] == _NEVER:
            break
        total += odds[at]
        if stops[at] and total > best:
            best, reach = total, at + 1
    return reach
