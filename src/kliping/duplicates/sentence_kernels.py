"""Compiled sentences: which sentences of a body another one says again, in whatever words, and what is new in it.

Belongs here: cutting bodies into sentences, what words are worth, matching sentences, the features that follow from it.
Does not belong here: passages of equal words (``passage_kernels``), their features (``alignment_kernels``), the model.

A rewrite says sentence after sentence again, each in some other words, so few passages are equal; a follow-up says
some of them word for word, below news of its own. A word is worth the more the rarer it is (the inverse document
frequency of Spärck Jones, 1972), so that what two sentences have in common is not their grammar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kliping.duplicates.pair_features import FEATURES, LONGER, SHORTER
from kliping.duplicates.token_kernels import PARAGRAPH_END, SENTENCE_END
from kliping.text.compiling import kernel_part
from kliping.text.hash_table import first_place, places_of

if TYPE_CHECKING:
    from kliping.duplicates.pair_features import Array

_SHORTEST = 5  # words of a sentence; what is shorter belongs to the next
_LONGEST = 60  # words after which a sentence is cut: text without stops
_SENTENCES = 160  # of a body that are looked at
_SAID = 0.45  # share of a sentence's worth that another says from which it is said again
_BEYOND = 0.5  # how much what the sentence before or after the best one adds counts
_OPENING = 60  # words that open a body
_NEARLY_NOTHING = 1e-9  # in place of no worth at all, by which nothing can be divided


class Said(NamedTuple):
    """A body as sentences: the vocabulary's number of each word, starts of sentences, in how many each word stands."""

    numbers: Array
    starts: Array
    counts: Array


@kernel_part
def sentences(marks: Array) -> Array:
    """Where each sentence starts, and the position after the last."""
    starts = np.zeros(_SENTENCES + 1, np.int64)
    count = begin = 0
    for position in range(marks.shape[0]):
        ends = marks[position] & (SENTENCE_END | PARAGRAPH_END) != 0 or position - begin >= _LONGEST
        if ends and position + 1 - begin >= _SHORTEST:
            count += 1
            begin = position + 1
            starts[count] = begin
            if count == _SENTENCES:
                break
    if count < _SENTENCES and begin < marks.shape[0]:
        if count == 0 or marks.shape[0] - begin >= _SHORTEST:
            count += 1
        starts[count] = marks.shape[0]
    return starts[: count + 1]


@kernel_part
def worth(word: Any, common: Array) -> float:  # noqa: ANN401 - a numpy scalar
    """What a word tells, 0 to 1: that of ``common`` words (rising; 24 bits and their worth in 8 more), else 1."""
    low, high = 0, common.shape[0]
    while low < high:
        middle = (low + high) // 2
        if common[middle] >> np.uint32(8) < word:
            low = middle + 1
        else:
            high = middle
    if low < common.shape[0] and common[low] >> np.uint32(8) == word:
        return float(common[low] & np.uint32(0xFF)) / 255.0
    return 1.0


@kernel_part
def _counted(numbers: Array, starts: Array, size: int) -> Array:
    """In how many sentences each word of the vocabulary stands."""
    counts = np.zeros(size, np.int64)
    last = np.full(size, -1, np.int64)
    for sentence in range(starts.shape[0] - 1):
        for position in range(starts[sentence], starts[sentence + 1]):
            if last[numbers[position]] != sentence:
                last[numbers[position]] = sentence
                counts[numbers[position]] += 1
    return counts


@kernel_part
def _posted(other: Said) -> tuple[Array, Array]:
    """The sentences of each word, one word after the other, and where those of a word end."""
    ends = np.zeros(other.counts.shape[0] + 1, np.int64)
    for word in range(other.counts.shape[0]):
        ends[word + 1] = ends[word] + other.counts[word]
    fill = ends[:-1].copy()
    posted = np.empty(ends[-1], np.int64)
    last = np.full(other.counts.shape[0], -1, np.int64)
    for sentence in range(other.starts.shape[0] - 1):
        for position in range(other.starts[sentence], other.starts[sentence + 1]):
            word = other.numbers[position]
            if last[word] != sentence:
                last[word] = sentence
                posted[fill[word]] = sentence
                fill[word] += 1
    return posted, ends


@kernel_part
def _wholes(said: Said, worths: Array) -> Array:
    """What each sentence is worth: the sum of its distinct words."""
    wholes = np.zeros(said.starts.shape[0] - 1, np.float64)
    last = np.full(worths.shape[0], -1, np.int64)
    for sentence in range(wholes.shape[0]):
        for position in range(said.starts[sentence], said.starts[sentence + 1]):
            word = said.numbers[position]
            wholes[sentence] += worths[word] * (last[word] != sentence)
            last[word] = sentence
    return wholes


