"""Compiled comparing: pairs within buckets, overlap of packed sets, exact classes, groups.

Belongs here: what would be a loop over pairs in Python. Does not belong here: reading text (``reading_kernels``),
frames, settings. Import it only where a step runs: numba takes a second to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numba as nb
import numpy as np

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[Any]

_NO_VALUE = np.uint32(0xFFFFFFFF)  # above every packed value
_WITNESSES = 16  # neighbours of a node that are compared with each other


@nb.njit(cache=True, nogil=True)
def bucket_pairs(keys: Array, bodies: Array, fresh: Array, anchors: int) -> tuple[Array, Array, Array, Array]:
    """Pairs of bodies in each run of equal keys: every member with the ``anchors`` smallest of its run.

    ``keys`` are sorted, ``bodies`` (numbers in the order of the body hashes) rise within a run; only pairs with a
    ``fresh`` body are given. Returns pairs as ``smaller << 32 | larger``, the position in ``keys`` each came from, and
    for runs with more members than are compared: first position and size.
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
    return pairs, origins, starts, sizes


class Sets(NamedTuple):
    """Shingles and numbers of bodies, packed one after the other: three bytes a value, rising within a body."""

    shingles: Array
    shingle_ends: Array
    scales: Array
    numbers: Array
    number_ends: Array


class Limits(NamedTuple):
    """What makes a copy; named and explained in the settings."""

    near_similarity: float
    near_containment: float
    contained_share: float
    numbers_needed: int
    numbers_shared: float
    close_similarity: float
    unlike_similarity: float


@nb.njit(cache=True, nogil=True)
def _value(packed: Array, at: int) -> Any:  # noqa: ANN401 - a numpy scalar
    return (
        np.uint32(packed[at])
        | (np.uint32(packed[at + 1]) << np.uint32(8))
        | (np.uint32(packed[at + 2]) << np.uint32(16))
    )


@nb.njit(cache=True, nogil=True)
def _overlap(packed: Array, ends: Array, left: int, right: int, scale: int) -> tuple[int, int, int]:
    """Sizes of two packed sets and of what they share, counting values that one in 2**``scale`` has."""
    mask = np.uint32((1 << scale) - 1)
    a = ends[left]
    a_end = ends[left + 1]
    b = ends[right]
    b_end = ends[right + 1]
    a_size = b_size = both = 0
    while a < a_end or b < b_end:
        a_value = _value(packed, a) if a < a_end else _NO_VALUE
        b_value = _value(packed, b) if b < b_end else _NO_VALUE
        counted = min(a_value, b_value) & mask == 0
        if a_value <= b_value:
            a_size += counted
            a += 3
        if b_value <= a_value:
            b_size += counted
            b += 3
        both += counted and a_value == b_value
    return a_size, b_size, both


@nb.njit(cache=True, nogil=True)
def _measured(sets: Sets, left: int, right: int) -> tuple[float, float, float]:
    """Jaccard similarity, share of left that right has, share of right that left has."""
    scale = max(sets.scales[left], sets.scales[right])
    own, others, both = _overlap(sets.shingles, sets.shingle_ends, left, right, scale)
    return both / max(own + others - both, 1), both / max(own, 1), both / max(others, 1)


@nb.njit(cache=True, nogil=True)
def _numbers_differ(sets: Sets, left: int, right: int, limits: Limits) -> bool:
    """Whether two bodies name enough numbers to tell, and too few of them in common."""
    own, others, both = _overlap(sets.numbers, sets.number_ends, left, right, 0)
    fewer = min(own, others)
    return bool(fewer >= limits.numbers_needed and both < limits.numbers_shared * fewer)


