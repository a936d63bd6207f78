"""Who is the canonical one, what a group is called, and what a change can reach."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kliping.duplicates.group_kernels import Pairs, as_graph
from kliping.duplicates.groups import _ranked, group_copies
from kliping.duplicates.schemas import PAIRS, RANKING
from kliping.frames import DUPLICATES, conform, empty
from kliping.settings import DuplicateSettings

BEST = dict.fromkeys(RANKING) | {"document_id": "a", "held": False, "gone": False, "body_length": 10}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"held": True}),
        ({}, {"gone": True}),
        ({"gone": True}, {"held": True}),
        ({"published_on": "2024-05-03", "published_confidence": 0.5}, {"body_length": 99}),
        ({"published_on": "2024-05-03", "published_confidence": 0.95},
         {"published_on": "2024-05-01", "published_confidence": 0.3}),
        ({"published_on": "2024-05-01", "published_confidence": 0.9},
         {"published_on": "2024-05-03", "published_confidence": 0.9}),
        ({"body_length": 11}, {"body_length": 10}),
        ({}, {}),
    ],
)  # fmt: skip
def test_the_better_document_is_canonical(one, other):
    rows = [{**BEST, **other, "document_id": "b"}, {**BEST, **one}]
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col("published_on").cast(pl.String).str.to_date()
    )
    documents = pl.DataFrame({"document_id": ["b", "a"], "sha256": ["2", "1"], "body": [1, 2], "words": [5, 5]})
    ordered = _ranked(documents, conform(frame, RANKING), DuplicateSettings())
    assert ordered["document_id"].to_list() == ["a", "b"]
    assert ordered["place"].to_list() == [0, 1]


def test_a_graph_has_each_pair_from_both_ends_with_what_makes_each_a_copy():
    ends = np.array([0, 0]), np.array([2, 1])
    measures = np.array([0.9, 0.5]), np.array([0.8, 0.4]), np.array([0.7, 0.3])
    graph = as_graph(Pairs(*ends, *measures, np.array([1, 2], np.int8)), 4)
    assert graph.starts.tolist() == [0, 2, 3, 4, 4]
    assert graph.neighbours.tolist() == [1, 2, 0, 0]
    assert graph.jaccard.tolist() == [0.5, 0.9, 0.5, 0.9]
    assert graph.joins.tolist() == [0.3, 0.7, 0.4, 0.8], "what makes the neighbour a copy of the node"
    assert graph.kinds.tolist() == [2, 1, 2, 1]


def test_a_group_is_a_star_named_after_its_first_bytes(texts):
    bodies = {"a": texts.page(1), "b": texts.edited(1, 40), "c": texts.page(2), "d": texts.page(1)}
    found = group_copies(texts.signed(bodies), texts.ranking({"a": (False,)}), texts.settings)
    rows = {row["document_id"]: row for row in found.iter_rows(named=True)}
    assert found["document_id"].to_list() == ["a", "b", "c", "d"]
    assert rows["c"]["kind"] == "canonical"
    assert len({rows[name]["group_id"] for name in "abd"}) == 1
    assert {rows[name]["canonical_document_id"] for name in "abd"} & set("abd")
    assert sorted(rows[name]["kind"] for name in "abd") == ["canonical", "exact", "near"]
    assert rows["c"]["group_id"] != rows["a"]["group_id"]


def pairs(*ends):
    rows = [dict.fromkeys(PAIRS) | {"left": a, "right": b, "keys": [a + b]} for a, b in ends]
    return conform(pl.DataFrame(rows, schema=PAIRS) if rows else empty(PAIRS), PAIRS)


DOCUMENTS = pl.DataFrame(
    {"document_id": ["a", "b", "c", "d", "e"], "sha256": ["1", "2", "3", "4", "4"], "body": [1, 2, 3, 4, None]},
    schema_overrides={"body": pl.UInt64},
)
GROUPS = conform(
    pl.DataFrame(
        {
            "document_id": ["a", "b", "c", "x"],
            "canonical_document_id": ["a", "a", "c", "c"],
            "group_id": ["g1", "g1", "g3", "g3"],
            "kind": ["canonical", "near", "canonical", "near"],
            "similarity": [1.0] * 4,
        }
    ),
    DUPLICATES,
)
