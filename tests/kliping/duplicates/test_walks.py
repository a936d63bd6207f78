"""Groups of a graph whose questions are answered by a table, beside a plain walk over the same."""

from __future__ import annotations

import numpy as np
import pytest

from kliping.duplicates.group_kernels import UNDATED, Answers, Pairs, as_graph, compilations
from kliping.duplicates.judgement_kernels import NEAR, NONE, REWRITE
from kliping.duplicates.pair_kernels import Limits, Sets
from kliping.duplicates.walks import _assigned

LIMITS = Limits(*[0.0] * len(Limits._fields))._replace(
    close_similarity=0.6, unlike_similarity=0.1, rewrite_days=3, numbers_needed=4
)
NODES = 40


def drawn(seed):
    """A graph of a few parts, what is said of every two nodes, and sets of which any two have nothing in common."""
    dice = np.random.default_rng(seed)
    ends = {tuple(sorted(pair)) for pair in dice.integers(0, NODES, (55, 2)).tolist() if pair[0] != pair[1]}
    left, right = np.array(sorted(ends)).T
    kinds = np.triu(dice.choice([NONE, NEAR, REWRITE], (NODES, NODES), p=[0.3, 0.4, 0.3]))
    kinds = (kinds + kinds.T).astype(np.int8)
    jaccard = np.triu(dice.choice([0.3, 0.7], (NODES, NODES), p=[0.2, 0.8]), 1)
    jaccard += jaccard.T
    alike = jaccard[left, right]
    copies = np.where(kinds[left, right] != NONE, alike, 0.0)
    graph = as_graph(Pairs(left, right, alike, copies, copies, kinds[left, right]), NODES)
    graph.days[:] = dice.choice([UNDATED, 0, 2, 9], NODES)
    packed = np.zeros(3 * NODES, np.uint8)
    packed[::3] = np.arange(1, NODES + 1)
    bounds = np.arange(0, 3 * NODES + 1, 3)
    return graph, kinds, jaccard, Sets(packed, bounds, np.zeros(NODES, np.int8), packed, bounds)


def plainly(graph, kinds, jaccard, mixed):
    """The leader of each node: free nodes that are reached from a leader and nothing speaks against."""
    leaders = [-1] * NODES
    for leader in range(NODES):
        if leaders[leader] >= 0:
            continue
        leaders[leader], reached = leader, [leader]
        for member in reached:
            for other in graph.neighbours[graph.starts[member] : graph.starts[member + 1]]:
                dated = UNDATED not in (graph.days[leader], graph.days[other])
                late = dated and abs(graph.days[leader] - graph.days[other]) > LIMITS.rewrite_days
                against = kinds[leader, other] == NONE or (kinds[leader, other] == REWRITE and late)
                apart = jaccard[leader, other] < LIMITS.close_similarity and (mixed[leader] or mixed[other])
                if leaders[other] < 0 and not against and not apart:
                    leaders[other] = leader
                    reached.append(other)
    return leaders


@pytest.mark.parametrize("seed", range(12))
def test_groups_are_those_of_a_plain_walk(seed):
    graph, kinds, jaccard, sets = drawn(seed)

    def answer(leaders, others):
        alike = jaccard[leaders, others]
        return Answers(kinds[leaders, others], np.where(kinds[leaders, others] != NONE, alike, 0.0), alike)

    found = _assigned(graph, sets, LIMITS, answer)
    expected = plainly(graph, kinds, jaccard, compilations(graph, sets, LIMITS))
    assert found.leaders.tolist() == expected
    led = np.array(expected) != np.arange(NODES)
    assert (found.kinds[led] == kinds[np.arange(NODES), expected][led]).all()
    assert (found.similarities[led] == jaccard[np.arange(NODES), expected][led]).all()
