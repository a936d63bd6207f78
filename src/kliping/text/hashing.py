"""Hashes of letters, words and sequences, for kernels.

Belongs here: every way in which a hash is made, each once. Does not belong here: the table hashes are looked up in
(``hash_table``), which words are known (``known_words``). Importing this module imports numba.

There are two ways to hash a word. FNV-1a takes any number of steps and is a hash after each of them, so words grow into
pairs and pieces of words with it: cleaning, languages and duplicates read texts so. Rolled letters keep words of up to
nine Latin letters apart for sure, in two operations a letter, and become a hash in the end: metadata looks for known
words so. Neither can take the place of the other: signatures that are kept in a store are made of the first, and what
is said of a line's words by the second would be other where two words meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.text import hash_numbers
from kliping.text.compiling import inlined_part, kernel, kernel_part

if TYPE_CHECKING:
    from kliping.text.buffers import Array
    from kliping.text.utf8 import Number

FNV_BASIS, FNV_PRIME = np.uint64(hash_numbers.FNV_BASIS), np.uint64(hash_numbers.FNV_PRIME)
GOLDEN = np.uint64(hash_numbers.GOLDEN)
SPLITMIX_A, SPLITMIX_B = np.uint64(hash_numbers.SPLITMIX_A), np.uint64(hash_numbers.SPLITMIX_B)
"""As kernels take them: of 64 bits, whatever they meet."""


@inlined_part
def fnv(whole: Number, part: Number) -> Number:
    """A hash so far and the next letter: a step of FNV-1a, over code points instead of bytes."""
    return (whole ^ part) * FNV_PRIME


@kernel_part
def chained(whole: Number, part: Number) -> Number:
    """A hash of a sequence of hashes so far and its next member; the order matters."""
    met = (whole ^ part) * FNV_PRIME
    return met ^ (met >> np.uint64(29))


@kernel_part
def finished(value: Number) -> Number:
    """SplitMix64's finaliser: every bit of the input moves every bit of the output, as MinHash needs it.

    ``spread`` is cheaper, and enough for a place in a table; signatures that are kept hold what this one gives.
    """
    value ^= value >> np.uint64(30)
    value *= SPLITMIX_A
    value ^= value >> np.uint64(27)
    value *= SPLITMIX_B
    return value ^ (value >> np.uint64(31))


@inlined_part
def spread(whole: Number) -> Number:
    """A number in whose low bits all bits below the highest sixteen tell: the hash of a word's rolled letters."""
    product = whole * GOLDEN
    return product ^ (product >> np.uint64(32))


@inlined_part
def rolled(whole: Number, code: Number) -> Number:
    """The letters so far and the next one; no two words of up to nine Latin letters meet."""
    return ((whole << np.uint64(7)) | (whole >> np.uint64(57))) ^ np.uint64(code)


@kernel
def hash_word(codes: Array) -> Number:
    """The hash of a word given as code points in small letters: its letters ``rolled``, then ``spread``."""
    whole = np.uint64(0)
    for code in codes:
        whole = rolled(whole, code)
    return spread(whole)