@nb.njit(cache=True, nogil=True)
def _copy_similarity(sets: Sets, canonical: int, member: int, limits: Limits) -> float:
    """The similarity that makes ``member`` a copy of ``canonical``: Jaccard, else containment; 0 if it is none."""
    jaccard, canonical_inside, member_inside = _measured(sets, canonical, member)
    similar = jaccard >= limits.near_similarity
    inside = member_inside >= limits.near_containment and canonical_inside >= limits.contained_share
    if not (similar or inside) or _numbers_differ(sets, canonical, member, limits):
        return 0.0
    return float(jaccard if similar else member_inside)


@nb.njit(cache=True, nogil=True)
def measure_pairs(sets: Sets, left: Array, right: Array, limits: Limits) -> tuple[Array, Array]:
    """For each pair: jaccard, left in right, right in left; and whether either is a copy of the other."""
    measures = np.empty((left.shape[0], 3), np.float64)
    copies = np.empty(left.shape[0], np.bool_)
    for pair in range(left.shape[0]):
        a, b = left[pair], right[pair]
        measures[pair, 0], measures[pair, 1], measures[pair, 2] = _measured(sets, a, b)
        copies[pair] = _copy_similarity(sets, a, b, limits) > 0 or _copy_similarity(sets, b, a, limits) > 0
    return measures, copies


@nb.njit(cache=True, nogil=True)
def _root(parents: Array, node: int) -> int:
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node


@nb.njit(cache=True, nogil=True)
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


@nb.njit(cache=True, nogil=True)
def _compilations(starts: Array, neighbours: Array, seats: Array, sets: Sets, limits: Limits) -> Array:
    """Nodes that resemble two nodes which have nothing in common: digests, round-ups, pages with two articles.

    Only the best ``_WITNESSES`` neighbours that are not close to the node are asked.
    """
    nodes = starts.shape[0] - 1
    compilations = np.zeros(nodes, np.bool_)
    witnesses = np.empty(_WITNESSES, np.int64)
    for node in range(nodes):
        found = 0
        for edge in range(starts[node], starts[node + 1]):
            other = neighbours[edge]
            if _measured(sets, seats[node], seats[other])[0] >= limits.close_similarity:
                continue
            for witness in range(found):
                alike = _measured(sets, seats[witnesses[witness]], seats[other])[0]
                compilations[node] |= alike < limits.unlike_similarity
            witnesses[found] = other
            found += 1
            if compilations[node] or found == _WITNESSES:
                break
    return compilations


@nb.njit(cache=True, nogil=True)
def assign_to_leaders(
    starts: Array, neighbours: Array, seats: Array, sets: Sets, limits: Limits
) -> tuple[Array, Array]:
    """The leader of each node, and the verified similarity to it; nodes are numbered from best to worst.

    ``neighbours[starts[n]:starts[n + 1]]`` are the similar nodes of ``n``, rising; ``seats`` say where a node's sets
    lie. A compilation is grouped only with what is close to it. Each node's neighbours are walked once, when it joins
    a group: the work is bounded by the number of pairs.
    """
    nodes = starts.shape[0] - 1
    compilations = _compilations(starts, neighbours, seats, sets, limits)
    leaders = np.full(nodes, -1, np.int64)
    similarities = np.ones(nodes, np.float64)
    refused = np.full(nodes, -1, np.int64)
    queue = np.empty(nodes, np.int64)
    for leader in range(nodes):
        if leaders[leader] >= 0:
            continue
        leaders[leader] = leader
        queue[0] = leader
        head = 0
        tail = 1
        while head < tail:
            member = queue[head]
            head += 1
            for edge in range(starts[member], starts[member + 1]):
                other = neighbours[edge]
                if leaders[other] >= 0 or refused[other] == leader:
                    continue
                similarity = _copy_similarity(sets, seats[leader], seats[other], limits)
                if compilations[leader] or compilations[other]:
                    close = _measured(sets, seats[leader], seats[other])[0] >= limits.close_similarity
                    similarity = similarity if close else 0.0
                if similarity > 0:
                    leaders[other] = leader
                    similarities[other] = similarity
                    queue[tail] = other
                    tail += 1
                else:
                    refused[other] = leader
    return leaders, similarities
