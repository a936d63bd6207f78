"""What one line says of a day, in many languages: the right day, or the right silence.

``dates.tsv`` holds language, line and day (``-`` for silence). Every line is a page of its own that arrived on
30 June 2025 and mentions the year 2023 in its article, or 2024 where the line names a weekday of that year.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata.dates.expressions import MOST, _sane, find_dates, with_plain_digits
from kliping.metadata.dates.years import resolve

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


def test_of_many_dates_on_a_line_the_first_are_read():
    days = [f"{day}/{month}/2024" for month in (12, 11, 10, 9) for day in range(28, 9, -1)]
    assert len(days) > MOST
    lines = pl.DataFrame(
        {"row": [0], "plain": ["; ".join(days)], "language": ["id"]}, schema_overrides={"row": pl.UInt32}
    )
    assert find_dates(lines, without_year=False)["expression"].to_list() == days[:MOST]
