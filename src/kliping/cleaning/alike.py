"""Blocks of lines that are laid out alike: a horoscope's signs, the reports of an hour, dishes with what is in them.

Belongs here: which blocks join a short article since they look like the blocks of it. Does not belong here: scores
(``model``), lines that join one by one (``blocks``), marks that begin or end an article (``bounds``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.text.compiling import kernel, kernel_part

if TYPE_CHECKING:
    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array

_SHORT = 150.0
"""Words kept below which an article with blocks is told in blocks: long ones have lists of other things beside them."""
_FEWEST, _MOST = 2, 4
"""Lines of a block between blank lines."""
_LABEL, _TIME = 5.0, 4.0
"""Most words of a heading, and of a line that is no more than a time."""


def keep_alike(seen: Seen, section: Array, keep: Array) -> None:
    """Add to ``keep`` (bool) the blocks next to a kept one that have as many lines of the same kinds, none a phrase.

    A block stands between blank lines, and its lines differ (a heading and a sentence). Of the words that join so in
    pages told in blocks, by scores of sites held out, 53 of 57 are right; no page as it was read gains any.
    """
    words = seen.column("words")
    ends = seen.column("ends_sentence") > 0
    timed = (seen.column("clock") > 0) & (words <= _TIME)
    shape = (((words > _LABEL) & ~ends) + 2 * ends + 4 * timed).astype(np.uint8)
    opens = seen.column("gap_before") > 0
    opens[seen.first_line[:-1]] = True
    _join(seen.first_line, np.append(np.flatnonzero(opens), keep.size), shape, section >= 0, words, keep)


@kernel
def _join(first_line: Array, starts: Array, shape: Array, phrase: Array, words: Array, keep: Array) -> None:
    block = 0
    for document in range(first_line.size - 1):
        begin, stop = block, first_line[document + 1]
        said = 0.0
        for at in range(first_line[document], stop):
            said += words[at] * keep[at]
        while starts[block] < stop:
            block += 1
        if 0 < said < _SHORT:
            for number in range(begin + 1, block):
                _follow(number - 1, number, starts, shape, phrase, keep)
            for number in range(block - 1, begin, -1):
                _follow(number, number - 1, starts, shape, phrase, keep)


@kernel_part
def _follow(known: int, asked: int, starts: Array, shape: Array, phrase: Array, keep: Array) -> None:
    """Keep the block ``asked`` if that beside it is kept, and both have the same lines, which are not all alike."""
    size = starts[known + 1] - starts[known]
    if not _FEWEST <= size <= _MOST or starts[asked + 1] - starts[asked] != size:
        return
    differ = False
    for at in range(size):
        one, other = starts[known] + at, starts[asked] + at
        differ = differ or shape[one] != shape[starts[known]]
        if not keep[one] or shape[one] != shape[other] or (phrase[other] and not keep[other]):
            return
    if differ:
        keep[starts[asked] : starts[asked + 1]] = True
