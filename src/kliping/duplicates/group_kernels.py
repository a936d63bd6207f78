"""Compiled grouping: which node leads, which follow it.

Belongs here: the walk over the graph of copies. Does not belong here: what a copy is (``judgement_kernels``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kliping.duplicates.judgement_kernels import NONE, REWRITE, Judge, judged
from kliping.duplicates.pair_features import FEATURES
from kliping.duplicates.pair_kernels import measured
from kliping.text.compiling import kernel, kernel_part

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[Any]

_WITNESSES = 16  # neighbours of a node that are compared with each other
_FEATURES = len(FEATURES)

UNDATED = -(1 << 40)
"""The day of a node whose date is not known."""


class Graph(NamedTuple):
    """Nodes from best to worst and their verified pairs: those of ``n`` are at ``starts[n]:starts[n + 1]``."""

    starts: Array
    neighbours: Array  # rising for each node
    jaccard: Array
    joins: Array  # the similarity that makes the neighbour a copy of the node; 0: it is none
    kinds: Array
    seats: Array  # where a node's sets and text lie; only a node in more than one pair, or its neighbour, needs any
    days: Array  # when its best document was published, in days from any; UNDATED: not known


def as_graph(left: Array, right: Array, measures: Array, kinds: Array, nodes: int) -> Graph:
    """Pairs of nodes, each once, as a graph; every node has its own seat, and none a day.

    ``measures`` has the columns jaccard, left_copies and right_copies of PAIRS, ``kinds`` the codes of their kinds.
    """
    first, second = np.concatenate([left, right]), np.concatenate([right, left])
    order = np.lexsort((second, first))
    turned = np.concatenate([measures[:, [0, 2]], measures[:, [0, 1]]])[order]
    starts = np.searchsorted(first[order], np.arange(nodes + 1)).astype(np.int64)
    jaccard, joins = np.ascontiguousarray(turned.T)
    both = np.concatenate([kinds, kinds])[order]
    days = np.full(nodes, UNDATED, np.int64)
    return Graph(starts, second[order].astype(np.int64), jaccard, joins, both, np.arange(nodes), days)


@kernel_part
def _compilations(graph: Graph, judge: Judge) -> Array:
    """Nodes that resemble two nodes which have nothing in common: digests, round-ups, pages with two articles.

    Only the best ``_WITNESSES`` neighbours that are not close to the node are asked.
    """
    nodes = graph.starts.shape[0] - 1
    compilations = np.zeros(nodes, np.bool_)
    witnesses = np.empty(_WITNESSES, np.int64)
    for node in range(nodes):
        found = 0
        for edge in range(graph.starts[node], graph.starts[node + 1]):
            if graph.jaccard[edge] >= judge.limits.close_similarity:
                continue
            other = graph.neighbours[edge]
            for witness in range(found):
                alike = measured(judge.sets, graph.seats[witnesses[witness]], graph.seats[other])[0]
                compilations[node] |= alike < judge.limits.unlike_similarity
            witnesses[found] = other
            found += 1
            if compilations[node] or found == _WITNESSES:
                break
    return compilations


@kernel_part
def _days_apart(graph: Graph, node: int, other: int, most: int) -> bool:
    """Whether two nodes are dated, and more than ``most`` days lie between them."""
    day, other_day = graph.days[node], graph.days[other]
    return bool(day != UNDATED and other_day != UNDATED and abs(day - other_day) > most)


@kernel
def assign_to_leaders(graph: Graph, judge: Judge) -> tuple[Array, Array, Array]:
    """The leader of each node, the verified similarity to it, and the kind of copy it is.

    A node joins when it is a copy of a member, and of the leader itself with a chance that may be less; a compilation
    only when it is close to the leader, a rewrite only when it is of the leader's days. Each node's pairs are walked
    once, when it joins a group: the work is bounded by their number.
    """
    nodes = graph.starts.shape[0] - 1
    compilations = _compilations(graph, judge)
    leaders = np.full(nodes, -1, np.int64)
    similarities = np.ones(nodes, np.float64)
    kinds = np.zeros(nodes, np.int8)
    refused = np.full(nodes, -1, np.int64)
    queue = np.empty(nodes, np.int64)
    row = np.zeros(_FEATURES, np.float64)
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
                    similarity, jaccard = graph.joins[edge], graph.jaccard[edge]
                    kind = graph.kinds[edge] if similarity > 0 else NONE
                else:
                    own, others = graph.seats[leader], graph.seats[other]
                    kind, similarity = judged(judge, own, others, judge.limits.canonical_chance, row)
                    jaccard = measured(judge.sets, own, others)[0]
                if kind == REWRITE and _days_apart(graph, leader, other, judge.limits.rewrite_days):
                    kind = NONE
                mixed = compilations[leader] or compilations[other]
                if kind != NONE and (jaccard >= judge.limits.close_similarity or not mixed):
                    leaders[other] = leader
                    similarities[other] = similarity
                    kinds[other] = kind
                    queue[tail] = other
                    tail += 1
                else:
                    refused[other] = leader
    return leaders, similarities, kinds
