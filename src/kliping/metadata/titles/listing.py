"""Which lines of a page may be its title, compiled: those of a length that titles have, and the most promising of them.

Belongs here: numba kernels that choose by cheap numbers. Does not belong here: how these are counted (``kernels``),
closer looks at what is listed (``close_kernel``), the model.

Every kernel is deterministic, single-threaded and cached on disk after its first compilation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.metadata.line_flags import CHARS, DENSE, SPACES, Array
from kliping.metadata.titles.kernels import cheap
from kliping.text.compiling import inlined_part, kernel

if TYPE_CHECKING:
    from kliping.metadata.titles.kernels import Lines
    from kliping.text.utf8 import Number

SHORTEST_TITLE, LONGEST_TITLE = 6, 330
"""Letters of what is asked at all: but for one of three letters, the titles of the training pages have 6 to 156."""

_PARTS = 4
"""Parts of a weighted sum."""


class Listed(NamedTuple):
    """The lines on the shortlist."""

    rows: Array
    """int64: their positions, rising within a page."""
    scores: Array
    """float32: the weighted sums of their cheap numbers."""
    numbers: Array
    """float32 [most * pages, …]: the first columns are the cheap numbers."""


@inlined_part
def _fits(long: float, flag: int, chars: int, spaces: int) -> bool:
    """Whether a line has a length that titles have."""
    words = 2 if flag & DENSE else spaces + 1
    return SHORTEST_TITLE <= long <= LONGEST_TITLE and (words >= 2 or chars >= SHORTEST_TITLE)


@kernel
def every_line(lines: Lines, numbers: Array) -> Array:
    """The cheap numbers of every line of a length that titles have, and which lines these are."""
    letters, counts, flags, first_line = lines.letters, lines.counts, lines.flags, lines.first_line
    fitting = np.zeros(letters.size, np.bool_)
    for page in range(first_line.size - 1):
        first, stop = first_line[page], first_line[page + 1]
        for line in range(first, stop):
            if _fits(letters[line], flags[line], counts[line, CHARS], counts[line, SPACES]):
                fitting[line] = True
                cheap(lines, page, line, numbers[line])
    return np.flatnonzero(fitting)


@inlined_part
def _weighted(row: Array, weights: Array) -> Number:
    """The weighted sum of a row, taken in four parts: a processor adds them side by side."""
    one = two = three = four = np.float32(0)
    for kind in range(0, weights.size - _PARTS + 1, _PARTS):
        one += row[kind] * weights[kind]
        two += row[kind + 1] * weights[kind + 1]
        three += row[kind + 2] * weights[kind + 2]
        four += row[kind + 3] * weights[kind + 3]
    for kind in range(weights.size - weights.size % _PARTS, weights.size):
        one += row[kind] * weights[kind]
    return (one + two) + (three + four)


@kernel
def shortlist(lines: Lines, weights: Array, most: int, out: Listed) -> int:
    """The most promising lines of each page; returns how many there are.

    Args:
        lines: the lines of all pages.
        weights: of each cheap number, float32.
        most: lines of a page on the shortlist.
        out: receives them.
    """
    letters, counts, flags, first_line = lines.letters, lines.counts, lines.flags, lines.first_line
    rows, scores, numbers = out
    kinds = weights.size
    row = np.zeros(kinds, np.float32)
    best = np.zeros(most, np.float32)
    held_lines = np.zeros(most, np.int64)
    found = 0
    for page in range(first_line.size - 1):
        first, stop = first_line[page], first_line[page + 1]
        held = 0
        for line in range(first, stop):
            if not _fits(letters[line], flags[line], counts[line, CHARS], counts[line, SPACES]):
                continue
            cheap(lines, page, line, row)
            score = _weighted(row, weights)
            if held == most and score <= best[most - 1]:
                continue
            at = min(held, most - 1)
            while at > 0 and best[at - 1] < score:
                best[at] = best[at - 1]
                held_lines[at] = held_lines[at - 1]
                at -= 1
            best[at] = score
            held_lines[at] = line
            held = min(held + 1, most)
        for place in range(held):  # the few that are held, in the order of the page
            at = found + place
            while at > found and rows[at - 1] > held_lines[place]:
                rows[at] = rows[at - 1]
                scores[at] = scores[at - 1]
                at -= 1
            rows[at] = held_lines[place]
            scores[at] = best[place]
        for _ in range(held):
            cheap(lines, page, rows[found], row)
            for kind in range(kinds):
                numbers[found, kind] = row[kind]
            found += 1
    return found
