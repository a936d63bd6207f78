"""Compiled judgement: which pairs are copies, of which kind, and which may be the copy of which.

Belongs here: the rules over measures and features of a pair. Does not belong here: measuring (``pair_kernels``,
``alignment_kernels``), groups (``group_kernels``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kliping.duplicates.alignment_kernels import pair_features
from kliping.duplicates.model_kernels import copies_where
from kliping.duplicates.pair_features import CODES, FEATURES, Texts
from kliping.duplicates.pair_kernels import Limits, Sets, measured, numbers_differ
from kliping.text.compiling import kernel, kernel_part

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[Any]

NONE, EXACT, NEAR, REWRITE, FOLLOWUP, SERIAL, DIGEST = range(7)
"""Codes of ``kinds.KINDS``."""

ALWAYS = (1 << CODES) - 1
"""Every circumstance: the texts tell it by themselves."""

_FEATURES = len(FEATURES)
_NEARLY_WHOLE = 0.95  # share of the shorter body in the other from which it is cut off, not edited
_WHOLLY = 0.97  # share of its words from which a body is all in the other
_ABOUT_HALF = 0.45
MOSTLY = 0.75  # share of the longer body in the shorter from which it is the same text, edited
_HOLDS = 0.6  # share of a short body in a long one that is a digest of it and others
_HALF = 0.5
_SERIAL_SWAPS = 0.5  # names or numbers exchanged in 20 shared words that tell a template by themselves
_SERIAL_NAMES = 1.3  # logarithm of the places where one name stands for another again and again
_SERIAL_NUMBERS = 0.3  # numbers exchanged in 20 shared words that tell a template where names are exchanged again
_RENAMED = 0.2  # names or numbers exchanged in 20 shared words that mark a template
_ISSUES = 0.45  # Jaccard similarity from which two texts that their numbers tell apart are issues of one template
RESTAMPED = 0.85  # share of the longer body in the shorter from which it may be the same text with another day put in
SURE = 0.97  # chance that makes a copy of what states another day


class Judge(NamedTuple):
    """What pairs are judged by: sets and texts of the bodies, the model's weights, thresholds."""

    sets: Sets
    texts: Texts
    weights: Array
    limits: Limits


class Judged(NamedTuple):
    """What pairs are, a row a pair."""

    kinds: Array  # of copies where any circumstances make them so
    measures: Array  # jaccard, what makes left a copy, what makes right one, share of the shorter one in passages
    holds: Array  # a bit for each circumstance in which left is a copy of right, and in which right is one of left
    otherwise: Array  # kinds in other circumstances; NONE: they are the same in all


@kernel_part
def _copy_kind(row: Array, jaccard: float) -> int:
    """The kind of a pair of copies."""
    if jaccard == 1.0 and row[FEATURES.covered_shorter] == 1.0 and row[FEATURES.covered_longer] == 1.0:
        return EXACT
    cut = row[FEATURES.covered_shorter] >= _NEARLY_WHOLE and row[FEATURES.length] >= _HALF
    return NEAR if cut or row[FEATURES.covered_longer] >= MOSTLY else REWRITE


@kernel_part
def _other_kind(row: Array, apart: bool, limits: Limits) -> int:
    """The kind of a pair that is none of copies; ``apart``: their numbers tell them apart."""
    if row[FEATURES.covered_shorter] < limits.related_share:
        return NONE
    if (
        row[FEATURES.template] >= _HALF
        or row[FEATURES.swaps] >= _SERIAL_SWAPS
        or row[FEATURES.renamed] >= _SERIAL_NAMES
        or (apart and row[FEATURES.swaps] >= _RENAMED)
    ):
        return SERIAL
    return DIGEST if row[FEATURES.covered_shorter] >= _HOLDS and row[FEATURES.length] < _HALF else FOLLOWUP


@kernel_part
def _template(row: Array) -> bool:
    """Whether names or numbers stand for others again and again, throughout: one template, filled in twice."""
    throughout = row[FEATURES.swaps] >= _SERIAL_SWAPS or row[FEATURES.swapped_numbers] >= _SERIAL_NUMBERS
    return bool(throughout and row[FEATURES.renamed] >= _SERIAL_NAMES)


