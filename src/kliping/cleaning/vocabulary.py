"""How a line is worded: weights of words and pairs of words, learnt from labelled pages.

Belongs here: the vocabulary file, scoring lines with it, fitting it. Does not belong here: phrases written by people
(``kliping.words``).

The vocabulary is a sparse logistic regression over a line's words, its pairs of neighbouring words and its first word,
fitted by AdaGrad (Duchi, Hazan and Singer, JMLR 2011). An entry is ``word``, ``two words`` or ``^first``; a positive
weight speaks for the article. Every number is the word ``0``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.scanning import scan_texts
from kliping.text.compiling import kernel, kernel_part
from kliping.text.hash_table import EMPTY, slot_of, slots_for
from kliping.text.hashing import FNV_BASIS, chained
from kliping.text.sieve import empty_sieve, let_pass, passes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kliping.cleaning.kernels import Array, Scan

FIRST_WORD = np.uint64(0x9AE16A3B2F90404F)
_SIEVE = 20  # the sieve has two to this power of bits: of twenty-five entries that are not in the table one passes
_EPOCHS = 6
_RATE = 0.1
_SHRINK = 1e-3
_CAUTION = 1e-2
"""What every weight's sum of squared steps begins with: the first step of one is no leap."""
_SEED = 1


@dataclass(frozen=True)
class Vocabulary:
    """Weights in a hash table from the hash of an entry."""

    keys: Array
    weights: Array
    known: Array
    """The sieve before the table."""
    bias: float


def parse(words: str, numbers: str) -> Vocabulary:
    """The vocabulary of a file: an entry a line, and as many weights and then the bias, a blank between them.

    Raises:
        ValueError: there are not as many weights as entries and one more, or one is no number.
    """
    entries = words.splitlines()
    listed = [float(number) for number in numbers.split()]
    read = np.array(listed, np.float32)
    if read.size != len(entries) + 1:
        raise ValueError(f"{len(entries)} entries, {read.size} weights")
    keys = entry_keys(entries)
    size = slots_for(len(entries))
    table, weights, known = np.zeros(size, np.uint64), np.zeros(size, np.float32), empty_sieve(_SIEVE)
    _fill(keys, read[:-1], table, weights, known)
    return Vocabulary(table, weights, known, listed[-1])


def entry_keys(entries: Iterable[str]) -> Array:
    """The hash of each entry; 0 for one that has no words."""
    listed = list(entries)
    scanned = scan_texts(listed)
    firsts = np.array([entry.startswith("^") for entry in listed], np.bool_)
    keys = np.zeros(len(listed), np.uint64)
    _entry_keys(scanned.first_token, scanned.tokens, firsts, keys)
    return keys


def wording(scanned: Scan, vocabulary: Vocabulary) -> Array:
    """The log-odds of each scanned line that its words are an article's (float32)."""
    out = np.empty(scanned.first_token.size - 1, np.float32)
    _wording(
        scanned.first_token, scanned.tokens, vocabulary.keys, vocabulary.weights, vocabulary.known, vocabulary.bias, out
    )
    return out


@kernel
def _fill(keys: Array, given: Array, table: Array, weights: Array, known: Array) -> None:
    for number in range(keys.size):
        key = keys[number]
        if key == EMPTY:
            continue
        slot = slot_of(table, key)
        table[slot] = key
        weights[slot] = given[number]
        let_pass(known, key)


@kernel
def _entry_keys(first_token: Array, tokens: Array, firsts: Array, keys: Array) -> None:
    for number in range(keys.size):
        start, stop = first_token[number], first_token[number + 1]
        if start == stop:
            continue
        key = chained(FIRST_WORD if firsts[number] else FNV_BASIS, tokens[start])
        keys[number] = chained(key, tokens[start + 1]) if stop - start > 1 else key


@kernel_part
def _weight(table: Array, weights: Array, known: Array, key: int) -> float:
    if not passes(known, key):
        return 0.0
    slot = slot_of(table, key)
    return float(weights[slot]) if table[slot] != EMPTY else 0.0


@kernel
def _wording(
    first_token: Array, tokens: Array, table: Array, weights: Array, known: Array, bias: float, out: Array
) -> None:
    for line in range(out.size):
        start, stop = first_token[line], first_token[line + 1]
        total = 0.0
        for at in range(start, stop):
            key = chained(FNV_BASIS, tokens[at])
            total += _weight(table, weights, known, key)
            if at + 1 < stop:
                total += _weight(table, weights, known, chained(key, tokens[at + 1]))
        if stop > start:
            total += _weight(table, weights, known, chained(FIRST_WORD, tokens[start]))
        out[line] = bias + total / np.sqrt(max(2 * (stop - start), 1))


@kernel
def line_entries(first_token: Array, tokens: Array, keys: Array, starts: Array) -> None:
    """The hashes of the entries each line has: ``keys`` of twice as many as words, from ``starts`` of the line."""
    at = 0
    for line in range(starts.size - 1):
        starts[line] = at
        for word in range(first_token[line], first_token[line + 1]):
            keys[at] = chained(FNV_BASIS, tokens[word])
            at += 1
            if word + 1 < first_token[line + 1]:
                keys[at] = chained(keys[at - 1], tokens[word + 1])
                at += 1
        if first_token[line + 1] > first_token[line]:
            keys[at] = chained(FIRST_WORD, tokens[first_token[line]])
            at += 1
    starts[-1] = at


@kernel
def _fit(starts: Array, entries: Array, labels: Array, importance: Array, order: Array, weights: Array) -> float:
    squares = np.full(weights.size, _CAUTION)
    bias, bias_square = 0.0, _CAUTION
    np.random.seed(_SEED)
    for _ in range(_EPOCHS):
        np.random.shuffle(order)
        for line in order:
            first, stop = starts[line], starts[line + 1]
            scale = 1.0 / np.sqrt(max(stop - first, 1))
            odds = bias
            for at in range(first, stop):
                if entries[at] >= 0:
                    odds += weights[entries[at]] * scale
            slope = (1.0 / (1.0 + np.exp(-odds)) - labels[line]) * importance[line]
            bias_square += slope * slope
            bias -= _RATE * slope / np.sqrt(bias_square)
            for at in range(first, stop):
                entry = entries[at]
                if entry >= 0:
                    step = slope * scale + _SHRINK * weights[entry]
                    squares[entry] += step * step
                    weights[entry] -= _RATE * step / np.sqrt(squares[entry])
    return bias


def fit(
    starts: Array, entries: Array, size: int, labels: Array, importance: Array, chosen: Array
) -> tuple[Array, float]:
    """Weights and bias of ``size`` entries, from the lines where ``chosen`` holds.

    ``entries`` from ``starts`` of a line are its entries' numbers, -1 for one outside the vocabulary. Seeded: the same
    lines give the same weights.
    """
    weights = np.zeros(size)
    bias = _fit(starts, entries, labels, importance, np.flatnonzero(chosen), weights)
    return weights, float(bias)


def score(starts: Array, entries: Array, weights: Array, bias: float) -> Array:
    """The log-odds of every line under fitted weights (float32)."""
    given = np.where(entries >= 0, weights[entries], 0.0)
    sums = np.concatenate([[0.0], np.cumsum(given)])
    sizes = np.diff(starts)
    odds: Array = (bias + (sums[starts[1:]] - sums[starts[:-1]]) / np.sqrt(np.maximum(sizes, 1))).astype(np.float32)
    return odds
