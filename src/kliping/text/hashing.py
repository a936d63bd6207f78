"""Words as hashes, and the table they are looked up in.

Belongs here: hashes of words and of sequences, open addressing. Does not belong here: which words are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.text.compiling import inlined_part, kernel

if TYPE_CHECKING:
    from kliping.text.buffers import Array
    from kliping.text.utf8 import Number

SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""2**64 divided by the golden ratio."""

SIEVE = 512
"""Words of 64 bits in a sieve."""


class Known(NamedTuple):
    """Known words as an open-addressing table, and a small set of bits that few unknown words pass."""

    sieve: Array
    """uint64 [SIEVE]: the bits of known words set (``sieve_place``)."""
    keys: Array
    """uint64: hashes, 0 where the table is empty; its size is a power of two."""
    bits: Array
    """uint64: what each known word is."""


@inlined_part
def mixed(whole: Number) -> Number:
    """A word's rolled letters as a hash."""
    spread = whole * SPREAD
    return spread ^ (spread >> np.uint64(32))


@inlined_part
def rolled(whole: Number, code: Number) -> Number:
    """The letters so far and the next one; no two words of up to nine Latin letters meet."""
    return ((whole << np.uint64(7)) | (whole >> np.uint64(57))) ^ np.uint64(code)


@kernel
def hash_word(codes: Array) -> Number:
    """The hash of a word given as code points in small letters: its letters ``rolled``, then ``mixed``."""
    whole = np.uint64(0)
    for code in codes:
        whole = rolled(whole, code)
    return mixed(whole)


@inlined_part
def sieve_place(key: Number) -> tuple[Number, Number]:
    """Which of ``SIEVE`` words of 64 bits, and which bit of it, stands for a hash."""
    return key >> np.uint64(55), (key >> np.uint64(49)) & np.uint64(63)


@inlined_part
def find(keys: Array, key: Number) -> Number:
    """Where a hash stands in an open-addressing table, or where it would be put: there the table holds 0."""
    last = np.uint64(keys.size - 1)
    slot = np.uint64(key) & last
    while keys[slot] != 0 and keys[slot] != key:
        slot = (slot + np.uint64(1)) & last
    return slot


def known_words_of(bits: dict[int, int]) -> Known:
    """The words with these hashes and bits, ready to be looked up."""
    size = 1 << (4 * len(bits)).bit_length()
    known = Known(np.zeros(SIEVE, np.uint64), np.zeros(size, np.uint64), np.zeros(size, np.uint64))
    _fill(known, np.array(list(bits), np.uint64), np.array(list(bits.values()), np.uint64))
    return known


@kernel
def _fill(known: Known, hashes: Array, bits: Array) -> None:
    for number in range(hashes.size):
        key = hashes[number]
        word, bit = sieve_place(key)
        known.sieve[word] |= np.uint64(1) << bit
        slot = find(known.keys, key)
        known.keys[slot] = key
        known.bits[slot] = bits[number]


@inlined_part
def known_bits(known: Known, key: Number) -> Number:
    """What a word is by its hash; 0 where it is unknown, as the sieve says of nearly all words."""
    word, bit = sieve_place(key)
    if (known.sieve[word] >> bit) & np.uint64(1) == 0:
        return np.uint64(0)
    slot = find(known.keys, key)
    return known.bits[slot] if known.keys[slot] != 0 else np.uint64(0)
