"""What one line says of a day, in many languages: the right day, or the right silence.

``dates.tsv`` holds language, line and day (``-`` for silence). Every line is a page of its own that arrived on
30 June 2025 and mentions the year 2023 in its article, or 2024 where the line names a weekday of that year.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata.dates.clock import with_time
from kliping.metadata.dates.events import with_likelihood
from kliping.metadata.dates.expressions import MOST, _sane, find_dates
from kliping.metadata.dates.years import resolve
from kliping.metadata.digits import with_plain_digits

CASES = [
    tuple(row.split("\t")) for row in Path(__file__).with_name("dates.tsv").read_text(encoding="utf-8").splitlines()
]
ARRIVAL = datetime.date(2025, 6, 30)


@pytest.fixture(scope="module")
def days() -> dict[int, list[str]]:
    lines = pl.DataFrame(
        {
            "row": pl.Series(range(len(CASES)), dtype=pl.UInt32),
            "plain": [line for _, line, _ in CASES],
            "language": [language for language, _, _ in CASES],
        }
    ).with_columns(plain=with_plain_digits(pl.col("plain")))
    hits = find_dates(lines, without_year=True).join(lines.drop("plain"), on="row")
    hits = hits.with_columns(doc="row", arrival=pl.lit(ARRIVAL))
    years = lines.select(
        doc="row", latest_year=pl.when(pl.col("plain").str.contains("November|March 3")).then(2024).otherwise(2023)
    )
    solved = resolve(hits, years).filter(pl.col("date").is_not_null())
    found: dict[int, list[str]] = {}
    for row, date in solved.select("row", "date").iter_rows():
        found.setdefault(row, []).append(date.isoformat())
    return found


def test_the_table_is_as_long_as_promised():
    assert len(CASES) >= 300
    assert len({language for language, _, _ in CASES}) >= 30


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{lang} {line}" for lang, line, _ in CASES])
def test_a_line_says_its_day_or_nothing(days, number):
    expected = CASES[number][2]
    assert days.get(number, ["-"])[0] == expected


SANE = [
    ({"month": 1, "day": 1}, True),
    ({"month": 12, "day": 31}, True),
    ({"month": 0, "day": 1}, False),
    ({"month": 13, "day": 1}, False),
    ({"month": 1, "day": 0}, False),
    ({"month": 1, "day": 32}, False),
    ({"day": 1}, None),
    # numerals whose order is open: one of them is a month
    ({"first": 1, "second": 1}, True),
    ({"first": 12, "second": 31}, True),
    ({"first": 31, "second": 12}, True),
    ({"first": 13, "second": 13}, False),
    ({"first": 0, "second": 1}, False),
    ({"first": 1, "second": 0}, False),
    ({"first": 32, "second": 1}, False),
    ({"first": 1, "second": 32}, False),
    # a short word is a month of its own language alone
    ({"word": "Mei", "month": 5, "day": 1}, True),
    ({"word": "Mei", "month": 5, "day": 32}, False),
]


@pytest.mark.parametrize(("parts", "sane"), SANE)
def test_numbers_that_can_be_a_date(parts, sane):
    numbers = dict.fromkeys(("first", "second", "month", "day"), pl.Int32)
    schema = {"word": pl.String, "language": pl.String, **numbers}
    frame = pl.DataFrame([{name: parts.get(name) for name in schema} | {"language": "id"}], schema=schema)
    assert frame.select(_sane.__wrapped__()).item() is sane


def found_in(plain, without_year=False):
    lines = pl.DataFrame({"row": [0], "plain": [plain], "language": ["id"]}, schema_overrides={"row": pl.UInt32})
    return find_dates(lines, without_year=without_year)


@pytest.mark.parametrize(
    ("plain", "year"),
    [("2500-06-03", 1957), ("2567-06-03", 2024), ("2024-06-03", 2024), ("3/6/69", 2069), ("3/6/70", 1970)],
)
def test_years_are_counted_from_the_buddha_or_within_a_century(plain, year):
    assert found_in(plain)["year"].to_list() == [year]


@pytest.mark.parametrize(("letters", "found"), [(19_989, 1), (19_990, 0)])
def test_a_day_is_looked_for_in_so_many_letters_of_a_line(letters, found):
    assert found_in("a" * (letters - 1) + " 3 Juni 2024").height == found


def test_what_is_shown_beside_a_day_is_cut():
    (short,) = found_in(f"{'a ' * 300}3 Juni 2024{' a' * 301}").rows(named=True)
    assert (short["rest_before"], short["rest_after"]) == ("a " * 300, " a" * 300)
    (cut,) = found_in(f"b{'a ' * 300}3 Juni 2024").rows(named=True)
    assert cut["rest_before"] == "…" + "a " * 300


def test_only_a_year_may_have_a_time_glued_to_it():
    assert found_in("3 Juni 20241:17 AM", without_year=True)["expression"].to_list() == ["3 Juni 2024"]
    assert found_in("3 Juni1:17 AM", without_year=True).is_empty()


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        ("", " 2:56 p.m. WIB", ("14:56", "+07:00", 10, 35)),
        ("10:27 AM, ", "", ("10:27", None, 0, 21)),
        ("pada 10:27, ", "", ("10:27", None, 5, 23)),
        ("", " 14:56 +7", ("14:56", "+07:00", 10, 30)),
        ("", " 14:56 GMT-0330", ("14:56", "-03:30", 10, 36)),
        ("", " 24:00", (None, None, 10, 21)),
        ("", " 23:60", (None, None, 10, 21)),
        ("", " 12:30 a.m.", ("00:30", None, 10, 32)),
        ("", " 12:30 p.m.", ("12:30", None, 10, 32)),
    ],
)
def test_a_time_stands_behind_a_day_or_before_it(before, after, read):
    start = len(before) or 10
    hit = {"rest_before": before, "rest_after": after, "start": start, "end": start + 11}
    (told,) = with_time(pl.DataFrame([hit])).select("time", "offset", "time_from", "time_to").rows()
    assert told == read


DAY = {"doc": 0, "date": datetime.date(2024, 6, 3), "weekday": 1, "rest_before": "Warga pulang ",
       "rest_after": " siang", "index": 5, "opens": 0}  # fmt: skip


def odds(**told):
    return round(with_likelihood(pl.DataFrame([{**DAY, **told}])).item(0, "likely"), 4)


def test_what_the_words_beside_a_day_and_its_place_say():
    assert odds() == 0.7211
    assert odds(opens=None) == odds(index=4) == odds(index=7) == odds()  # neither in the lead nor deep
    assert odds(index=8) < odds() < odds(index=3)
    assert odds(weekday=2) == 0
    assert odds(rest_before="Warga pulang today ") == odds(rest_after=" today") > odds()
    assert odds(rest_before=f"Today {'a' * 53} ") > odds(rest_before=f"Today {'a' * 54} ") == odds()


def test_of_many_dates_on_a_line_the_first_are_read():
    days = [f"{day}/{month}/2024" for month in (12, 11, 10, 9) for day in range(28, 9, -1)]
    assert len(days) > MOST
    lines = pl.DataFrame(
        {"row": [0], "plain": ["; ".join(days)], "language": ["id"]}, schema_overrides={"row": pl.UInt32}
    )
    assert find_dates(lines, without_year=False)["expression"].to_list() == days[:MOST]
