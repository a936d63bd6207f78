"""Compiled comparing: pairs within buckets, overlap of packed sets, exact classes.

Belongs here: what would be a loop over pairs in Python. Does not belong here: reading text (``reading_kernels``),
what a pair is (``judgement_kernels``), groups (``group_kernels``), frames, settings. Import it only where a step runs:
numba takes a second to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kliping.text.compiling import kernel, kernel_part

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[Any]

_BYTES = 3
"""Bytes of a value of a packed set, the lowest first."""


class Bucketed(NamedTuple):
    """Pairs of bodies that share a key, and the runs of equal keys with more members than are compared."""

    pairs: Array  # smaller << 32 | larger
    origins: Array  # the position in the keys that each came from
    starts: Array  # the first position of each such run
    sizes: Array


@kernel
def bucket_pairs(keys: Array, bodies: Array, fresh: Array, anchors: int) -> Bucketed:
    """Pairs of bodies in each run of equal keys: every member with the ``anchors`` smallest of its run.

    ``keys`` are sorted, ``bodies`` (numbers in the order of the body hashes) rise within a run; only pairs with a
    ``fresh`` body are given.
    """
    total = crowded = 0
    pairs = np.empty(0, np.uint64)
    origins = np.empty(0, np.int64)
    starts = np.empty(0, np.int64)
    sizes = np.empty(0, np.int64)
    for counting in (True, False):
        if not counting:
            pairs = np.empty(total, np.uint64)
            origins = np.empty(total, np.int64)
            starts = np.empty(crowded, np.int64)
            sizes = np.empty(crowded, np.int64)
        total = crowded = start = 0
        while start < keys.shape[0]:
            stop = start + 1
            while stop < keys.shape[0] and keys[stop] == keys[start]:
                stop += 1
            if stop - start > anchors + 1:
                if not counting:
                    starts[crowded] = start
                    sizes[crowded] = stop - start
                crowded += 1
            for first in range(start, min(start + anchors, stop)):
                for second in range(first + 1, stop):
                    if fresh[bodies[first]] or fresh[bodies[second]]:
                        if not counting:
                            pairs[total] = (np.uint64(bodies[first]) << np.uint64(32)) | np.uint64(bodies[second])
                            origins[total] = start
                        total += 1
            start = stop
    return Bucketed(pairs, origins, starts, sizes)


@kernel
def displaced_anchors(bodies: Array, fresh: Array, starts: Array, sizes: Array, anchors: int) -> tuple[Array, Array]:
    """Bodies that were among the ``anchors`` smallest of a run before the ``fresh`` ones came, and are no more.

    ``starts`` and ``sizes`` name the runs, as ``bucket_pairs`` gives them. Returns positions in ``bodies``, those of a
    run one after the other, and where those of each run end.
    """
    places = np.empty(anchors * starts.shape[0], np.int64)
    ends = np.zeros(starts.shape[0] + 1, np.int64)
    count = 0
    for run in range(starts.shape[0]):
        known = 0
        for place in range(sizes[run]):
            if known == anchors:
                break
            if not fresh[bodies[starts[run] + place]]:
                known += 1
                if place >= anchors:
                    places[count] = starts[run] + place
                    count += 1
        ends[run + 1] = count
    return places[:count], ends


class Sets(NamedTuple):
    """Shingles and numbers of bodies, packed one after the other: three bytes a value, rising within a body."""

    shingles: Array
    shingle_ends: Array
    scales: Array
    numbers: Array
    number_ends: Array


class Overlap(NamedTuple):
    """How much two bodies have in common."""

    jaccard: float
    left_inside: float  # share of left that right has
    right_inside: float


class Limits(NamedTuple):
    """What makes a copy; named and explained in the settings."""

    similarity: float  # of two lines; bodies are judged by the model
    copy_chance: float
    canonical_chance: float
    near_containment: float
    contained_share: float
    numbers_needed: int
    numbers_shared: float
    close_similarity: float
    unlike_similarity: float
    related_share: float
    rewrite_days: int


@kernel_part
def _value(packed: Array, at: int) -> Any:  # noqa: ANN401 - a numpy scalar
    return (
        np.uint32(packed[at])
        | (np.uint32(packed[at + 1]) << np.uint32(8))
        | (np.uint32(packed[at + 2]) << np.uint32(16))
    )


@kernel
def _counted(packed: Array, at: int, end: int, mask: Any) -> int:  # noqa: ANN401 - a numpy scalar
    """Values of a packed set that ``mask`` lets through."""
    if mask == 0:
        return (end - at) // _BYTES
    count = 0
    while at < end:
        count += _value(packed, at) & mask == 0
        at += _BYTES
    return count


@kernel_part
def _overlap(packed: Array, ends: Array, left: int, right: int, scale: int) -> tuple[int, int, int]:
    """Sizes of two packed sets and of what they share, counting values that one in 2**``scale`` has."""
    mask = np.uint32((1 << scale) - 1)
    a_size = _counted(packed, ends[left], ends[left + 1], mask)
    b_size = _counted(packed, ends[right], ends[right + 1], mask)
    a = ends[left]
    a_end = ends[left + 1]
    b = ends[right]
    b_end = ends[right + 1]
    both = 0
    while a < a_end and b < b_end:
        a_value = _value(packed, a)
        b_value = _value(packed, b)
        both += (a_value == b_value) & (a_value & mask == 0)
        a += _BYTES * (a_value <= b_value)
        b += _BYTES * (b_value <= a_value)
    return a_size, b_size, both


@kernel_part
def measured(sets: Sets, left: int, right: int) -> Overlap:
    """How much two bodies have in common, by their shingles."""
    scale = max(sets.scales[left], sets.scales[right])
    own, others, both = _overlap(sets.shingles, sets.shingle_ends, left, right, scale)
    return Overlap(both / max(own + others - both, 1), both / max(own, 1), both / max(others, 1))


@kernel_part
def numbers_differ(sets: Sets, left: int, right: int, limits: Limits) -> bool:
    """Whether two bodies name enough numbers to tell, and too few of them in common."""
    own, others, both = _overlap(sets.numbers, sets.number_ends, left, right, 0)
    fewer = min(own, others)
    return bool(fewer >= limits.numbers_needed and both < limits.numbers_shared * fewer)


@kernel_part
def _root(parents: Array, node: int) -> int:
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node


@kernel
def joined_classes(first: Array, second: Array) -> Array:
    """A class a row, rows joined that agree in ``first`` (from 0) or in ``second`` (from 1; 0 joins nothing)."""
    size = first.shape[0]
    parents = np.arange(size)
    seen_first = np.full(size, -1, np.int64)
    seen_second = np.full(size + 1, -1, np.int64)
    for row in range(size):
        if seen_first[first[row]] < 0:
            seen_first[first[row]] = row
        else:
            parents[_root(parents, row)] = _root(parents, seen_first[first[row]])
        if second[row] > 0:
            if seen_second[second[row]] < 0:
                seen_second[second[row]] = row
            else:
                parents[_root(parents, row)] = _root(parents, seen_second[second[row]])
    for row in range(size):
        parents[row] = _root(parents, row)
    return parents


@kernel
def connected_parts(nodes: int, left: Array, right: Array) -> Array:
    """A number for each node, the same for nodes that pairs connect."""
    parents = np.arange(nodes)
    for pair in range(left.shape[0]):
        parents[_root(parents, left[pair])] = _root(parents, right[pair])
    for node in range(nodes):
        parents[node] = _root(parents, node)
    return parents
