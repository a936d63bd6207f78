"""Word and character evidence over a column of texts, compiled by numba.

Belongs here: adding up the weights of a text's features. Does not belong here: what a feature is, in plain words
(``features``), or what the sums mean (``relatives``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from kliping.language.features import BASIC_PLANE, OFFSET, PRIME
from kliping.language.kernel import decode
from kliping.language.tables import MULTIPLIER

if TYPE_CHECKING:
    from kliping.language.kernel import Bytes, Floats, Grams, Integers, Numbers, Points, Words

SPACE = np.uint64(ord(" "))
START = np.uint64(OFFSET)
STEP = np.uint64(PRIME)
FIBONACCI = np.uint64(MULTIPLIER)


@njit(inline="always")
def _add(hashed: np.uint64, keys: Words, rows: Grams, shift: int, weights: Floats, sums: Floats) -> None:
    """Add the weights of the feature with this hash, if it has any."""
    place = (hashed * FIBONACCI) >> np.uint64(shift)
    while rows[place] >= 0:
        if keys[place] == hashed:
            for language in range(weights.shape[1]):
                sums[language] += weights[rows[place], language]
            return
        place = (place + np.uint64(1)) & np.uint64(len(keys) - 1)


@njit
def _fold(points: Points, count: int, folding: Numbers, folded: Words) -> int:
    """Lower-case letters with one space for anything else and at both ends; the place of the last space."""
    folded[0] = SPACE
    last = 0
    for at in range(count):
        letter = np.uint64(folding[points[at]]) if points[at] < BASIC_PLANE else np.uint64(0)
        if letter == 0:
            letter = SPACE
        if letter != SPACE or folded[last] != SPACE:
            last += 1
            folded[last] = letter
    if folded[last] != SPACE:
        last += 1
        folded[last] = SPACE
    return last


@njit
def _add_pieces(
    folded: Words,
    begin: int,
    last: int,
    longest: int,
    keys: Words,
    rows: Grams,
    shift: int,
    weights: Floats,
    sums: Floats,
) -> None:
    """Pieces of one word that begin here."""
    hashed = START
    for at in range(begin, min(last + 1, begin + longest)):
        hashed = (hashed ^ folded[at]) * STEP
        if at > begin or folded[at] != SPACE:
            _add(hashed, keys, rows, shift, weights, sums)
            if folded[at] == SPACE:
                return


@njit
def _add_words(
    folded: Words,
    begin: int,
    last: int,
    longest: int,
    keys: Words,
    rows: Grams,
    shift: int,
    weights: Floats,
    sums: Floats,
) -> None:
    """The word after this space, unless it was a piece already, and the two words after it."""
    hashed = (START ^ SPACE) * STEP
    spaces = 0
    for at in range(begin + 1, last + 1):
        hashed = (hashed ^ folded[at]) * STEP
        if folded[at] == SPACE:
            spaces += 1
            if spaces == 2 or at + 1 - begin > longest:
                _add(hashed, keys, rows, shift, weights, sums)
            if spaces == 2:
                return


@njit(cache=True, nogil=True, error_model="numpy")
def score_block(
    text: Bytes,
    offsets: Integers,
    start: int,
    stop: int,
    folding: Numbers,
    longest: int,
    keys: Words,
    rows: Grams,
    shift: int,
    weights: Floats,
    scores: Floats,
    words: Grams,
    points: Points,
    folded: Words,
) -> None:
    """Add up the weights and count the words of the texts ``start`` to ``stop``.

    Args:
        text: UTF-8.
        offsets: where each text begins in ``text``.
        start: the first text.
        stop: the text after the last.
        folding: see ``features.folding``.
        longest: characters of the longest piece of a word.
        keys: see ``relatives.Weights``.
        rows: see ``relatives.Weights``.
        shift: see ``relatives.Weights``.
        weights: see ``relatives.Weights``.
        scores: receives the sums, a column a language.
        words: receives the number of words.
        points: work space, a place for each byte of the longest text and two more.
        folded: as many.
    """
    for item in range(start, stop):
        count, _ = decode(text, offsets[item], offsets[item + 1], len(points), points)
        last = _fold(points, count, folding, folded)
        for begin in range(last):
            _add_pieces(folded, begin, last, longest, keys, rows, shift, weights, scores[item])
            if folded[begin] == SPACE:
                words[item] += 1
                _add_words(folded, begin, last, longest, keys, rows, shift, weights, scores[item])
