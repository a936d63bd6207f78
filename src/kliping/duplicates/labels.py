"""Labels handed along: which documents hang together, from edges of which no place ever holds more than a range.

Belongs here: the two steps that turn any graph into stars. Does not belong here: how edges come together by a node
(``kliping.engines``), what the edges are, groups (``groups``): a part that hangs together may hold many of them.

A node's label is the least node of its part. Handing the least label to neighbours alone takes as many rounds as a
part is long, and near copies make long chains; so edges are bent as well, towards the least node that is known, in two
steps that alternate: "Connected Components in MapReduce and Beyond" (Kiveris, Lattanzi, Mirrokni, Rastogi and
Vassilvitskii, 2014), whose rounds grow with the logarithm of the longest chain.

Nodes are 64-bit hashes, and "least" is meant in an order of its own, that of their products with ``GOLDEN``: in the
order of the hashes, labels and the middles of stars would all fall into the lowest of the ranges of the key.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from kliping.text.hash_numbers import GOLDEN

EDGES = pl.Schema({"node": pl.UInt64(), "other": pl.UInt64()})
"""Edges of a graph of 64-bit hashes."""

_BACK = pow(GOLDEN, -1, 1 << 64)
"""Undoes a product with ``GOLDEN``, which is odd (64 bits, the rest dropped)."""


class Stars(NamedTuple):
    """What ``larger_stars`` makes of the edges of some nodes."""

    linked: pl.DataFrame
    """EDGES from a node to a lesser one, or to itself where none that it knows is less."""
    bent: int
    """Nodes that are neither the middle of a star nor its leaf; where no range has one, ``linked`` are the labels."""


def larger_stars(edges: pl.DataFrame) -> Stars:
    """Link the greater neighbours of each node to the least of its neighbourhood.

    Args:
        edges: EDGES in both directions, all of every node that there is one of.
    """
    known = _turned(edges, GOLDEN).filter(pl.col("node") != pl.col("other")).unique()
    about = known.group_by("node").agg(least=pl.col("other").min(), others=pl.len())
    bent = about.filter((pl.col("least") < pl.col("node")) & (pl.col("others") > 1)).height
    middles = about.filter(pl.col("least") > pl.col("node")).select("node", other="node")
    least = about.select("node", least=pl.min_horizontal("node", "least"))
    greater = known.filter(pl.col("other") > pl.col("node")).join(least, on="node")
    linked = pl.concat([middles, greater.select(node="other", other="least")]).unique()
    return Stars(_turned(linked, _BACK), bent)


def smaller_stars(linked: pl.DataFrame) -> pl.DataFrame:
    """EDGES, in both directions, from each node and its lesser neighbours to the least of these.

    Args:
        linked: of ``larger_stars``, all of every node that there is one of.
    """
    known = _turned(linked, GOLDEN).filter(pl.col("node") != pl.col("other")).unique()
    least = known.with_columns(least=pl.col("other").min().over("node"))
    bent = [least.select("node", other="least"), least.select(node="other", other="least")]
    one = pl.concat(bent).filter(pl.col("node") != pl.col("other")).unique()
    return _turned(pl.concat([one, one.select(node="other", other="node")]), _BACK)


def _turned(edges: pl.DataFrame, factor: int) -> pl.DataFrame:
    """EDGES in the other order of nodes, or back; sorted, so that a node's object is the same each time."""
    turned = edges.select(pl.col(name) * pl.lit(factor, pl.UInt64) for name in EDGES.names())
    return turned.sort(EDGES.names())
