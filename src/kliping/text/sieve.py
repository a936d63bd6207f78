"""The sieve of all kernels: a small set of bits that tells of nearly all keys that they are not in a table.

Belongs here: how large a sieve is, which bit stands for a key, what passes. Does not belong here: the table behind it
(``hash_table``), what is a key (``hashing``). Importing this module imports numba.

A sieve is an array of words of 64 bits whose size is a power of two. Several keys have one bit: what passes is looked
up in the table: no answer hangs on a sieve, it saves looking up what is not there, and is small enough to stay near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.text.compiling import inlined_part

if TYPE_CHECKING:
    from kliping.text.buffers import Array
    from kliping.text.utf8 import Number


def empty_sieve(bits: int) -> Array:
    """A sieve of two to the power of ``bits``, from 6 to 24, that nothing passes."""
    return np.zeros(1 << (bits - 6), np.uint64)


@inlined_part
def sieve_place(sieve: Array, key: Number) -> tuple[Number, Number]:
    """Which word of a sieve, and which bit of it, stands for a hash: its higher bits, for tables take the low ones."""
    return (key >> np.uint64(46)) & np.uint64(sieve.size - 1), (key >> np.uint64(40)) & np.uint64(63)


@inlined_part
def let_pass(sieve: Array, key: Number) -> None:
    """Have a key pass from now on."""
    word, bit = sieve_place(sieve, key)
    sieve[word] |= np.uint64(1) << bit


@inlined_part
def passes(sieve: Array, key: Number) -> bool:
    """Whether a key may be among those that were let pass; one that does not pass is none of them."""
    word, bit = sieve_place(sieve, key)
    return (sieve[word] >> bit) & np.uint64(1) != 0  # type: ignore[no-any-return] # a number of numba's
