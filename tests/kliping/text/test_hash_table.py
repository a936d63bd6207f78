"""The hash table of all kernels: what was put in is found, whatever it meets on the way."""

import numpy as np
import pytest

from kliping.text.hash_table import (
    EMPTY,
    SLOTS_A_KEY,
    SMALLEST,
    Emptied,
    first_place,
    places_of,
    put_keys,
    room_for,
    slot_of,
    slots_for,
    stamped_slot,
)
from tests.compiled import from_python

SLOT = from_python(slot_of)


def home(key, slots):
    """Where a key would stand in an empty table."""
    return int(SLOT(np.zeros(slots, np.uint64), key))


def crowd(slots, count):
    """Keys that all want the last slot of a table."""
    found = (np.uint64(key) for key in range(1, 10_000))
    return [key for key in found if home(key, slots) == slots - 1][:count]


@pytest.mark.parametrize(("keys", "slots"), [(0, 16), (8, 16), (9, 32), (16, 32), (87_598, 262_144)])
def test_a_table_is_half_full_at_most(keys, slots):
    assert slots_for(keys) == from_python(room_for)(keys) == slots
    assert slots >= SLOTS_A_KEY * keys
    assert slots >= SMALLEST


def test_keys_of_one_slot_stand_side_by_side_beyond_the_end_too():
    table = np.zeros(16, np.uint64)
    keys = crowd(16, 4)
    assert put_keys(table, np.array(keys[:3])).tolist() == [15, 0, 1]
    assert [int(SLOT(table, key)) for key in keys] == [15, 0, 1, 2]
    assert table[2] == EMPTY
    assert put_keys(table, np.array(keys[1:2])).tolist() == [0], "once put in, a key stays where it is"


@pytest.mark.parametrize("shift", [0, 13, 26])
def test_numbers_in_a_row_do_not_crowd(shift):
    keys = np.arange(1, 1001, dtype=np.uint64) << np.uint64(shift)
    size = slots_for(keys.size)
    slots = put_keys(np.zeros(size, np.uint64), keys)
    assert max((slot - home(key, size)) % size for slot, key in zip(slots, keys, strict=True)) < 32


def test_a_higher_stamp_empties_a_table():
    table = Emptied(np.zeros(32, np.uint64), np.zeros(32, np.int32))
    find = from_python(stamped_slot)
    keys = crowd(16, 3)
    for place, key in zip((15, 0, 1), keys, strict=True):
        slot = find(table, 16, 1, key)
        assert slot == place
        table.keys[slot], table.stamps[slot] = key, 1
    assert [int(find(table, 16, 1, key)) for key in keys] == [15, 0, 1]
    assert [int(find(table, 16, 2, key)) for key in keys] == [15, 15, 15], "for a higher stamp nothing is there"


def test_the_first_place_of_a_key_is_found_and_those_behind_it():
    keys = np.array([5, 7, 5, 0, 5], np.uint64)
    places = from_python(places_of)(keys)
    first = from_python(first_place)
    assert [first(places, key) for key in keys] == [0, 1, 0, -1, 0]
    assert places.following.tolist() == [2, -1, 4, -1, -1]
    assert first(places, np.uint64(9)) == -1


def test_keys_that_meet_are_found_each():
    keys = np.array(crowd(128, 40))
    places = from_python(places_of)(keys)
    assert [from_python(first_place)(places, key) for key in keys] == list(range(40))
    assert places.following.tolist() == [-1] * 40
