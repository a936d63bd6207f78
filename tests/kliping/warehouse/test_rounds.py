"""Rounds of a shuffle, and what the rounds that form groups do with one range."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from kliping.duplicates.labels import EDGES
from kliping.engines import Batch, Embedded, Kept, Keyed, Objects
from kliping.warehouse.group_rounds import Labelled, larger, smaller
from kliping.warehouse.rounds import LEAST_RANGES, Rounds

KEYS = pl.Schema({"key": pl.UInt64()})


def counted(batch: Batch, taken) -> dict[str, Kept]:
    return {name: Kept(taken["rows"].frame.group_by("key").len("times").sort("key")) for name in batch.gives}


@pytest.mark.parametrize(("wanted", "ranges"), [(0, LEAST_RANGES), (4, 4), (5, 8), (8, 8), (9, 16)])
def test_ranges_are_as_many_as_wanted_or_a_few_more(tmp_path: Path, wanted: int, ranges: int) -> None:
    objects = Objects(str(tmp_path / "objects"))
    assert len(Rounds(Embedded(), objects, wanted).places("x")) == ranges


def test_a_round_takes_what_one_before_gave_and_leaves_nothing_between(tmp_path: Path) -> None:
    objects = Objects(str(tmp_path / "objects"))
    rows = pl.DataFrame({"key": [1, 2**63, 1, 2**64 - 1]}, schema=KEYS)
    objects.write("rows/a", Kept(rows))
    rounds = Rounds(Embedded(), objects, 1)
    rounds.run(counted, {"rows": Keyed(["rows/a"], "key")}, ("once",))
    rounds.run(counted, {"rows": rounds.keyed("once", "key")}, ("twice",))
    found = rounds.gathered("twice", pl.Schema({**KEYS, "times": pl.UInt32()})).sort("key")
    assert found.rows() == [(1, 1), (2**63, 1), (2**64 - 1, 1)]
    assert sorted(path.name for path in Path(objects.address).iterdir() if any(path.iterdir())) == [
        *("once", "rows", "twice")
    ]


def test_each_round_gives_its_frames_by_its_own_names() -> None:
    edges = pl.DataFrame([(1, 2), (2, 1)], schema=EDGES, orient="row")
    given = larger(Batch("00000", {}, ("linked-3", "bent-3")), {"edges": Kept(edges)})
    assert given["bent-3"].frame.rows() == [(0,)]
    assert given["linked-3"].frame["other"].n_unique() == 1
    bent = smaller(Batch("00000", {}, ("edges-3",)), {"linked": given["linked-3"]})
    assert sorted(bent["edges-3"].frame.rows()) == [(1, 2), (2, 1)]


@pytest.mark.parametrize(("alone", "kept"), [(True, [(7, 3), (8, 8)]), (False, [(7, 3)])])
def test_rows_get_the_label_of_their_node_once(alone: bool, kept: list[tuple[int, int]]) -> None:
    rows = pl.DataFrame({"body": [7, 8, 7]}, schema={"body": pl.UInt64})
    labels = pl.DataFrame([(7, 3)], schema=EDGES, orient="row")
    work = Labelled("body", ("body",), alone=alone)
    given = work(Batch("00000", {}, ("texts-1",)), {"rows": Kept(rows), "labels": Kept(labels)})
    assert given["texts-1"].frame.rows() == kept
