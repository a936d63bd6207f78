"""Word and character evidence over a column of texts, compiled by numba.

Belongs here: adding up the weights of a text's features and letters. Does not belong here: what a feature or a letter
is (``features``, ``letters``), or what the sums mean (``relatives``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.language.grams import points_of
from kliping.text.characters import TABLE_SIZE
from kliping.text.compiling import inlined_part, kernel_of_floats, kernel_part
from kliping.text.hash_table import slot_of
from kliping.text.hashing import FNV_BASIS, fnv
from kliping.text.utf8 import decode_whole

if TYPE_CHECKING:
    from kliping.language.grams import Bytes, Floats, Grams, Numbers, Points, Words
    from kliping.text.buffers import Text

SPACE = np.uint64(ord(" "))


class Features(NamedTuple):
    """Weights of features in a hash table, as ``relatives.Weights`` holds them."""

    keys: Words
    rows: Grams
    """At each slot the row of the weights, -1 where no key is."""
    weights: Floats
    longest: int
    """Characters of the longest piece of a word; 0 where only words and pairs of words count."""


@kernel_of_floats
def hash_features(names: Text, hashes: Words) -> None:
    """The hash of each feature: FNV-1a over its code points."""
    data, offsets = names
    for row in range(len(offsets) - 1):
        hashed = FNV_BASIS
        at = offsets[row]
        while at < offsets[row + 1]:
            point, size = decode_whole(data, at)
            at += size
            hashed = fnv(hashed, np.uint64(point))
        hashes[row] = hashed


@inlined_part
def _add(hashed: np.uint64, known: Features, sums: Floats) -> None:
    """Add the weights of the feature with this hash, if it has any."""
    keys, rows, weights = known.keys, known.rows, known.weights
    row = rows[slot_of(keys, hashed)]
    if row >= 0:
        for language in range(weights.shape[1]):
            sums[language] += weights[row, language]


@kernel_part
def _fold(points: Points, count: int, folding: Numbers, folded: Words) -> int:
    """Lower-case letters with one space for anything else and at both ends; the place of the last space."""
    folded[0] = SPACE
    last = 0
    for at in range(count):
        letter = np.uint64(folding[points[at]]) if points[at] < TABLE_SIZE else np.uint64(0)
        if letter == 0:
            letter = SPACE
        if letter != SPACE or folded[last] != SPACE:
            last += 1
            folded[last] = letter
    if folded[last] != SPACE:
        last += 1
        folded[last] = SPACE
    return last


@kernel_part
def _add_pieces(folded: Words, begin: int, last: int, known: Features, sums: Floats) -> None:
    """Pieces of one word that begin here."""
    hashed = FNV_BASIS
    for at in range(begin, min(last + 1, begin + known.longest)):
        hashed = fnv(hashed, folded[at])
        if at > begin or folded[at] != SPACE:
            _add(hashed, known, sums)
            if folded[at] == SPACE:
                return


@kernel_part
def _add_words(folded: Words, begin: int, last: int, known: Features, sums: Floats) -> None:
    """The word after this space, unless it was a piece already, and the two words after it."""
    hashed = fnv(FNV_BASIS, SPACE)
    spaces = 0
    for at in range(begin + 1, last + 1):
        hashed = fnv(hashed, folded[at])
        if folded[at] == SPACE:
            spaces += 1
            if spaces == 2 or at + 1 - begin > known.longest:
                _add(hashed, known, sums)
            if spaces == 2:
                return


@kernel_part
def _words_alone(points: Points, count: int, folding: Numbers, known: Features, sums: Floats) -> int:
    """Add up words and pairs of words where no pieces count, in one pass over the letters; how many words there are.

    A pair is added before its second word, as it is where pieces count: sums of floats hang on the order.
    """
    begun = fnv(FNV_BASIS, SPACE)
    word = begun
    pair = begun  # from the word before this one on
    found = 0
    inside = False
    for at in range(count + 1):
        letter = np.uint64(0)
        if at < count and points[at] < TABLE_SIZE:
            letter = np.uint64(folding[points[at]])
        if letter != 0 and letter != SPACE:
            word = fnv(word, letter)
            pair = fnv(pair, letter)
            inside = True
        elif inside:
            word = fnv(word, SPACE)
            if found > 0:
                _add(fnv(pair, SPACE), known, sums)
            _add(word, known, sums)
            pair = word
            word = begun
            found += 1
            inside = False
    return found


@kernel_of_floats
def add_letters(text: Text, weights: Bytes, letters: Points, capitals: Points) -> None:
    """Add up what the code points of every text count as, and its letters from A to Z.

    Args:
        text: the texts.
        weights: what each code point counts as.
        letters: receives the sums.
        capitals: receives how many letters from A to Z there are.
    """
    data, offsets = text
    for item in range(len(offsets) - 1):
        at = offsets[item]
        end = offsets[item + 1]
        counted = 0
        large = 0
        while at < end:
            byte = data[at]
            if byte < 0x80:
                counted += weights[byte]
                large += 65 <= byte <= 90
                at += 1
            else:
                point, size = decode_whole(data, at)
                counted += weights[point]
                at += size
        letters[item] = counted
        capitals[item] = large


@kernel_of_floats
def score_block(
    text: Text, folding: Numbers, known: Features, scores: Floats, words: Grams, points: Points, folded: Words
) -> None:
    """Add up the weights and count the words of every text.

    Args:
        text: the texts.
        folding: ``kliping.text.characters.small_letters``.
        known: the features that count.
        scores: receives the sums, a column a language.
        words: receives the number of words.
        points: work space, a place for each byte of the longest text and two more.
        folded: as many.
    """
    data, offsets = text
    for item in range(len(offsets) - 1):
        count, _ = points_of(data, offsets[item], offsets[item + 1], len(points), points)
        sums = scores[item]  # taken once: a view has its references counted
        if known.longest == 0:
            words[item] = _words_alone(points, count, folding, known, sums)
            continue
        last = _fold(points, count, folding, folded)
        found = 0
        for begin in range(last):
            _add_pieces(folded, begin, last, known, sums)
            if folded[begin] == SPACE:
                found += 1
                _add_words(folded, begin, last, known, sums)
        words[item] = found
