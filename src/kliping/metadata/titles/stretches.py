"""Compiled pieces of the closer look at titles: the words of a stretch of bytes, and how two stretches go together.

Belongs here: numba functions of one or two stretches. Does not belong here: the lines they stand on
(``close_kernel``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.text.characters import DIGIT, LOWER, MARK, UPPER, WIDE
from kliping.text.compiling import kernel_part
from kliping.text.hash_table import stamped_slot
from kliping.text.hashing import rolled, spread
from kliping.text.utf8 import Number, decode, goes_on

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array, Characters
    from kliping.text.hash_table import Emptied

JAMO, SYLLABLES = (0x1100, 0x1200), (0xAC00, 0xD7B0)
"""Korean letters and syllables in Unicode, each range without its end: of these, too, each sign says something."""

SAYS = 4
"""Letters from which a word says something: shorter ones stand in every text."""

SHORTEST_OUTLET, LONGEST_OUTLET = 3, 42
"""Characters from the end of a line back to the sign that parts the outlet's name from the title, with the space."""


@kernel_part
def put_words(data: Array, start: int, stop: int, characters: Characters, words: Emptied, stamp: int) -> None:
    """Words of the bytes from ``start`` to ``stop`` into a set: those of four letters or more, single wide letters.

    Their ``stamp`` is 2n in the article of the n-th page, 2n + 1 in its lead.
    """
    table, lower = characters
    into, mark = words
    at = start
    while at < stop:
        key, at = next_word(data, at, stop, table, lower)
        if key == 0:
            continue
        slot = stamped_slot(words, into.size, stamp, key)
        if mark[slot] < stamp:
            into[slot] = key
            mark[slot] = stamp


@kernel_part
def next_word(data: Array, at: int, stop: int, table: Array, lower: Array) -> tuple[Number, Number]:
    """The hash of the next word that says something (0: none that ends here), and where to go on."""
    whole = np.uint64(0)
    length = 0
    while at < stop:
        code, size = decode(data, at)
        kind = np.int64(table[code]) & 0xFF
        if kind == WIDE or JAMO[0] <= code < JAMO[1] or SYLLABLES[0] <= code < SYLLABLES[1]:
            if length:
                break
            return spread(np.uint64(code)), at + size
        if kind in (LOWER, UPPER, DIGIT) or code == 95:
            whole = rolled(whole, lower[code])
            length += 1
        elif kind != MARK and length > 0:
            at += size
            break
        at += size
    return (spread(whole) if length >= SAYS else np.uint64(0)), at


@kernel_part
def without_outlet(data: Array, start: Number, stop: Number) -> Number:
    """Where a line ends without the outlet's name behind it: before the last bar, dash or bullet between spaces."""
    at = stop - 1
    signs = 0
    while at > start + 1:
        byte = data[at]
        if not goes_on(byte):
            signs += 1
        if signs > LONGEST_OUTLET:
            break
        if byte == 32:
            back = at - 1
            while back > start and goes_on(data[back]):
                back -= 1
            code, _ = decode(data, back)
            bar = code in (124, 0x2013, 0x2014, 0xB7, 0xBB, 45, 0x2022, 0x203A)
            if code == 58 and data[back - 1] == 58:
                bar = True
                back -= 1
            if bar and data[back - 1] == 32 and signs >= SHORTEST_OUTLET:
                while back > start and data[back - 1] == 32:
                    back -= 1
                return back
        at -= 1
    return stop


@kernel_part
def is_tail(data: Array, start: int, stop: int, other_start: int, other_stop: int) -> bool:
    """Whether the first stretch of bytes ends the second, which is longer."""
    size = stop - start
    if other_stop - other_start <= size:
        return False
    for back in range(1, size + 1):  # noqa: SIM110 - numba compiles no generators
        if data[stop - back] != data[other_stop - back]:
            return False
    return True


@kernel_part
def is_head(data: Array, start: int, stop: int, other_start: int, other_stop: int) -> bool:
    """Whether the first stretch of bytes begins the second, which is longer."""
    size = stop - start
    if other_stop - other_start <= size:
        return False
    for step in range(size):  # noqa: SIM110 - numba compiles no generators
        if data[start + step] != data[other_start + step]:
            return False
    return True
