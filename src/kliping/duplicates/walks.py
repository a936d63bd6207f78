"""Walks: the groups of a graph of copies, with the questions that come up on the way answered.

Belongs here: asking and answering between the steps of a walk. Does not belong here: the walk itself
(``group_kernels``), what a copy is (``judgement_kernels``), frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kliping.duplicates.circumstances import circumstances, copies_in
from kliping.duplicates.group_kernels import Answers, Asked, begun, compilations, step
from kliping.duplicates.judgement_kernels import NEAR, NONE, judge_pairs, measure_pairs
from kliping.duplicates.pair_kernels import connected_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from kliping.duplicates.circumstances import Told
    from kliping.duplicates.group_kernels import Graph
    from kliping.duplicates.judgement_kernels import Judge
    from kliping.duplicates.pair_kernels import Limits, Sets

    Array = npt.NDArray[Any]

_QUESTIONS = 1 << 16
"""Questions answered at once: what is measured of them is all the memory it takes."""


class Assigned(NamedTuple):
    """For each node of a graph its leader, the verified similarity to it, and the kind of copy it is."""

    leaders: Array
    similarities: Array
    kinds: Array


def assign_texts(graph: Graph, judge: Judge, told: Told) -> Assigned:
    """The leaders of bodies: a copy of a copy is one of the leader too, with the chance that this takes.

    ``told``: what the nodes tell beside their bodies.
    """
    asking = judge._replace(limits=judge.limits._replace(copy_chance=judge.limits.canonical_chance))

    def answer(leaders: Array, others: Array) -> Answers:
        found = judge_pairs(asking, graph.seats[leaders], graph.seats[others])
        holds = copies_in(found.right_holds, circumstances(told, leaders, others))
        return Answers(found.kinds, np.where(holds, found.right_copies, 0.0), found.jaccard)

    return _assigned(graph, judge.sets, judge.limits, answer)


def assign_lines(graph: Graph, sets: Sets, limits: Limits) -> Assigned:
    """The leaders of lines: what is similar enough to a leader by its shingles is a copy of it."""

    def answer(leaders: Array, others: Array) -> Answers:
        jaccard = measure_pairs(sets, graph.seats[leaders], graph.seats[others]).jaccard
        kinds = np.where(jaccard >= limits.similarity, NEAR, NONE).astype(np.int8)
        return Answers(kinds, jaccard, jaccard)

    return _assigned(graph, sets, limits, answer)


def _assigned(graph: Graph, sets: Sets, limits: Limits, answer: Callable[[Array, Array], Answers]) -> Assigned:
    nodes = graph.starts.shape[0] - 1
    firsts = np.repeat(np.arange(nodes), np.diff(graph.starts))
    parts = np.unique(connected_parts(nodes, firsts, graph.neighbours), return_inverse=True)[1].astype(np.int64)
    walk = begun(parts, compilations(graph, sets, limits))
    every = np.arange(walk.heads.shape[0])
    asked = Asked(every, np.full(every.shape[0], -1, np.int64), np.zeros(every.shape[0], np.int64))
    answers = Answers(np.zeros(every.shape[0], np.int8), np.zeros(every.shape[0]), np.zeros(every.shape[0]))
    while asked.parts.shape[0]:
        asked = step(graph, walk, limits, asked, answers)
        cuts = range(0, asked.parts.shape[0], _QUESTIONS)
        told = [answer(asked.leaders[at : at + _QUESTIONS], asked.others[at : at + _QUESTIONS]) for at in cuts]
        answers = Answers(*(np.concatenate(column) for column in zip(*told, strict=True))) if told else answers
    return Assigned(walk.leaders, walk.similarities, walk.kinds)
