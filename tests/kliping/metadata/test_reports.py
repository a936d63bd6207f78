"""Live blogs: reports by the hour, the newest first."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata.dates.reports import behind_reports

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, read

STAMPS = (
    "14 Maret 2024, 17.40 WIB",
    "14 Maret 2024, 09.15 WIB",
    "13 Maret 2024, 11.30 WIB",
    "12 Maret 2024, 08.00 WIB",
)


def told(stamps, *above):
    lines = [line for stamp, said in zip(stamps, [*BODY, BODY[0][::-1]], strict=True) for line in (stamp, said)]
    return str(read([TITLE, *above, *lines])[2]["published_on"])


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ((), "2024-03-12"),
        (("12 Maret 2024",), "2024-03-12"),
        (("11 Maret 2024",), "2024-03-11"),  # on the eve
        (("Diterbitkan: 12 Maret 2024, 07.30 WIB",), "2024-03-12"),
        (("Diterbitkan: 14 Maret 2024, 18.00 WIB",), "2024-03-14"),  # a label says so
    ],
)
def test_a_live_blog_appeared_with_its_oldest_report(above, day):
    assert told(STAMPS, *above) == day


@pytest.mark.parametrize(
    ("stamps", "day"),
    [
        (STAMPS[::-1], "2024-03-12"),
        (("14 Maret 2024, 18.00 WIB", *STAMPS[:0:-1]), "2024-03-14"),  # a chronicle tells of the days before, in order
        (("14 Maret 2024, 18.00 WIB", "3 Mei 2022, 10.00", "2 Mei 2022, 11.00", "1 Mei 2022, 12.00"), "2024-03-14"),
        (("14 Maret 2024", "13 Maret 2024", "12 Maret 2024", "11 Maret 2024"), "2024-03-14"),  # days without hours
    ],
)
def test_other_rows_of_days_are_no_live_blog(stamps, day):
    assert told(stamps) == day


def test_pages_without_dates_have_no_reports():
    schema = dict.fromkeys(("doc", "index", "start", "distance", "below", "opens"), pl.Int64)
    empty = pl.DataFrame(schema=schema | {"basis": pl.String, "time": pl.String, "date": pl.Date, "points": pl.Float64})
    assert behind_reports(empty).equals(empty)
