"""Pairs in buckets, packed sets, classes and judgements, decision by decision, on arrays made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kliping.duplicates.judgement_kernels import ALWAYS, NEAR, NONE, REWRITE, Judge, _told
from kliping.duplicates.pair_features import FEATURES, WEIGHTS, Texts
from kliping.duplicates.pair_kernels import (
    Limits,
    Overlap,
    Sets,
    bucket_pairs,
    connected_parts,
    displaced_anchors,
    joined_classes,
    measured,
    numbers_differ,
)
from tests.compiled import from_python


@pytest.mark.parametrize(
    ("keys", "bodies", "anchors", "fresh", "found"),
    [
        ([7, 7, 7], [0, 1, 2], 2, [1, 1, 1], ([(0, 1), (0, 2), (1, 2)], [0, 0, 0], [], [])),
        ([7, 7, 7], [0, 1, 2], 1, [1, 1, 1], ([(0, 1), (0, 2)], [0, 0], [0], [3])),
        ([6, 7, 7, 8, 8], [3, 0, 1, 0, 2], 1, [1] * 4, ([(0, 1), (0, 2)], [1, 3], [], [])),
        ([7, 7, 7], [0, 1, 2], 2, [0, 0, 1], ([(0, 2), (1, 2)], [0, 0], [], [])),
        ([7, 7, 7], [0, 1, 2], 2, [1, 0, 0], ([(0, 1), (0, 2)], [0, 0], [], [])),
        ([7, 7, 8, 8, 8, 8], [0, 1, 0, 1, 2, 3], 2, [0, 0, 0, 1], ([(0, 3), (1, 3)], [2, 2], [2], [4])),
    ],
)
def test_in_a_bucket_each_is_paired_with_the_anchors(keys, bodies, anchors, fresh, found):
    pairs, origins, starts, sizes = bucket_pairs(
        np.array(keys, np.uint64), np.array(bodies), np.array(fresh, np.bool_), anchors
    )
    named = [(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in pairs]
    assert (named, origins.tolist(), starts.tolist(), sizes.tolist()) == found


@pytest.mark.parametrize(
    ("fresh", "anchors", "places"),
    [
        ([0, 0, 0, 0], 2, []),
        ([1, 0, 0, 0], 2, [2]),
        ([1, 1, 0, 0], 2, [2, 3]),
        ([0, 1, 0, 0], 2, [2]),
        ([0, 0, 1, 1], 2, []),
        ([1, 1, 1, 0], 1, [3]),
        ([1, 1, 1, 1], 2, []),
    ],
)
def test_an_anchor_is_displaced_by_newcomers(fresh, anchors, places):
    fresh = np.array(fresh, np.bool_)
    found, ends = displaced_anchors(np.arange(4), fresh, np.array([0]), np.array([4]), anchors)
    assert (found.tolist(), ends.tolist()) == (places, [0, len(places)])


@pytest.mark.parametrize(("fresh", "told"), [([0], ([1], [0, 1, 1])), ([0, 1], ([2, 5], [0, 1, 2]))])
def test_the_displaced_of_several_runs_stand_one_after_the_other(fresh, told):
    bodies = np.array([0, 1, 2, 9, 1, 2, 3])
    found, ends = displaced_anchors(bodies, np.isin(np.arange(10), fresh), np.array([0, 4]), np.array([3, 3]), 1)
    assert (found.tolist(), ends.tolist()) == told


def packed(*sets):
    values = [value for one in sets for value in one]
    data = np.array([[v & 255, v >> 8 & 255, v >> 16 & 255] for v in values], np.uint8).reshape(-1)
    return data, np.cumsum([0, *(3 * len(one) for one in sets)])


def test_sets_are_compared_value_by_value():
    shingles, ends = packed([1, 2 << 8, 3 << 16], [1, 3 << 16, 4 << 16, 5 << 16], [])
    sets = Sets(shingles, ends, np.zeros(3, np.int8), shingles, ends)
    assert from_python(measured)(sets, 0, 1) == pytest.approx((0.4, 2 / 3, 0.5))
    assert from_python(measured)(sets, 1, 0) == pytest.approx((0.4, 0.5, 2 / 3))
    assert from_python(measured)(sets, 0, 2) == from_python(measured)(sets, 2, 2) == (0, 0, 0)
    # a thinned set is compared with what the other has of the same values
    shingles, ends = packed([2, 3, 4, 5, 6], [2, 6, 8])
    thinned = Sets(shingles, ends, np.array([0, 1], np.int8), shingles, ends)
    assert from_python(measured)(thinned, 0, 1) == pytest.approx((0.5, 2 / 3, 2 / 3))
    assert from_python(measured)(thinned, 1, 0) == pytest.approx((0.5, 2 / 3, 2 / 3))


@pytest.mark.parametrize(
    ("one", "other", "needed", "share", "differ"),
    [
        ([1, 2, 3], [1, 2, 3], 3, 0.5, False),
        ([1, 2, 3], [4, 5, 6], 3, 0.5, True),
        ([1, 2, 3], [4, 5, 6], 4, 0.5, False),
        ([1, 2, 3, 4], [1, 2, 5, 6], 3, 0.5, False),
        ([1, 2, 3, 4], [1, 5, 6, 7], 3, 0.5, True),
        ([1, 2, 3, 4, 5, 6], [1, 2, 3], 3, 0.9, False),
        ([1, 2], [3, 4, 5, 6], 3, 0.5, False),
    ],
)
def test_numbers_differ_where_there_are_enough(one, other, needed, share, differ):
    data, ends = packed(one, other)
    sets = Sets(data, ends, np.zeros(2, np.int8), data, ends)
    limits = Limits(*[0.0] * len(Limits._fields))._replace(numbers_needed=needed, numbers_shared=share)
    assert from_python(numbers_differ)(sets, 0, 1, limits) is differ


def alike(classes):
    classes = classes.tolist()
    return [classes.index(one) for one in classes]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ([0, 1, 2, 0], [0, 0, 0, 0], [0, 1, 2, 0]),
        ([0, 1, 2, 3], [0, 1, 1, 0], [0, 1, 1, 3]),
        ([0, 0, 1, 2], [0, 1, 1, 2], [0, 0, 0, 3]),
        ([0, 1, 2, 1], [3, 4, 3, 3], [0, 0, 0, 0]),
    ],
)
def test_rows_are_joined_by_either_column(first, second, joined):
    assert alike(joined_classes(np.array(first), np.array(second))) == joined


def test_nodes_are_joined_by_pairs():
    assert alike(connected_parts(5, np.array([0, 3]), np.array([2, 2]))) == [0, 1, 0, 0, 4]
    assert alike(connected_parts(3, np.array([], np.int64), np.array([], np.int64))) == [0, 1, 2]


ALIKE = {"covered_shorter": 0.8, "covered_longer": 0.8, "length": 0.8}
SMALL = ALIKE | {"covered_longer": 0.49, "length": 0.49}
WHOLE = SMALL | {"covered_shorter": 0.97}
HELD = SMALL | {"lead_shorter": 0.5, "lead_longer": 0.5}
FILLED = {"swaps": 0.5, "renamed": 1.3}
DATED = ALIKE | {"days_apart": 1.0}
EVEN, CUT, LONGER = (0.4, 0.6, 0.6), (0.3, 0.4, 0.9), (0.4, 0.7, 0.6)
SAME, OTHERS = [1, 2, 3], [4, 5, 6]


@pytest.mark.parametrize(
    ("numbers", "measures", "enough", "logit", "told", "found"),
    [
        (SAME, EVEN, 0.5, 0.0, ALIKE, (NEAR, 0.4)),  # a chance of half is enough where half is asked
        (SAME, EVEN, 0.51, 0.0, ALIKE, (NONE, 0)),
        (OTHERS, EVEN, 0.5, 0.0, ALIKE, (NONE, 0)),
        # the beginning of the other is a copy whatever the model says, if its numbers do not differ
        (SAME, CUT, 0.9, 0.0, HELD, (NEAR, 0.9)),
        (SAME, CUT, 0.9, 0.0, HELD | {"swapped_numbers": 0.3, "renamed": 1.3}, (NEAR, 0.9)),
        (SAME, CUT, 0.9, 0.0, SMALL, (NONE, 0)),
        (OTHERS, CUT, 0.9, 0.0, HELD, (NONE, 0)),
        (SAME, EVEN, 0.5, 9.0, ALIKE | FILLED, (NONE, 0)),
        # another day wants a chance of 0.97 and what is enough
        (SAME, EVEN, 0.5, 3.4, DATED, (NONE, 0)),
        (SAME, EVEN, 0.5, 3.6, DATED, (NEAR, 0.4)),
        (SAME, EVEN, 0.99, 3.6, DATED, (NONE, 0)),
        (SAME, EVEN, 0.5, 3.4, DATED | {"covered_longer": 0.85}, (NEAR, 0.4)),
        # cut off it needs no chance
        (SAME, EVEN, 0.9, 0.0, WHOLE, (REWRITE, 0.4)),
        (SAME, EVEN, 0.9, 0.0, SMALL, (NONE, 0)),
        # the longer one is no copy of less than its half
        (SAME, LONGER, 0.5, 0.0, SMALL, (NONE, 0)),
        (SAME, LONGER, 0.5, 0.0, WHOLE, (NONE, 0)),
        (SAME, EVEN, 0.5, 0.0, SMALL, (REWRITE, 0.4)),
        (SAME, LONGER, 0.5, 0.0, SMALL | {"length": 0.5}, (REWRITE, 0.4)),
        (SAME, LONGER, 0.5, 0.0, SMALL | {"covered_longer": 0.5}, (REWRITE, 0.4)),
    ],
)
def test_what_is_told_of_a_pair(numbers, measures, enough, logit, told, found):
    data, ends = packed(SAME, numbers)
    sets = Sets(data, ends, np.zeros(2, np.int8), data, ends)
    limits = Limits(*[0.0] * len(Limits._fields))._replace(
        near_containment=0.8, contained_share=0.1, numbers_needed=3, numbers_shared=0.5, copy_chance=enough
    )
    none = np.zeros(0, np.uint32)
    weights, row = np.zeros(WEIGHTS), np.zeros(len(FEATURES))
    weights[0] = logit
    for name, value in told.items():
        row[getattr(FEATURES, name)] = value
    judge = Judge(sets, Texts(none, none, none, none), weights, limits)
    kind, similarity, holds = from_python(_told)(judge, 0, 1, Overlap(*measures), row)
    assert (kind, similarity) == found
    assert holds == (ALWAYS if kind else 0)
