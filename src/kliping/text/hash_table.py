"""The hash table of all kernels: open addressing, the next slot where one is taken.

Belongs here: how large a table is, where a key stands in it, how it is emptied. Does not belong here: what is a key
(``hashing``), or what is kept of one. Importing this module imports numba.

A table is an array of keys whose size is a power of two. What is kept of a key stands in other arrays, at the same
slot. Nothing is ever taken out; a table that is filled anew for each page is emptied as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.text.compiling import inlined_part, kernel, kernel_part
from kliping.text.hashing import spread

if TYPE_CHECKING:
    from kliping.text.buffers import Array
    from kliping.text.utf8 import Number

EMPTY = np.uint64(0)
"""In the keys: no key is here. So no key is 0."""

SMALLEST = 16
"""Slots of the smallest table."""

SLOTS_A_KEY = 2
"""Slots for each key, at least: with half of them taken, what is not there is found not to be after 2.5 of them."""


def slots_for(keys: int) -> int:
    """The size of a table for so many keys."""
    slots = SMALLEST
    while slots < SLOTS_A_KEY * keys:
        slots *= 2
    return slots


room_for = kernel_part(slots_for)
"""``slots_for``, for kernels."""


@inlined_part
def slot_of(keys: Array, key: Number) -> Number:
    """Where a key stands in a table, or where it would be put: there the table is ``EMPTY``."""
    last = np.uint64(keys.size - 1)
    slot = spread(key) & last
    while keys[slot] != EMPTY and keys[slot] != key:
        slot = (slot + np.uint64(1)) & last
    return slot


@kernel
def put_keys(table: Array, keys: Array) -> Array:
    """Put keys into a table, and the slot of each."""
    slots = np.empty(keys.size, np.int64)
    for number in range(keys.size):
        slot = slot_of(table, keys[number])
        table[slot] = keys[number]
        slots[number] = slot
    return slots


class Emptied(NamedTuple):
    """A table that a higher stamp empties: what has a lower one is no more there."""

    keys: Array
    stamps: Array
    """int32, at each slot the stamp under which its key was put in; a stamp is greater than 0."""


@inlined_part
def stamped_slot(table: Emptied, slots: int, stamp: int, key: Number) -> Number:
    """``slot_of`` in the first ``slots`` of a table, a power of two: it is empty where the stamp is below ``stamp``."""
    keys, stamps = table.keys, table.stamps
    last = np.uint64(slots - 1)
    slot = spread(key) & last
    while stamps[slot] >= stamp and keys[slot] != key:
        slot = (slot + np.uint64(1)) & last
    return slot


class Places(NamedTuple):
    """Where each key of a sequence stands in it."""

    keys: Array
    firsts: Array
    """int32: its first position, at the slot of the key."""
    following: Array
    """int32, for each position: the next one with the same key; -1 where there is none, or no key."""


@kernel_part
def places_of(sequence: Array) -> Places:
    """Where each key of a sequence stands; what is ``EMPTY`` is none."""
    slots = room_for(sequence.size)
    keys = np.zeros(slots, np.uint64)
    firsts = np.full(slots, -1, np.int32)
    following = np.full(sequence.size, -1, np.int32)
    for position in range(sequence.size - 1, -1, -1):
        key = sequence[position]
        if key == EMPTY:
            continue
        slot = slot_of(keys, key)
        keys[slot] = key
        following[position] = firsts[slot]
        firsts[slot] = position
    return Places(keys, firsts, following)


@kernel_part
def first_place(places: Places, key: Number) -> int:
    """The first position of a key, or -1."""
    return int(places.firsts[slot_of(places.keys, key)])