@kernel_part
def _cut(row: Array) -> bool:
    """Whether the shorter body stands wholly in the longer one and is about half of it: cut off, or the very same.

    News that the longer one puts between its opening and the rest of an old story was not cut off. An opening of which
    nothing is in the shorter one belongs to another article of the same page, which tells by its own copy.
    """
    wholly = row[FEATURES.covered_shorter] >= _WHOLLY and row[FEATURES.length] >= _ABOUT_HALF
    parted = 0.0 < row[FEATURES.lead_longer] < _HALF
    return bool(wholly and row[FEATURES.swaps] < _RENAMED and not parted)


@kernel_part
def _another_day(row: Array) -> bool:
    """Whether each body states first a day that the other states nowhere, and they are not the same but for the day."""
    return bool(row[FEATURES.days_apart] == 1.0 and row[FEATURES.covered_longer] < RESTAMPED)


@kernel_part
def _contained(canonical_inside: float, member_inside: float, row: Array, limits: Limits) -> bool:
    """Whether a member is the beginning of its canonical, cut off: a digest holds it in its midst."""
    inside = member_inside >= limits.near_containment and canonical_inside >= limits.contained_share
    inside = inside and member_inside > canonical_inside and row[FEATURES.length] < _HALF
    return bool(
        inside
        and row[FEATURES.lead_shorter] >= _HALF
        and row[FEATURES.lead_longer] >= _HALF
        and row[FEATURES.swaps] < _RENAMED
    )


@kernel_part
def _told(
    judge: Judge, canonical: int, member: int, measures: tuple[float, float, float], row: Array
) -> tuple[int, float, int]:
    """The kind of copy that ``member`` is of ``canonical``, or NONE, the similarity that makes it one, and where.

    ``measures`` are those of ``measure_pairs``, ``row`` the features of the pair.
    """
    if numbers_differ(judge.sets, canonical, member, judge.limits):
        return NONE, 0.0, 0
    if _contained(measures[1], measures[2], row, judge.limits):
        return NEAR, measures[2], ALWAYS
    if _template(row):
        return NONE, 0.0, 0
    enough = judge.limits.copy_chance
    least = max(enough, SURE) if _another_day(row) else enough
    holds = ALWAYS if _cut(row) else copies_where(row, judge.weights, least)
    if holds == 0 or (
        measures[1] > measures[2] and row[FEATURES.length] < _HALF and row[FEATURES.covered_longer] < _HALF
    ):
        return NONE, 0.0, 0  # the longer one is no copy of less than its half: the rest would be lost
    return _copy_kind(row, measures[0]), measures[0], holds


@kernel
def measure_pairs(sets: Sets, left: Array, right: Array) -> Array:
    """For each pair: jaccard, left in right, right in left."""
    measures = np.empty((left.shape[0], 3), np.float64)
    for pair in range(left.shape[0]):
        measures[pair, 0], measures[pair, 1], measures[pair, 2] = measured(sets, left[pair], right[pair])
    return measures


@kernel
def judge_pairs(judge: Judge, left: Array, right: Array) -> Judged:
    """What each pair is."""
    measures = np.zeros((left.shape[0], 4), np.float64)
    kinds = np.zeros((left.shape[0], 2), np.int8)
    holds = np.zeros((left.shape[0], 2), np.uint8)
    row = np.zeros(_FEATURES, np.float64)
    for pair in range(left.shape[0]):
        a, b = left[pair], right[pair]
        jaccard, a_inside, b_inside = measured(judge.sets, a, b)
        measures[pair, 0] = jaccard
        if max(jaccard, a_inside, b_inside) < judge.limits.related_share / 2:
            continue
        apart = numbers_differ(judge.sets, a, b, judge.limits)
        if apart and jaccard >= _ISSUES:  # a thousand rows of one template are a hundred thousand such pairs
            kinds[pair, 0], measures[pair, 3] = SERIAL, max(a_inside, b_inside)
            continue
        pair_features(judge.texts, a, b, row)
        measures[pair, 3] = row[FEATURES.covered_shorter]
        one, measures[pair, 1], holds[pair, 0] = _told(judge, b, a, (jaccard, b_inside, a_inside), row)
        other, measures[pair, 2], holds[pair, 1] = _told(judge, a, b, (jaccard, a_inside, b_inside), row)
        kinds[pair, 0] = max(one, other)
        if kinds[pair, 0] == NONE:
            kinds[pair, 0] = _other_kind(row, apart, judge.limits)
        elif holds[pair, 0] | holds[pair, 1] != ALWAYS:
            kinds[pair, 1] = max(FOLLOWUP, _other_kind(row, False, judge.limits))
    return Judged(kinds[:, 0], measures, holds, kinds[:, 1])
