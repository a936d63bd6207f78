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
    canonical_similarity: float
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
def _counted(packed: Array, at: int, end: int, mask: Any) -> int:  # noqa: ANN401 - a numpy scalar
    """Values of a packed set that ``mask`` lets through."""
    if mask == 0:
        return (end - at) // 3
    count = 0
    while at < end:
        count += _value(packed, at) & mask == 0
        at += 3
    return count


@nb.njit(cache=True, nogil=True)
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
        a += 3 * (a_value <= b_value)
        b += 3 * (b_value <= a_value)
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
def _similarity(jaccard: float, canonical_inside: float, member_inside: float, enough: float, limits: Limits) -> float:
    """The similarity that makes a member a copy of its canonical: Jaccard of ``enough``, else containment, else 0."""
    if jaccard >= enough:
        return jaccard
    inside = member_inside >= limits.near_containment and canonical_inside >= limits.contained_share
    return member_inside if inside else 0.0


@nb.njit(cache=True, nogil=True)
def _copy_similarity(sets: Sets, canonical: int, member: int, enough: float, limits: Limits) -> float:
    """``_similarity`` of two bodies, measured; 0 where their numbers tell them apart."""
    jaccard, canonical_inside, member_inside = _measured(sets, canonical, member)
    similarity = _similarity(jaccard, canonical_inside, member_inside, enough, limits)
    if similarity > 0 and _numbers_differ(sets, canonical, member, limits):
        return 0.0
    return float(similarity)


@nb.njit(cache=True, nogil=True)
def measure_pairs(sets: Sets, left: Array, right: Array, limits: Limits) -> tuple[Array, Array]:
    """For each pair: jaccard, left in right, right in left; and whether either is a copy of the other."""
    measures = np.empty((left.shape[0], 3), np.float64)
    copies = np.empty(left.shape[0], np.bool_)
    for pair in range(left.shape[0]):
        a, b = left[pair], right[pair]
        measures[pair, 0], measures[pair, 1], measures[pair, 2] = _measured(sets, a, b)
        enough = limits.near_similarity
        copies[pair] = (
            _copy_similarity(sets, a, b, enough, limits) > 0 or _copy_similarity(sets, b, a, enough, limits) > 0
        )
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
def connected_parts(nodes: int, left: Array, right: Array) -> Array:
    """A number for each node, the same for nodes that pairs connect."""
    parents = np.arange(nodes)
    for pair in range(left.shape[0]):
        parents[_root(parents, left[pair])] = _root(parents, right[pair])
    for node in range(nodes):
        parents[node] = _root(parents, node)
    return parents


class Graph(NamedTuple):
    """Nodes from best to worst and their verified pairs: those of ``n`` are at ``starts[n]:starts[n + 1]``."""

    starts: Array
    neighbours: Array  # rising for each node
    jaccard: Array
    node_inside: Array  # share of the node that the neighbour has
    neighbour_inside: Array
    seats: Array  # where a node's sets lie; only a node in more than one pair, or its neighbour, needs any


def as_graph(left: Array, right: Array, measures: Array, nodes: int) -> Graph:
    """Pairs of nodes, each once, with the columns of ``measure_pairs``, as a graph; every node has its own seat."""
    first, second = np.concatenate([left, right]), np.concatenate([right, left])
    order = np.lexsort((second, first))
    turned = np.concatenate([measures, measures[:, [0, 2, 1]]])[order]
    starts = np.searchsorted(first[order], np.arange(nodes + 1)).astype(np.int64)
    jaccard, inside, other_inside = np.ascontiguousarray(turned.T)
    return Graph(starts, second[order].astype(np.int64), jaccard, inside, other_inside, np.arange(nodes))


@nb.njit(cache=True, nogil=True)
def _compilations(graph: Graph, sets: Sets, limits: Limits) -> Array:
    """Nodes that resemble two nodes which have nothing in common: digests, round-ups, pages with two articles.

    Only the best ``_WITNESSES`` neighbours that are not close to the node are asked.
    """
    nodes = graph.starts.shape[0] - 1
    compilations = np.zeros(nodes, np.bool_)
    witnesses = np.empty(_WITNESSES, np.int64)
    for node in range(nodes):
        found = 0
        for edge in range(graph.starts[node], graph.starts[node + 1]):
            if graph.jaccard[edge] >= limits.close_similarity:
                continue
            other = graph.neighbours[edge]
            for witness in range(found):
                alike = _measured(sets, graph.seats[witnesses[witness]], graph.seats[other])[0]
                compilations[node] |= alike < limits.unlike_similarity
            witnesses[found] = other
            found += 1
            if compilations[node] or found == _WITNESSES:
                break
    return compilations


@nb.njit(cache=True, nogil=True)
def assign_to_leaders(graph: Graph, sets: Sets, limits: Limits) -> tuple[Array, Array]:
    """The leader of each node, and the verified similarity to it.

    A node joins when it is similar to a member, and similar enough to the leader itself; a compilation only when it is
    close to the leader. Each node's pairs are walked once, when it joins a group: the work is bounded by their number.
    """
    nodes = graph.starts.shape[0] - 1
    compilations = _compilations(graph, sets, limits)
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
            for edge in range(graph.starts[member], graph.starts[member + 1]):
                other = graph.neighbours[edge]
                if leaders[other] >= 0 or refused[other] == leader:
                    continue
                if member == leader:
                    close = graph.jaccard[edge] >= limits.close_similarity
                    similarity = _similarity(
                        graph.jaccard[edge],
                        graph.node_inside[edge],
                        graph.neighbour_inside[edge],
                        limits.near_similarity,
                        limits,
                    )
                else:
                    own, others = graph.seats[leader], graph.seats[other]
                    close = _measured(sets, own, others)[0] >= limits.close_similarity
                    similarity = _copy_similarity(sets, own, others, limits.canonical_similarity, limits)
                if similarity > 0 and (close or not (compilations[leader] or compilations[other])):
                    leaders[other] = leader
                    similarities[other] = similarity
                    queue[tail] = other
                    tail += 1
                else:
                    refused[other] = leader
    return leaders, similarities
