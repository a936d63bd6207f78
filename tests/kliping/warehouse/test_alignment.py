"""Which rows of two versions of a file are the same."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.settings import DuplicateSettings
from kliping.warehouse.alignment import FILE_TITLES, ROW_TITLES, Row, aligned, apart, moved_rows, unlike_rows

SETTINGS = DuplicateSettings()

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
    assert aligned(rows(*before), rows(*after), alike, alike, SETTINGS) == pairs


def texts(*told: tuple[int, int, str, str]) -> list[Row]:
    """Rows of a body, its words, the words of its title and an address."""
    return [
        Row(f"d{body}", f"d{body}", number, None, body, address or None, words, frozenset(map(hash, title.split())))
        for number, (body, words, title, address) in enumerate(told, 1)
    ]


@pytest.mark.parametrize(
    ("one", "other", "row", "file"),
    [
        ((5, 60, "a b c d", ""), (6, 60, "e f g h", ""), True, True),
        ((5, 60, "", ""), (6, 60, "", ""), True, True),  # no title, and no word in common
        ((1, 60, "a b c d", ""), (11, 60, "e f g h", ""), False, False),  # the words speak for one
        ((5, 60, "a b c d", ""), (6, 60, "a b g h", ""), False, False),  # the titles do
        ((5, 60, "a b c d", ""), (6, 60, "a f g h", ""), True, False),  # a town in the title of another story
        ((5, 60, "a b c d", "x"), (6, 60, "e f g h", "x"), False, False),  # one address is one page
        ((5, 60, "a b c d", ""), (6, 29, "e f", ""), False, False),  # a notice that the text was withdrawn
        ((5, 60, "a b c d", ""), (6, 7, "e f g h", ""), False, False),
        ((5, 60, "a b c d", ""), (6, 8, "e f g h", ""), True, True),  # news in brief, under a title that tells
        ((5, 60, "a b c d", ""), (5, 60, "e f g h", ""), False, False),
    ],
)
def test_one_place_makes_no_version_of_a_story_that_has_nothing_in_common(one, other, row, file) -> None:
    pairs = [tuple(texts(one, other))]
    assert [apart(pairs, alike, SETTINGS, least) for least in (ROW_TITLES, FILE_TITLES)] == [[row], [file]]


@pytest.mark.parametrize("count", [2, 4])
def test_a_table_written_over_with_other_stories_leaves_the_old_ones_be(count: int) -> None:
    before = texts(*((at, 60, f"a{at} b{at} c{at} d{at}", "") for at in range(20, 24)))
    after = texts(*((at, 60, f"a{at} b{at} c{at} d{at}", "") for at in range(40, 40 + count)))
    assert aligned(before, after, alike, alike, SETTINGS) == []


def test_a_file_of_other_rows_altogether_is_not_compared_text_by_text() -> None:
    asked: list[int] = []

    def counting(pairs: list[tuple[int, int]]) -> list[float]:
        asked.append(len(pairs))
        return [0.0] * len(pairs)

    before = rows(*(f"a{at}:{at}" for at in range(2_000)))
    after = rows(*(f"b{at}:{at + 9_000}" for at in range(2_000)))
    assert len(aligned(before, after, counting, counting, SETTINGS)) == 2_000
    assert sum(asked) == 0
    told = [[row._replace(words=60) for row in side] for side in (before, after)]
    assert aligned(*told, counting, counting, SETTINGS) == []
    assert sum(asked) == 2_000


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
        ("file:///r.jsonl", "", turn, row, document, document, None, None, None, None)
        for turn, documents in turns.items()
        for row, document in enumerate(documents, 1)
    ]
    columns = ["uri", "base", "turn", "row", "document_id", "content", "body", "address", "words", "title"]
    ((before, after),) = unlike_rows(
        pl.DataFrame(told, schema=columns, orient="row").cast({"body": pl.UInt64, "address": pl.String})
    )
    assert [(row.document, row.gap) for row in before] == [("b", "a")]
    assert [(row.document, row.gap) for row in after] == [("n", None), ("x", "a")]
