"""Known words, looked up by their hashes.

Belongs here: the table of words. Does not belong here: which words are known, or what is said of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.text.compiling import inlined_part, kernel
from kliping.text.hash_table import EMPTY, slot_of, slots_for
from kliping.text.sieve import empty_sieve, let_pass, passes

if TYPE_CHECKING:
    from kliping.text.buffers import Array
    from kliping.text.utf8 import Number

_SIEVE = 15
"""The sieve has two to this power of bits: of ten words that are not known nine do not pass it."""


class Known(NamedTuple):
    """Known words as a hash table, and the sieve before it."""

    sieve: Array
    keys: Array
    """uint64: their hashes (``hash_table``)."""
    bits: Array
    """uint64: what each known word is."""


def known_words_of(bits: dict[int, int]) -> Known:
    """The words with these hashes and bits, ready to be looked up."""
    size = slots_for(len(bits))
    known = Known(empty_sieve(_SIEVE), np.zeros(size, np.uint64), np.zeros(size, np.uint64))
    _fill(known, np.array(list(bits), np.uint64), np.array(list(bits.values()), np.uint64))
    return known


@kernel
def _fill(known: Known, hashes: Array, bits: Array) -> None:
    for number in range(hashes.size):
        key = hashes[number]
        let_pass(known.sieve, key)
        slot = slot_of(known.keys, key)
        known.keys[slot] = key
        known.bits[slot] = bits[number]


@inlined_part
def known_bits(known: Known, key: Number) -> Number:
    """What a word is by its hash; 0 where it is unknown, as the sieve says of nearly all words."""
    if not passes(known.sieve, key):
        return np.uint64(0)
    slot = slot_of(known.keys, key)
    return known.bits[slot] if known.keys[slot] != EMPTY else np.uint64(0)
