"""Labels handed along give the parts that hang together, whatever the graph, the ranges and the order of its edges."""

from __future__ import annotations

import random
from itertools import pairwise

import polars as pl
import pytest

from kliping.duplicates.labels import _BACK, EDGES, larger_stars, smaller_stars
from kliping.text.hash_numbers import GOLDEN

WIDE = 1 << 64


def hashed(nodes: int, seed: int) -> list[int]:
    dice = random.Random(seed)
    return [dice.getrandbits(64) for _ in range(nodes)]


def chain(nodes: int) -> list[tuple[int, int]]:
    names = hashed(nodes, nodes)
    return list(pairwise(names))


def star(leaves: int) -> list[tuple[int, int]]:
    middle, *names = hashed(leaves + 1, leaves)
    return [(middle, name) for name in names]


def net(nodes: int, edges: int) -> list[tuple[int, int]]:
    names, dice = hashed(nodes, 7), random.Random(edges)
    return [tuple(dice.sample(names, 2)) for _ in range(edges)]


def parts(edges: list[tuple[int, int]]) -> set[frozenset[int]]:
    """By closing the graph, a node at a time."""
    beside: dict[int, set[int]] = {}
    for one, other in edges:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    found, seen = set(), set()
    for node in beside:
        if node in seen:
            continue
        part, todo = set(), [node]
        while todo:
            if (at := todo.pop()) not in part:
                part.add(at)
                todo += beside[at]
        seen |= part
        found.add(frozenset(part))
    return found


def labelled(edges: list[tuple[int, int]], ranges: int) -> tuple[set[frozenset[int]], int]:
    """The parts, and how many rounds they took, with the nodes divided into ``ranges``."""
    both = [*edges, *((other, one) for one, other in edges)]
    frame = pl.DataFrame(both, schema=EDGES, orient="row")
    for rounds in range(1, 40):
        stars = [larger_stars(rows) for rows in divided(frame, ranges)]
        linked = pl.concat([one.linked for one in stars])
        if not sum(one.bent for one in stars):
            assert linked.height == linked["node"].n_unique()
            return set(map(frozenset, linked.group_by("other").agg("node")["node"].to_list())), rounds
        frame = pl.concat([smaller_stars(rows) for rows in divided(linked, ranges)])
    raise AssertionError("no end of it")


def divided(frame: pl.DataFrame, ranges: int) -> list[pl.DataFrame]:
    width = WIDE // ranges
    return [frame.filter((pl.col("node") // pl.lit(width, pl.UInt64)) == number) for number in range(ranges)]


@pytest.mark.parametrize("ranges", [2, 8])
@pytest.mark.parametrize(
    "edges", [chain(2), chain(3), chain(200), star(300), net(300, 150), net(300, 300), net(60, 400)]
)
def test_parts_are_those_of_the_graph(edges, ranges: int) -> None:
    assert labelled(edges, ranges)[0] == parts(edges)


def test_the_order_and_the_ranges_change_no_label() -> None:
    edges = [*chain(50), *net(100, 90)]
    turned = [(other, one) for one, other in reversed(edges)]
    assert labelled(edges, 2)[0] == labelled(turned, 16)[0]


def test_a_long_chain_takes_few_rounds() -> None:
    """Handing labels to neighbours alone would take 2,000."""
    assert labelled(chain(2000), 4)[1] <= 12


def test_middles_of_stars_fall_into_all_ranges() -> None:
    """By the order of the hashes themselves, all of them would be in the first ranges."""
    edges = [(names[0], name) for seed in range(64) for names in [hashed(64, seed)] for name in names[1:]]
    frame = pl.DataFrame([*edges, *((other, one) for one, other in edges)], schema=EDGES, orient="row")
    linked = larger_stars(frame).linked
    assert min(rows["other"].n_unique() for rows in divided(smaller_stars(linked), 4)) > 5


def test_turning_is_undone() -> None:
    assert GOLDEN * _BACK % WIDE == 1
    assert (pl.Series([WIDE - 1], dtype=pl.UInt64) * pl.Series([3], dtype=pl.UInt64)).item() == WIDE - 3, "it wraps"


def test_no_edge_is_no_label() -> None:
    linked, bent = larger_stars(EDGES.to_frame())
    assert (linked.schema, linked.height, bent) == (EDGES, 0, 0)
    assert smaller_stars(linked).schema == EDGES
