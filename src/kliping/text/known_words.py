"""Known words, looked up by their hashes.

Belongs here: the table of words and its sieve. Does not belong here: which words are known, or what is said of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.text.compiling import inlined_part, kernel
from kliping.text.hash_table import EMPTY, slot_of, slots_for

if TYPE_CHECKING:
    from kliping.text.buffers import Array
    from kliping.text.utf8 import Number

SIEVE = 512
"""Words of 64 bits in a sieve."""


class Known(NamedTuple):
    """Known words as a hash table, and a small set of bits that few unknown words pass."""

    sieve: Array
    """uint64 [SIEVE]: the bits of known words set (``sieve_place``)."""
    keys: Array
    """uint64: their hashes (``hash_table``)."""
    bits: Array
    """uint64: what each known word is."""


@inlined_part
def sieve_place(key: Number) -> tuple[Number, Number]:
    """Which of ``SIEVE`` words of 64 bits, and which bit of it, stands for a hash."""
    return key >> np.uint64(55), (key >> np.uint64(49)) & np.uint64(63)


def known_words_of(bits: dict[int, int]) -> Known:
    """The words with these hashes and bits, ready to be looked up."""
    size = slots_for(len(bits))
    known = Known(np.zeros(SIEVE, np.uint64), np.zeros(size, np.uint64), np.zeros(size, np.uint64))
    _fill(known, np.array(list(bits), np.uint64), np.array(list(bits.values()), np.uint64))
    return known


@kernel
def _fill(known: Known, hashes: Array, bits: Array) -> None:
    for number in range(hashes.size):
        key = hashes[number]
        word, bit = sieve_place(key)
        known.sieve[word] |= np.uint64(1) << bit
        slot = slot_of(known.keys, key)
        known.keys[slot] = key
        known.bits[slot] = bits[number]


@inlined_part
def known_bits(known: Known, key: Number) -> Number:
    """What a word is by its hash; 0 where it is unknown, as the sieve says of nearly all words."""
    word, bit = sieve_place(key)
    if (known.sieve[word] >> bit) & np.uint64(1) == 0:
        return np.uint64(0)
    slot = slot_of(known.keys, key)
    return known.bits[slot] if known.keys[slot] != EMPTY else np.uint64(0)
