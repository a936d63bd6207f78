"""Compiled comparing: pairs within buckets, overlap of packed sets, exact classes, groups.

Belongs here: what would be a loop over pairs in Python. Does not belong here: reading text (``reading_kernels``),
frames, settings. Import it only where a step runs: numba takes a second to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba as nb
import numpy as np

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[Any]

_NO_VALUE = np.uint32(0xFFFFFFFF)  # above every packed value


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


@nb.njit(cache=True, nogil=True)
def _value(packed: Array, at: int) -> Any:  # noqa: ANN401 - a numpy scalar
    return (
        np.uint32(packed[at])
        | (np.uint32(packed[at + 1]) << np.uint32(8))
        | (np.uint32(packed[at + 2]) << np.uint32(16))
    )


@nb.njit(cache=True, nogil=True)
def overlap(packed: Array, offsets: Array, scales: Array, left: int, right: int) -> tuple[int, int, int]:
    """Sizes of two packed sets and of what they share, at the coarser of their two scales."""
    mask = np.uint32((1 << max(scales[left], scales[right])) - 1)
    a = offsets[left]
    a_end = offsets[left + 1]
    b = offsets[right]
    b_end = offsets[right + 1]
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
def overlaps(packed: Array, offsets: Array, scales: Array, left: Array, right: Array) -> Array:
    """``overlap`` for arrays of pairs: three columns, sizes of left and right and of what they share."""
    counts = np.empty((left.shape[0], 3), np.int64)
    for pair in range(left.shape[0]):
        counts[pair, 0], counts[pair, 1], counts[pair, 2] = overlap(packed, offsets, scales, left[pair], right[pair])
    return counts


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
def assign_to_leaders(
    starts: Array,
    neighbours: Array,
    seats: Array,
    packed: Array,
    offsets: Array,
    scales: Array,
    near_similarity: float,
    near_containment: float,
    contained_share: float,
) -> tuple[Array, Array]:
    """The leader of each node, and the verified similarity to it; nodes are numbered from best to worst.

    ``neighbours[starts[n]:starts[n + 1]]`` are the similar nodes of ``n``; ``seats`` say where a node's shingles lie.
    Each node's neighbours are walked once, when it joins a group: the work is bounded by the number of pairs.
    """
    nodes = starts.shape[0] - 1
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
                own, others, both = overlap(packed, offsets, scales, seats[leader], seats[other])
                jaccard = both / max(own + others - both, 1)
                contained = both / max(others, 1)
                similar = jaccard >= near_similarity
                if similar or (contained >= near_containment and both / max(own, 1) >= contained_share):
                    leaders[other] = leader
                    similarities[other] = jaccard if similar else contained
                    queue[tail] = other
                    tail += 1
                else:
                    refused[other] = leader
    return leaders, similarities
