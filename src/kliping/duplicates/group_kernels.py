"""Compiled grouping: which node leads, which follow it.

Belongs here: the walk over the graph of copies. Does not belong here: what a copy is (``judgement_kernels``), asking
and answering (``walks``).

The walk asks whether a node is a copy of a leader that it has no pair with. It asks many such questions at once, one
connected part of the graph beside the other, and goes on with the answers: so the judgement of texts is compiled
once, for pairs, and not once more into the walk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kliping.duplicates.judgement_kernels import NONE, REWRITE
from kliping.duplicates.pair_kernels import measured
from kliping.text.compiling import kernel, kernel_part

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy.typing as npt

    from kliping.duplicates.pair_kernels import Limits, Sets

    Array: TypeAlias = npt.NDArray[Any]

_WITNESSES = 16  # neighbours of a node that are compared with each other

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


class Pairs(NamedTuple):
    """Pairs of nodes, each once: as PAIRS has them of bodies, the kinds as codes."""

    left: Array
    right: Array
    jaccard: Array
    left_copies: Array
    right_copies: Array
    kinds: Array


def as_graph(pairs: Pairs, nodes: int) -> Graph:
    """Pairs of nodes as a graph; every node has its own seat, and none a day."""
    first, second = np.concatenate([pairs.left, pairs.right]), np.concatenate([pairs.right, pairs.left])
    order = np.lexsort((second, first))
    starts = np.searchsorted(first[order], np.arange(nodes + 1)).astype(np.int64)
    jaccard = np.concatenate([pairs.jaccard, pairs.jaccard])[order]
    joins = np.concatenate([pairs.right_copies, pairs.left_copies])[order]
    both = np.concatenate([pairs.kinds, pairs.kinds])[order]
    days = np.full(nodes, UNDATED, np.int64)
    return Graph(starts, second[order].astype(np.int64), jaccard, joins, both, np.arange(nodes), days)


class Walk(NamedTuple):
    """How far the walk has come; of each connected part of the graph the nodes stand together, best first."""

    order: Array  # nodes, one part after the other
    ends: Array  # where in ``order`` each part begins, and the end
    queue: Array  # nodes as they joined a group, at the places of their part
    nexts: Array  # for each part: the place in ``order`` of its next leader
    heads: Array  # in ``queue`` that of its next member
    tails: Array  # and where those end
    mixed: Array  # nodes that are compilations
    asked: Array  # the leader that a node was refused by last, or that it was asked about
    leaders: Array  # of each node; -1: not known yet
    similarities: Array
    kinds: Array


class Asked(NamedTuple):
    """Questions: whether a node (``others``) is a copy of a leader, those of a part together."""

    parts: Array
    leaders: Array
    others: Array


class Answer(NamedTuple):
    """What a node is to a leader."""

    kind: int
    similarity: float  # that makes it a copy; 0: it is none
    jaccard: float


class Answers(NamedTuple):
    """``Answer`` to each of ``Asked``, in its order."""

    kinds: Array
    similarities: Array
    jaccard: Array


def begun(parts: Array, mixed: Array) -> Walk:
    """A walk before its first step; ``parts`` numbers the connected part of each node, ``mixed`` its compilations."""
    nodes = parts.shape[0]
    order = np.argsort(parts, kind="stable")
    starts = np.flatnonzero(np.diff(parts[order], prepend=-1))
    return Walk(
        order,
        np.append(starts, nodes),
        np.empty(nodes, np.int64),
        starts.copy(),
        starts.copy(),
        starts.copy(),
        mixed,
        np.full(nodes, -1, np.int64),
        np.full(nodes, -1, np.int64),
        np.ones(nodes, np.float64),
        np.zeros(nodes, np.int8),
    )


@kernel
def compilations(graph: Graph, sets: Sets, limits: Limits) -> Array:
    """Nodes that resemble two nodes which have nothing in common: digests, round-ups, pages with two articles.

    Only the best ``_WITNESSES`` neighbours that are not close to the node are asked.
    """
    nodes = graph.starts.shape[0] - 1
    mixed = np.zeros(nodes, np.bool_)
    witnesses = np.empty(_WITNESSES, np.int64)
    for node in range(nodes):
        found = 0
        for edge in range(graph.starts[node], graph.starts[node + 1]):
            if graph.jaccard[edge] >= limits.close_similarity:
                continue
            other = graph.neighbours[edge]
            for witness in range(found):
                alike = measured(sets, graph.seats[witnesses[witness]], graph.seats[other]).jaccard
                mixed[node] |= alike < limits.unlike_similarity
            witnesses[found] = other
            found += 1
            if mixed[node] or found == _WITNESSES:
                break
    return mixed


@kernel_part
def _days_apart(graph: Graph, node: int, other: int, most: int) -> bool:
    """Whether two nodes are dated, and more than ``most`` days lie between them."""
    day, other_day = graph.days[node], graph.days[other]
    return bool(day != UNDATED and other_day != UNDATED and abs(day - other_day) > most)


@kernel_part
def _join(graph: Graph, walk: Walk, limits: Limits, leader: int, other: int, told: Answer, end: int) -> int:
    """Has ``other`` join its ``leader``, unless something speaks against it; returns the end of the queue."""
    walk.asked[other] = leader
    if told.similarity <= 0.0 or told.kind == NONE:
        return end
    if told.kind == REWRITE and _days_apart(graph, leader, other, limits.rewrite_days):
        return end
    if told.jaccard < limits.close_similarity and (walk.mixed[leader] or walk.mixed[other]):
        return end
    walk.leaders[other] = leader
    walk.similarities[other] = told.similarity
    walk.kinds[other] = told.kind
    walk.queue[end] = other
    return end + 1


@kernel
def step(graph: Graph, walk: Walk, limits: Limits, asked: Asked, answers: Answers) -> Asked:
    """Goes on with the ``answers`` to what was ``asked``, until every part has ended or asks; returns what is asked.

    A node joins when it is a copy of a member, and of the leader itself; a compilation only when it is close to the
    leader, a rewrite only when it is of the leader's days. Each node's pairs are walked once, when it joins a group:
    the work is bounded by their number. ``asked.parts`` are walked on, those without a question (leader -1) as well.
    """
    nodes = walk.leaders.shape[0]
    parts, owns, others = np.empty(nodes, np.int64), np.empty(nodes, np.int64), np.empty(nodes, np.int64)
    count = at = 0
    while at < asked.parts.shape[0]:
        part = asked.parts[at]
        place, head, tail = walk.nexts[part], walk.heads[part], walk.tails[part]
        while at < asked.parts.shape[0] and asked.parts[at] == part:
            if asked.leaders[at] >= 0:
                told = Answer(answers.kinds[at], answers.similarities[at], answers.jaccard[at])
                tail = _join(graph, walk, limits, asked.leaders[at], asked.others[at], told, tail)
            at += 1
        before = count
        while True:
            while head < tail:
                member = walk.queue[head]
                leader = walk.leaders[member]
                head += 1
                for edge in range(graph.starts[member], graph.starts[member + 1]):
                    other = graph.neighbours[edge]
                    if walk.leaders[other] >= 0 or walk.asked[other] == leader:
                        continue
                    if member == leader:
                        told = Answer(graph.kinds[edge], graph.joins[edge], graph.jaccard[edge])
                        tail = _join(graph, walk, limits, leader, other, told, tail)
                    else:
                        walk.asked[other] = leader
                        parts[count], owns[count], others[count] = part, leader, other
                        count += 1
            if count > before:
                break
            while place < walk.ends[part + 1] and walk.leaders[walk.order[place]] >= 0:
                place += 1
            if place == walk.ends[part + 1]:
                break
            leader = walk.order[place]
            walk.leaders[leader] = leader
            walk.queue[tail] = leader
            tail += 1
        walk.nexts[part], walk.heads[part], walk.tails[part] = place, head, tail
    return Asked(parts[:count], owns[:count], others[:count])
