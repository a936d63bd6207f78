"""What speaks for a date and against it: points of header lines, one reason at a time."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from kliping.metadata.dates.bases import _later_twin
from kliping.metadata.dates.points import scored
from kliping.metadata.survey import NOWHERE

SCHEMA = {
    "doc": pl.UInt32, "row": pl.UInt32, "index": pl.Int32, "opens": pl.Int32, "distance": pl.Int64, "below": pl.Int64,
    "label": pl.String, "date": pl.Date, "basis": pl.String, "rest_before": pl.String, "rest_after": pl.String,
    "above": pl.String, "time": pl.String, "words_beside": pl.Int32, "only": pl.Boolean, "retold": pl.Boolean,
    "likely": pl.Float64, "start": pl.Int32, "end": pl.Int32, "weekday": pl.Int32,
}  # fmt: skip
DAY = date(2024, 6, 3)
PLAIN = {
    "doc": 0, "row": 0, "index": 3, "opens": 6, "distance": 2, "below": -4, "label": None, "date": DAY,
    "basis": "header", "rest_before": "", "rest_after": "", "above": "", "time": None, "words_beside": 0, "only": False,
    "retold": False, "likely": None, "start": 0, "end": 11,
    "weekday": None,
}  # fmt: skip


def hits(*rows):
    """Dates as ``scored`` takes them: what is not told is that of a plain date two lines below the title."""
    return pl.DataFrame([{**PLAIN, **row} for row in rows], schema=SCHEMA)


def points(*rows):
    return scored(hits(*rows)).sort("doc", "index", "start")["points"].to_list()


ONE = [
    ({}, 118),
    ({"distance": 0}, 120),
    ({"distance": 10}, 110),
    ({"distance": 11}, 107),
    ({"distance": 25}, 65),
    ({"distance": 29}, 53),
    ({"distance": 30}, 50),
    ({"distance": 300}, 50),
    ({"distance": -1}, 110),
    ({"distance": -18}, 42),
    ({"distance": -19}, 40),
    # without a title it counts from the opening of the article
    ({"distance": NOWHERE}, 112),
    ({"distance": NOWHERE - 1}, 50),
    ({"distance": NOWHERE, "opens": None}, 112),
    ({"distance": NOWHERE, "index": 6}, 112),
    ({"distance": NOWHERE, "index": 7}, 104),
    ({"distance": NOWHERE, "index": 30}, 50),
    ({"label": "published"}, 159),
    ({"label": "updated"}, 98),
    ({"time": "14:56"}, 126),
    ({"words_beside": 8}, 118),
    ({"words_beside": 9}, 116),
    ({"words_beside": 14}, 106),
    ({"words_beside": 14, "only": True}, 118),
    ({"rest_before": "Oleh Sari Dewi, "}, 143),
    ({"rest_before": "Sari Dewi, oleh "}, 118),
    ({"retold": True}, 88),
    # below the article
    ({"below": 0}, 118),
    ({"below": 1}, 18),
    ({"below": NOWHERE // 2}, 18),
    ({"below": NOWHERE // 2 + 1}, 118),
    ({"below": 1, "label": "published"}, 159),
    ({"below": 1, "distance": 30, "label": "published"}, 157),
    ({"below": 3, "distance": 30, "label": "published"}, 151),
    ({"below": 30, "distance": 40, "label": "published"}, 125),
    ({"below": 3, "distance": 30, "label": "updated"}, 82),
    ({"below": 1, "rest_after": " oleh Sari Dewi"}, 80),
    ({"below": 1, "rest_after": " Sari Dewi"}, 18),
    ({"below": 5, "above": "Oleh Sari Dewi"}, 80),
    ({"below": 6, "above": "Oleh Sari Dewi"}, 18),
    ({"below": 1, "distance": 60, "rest_after": " oleh Sari Dewi"}, 80),
    ({"below": 5, "rest_before": "Oleh Sari Dewi, "}, 105),  # a byline stands before it as well
    ({"below": 6, "rest_before": "Oleh Sari Dewi, "}, 43),
    # the days of sentences have odds of their own
    ({"basis": "event", "likely": 0.9}, 90),
    ({"basis": "dateline", "likely": None}, 100),
]


@pytest.mark.parametrize(("told", "expected"), ONE)
def test_each_reason_has_its_points(told, expected):
    assert points(told) == pytest.approx([expected])


OTHER = {"date": date(2024, 6, 9)}
SEVERAL = [
    # a page with one day in its headers has twenty points more
    ([{}, {**OTHER, "index": 4}], [98, 98]),
    ([{}, {**OTHER, "index": 4, "basis": "event", "likely": 0.5}], [118, 50]),
    ([{}, {**OTHER, "doc": 1}], [118, 118]),
    # a time beside one date of a line speaks for all of it
    ([{}, {"start": 20, "end": 31, "time": "14:56"}], [126, 126]),
    ([{}, {"index": 4, "time": "14:56"}], [118, 126]),
    ([{}, {"doc": 1, "time": "14:56"}], [118, 126]),
    # comments have labels as well, each its own day: from three days on those below the article say nothing
    (
        [
            {"label": "published", "index": 9 + at, "below": 1 + at, "date": date(2024, 6, 1 + at)}
            for at in range(3)
        ],
        [39, 39, 39],
    ),
    (
        [
            {"label": "published", "index": 9 + at, "below": at or -3, "date": date(2024, 6, 1 + at)}
            for at in range(3)
        ],
        [139, 39, 39],
    ),
    (
        [
            {"label": "published", "index": 9 + at, "below": 1 + at, "date": date(2024, 6, min(1 + at, 2))}
            for at in range(3)
        ],
        [139, 139, 139],
    ),
    (
        [
            {"label": "updated", "index": 9 + at, "below": 1 + at, "date": date(2024, 6, 1 + at)}
            for at in range(3)
        ],
        [78, 78, 78],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), SEVERAL)
def test_dates_of_a_page_speak_for_and_against_each_other(rows, expected):
    assert points(*rows) == pytest.approx(expected)


def listed(*indices, docs=None, distance=9):
    """Which of dates on these lines of a page stand in a list of others: they lose points."""
    rows = [
        {"index": index, "doc": doc, "distance": distance}
        for index, doc in zip(indices, docs or [0] * len(indices), strict=True)
    ]
    plain = points({"distance": distance})[0]
    return [plain - one for one in points(*rows)]


@pytest.mark.parametrize(
    ("indices", "lost"),
    [
        ([3], [0]),
        ([3, 5], [0, 0]),
        ([3, 5, 17], [30, 0, 0]),
        ([3, 5, 18], [0, 0, 0]),  # the last of three is fifteen lines away, and more than eight from the second
        ([3, 5, 13], [30, 30, 0]),
        ([3, 5, 7], [30, 30, 0]),
        ([3, 4, 6], [0, 30, 0]),
        ([3, 5, 14], [30, 0, 0]),
        ([3, 11, 20], [0, 0, 0]),
        ([3, 12, 14], [30, 0, 0]),
        ([3, 4, 17], [0, 0, 0]),  # right below each other: a day of publication and one of a change
        ([3, 5, 6], [30, 0, 0]),
        ([3, 11, 19], [0, 30, 0]),
    ],
)
def test_a_date_among_others_is_of_a_list(indices, lost):
    assert listed(*indices) == pytest.approx(lost)


def test_lists_are_of_one_page_and_right_below_the_title_they_cost_little():
    assert listed(3, 5, 17, docs=[0, 0, 1]) == [0, 0, 0]
    assert [listed(3, 5, 17, distance=away)[0] for away in (-1, 0, 4, 5)] == [30, 5, 5, 30]


@pytest.mark.parametrize(
    ("label", "basis", "named", "rank"),
    [
        (None, "header", "header", 0),
        ("published", "header", "published_label", 0),
        ("updated", "header", "updated_label", 0),
        ("published", "event", "event", 2),
        (None, "attribution", "attribution", 2),
        (None, "dateline", "dateline", 1),
        (None, "page_clock", "page_clock", 3),
    ],
)
def test_labels_name_the_basis_of_headers_alone(label, basis, named, rank):
    found = scored(hits({"label": label, "basis": basis}))
    assert found.select("basis", "rank").row(0) == (named, rank)


TWINS = [
    ([(0, 0, 11, 3), (0, 11, 22, 5)], [False, True]),
    ([(0, 0, 11, 5), (0, 11, 22, 3)], [True, False]),
    ([(0, 0, 11, 3), (0, 11, 22, 4)], [False, False]),  # a day is what zones of time make
    ([(0, 0, 11, 3), (0, 12, 22, 5)], [False, False]),
    ([(0, 0, 11, 3), (1, 11, 22, 5)], [False, False]),
    ([(0, 0, 11, 5), (1, 11, 22, 3)], [False, False]),
]


@pytest.mark.parametrize(("rows", "later"), TWINS)
def test_of_two_dates_glued_together_the_later_is_of_a_change(rows, later):
    frame = hits(
        *({"row": row, "start": start, "end": end, "date": date(2024, 6, day)} for row, start, end, day in rows)
    )
    assert frame.select(_later_twin())[:, 0].to_list() == later