@kernel_part
def _said_again(own: Said, other: Said, worths: Array, wholes: Array) -> tuple[Array, Array, Array]:
    """For each sentence the share of its worth that the sentence of ``other`` says that says most of it, and which.

    What the sentence before or after that one adds counts by half: sentences are joined and parted when rewritten. The
    third array is how much each is like the one most like it, in which a long sentence that holds a short one is not;
    ``wholes`` are the worths of the sentences of ``other`` for it, and where there are none it is not asked for.
    """
    posted, ends = _posted(other)
    count, others = own.starts.shape[0] - 1, other.starts.shape[0] - 1
    shares, alike = np.zeros(count, np.float64), np.zeros(count, np.float64)
    places = np.full(count, -1, np.int64)
    last = np.full(worths.shape[0], -1, np.int64)
    for sentence in range(count):
        found = np.zeros(others, np.float64)
        whole = 0.0
        for position in range(own.starts[sentence], own.starts[sentence + 1]):
            word = own.numbers[position]
            if last[word] == sentence:
                continue
            last[word] = sentence
            whole += worths[word]
            for at in range(ends[word], ends[word + 1]):
                found[posted[at]] += worths[word]
        best = int(np.argmax(found))
        if found[best] == 0.0:
            continue
        places[sentence] = best
        for at in range(wholes.shape[0]):
            alike[sentence] = max(alike[sentence], 2.0 * found[at] / (whole + wholes[at]))
        above = below = 0.0
        for position in range(own.starts[sentence], own.starts[sentence + 1]):
            word = own.numbers[position]
            here = before = after = False
            for at in range(ends[word], ends[word + 1]):
                here |= posted[at] == best
                before |= posted[at] == best - 1
                after |= posted[at] == best + 1
            above += worths[word] * (before and not here)
            below += worths[word] * (after and not here)
        shares[sentence] = min(whole, found[best] + _BEYOND * max(above, below)) / whole
    return shares, places, alike


@kernel_part
def _write_side(own: Said, shares: Array, row: Array, side: int) -> None:
    """Writes the features that follow from how far each sentence is said again to ``row``."""
    starts = own.starts
    again = fresh = longest = new = faint = 0.0
    for sentence in range(shares.shape[0]):
        words = starts[sentence + 1] - starts[sentence]
        known = shares[sentence] >= _SAID
        again += words * known
        fresh = 0.0 if known else fresh + words
        longest = max(longest, fresh)
        new += words * (not known)
        faint += words * shares[sentence] * (not known)
    row[FEATURES.again_shorter + side] = again / starts[-1]
    row[FEATURES.run_shorter + side] = longest / starts[-1]
    row[FEATURES.faint_shorter + side] = faint / max(new, 1.0)
    row[FEATURES.first_shorter + side] = shares[0]


@kernel_part
def _write_places(shares: Array, places: Array, other_places: Array, row: Array) -> None:
    """Writes how far what is said again has moved, and how much of it is mutual, to ``row``."""
    count, others = places.shape[0], other_places.shape[0]
    mutual = known = 0
    moved = 0.0
    for sentence in range(count):
        if shares[sentence] < _SAID:
            continue
        place = places[sentence]
        known += 1
        moved += (place + 0.5) / others - (sentence + 0.5) / count
        mutual += other_places[place] == sentence
    row[FEATURES.moved] = moved / max(known, 1)
    row[FEATURES.moved_far] = abs(row[FEATURES.moved])
    row[FEATURES.mutual] = mutual / min(count, others)


@kernel_part
def _write_worth(own: Said, other: Said, worths: Array, row: Array) -> None:
    """Writes what the words of two bodies have in common and what is new, by their worth, to ``row``."""
    both = lengths = other_lengths = product = 0.0
    whole = np.zeros(2, np.float64)
    for word in range(worths.shape[0]):
        mine, theirs = own.counts[word], other.counts[word]
        if mine == 0 and theirs == 0:
            continue
        whole[SHORTER] += worths[word] * (mine > 0)
        whole[LONGER] += worths[word] * (theirs > 0)
        both += worths[word] * (mine > 0 and theirs > 0)
        weight, other_weight = np.log(1.0 + mine) * worths[word], np.log(1.0 + theirs) * worths[word]
        lengths += weight * weight
        other_lengths += other_weight * other_weight
        product += weight * other_weight
    row[FEATURES.cosine] = product / np.sqrt(lengths * other_lengths + _NEARLY_NOTHING)
    for side in range(2):
        row[FEATURES.fresh_shorter + side] = np.log(1.0 + whole[side] - both)
        numbers, there = (own.numbers, other.counts) if side == SHORTER else (other.numbers, own.counts)
        opening = known = _NEARLY_NOTHING
        for word in numbers[:_OPENING]:
            opening += worths[word]
            known += worths[word] * (there[word] > 0)
        row[FEATURES.openings_shorter + side] = known / opening


@kernel_part
def write_sentences(
    words: Array, marks: Array, other_words: Array, other_marks: Array, common: Array, row: Array
) -> None:
    """Writes the features of two bodies' sentences to ``row``; none of a body without words."""
    if words.shape[0] == 0 or other_words.shape[0] == 0:
        return
    all_words = np.concatenate((words, other_words))
    keys = all_words.astype(np.uint64) + np.uint64(1)
    places = places_of(keys)
    numbers = np.empty(all_words.shape[0], np.int64)
    worths = np.zeros(all_words.shape[0], np.float64)
    for position in range(all_words.shape[0]):
        numbers[position] = first_place(places, keys[position])
        if numbers[position] == position:
            worths[position] = worth(all_words[position], common)
    starts, other_starts = sentences(marks), sentences(other_marks)
    mine, theirs = numbers[: words.shape[0]], numbers[words.shape[0] :]
    own = Said(mine, starts, _counted(mine, starts, all_words.shape[0]))
    other = Said(theirs, other_starts, _counted(theirs, other_starts, all_words.shape[0]))
    shares, places, alike = _said_again(own, other, worths, _wholes(other, worths))
    other_shares, other_places, _ = _said_again(other, own, worths, np.empty(0, np.float64))
    row[FEATURES.alike_shorter] = (alike * np.diff(starts)).sum() / starts[-1]
    _write_side(own, shares, row, SHORTER)
    _write_side(other, other_shares, row, LONGER)
    _write_places(shares, places, other_places, row)
    _write_worth(own, other, worths, row)
