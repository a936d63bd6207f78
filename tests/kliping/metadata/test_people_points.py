"""What speaks for a name as the author's, one reason at a time, and which names are chosen."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata.confidence import confidence
from kliping.metadata.people.points import weighed_names
from kliping.metadata.people.winners import winners
from kliping.metadata.survey import NOWHERE

sys.path.insert(0, str(Path(__file__).parent))
from pages import seen

SCHEMA = {
    "doc": pl.UInt32, "row": pl.UInt32, "index": pl.Int32, "start": pl.Int32, "end": pl.Int32, "line": pl.Int32,
    "value": pl.String, "headline": pl.String, "next_text": pl.String, "distance": pl.Int64, "labelled": pl.Boolean,
    "glued": pl.Boolean, "inside": pl.Boolean, "under_label": pl.Boolean, "by_date": pl.Boolean, "dated": pl.Boolean,
    "whole": pl.Boolean, "tailed": pl.Boolean, "lone": pl.Boolean, "biography": pl.Boolean, "body": pl.Boolean,
    "role": pl.String, "pieces": pl.UInt32, "sketch": pl.String, "opens": pl.Int32, "dated_below": pl.Boolean,
    "next_dated": pl.Boolean, "text": pl.String, "group": pl.Boolean,
}  # fmt: skip
NAME = "Sari Dewi"
PLAIN = {
    "doc": 0, "row": 1, "index": 1, "start": 0, "end": 9, "line": 3, "value": NAME, "headline": "Jembatan Baru",
    "next_text": "Jembatan", "distance": 7, "role": "boilerplate", "pieces": 1, "sketch": None,
    "opens": 9, "text": NAME,
} | {name: False for name, kind in SCHEMA.items() if kind == pl.Boolean}  # fmt: skip
LINES = ["Jembatan Baru", NAME, "Budi Roy", "Lestari", "Tono", "Budi Roy", "Oleh Budi Roy Wijaya"]


def points(*rows):
    survey, _, _ = seen(LINES)
    frame = pl.DataFrame([{**PLAIN, **row} for row in rows], schema=SCHEMA)
    return weighed_names(frame, survey)["points"].to_list()


LABEL = {"labelled": True}
IN_TITLE = {"headline": f"Kisah {NAME} di desa"}
REASONS = [
    ({}, 0),
    (LABEL, 6),
    ({"glued": True}, 6),
    ({"inside": True}, 6),
    ({"under_label": True}, 6),
    ({"by_date": True}, 2),
    ({"dated": True}, 1),
    ({"dated": True, **LABEL}, 6),
    # the name alone on its line, with a job below it
    ({"whole": True}, 0.5),
    # the name of a group may be an acronym, and the article may tell of its house
    ({"value": "RIMBA Team", "group": True}, 0),
    ({"value": "RIMBA Team"}, -3),
    ({"whole": True, "next_text": "Staff Writer"}, 2.5),
    ({"next_text": "Staff Writer"}, 0),
    ({"whole": True, "next_text": "Staff Writer", **LABEL}, 6.5),
    # a name that the headline tells of
    (IN_TITLE, -4),
    ({**IN_TITLE, **LABEL}, 6),
    ({**IN_TITLE, "inside": True}, -2),
    ({"headline": f"{NAME}: Jembatan"}, 0),
    ({"headline": f"{NAME}. Jembatan"}, 0),
    ({"headline": f"{NAME}, Jembatan"}, -4),
    ({"headline": f"Kisah {NAME}: Jembatan"}, -4),
    ({"headline": None}, 0),
    ({"value": "Sari D.", **IN_TITLE}, 0),
    ({"tailed": True}, 1.5),
    ({"tailed": True, **LABEL}, 6),
    # capitals among other words, and words of an eastern script that are no name
    ({"value": "SARI Dewi"}, -3),
    ({"value": "SARI DEWI"}, 0),
    ({"value": "SARI DEWI Ayu"}, -3),
    ({"value": "SARI Dewi", **LABEL}, 6),
    ({"value": "東京"}, -3),
    ({"value": "東京都"}, 0),
    ({"value": "カラオケ"}, -3),
    ({"value": "東京", **LABEL}, 6),
    # a sentence tells who that is; what else stands in it speaks for nothing
    ({"sketch": NAME}, 3),
    ({"sketch": NAME, "tailed": True, "distance": 40, "body": True}, 3),
    # alone beside a date right above the article, the title is as far as it likes
    ({"whole": True, "by_date": True, "distance": 15, "opens": 3}, 2.5),
    ({"whole": True, "by_date": True, "distance": 15, "opens": 4}, -0.3),
    ({"whole": True, "by_date": True, "distance": 15, "opens": 1}, 2.5),
    ({"whole": True, "by_date": True, "distance": 15, "opens": 0}, -0.3),
    # above the title: on a dated line, where no date stands below it; the last line above it is a section
    ({"dated": True, "by_date": True, "distance": -1}, 2.5),
    ({"dated": True, "by_date": True, "distance": -1, "dated_below": True}, 0.5),
    ({"whole": True, "distance": -1, "dated_below": True}, -4),
    ({"role": "byline"}, 1),
    # nearness to the title
    ({"distance": 0}, 0),
    ({"distance": 1}, 2),
    ({"distance": 2}, 2),
    ({"distance": 3}, 1),
    ({"distance": 5}, 1),
    ({"distance": 6}, 0),
    ({"distance": 8}, 0),
    ({"distance": 9}, -0.4),
    ({"distance": 10}, -0.8),
    ({"distance": 16}, -3.2),
    ({"distance": 17}, -3.2),
    ({"distance": NOWHERE - 1}, -3.2),
    ({"distance": NOWHERE}, 0),
    ({"distance": -1}, -2.5),
    ({"distance": -2}, -5),
    ({"distance": -1, **LABEL}, 4.5),
    ({"distance": -2, **LABEL}, 4.5),
    ({"lone": True}, 2),
    ({"biography": True}, 0),
    ({"biography": True, "whole": True}, 4.5),
    ({"body": True}, -2),
    ({"body": True, **LABEL}, 6),
    # a list of three is one of other people
    ({"pieces": 2}, 0),
    ({"pieces": 3}, -2),
    ({"pieces": 3, "whole": True}, 0.5),
    ({"pieces": 3, "dated": True}, 1),
    ({"pieces": 3, **LABEL}, 6),
    # a name that opens several lines
    ({"value": "Budi Roy"}, 1.5),
    ({"value": "Budi Roy", **LABEL}, 7.5),
]  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), REASONS)
def test_each_reason_has_its_points(told, expected):
    assert points(told) == pytest.approx([expected])


def test_names_are_weighed_in_the_order_of_their_lines():
    survey, _, _ = seen(LINES)
    frame = pl.DataFrame([{**PLAIN, "row": 3, "value": "Tono"}, PLAIN], schema=SCHEMA)
    found = weighed_names(frame, survey)
    assert found["row"].to_list() == [1, 3]
    assert found.select("explicit").to_series().to_list() == [False, False]


WEIGHED = {
    "doc": pl.UInt32, "index": pl.Int32, "start": pl.Int32, "end": pl.Int32, "value": pl.String, "points": pl.Float64,
    "explicit": pl.Boolean, "under_label": pl.Boolean, "lone": pl.Boolean, "whole": pl.Boolean, "bare": pl.Boolean,
    "tailed": pl.Boolean, "text": pl.String,
}  # fmt: skip


def named(value, index, points, **more):
    told = {"doc": 0, "index": index, "start": 0, "end": 9, "value": value, "points": float(points),
            "explicit": False, "under_label": False, "lone": False, "whole": True,
            "bare": False, "tailed": False, "text": value}  # fmt: skip
    return told | more


def chosen(*rows):
    found = winners(pl.DataFrame(rows, schema=WEIGHED))
    return found.filter("chosen").sort("doc", "index", "start")["value"].to_list()


SURE = {"explicit": True}
CHOICES = [
    ([named("A", 3, 2.5)], ["A"]),
    ([named("A", 3, 2.4)], []),
    ([named("A", 3, 3), named("B", 9, 4)], ["B"]),
    ([named("A", 3, 4), named("B", 9, 4)], ["A"]),
    ([named("A", 3, 4, doc=0), named("B", 9, 5, doc=1)], ["A", "B"]),
    # all of the best line, and of two lines below it that are like it
    ([named("A", 3, 4), named("B", 3, 1, start=12, whole=False)], ["A", "B"]),
    ([named("A", 3, 4), named("B", 4, 3), named("C", 5, 3), named("D", 6, 3)], ["A", "B", "C"]),
    ([named("A", 3, 4), named("B", 2, 3)], ["A"]),
    ([named("A", 3, 4), named("B", 4, 3, whole=False)], ["A"]),
    ([named("A", 3, 4), named("B", 4, 3, whole=False, bare=True)], ["A", "B"]),
    ([named("A", 3, 8, **SURE), named("B", 4, 3)], ["A"]),
    ([named("A", 3, 8, **SURE), named("B", 4, 7, **SURE)], ["A", "B"]),
    ([named("A", 3, 4), named("A", 4, 3)], ["A"]),
    # below a label that stands alone a list may be longer, on either side of the best
    (
        [named("A", 9, 8, under_label=True)]
        + [named(str(step), 9 + step, 7, under_label=True, whole=False) for step in (-4, -3, 3, 4)],
        None,
    ),
    ([named("A", 3, 8, under_label=True), named("B", 6, 7, whole=False)], ["A"]),
    ([named("A", 3, 8), named("B", 6, 7, under_label=True, whole=False)], ["A"]),
    # below one word alone the next line goes on the list
    ([named("A", 3, 8, lone=True, **SURE), named("B", 4, 3)], ["A", "B"]),
    ([named("A", 3, 8, lone=True, **SURE), named("B", 5, 3)], ["A"]),
    ([named("A", 3, 8, lone=True, **SURE), named("B", 4, 3, whole=False)], ["A"]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "values"), CHOICES)
def test_which_names_are_chosen(rows, values):
    from kliping.metadata.people.labels import MOST

    if values is None:
        values = [row["value"] for row in sorted(rows, key=lambda row: row["index"]) if abs(row["index"] - 9) <= MOST]
    assert chosen(*rows) == values


def test_what_did_not_win_is_kept_where_something_speaks_for_it():
    found = winners(pl.DataFrame([named("A", 3, 6), named("B", 9, 0.1), named("C", 12, 0)], schema=WEIGHED))
    assert found["value"].to_list() == ["A", "B"]


@pytest.mark.parametrize(
    ("told", "basis", "sure"),
    [
        (named("A", 3, 6, **SURE), "byline_label", confidence("authors", "byline_label")),
        (named("A", 3, 4), "byline", confidence("authors", "byline")),
        (named("A", 3, 3.9), "byline", confidence("authors", "byline weak")),
        (named("A", 3, 2.5), "byline", confidence("authors", "byline weak")),
        (named("A", 3, 2.4), "byline", confidence("authors", "byline unlikely")),
        (named("A", 3, 2.4, **SURE), "byline_label", confidence("authors", "byline_label unlikely")),
    ],
)
def test_how_sure_a_name_is(told, basis, sure):
    found = winners(pl.DataFrame([told], schema=WEIGHED)).row(0, named=True)
    assert (found["field"], found["basis"], found["confidence"]) == ("authors", basis, pytest.approx(sure))
