"""Which of a page's dates is its day, and what numerals and missing years mean."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.metadata.confidence import confidence
from kliping.metadata.dates.published import _above, _chosen_days, _latest_years, _may_hold_dates, _times, _updates
from kliping.metadata.dates.years import _date, resolve

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, seen

WEIGHED = {
    "doc": pl.UInt32, "line": pl.Int32, "start": pl.Int32, "end": pl.Int32, "basis": pl.String, "points": pl.Float64,
    "rank": pl.Int32, "date": pl.Date, "weekday": pl.Int8, "likely": pl.Float64, "time": pl.String,
    "offset": pl.String, "time_from": pl.Int32, "time_to": pl.Int32,
}  # fmt: skip
HEADER = {
    "doc": 0, "line": 3, "start": 0, "end": 11, "basis": "header", "points": 118.0, "rank": 0, "date": date(2024, 6, 3),
    "weekday": None, "likely": None, "time": None, "offset": None, "time_from": 0, "time_to": 20,
}  # fmt: skip
EVENT = {"basis": "event", "rank": 2, "points": 90.0, "likely": 0.9, "line": 9}


def weighed(*rows):
    return pl.DataFrame([{**HEADER, **row} for row in rows], schema=WEIGHED)


def chosen(*rows):
    """The day that is chosen."""
    days = _chosen_days(weighed(*rows)).filter("chosen")["date"].to_list()
    assert len(days) <= 1
    return next((one.day for one in days), None)


FIFTH, SEVENTH = {"date": date(2024, 6, 5)}, {"date": date(2024, 6, 7)}
CHOICES = [
    ([{}], 3),
    ([{"points": 40.0}], 3),
    ([{"points": 39.0}], None),
    ([{}, {**FIFTH, "points": 119.0}], 5),
    ([{}, {**FIFTH, "line": 2}], 5),
    ([{}, {**FIFTH, "line": 4}], 3),
    ([{"start": 1}, FIFTH], 5),
    # a header before a dateline, a dateline before a sentence, whatever the points
    ([{"points": 41.0}, {**FIFTH, "basis": "dateline", "rank": 1, "points": 100.0}], 3),
    ([{"points": 39.0}, {**FIFTH, "basis": "dateline", "rank": 1, "points": 100.0}], 5),
    ([{**EVENT, "points": 99.0}, {**FIFTH, "basis": "dateline", "rank": 1, "points": 41.0}], 5),
    # the clock of a page says nothing of it
    ([{"basis": "page_clock", "rank": 3, "points": 100.0}], None),
    # of days in sentences one that is likely, and of equally likely ones the later
    ([{**EVENT, "points": 88.0}], 3),
    ([{**EVENT, "points": 87.9}], None),
    ([{**EVENT, "basis": "attribution", "points": 87.9}], None),
    ([EVENT, {**EVENT, **FIFTH}], 5),
    ([{**EVENT, **FIFTH}, EVENT], 5),
    ([EVENT, {**EVENT, **FIFTH, "points": 89.0}], 3),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "day"), CHOICES)
def test_one_day_of_a_page_is_chosen(rows, day):
    assert chosen(*rows) == day


def test_each_page_has_its_own_day():
    days = _chosen_days(weighed({}, {**FIFTH, "doc": 1}, {**SEVENTH, "doc": 1, "points": 10.0}))
    assert days.select("doc", "value", "chosen", "field").rows() == [
        (0, "2024-06-03", True, "published_on"), (1, "2024-06-05", True, "published_on"),
        (1, "2024-06-07", False, "published_on"),
    ]  # fmt: skip


HEADED, WEAK = confidence("published_on", "header"), confidence("published_on", "header weak")


@pytest.mark.parametrize(
    ("told", "sure"),
    [
        ({}, HEADED),
        ({"points": 90.0}, HEADED),
        ({"points": 89.0}, WEAK),
        ({"points": 39.0}, confidence("published_on", "header unlikely")),
        ({"weekday": 1}, HEADED),
        ({"weekday": 2}, HEADED * 0.7),
        ({"basis": "published_label", "points": 50.0}, confidence("published_on", "published_label")),
        ({"basis": "unheard of"}, 0.5),
        (EVENT, 0.9),
        ({**EVENT, "points": 10.0, "likely": 0.1}, 0.1),
    ],
)
def test_how_sure_a_day_is(told, sure):
    assert HEADED != WEAK
    assert _chosen_days(weighed(told))["confidence"].to_list() == pytest.approx([sure])


def test_the_time_is_that_of_the_chosen_day():
    timed = {"time": "14:56", "offset": "+07:00"}
    days = _chosen_days(weighed(timed, {**timed, **FIFTH, "points": 50.0}, {**FIFTH, "doc": 1, "time": "08:00"}))
    assert _times(days).select("doc", "field", "value", "start", "end").rows() == [
        (0, "published_at", "2024-06-03T14:56+07:00", 0, 20), (1, "published_at", "2024-06-05T08:00", 0, 20),
    ]  # fmt: skip
    assert _times(_chosen_days(weighed({}))).is_empty()


def test_the_day_of_the_last_change_is_the_best_that_says_so():
    change = {"basis": "updated_label"}
    rows = [change, {**change, **FIFTH, "points": 119.0}, SEVENTH, {**change, **SEVENTH, "doc": 1, "points": 39.0},
            {**change, **FIFTH, "doc": 2, "line": 2}, {**change, "doc": 2, "line": 1}]  # fmt: skip
    found = _updates(weighed(*rows)).select("doc", "value", "chosen").rows()
    assert found == [
        (0, "2024-06-05", True),
        (0, "2024-06-03", False),
        (2, "2024-06-03", True),
        (2, "2024-06-05", False),
    ]
    assert set(_updates(weighed(change))["field"]) == {"updated_on"}


def test_what_stands_above_a_date_is_the_short_line_of_its_page():
    lines = ["Diterbitkan", "3 Juni 2024", "a" * 80, "4 Juni 2024", "a" * 81, "5 Juni 2024"]
    survey, _, _ = seen(lines)
    assert _above(survey, np.arange(6)).to_list() == ["", lines[0], lines[1], lines[2], lines[3], ""]
    assert _above(survey, np.array([1, 5])).to_list() == [lines[0], ""]


def may_hold(lines, title=0):
    survey, away, _ = seen(lines, title=title)
    return np.flatnonzero(_may_hold_dates(survey, away)).tolist()


def test_dates_are_looked_for_where_they_can_be():
    near, far = "Terbit 3 Juni", ["Baca juga kabar lain"] * 23
    assert may_hold([TITLE, near, *far, near, near]) == [1, 25]
    assert may_hold([TITLE, ("contact", f"{near} {'a' * 186}"), ("contact", f"{near} {'a' * 187}")]) == [1]
    assert may_hold([near, *far, near, TITLE], title=25) == [0, 24]
    assert may_hold([near, *far, near, near, TITLE], title=26) == [24, 25]
    # a year needs no title beside it; a number alone is no day
    assert may_hold([TITLE, *far, *far, "Terbit 3 Juni 2024", "Terbit 3/6", "tahun 2024", "11月"]) == [47, 48, 50]
    assert may_hold([TITLE, "Terbit 3 kali", "Terbit Juni"]) == []


def test_dates_without_a_year_stand_in_the_opening_of_the_article_or_where_something_is_attributed():
    told = "Warga desa bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir pada 3 Juni lalu."
    said = f"Demikian dikutip dari Kabar. {told}"
    away = ["Baca juga kabar lain"] * 30
    long = [f"{told} {'Warga desa pulang ke rumah mereka. ' * 4}"] * 5
    lines = [TITLE, *away, *long, f"{said} {long[0]}"]
    assert may_hold(lines) == [31, 32, 33, 34, 36]
    assert may_hold([one if isinstance(one, str) and len(one) < 80 else ("contact", one) for one in lines]) == []
    # what stands in the opening is of the article, and the article has one
    assert may_hold([BODY[0], told, ("contact", told), told, told], title=None) == [1, 3]
    assert may_hold([("body", "Terbit 3 Juni"), TITLE], title=None) == []


def test_the_latest_year_of_an_article_is_one_of_its_lines():
    survey, _, _ = seen([TITLE, "Kabar 2024", f"{BODY[0]} Sejak 2019.", f"{BODY[1]} Sejak 2021.", BODY[2]])
    assert _latest_years(survey).rows() == [(0, 2021)]
    assert _latest_years(seen([TITLE, "Kabar 2024", *BODY])[0]).is_empty()


CALENDAR = [
    ((2024, 2, 29), True), ((2023, 2, 29), False), ((1900, 2, 29), False), ((2000, 2, 29), True),
    ((2024, 2, 30), False),
    ((2024, 4, 30), True), ((2024, 4, 31), False), ((2024, 6, 31), False), ((2024, 9, 31), False),
    ((2024, 11, 31), False), ((2024, 1, 31), True), ((2024, 1, 32), False), ((2024, 1, 0), False),
    ((2024, 0, 1), False),
    ((2024, 12, 31), True), ((2024, 13, 1), False), ((2023, 2, 28), True),
]  # fmt: skip


@pytest.mark.parametrize(("day", "there"), CALENDAR)
def test_a_date_is_a_day_of_the_calendar(day, there):
    frame = pl.DataFrame([day], schema=["year", "month", "day"], orient="row")
    assert frame.select(_date("year", "month", "day")).item() == (date(*day) if there else None)


HITS = {
    "doc": pl.UInt32, "row": pl.UInt32, "start": pl.Int32, "year": pl.Int32, "month": pl.Int32, "day": pl.Int32,
    "first": pl.Int32, "second": pl.Int32, "sign": pl.String, "weekday": pl.Int8, "rest_before": pl.String,
    "rest_after": pl.String, "expression": pl.String, "language": pl.String, "arrival": pl.Date,
}  # fmt: skip
OPEN = {
    "doc": 0, "row": 0, "start": 0, "year": 2024, "month": None, "day": None, "first": 3, "second": 4, "sign": "/",
    "weekday": None, "rest_before": "Terbit ", "rest_after": "", "expression": "3/4/2024", "language": "id",
    "arrival": date(2025, 6, 30),
}  # fmt: skip
ENGLISH = {"language": "en"}
SHEET = {"rest_before": "", "rest_after": " 10:15"}


def named(month, day, **more):
    """A full date beyond doubt, on a line of its own."""
    return {"first": None, "second": None, "sign": None, "month": month, "day": day, "row": 9, **more}


def solved(*rows, years=()):
    """Month and day of the first date, or None."""
    frame = pl.DataFrame([{**OPEN, **row} for row in rows], schema=HITS)
    latest = pl.DataFrame(years, schema={"doc": pl.UInt32, "latest_year": pl.Int32}, orient="row")
    found = resolve(frame, latest).filter(row=rows[0].get("row", 0), start=rows[0].get("start", 0))["date"].item()
    return found and (found.month, found.day)


NUMERALS = [
    ([{}], (4, 3)),
    ([ENGLISH], None),
    ([{"language": None}], None),
    ([{"language": "und"}], None),
    # what is no month
    ([{"first": 13, **ENGLISH}], (4, 13)),
    ([{"second": 13, **ENGLISH}], (3, 13)),
    ([{"second": 13}], (3, 13)),
    ([{"first": 12, "second": 12, **ENGLISH}], (12, 12)),
    ([{"sign": ".", **ENGLISH}], (4, 3)),
    # the weekday: 3 April 2024 was a Wednesday, 4 March a Monday
    ([{"weekday": 3, **ENGLISH}], (4, 3)),
    ([{"weekday": 1}], (3, 4)),
    ([{"weekday": 2}], (4, 3)),
    ([{"weekday": 2, **ENGLISH}], None),
    # nothing appears after it arrived, but for a day of zones
    ([{"arrival": date(2024, 4, 1), **ENGLISH}], (3, 4)),
    ([{"arrival": date(2024, 4, 1)}], (3, 4)),
    ([{"arrival": date(2024, 4, 2), **ENGLISH}], None),
    ([{"first": 4, "second": 3, "arrival": date(2024, 4, 1), **ENGLISH}], (3, 4)),
    # another date of the page in numerals, day or month first
    ([ENGLISH, {**ENGLISH, "row": 1, "second": 14}], (3, 4)),
    ([ENGLISH, {**ENGLISH, "row": 1, "first": 14}], (4, 3)),
    ([ENGLISH, {**ENGLISH, "row": 1, "first": 14}, {**ENGLISH, "row": 2, "second": 14}], None),
    ([ENGLISH, {**ENGLISH, "row": 1, "second": 14, "doc": 1}], None),
    ([ENGLISH, {**ENGLISH, "row": 1, "first": 14, "sign": "."}], None),
    ([ENGLISH, {**ENGLISH, "row": 1, "second": 12}], None),
    ([{**ENGLISH, "second": 12}, named(12, 10)], (12, 3)),
    ([{**ENGLISH, "first": 12, "second": 3}, named(3, 20)], (3, 12)),
    ([{}, {"row": 1, "second": 14}], (4, 3)),  # and in other languages only beside what is nothing but numerals
    # a full date beyond doubt, near one of the two
    ([ENGLISH, named(3, 10)], (3, 4)),
    ([ENGLISH, named(4, 10)], (4, 3)),
    ([ENGLISH, named(5, 18)], (4, 3)),
    ([ENGLISH, named(5, 19)], None),
    ([ENGLISH, named(4, 10, doc=1)], None),
    ([ENGLISH, named(1, 19)], (3, 4)),
    ([ENGLISH, named(1, 18)], None),
    # in a sheet Americans' order may stand in any language
    ([{**SHEET, "expression": "03/04/2024"}], (4, 3)),
    ([SHEET], (3, 4)),
    ([{**SHEET, "expression": "03/04/2024", "rest_after": " 9:15"}], (3, 4)),
    ([{**SHEET, **ENGLISH}], None),
    ([{**SHEET, "rest_before": "Terbit "}], (4, 3)),
    ([{**SHEET, "rest_after": " WIB"}], (4, 3)),
    ([{**SHEET, "expression": "03/04/2024"}, {"row": 1, "second": 14}], (3, 4)),
    ([SHEET, {"row": 1, "first": 14}], (4, 3)),
    ([SHEET, named(4, 10)], (4, 3)),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "day"), NUMERALS)
def test_which_numeral_is_the_month(rows, day):
    assert solved(*rows) == day


def test_a_day_of_the_weekday_is_beyond_doubt_as_well():
    wednesday = {**ENGLISH, "row": 1, "first": 5, "second": 4, "weekday": 5}  # 5 April 2024 was a Friday
    assert solved(ENGLISH, wednesday) == (4, 3)
    assert solved(ENGLISH, {**wednesday, "doc": 1}) is None
    assert solved(ENGLISH, {**wednesday, "weekday": 2}) is None
    partial = named(4, 5, year=None, weekday=5)
    assert solved(ENGLISH, partial) == (4, 3)
    assert solved(ENGLISH, {**partial, "weekday": 4}) is None


def year_of(*rows, years=()):
    frame = pl.DataFrame([{**OPEN, **row} for row in rows], schema=HITS)
    latest = pl.DataFrame(years, schema={"doc": pl.UInt32, "latest_year": pl.Int32}, orient="row")
    found = resolve(frame, latest).filter(row=rows[0]["row"])["date"].item()
    return found and found.year


BARE = named(6, 13, year=None, row=0)
TUESDAY = {**BARE, "weekday": 2}  # 13 June was a Tuesday in 2023, 2017, 2006 and 2000


@pytest.mark.parametrize(
    ("rows", "years", "year"),
    [
        ([BARE], [], None),
        ([BARE], [(0, 2025)], None),
        ([TUESDAY], [], None),
        ([TUESDAY], [(0, 2018)], 2023),
        ([TUESDAY], [(0, 2023)], 2023),
        ([TUESDAY], [(0, 2024)], None),
        ([TUESDAY], [(0, 2017)], None),
        ([TUESDAY], [(1, 2018)], None),
        ([{**TUESDAY, "arrival": date(2023, 6, 12)}], [(0, 2018)], 2023),
        ([{**TUESDAY, "arrival": date(2023, 6, 11)}], [(0, 2018)], None),
        # near a full date of the page, forty-five days at most
        ([BARE, named(7, 28)], [], 2024),
        ([BARE, named(7, 29)], [], None),
        ([BARE, named(4, 29)], [], 2024),
        ([BARE, named(4, 28)], [], None),
        ([BARE, named(7, 1, doc=1)], [], None),
        ([BARE, named(7, 1), named(7, 1, row=10, year=2022)], [], None),
        ([BARE, named(7, 1), named(7, 2, row=10)], [], 2024),
        ([TUESDAY, named(7, 1, year=2017)], [(0, 2018)], 2017),
        ([{**BARE, "arrival": date(2024, 12, 31)}, named(7, 1)], [], 2024),
        ([{**BARE, "arrival": date(2054, 6, 30)}, named(7, 1)], [], 2024),
        ([{**BARE, "arrival": date(2055, 6, 30)}, named(7, 1)], [], None),
    ],
)
def test_a_missing_year_is_the_only_one_that_is_left(rows, years, year):
    assert year_of(*rows, years=years) == year
