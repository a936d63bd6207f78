"""Which rows of two versions of a file are the same."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.warehouse.alignment import Row, aligned, moved_rows, unlike_rows

SIMILAR = {(1, 11): 0.9, (2, 12): 0.8, (1, 12): 0.05}
"""How much bodies have in common; all others have nothing."""


def alike(pairs: list[tuple[int, int]]) -> list[float]:
    return [SIMILAR.get(pair, 0.0) for pair in pairs]


def rows(*told: str) -> list[Row]:
    """Rows of ``document[:body[:address]]``, one after another, without a neighbour that stays."""
    found = []
    for number, one in enumerate(told, 1):
        document, body, address = (*one.split(":"), "", "")[:3]
        found.append(Row(document, document, number, None, int(body) if body else None, address or None))
    return found


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        (["a"], ["b"], [("a", "b")]),
        (["a", "b"], ["c", "d"], [("a", "c"), ("b", "d")]),
        (["a", "b"], ["c"], [("a", "c")]),
        # the same words in rows that a scraper wrote anew, below one that is new
        (["a:1", "b:2"], ["n:9", "a2:1", "b2:2"], [("a", "a2"), ("b", "b2")]),
        # a text that was edited, below one that is new: the words tell, not the place
        (["a:1"], ["n:9", "a2:11"], [("a", "a2")]),
        (["a:1", "b:2"], ["n:9", "a2:11"], [("a", "a2")]),
        # the address tells where a text was written anew
        (["a:1:x", "b:2:y"], ["n:8:z", "a2:7:x", "b2:6:y"], [("a", "a2"), ("b", "b2")]),
        # other pages in the places of the old ones
        (["a:1:x", "b:2:y"], ["c:11:z", "d:12:w"], []),
    ],
)
def test_rows_are_told_by_what_they_hold_and_last_by_their_place(before, after, pairs) -> None:
    assert aligned(rows(*before), rows(*after), alike, 0.1) == pairs


def test_a_file_of_other_rows_altogether_is_not_compared_text_by_text() -> None:
    asked: list[int] = []

    def counting(pairs: list[tuple[int, int]]) -> list[float]:
        asked.append(len(pairs))
        return [0.0] * len(pairs)

    before = rows(*(f"a{at}:{at}" for at in range(2_000)))
    after = rows(*(f"b{at}:{at + 9_000}" for at in range(2_000)))
    assert len(aligned(before, after, counting, 0.1)) == 2_000
    assert sum(asked) == 0


def frame(*told: tuple[str, int, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [("file:///r.jsonl", member and f"#{member}", sha256, document) for document, member, sha256 in told],
        schema={"uri": pl.String, "member": pl.String, "sha256": pl.String, "document_id": pl.String},
        orient="row",
    )


def test_a_row_at_another_place_is_the_row_it_was() -> None:
    now = frame(("n1", 1, "new"), ("n2", 2, "one"), ("n3", 3, "twice"), ("n4", 4, "twice"), ("n5", 5, "twice"))
    held = frame(("o1", 1, "one"), ("o2", 2, "twice"), ("o9", 9, "twice"), ("page", 0, "new"))
    assert moved_rows(now, held).sort("document_id").rows() == [("n2", "o1"), ("n3", "o2"), ("n4", "o9")]


def test_only_rows_that_are_not_in_both_versions_are_looked_at() -> None:
    turns = {0: ["a", "b", "c"], 1: ["n", "a", "x", "c"], 3: ["n", "a", "x", "c"]}
    told = [
        ("file:///r.jsonl", "", turn, row, document, document, None, None)
        for turn, documents in turns.items()
        for row, document in enumerate(documents, 1)
    ]
    columns = ["uri", "base", "turn", "row", "document_id", "content", "body", "address"]
    ((before, after),) = unlike_rows(
        pl.DataFrame(told, schema=columns, orient="row").cast({"body": pl.UInt64, "address": pl.String})
    )
    assert [(row.document, row.gap) for row in before] == [("b", "a")]
    assert [(row.document, row.gap) for row in after] == [("n", None), ("x", "a")]
