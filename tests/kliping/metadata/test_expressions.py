"""What one line says of a day, in many languages: the right day, or the right silence.

``dates.tsv`` holds language, line and day (``-`` for silence). Every line is a page of its own that arrived on
30 June 2025 and mentions the year 2023 in its article, or 2024 where the line names a weekday of that year.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata.dates.expressions import find_dates, with_plain_digits
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
