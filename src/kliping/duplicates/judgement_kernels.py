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
from kliping.duplicates.pair_kernels import Limits, Overlap, Sets, measured, numbers_differ
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
_ABOUT_HALF = 0.45  # length of the shorter body, beside the longer's, that is about half of it
MOSTLY = 0.75  # share of the longer body in the shorter from which it is the same text, edited
_HOLDS = 0.6  # share of a short body in a long one that is a digest of it and others
_HALF = 0.5  # of a body, or of what it shares
_SERIAL_SWAPS = 0.5  # names or numbers exchanged in 20 shared words that tell a template by themselves
_SERIAL_NAMES = 1.3  # logarithm of the places where one name stands for another again and again
_SERIAL_NUMBERS = 0.3  # numbers exchanged in 20 shared words that tell a template where names are exchanged again
_FILLED = 0.75  # share of the shorter body in the other from which names exchanged in it fill in one form twice
_FILLED_SWAPS = 0.25  # names or numbers exchanged there in 20 shared words
_FILLED_NAMES = 0.75  # most of a body's names that the other has; none of 284 labelled copies is so
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


class Overlaps(NamedTuple):
    """How much pairs have in common, a row a pair."""

    jaccard: Array
    left_in_right: Array  # share of left that right has
    right_in_left: Array


class Judged(NamedTuple):
    """What pairs are, a row a pair."""

    kinds: Array  # of copies where any circumstances make them so
    jaccard: Array
    left_copies: Array  # the similarity that makes left a copy of right; 0: it is none
    right_copies: Array
    shared: Array  # share of the shorter one in passages of the other
    left_holds: Array  # a bit for each circumstance in which left is a copy of right
    right_holds: Array
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
        or _filled(row)
        or (apart and row[FEATURES.swaps] >= _RENAMED)
    ):
        return SERIAL
    return DIGEST if row[FEATURES.covered_shorter] >= _HOLDS and row[FEATURES.length] < _HALF else FOLLOWUP


@kernel_part
def _filled(row: Array) -> bool:
    """Whether most of the text is the same, and a quarter of the names on either side are others in their places.

    Two accidents in the words of one report, two matches, two days at the exchange: news of one outlet and day, which
    neither the outlet nor the day tells apart.
    """
    names = max(row[FEATURES.names_shorter], row[FEATURES.names_longer])
    return bool(
        row[FEATURES.covered_shorter] >= _FILLED and row[FEATURES.swaps] >= _FILLED_SWAPS and names <= _FILLED_NAMES
    )


@kernel_part
def _template(row: Array) -> bool:
    """Whether names or numbers stand for others again and again, throughout: one template, filled in twice."""
    throughout = row[FEATURES.swaps] >= _SERIAL_SWAPS or row[FEATURES.swapped_numbers] >= _SERIAL_NUMBERS
    return bool((throughout and row[FEATURES.renamed] >= _SERIAL_NAMES) or _filled(row))


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
def _contained(overlap: Overlap, row: Array, limits: Limits) -> bool:
    """Whether a member (right) is the beginning of its canonical, cut off: a digest holds it in its midst."""
    canonical_inside, member_inside = overlap.left_inside, overlap.right_inside
    inside = member_inside >= limits.near_containment and canonical_inside >= limits.contained_share
    inside = inside and member_inside > canonical_inside and row[FEATURES.length] < _HALF
    return bool(
        inside
        and row[FEATURES.lead_shorter] >= _HALF
        and row[FEATURES.lead_longer] >= _HALF
        and row[FEATURES.swaps] < _RENAMED
    )


@kernel_part
def _told(judge: Judge, canonical: int, member: int, overlap: Overlap, row: Array) -> tuple[int, float, int]:
    """The kind of copy that ``member`` is of ``canonical``, or NONE, the similarity that makes it one, and where.

    ``overlap`` is that of the canonical, as left, and the member; ``row`` the features of the pair.
    """
    if numbers_differ(judge.sets, canonical, member, judge.limits):
        return NONE, 0.0, 0
    if _contained(overlap, row, judge.limits):
        return NEAR, overlap.right_inside, ALWAYS
    if _template(row):
        return NONE, 0.0, 0
    enough = judge.limits.copy_chance
    least = max(enough, SURE) if _another_day(row) else enough
    holds = ALWAYS if _cut(row) else copies_where(row, judge.weights, least)
    if holds == 0 or (
        overlap.left_inside > overlap.right_inside
        and row[FEATURES.length] < _HALF
        and row[FEATURES.covered_longer] < _HALF
    ):
        return NONE, 0.0, 0  # the longer one is no copy of less than its half: the rest would be lost
    return _copy_kind(row, overlap.jaccard), overlap.jaccard, holds


@kernel
def measure_pairs(sets: Sets, left: Array, right: Array) -> Overlaps:
    """How much each pair of bodies has in common."""
    pairs = left.shape[0]
    found = Overlaps(np.empty(pairs, np.float64), np.empty(pairs, np.float64), np.empty(pairs, np.float64))
    for pair in range(pairs):
        overlap = measured(sets, left[pair], right[pair])
        found.jaccard[pair] = overlap.jaccard
        found.left_in_right[pair] = overlap.left_inside
        found.right_in_left[pair] = overlap.right_inside
    return found


@kernel
def judge_pairs(judge: Judge, left: Array, right: Array) -> Judged:
    """What each pair is."""
    pairs = left.shape[0]
    kinds, otherwise = np.zeros(pairs, np.int8), np.zeros(pairs, np.int8)
    jaccard, shared = np.zeros(pairs, np.float64), np.zeros(pairs, np.float64)
    left_copies, right_copies = np.zeros(pairs, np.float64), np.zeros(pairs, np.float64)
    left_holds, right_holds = np.zeros(pairs, np.uint8), np.zeros(pairs, np.uint8)
    row = np.zeros(_FEATURES, np.float64)
    for pair in range(pairs):
        a, b = left[pair], right[pair]
        overlap = measured(judge.sets, a, b)
        turned = Overlap(overlap.jaccard, overlap.right_inside, overlap.left_inside)
        inside = max(overlap.left_inside, overlap.right_inside)
        jaccard[pair] = overlap.jaccard
        if max(overlap.jaccard, inside) < judge.limits.related_share / 2:
            continue
        apart = numbers_differ(judge.sets, a, b, judge.limits)
        if apart and overlap.jaccard >= _ISSUES:  # a thousand rows of one template are a hundred thousand such pairs
            kinds[pair], shared[pair] = SERIAL, inside
            continue
        pair_features(judge.texts, a, b, row)
        shared[pair] = row[FEATURES.covered_shorter]
        one, left_copies[pair], left_holds[pair] = _told(judge, b, a, turned, row)
        other, right_copies[pair], right_holds[pair] = _told(judge, a, b, overlap, row)
        kinds[pair] = max(one, other)
        if kinds[pair] == NONE:
            kinds[pair] = _other_kind(row, apart, judge.limits)
        elif left_holds[pair] | right_holds[pair] != ALWAYS:
            otherwise[pair] = max(FOLLOWUP, _other_kind(row, False, judge.limits))
    return Judged(kinds, jaccard, left_copies, right_copies, shared, left_holds, right_holds, otherwise)
