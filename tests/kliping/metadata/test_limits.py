"""How long, how far and how many: the last case that is still taken, and the first that is not."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata.dates.published import find_published
from kliping.metadata.extras import find_extras
from kliping.metadata.survey import NOWHERE
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from pages import ARRIVAL, BODY, TITLE, seen

SUBTITLE = "Jembatan itu menghubungkan dua dusun"


def long(text: str, letters: int) -> str:
    """The text with so many letters."""
    return text + "a" * (letters - len(text))


def extras(lines: list[str | tuple[str, str]], field: str) -> list[str]:
    survey, away, titles = seen([TITLE, *lines], title=0)
    found = find_extras(survey, titles, away)
    return found.filter(field=field)["value"].to_list()


@pytest.mark.parametrize(
    ("line", "mark", "taken"),
    [
        (SUBTITLE, "3 Juni 2024", True),
        (SUBTITLE, long("3 Juni 2024 ", 120), True),
        (SUBTITLE, long("3 Juni 2024 ", 121), False),
        (long("Satu dua tiga empat lima ", 30), "3 Juni 2024", True),
        (long("Satu dua tiga empat lima ", 29), "3 Juni 2024", False),
        (long("Satu dua tiga empat lima ", 320), "3 Juni 2024", True),
        (long("Satu dua tiga empat lima ", 321), "3 Juni 2024", False),
        ("Satuduatiga empatlimaenam tujuh delapan", "3 Juni 2024", False),
        (TITLE, "3 Juni 2024", False),
        (SUBTITLE, "Editor Wulan Sari", True),
        (SUBTITLE, "Bagikan artikel ini", False),
        (SUBTITLE, "Oleh Wulan Sari", True),
    ],
)
def test_a_subtitle_stands_between_title_and_date(line, mark, taken):
    page = [("boilerplate", line), ("boilerplate", mark), *BODY]
    assert extras(page, "subtitle") == ([line] if taken else [])


@pytest.mark.parametrize(("between", "taken"), [(0, True), (2, True), (3, False)])
def test_the_date_stands_shortly_below_a_subtitle(between, taken):
    page = [SUBTITLE, *["Bagikan artikel"] * between, "3 Juni 2024", *BODY]
    assert extras(page, "subtitle") == ([SUBTITLE] if taken else [])


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("Tags: NATO, a, ab", ["NATO", "ab"]),
        (f"Tags: {'a' * 60}", ["a" * 60]),
        (f"Tags: {'a' * 61}", []),
        (f"Tags: {', '.join(['banjir'] * 36)}, {'a' * 5}", [*["banjir"] * 36, "a" * 5]),
        (f"Tags: {', '.join(['banjir'] * 36)}, {'a' * 6}", []),
        ("#NATO #Ukraina", ["NATO", "Ukraina"]),
        ("Tags：satu；dua", ["satu；dua"]),
        ("Tags", []),
    ],
)
def test_tags_are_words_of_a_line_below_the_article(line, tags):
    if line.count("banjir") == 36:
        line = line.replace("Tags: ", "Tags:  ")
    assert extras([*BODY, ("boilerplate", line)], "tags") == tags
    assert extras([("boilerplate", line), *BODY], "tags") == []


@pytest.mark.parametrize(
    ("line", "value"), [("Banjir surut", ["Banjir surut"]), ("Banjir surt", []), ("Baca juga: ", [])]
)
def test_a_related_article_has_a_title(line, value):
    assert extras([*BODY, ("related", line)], "related") == value


def days(lines: list[str | tuple[str, str]]) -> list[str]:
    survey, away, _ = seen([TITLE, *lines], title=0)
    arrivals = pl.DataFrame({"doc": [0], "arrival": [ARRIVAL.date()]}, schema_overrides={"doc": pl.UInt32})
    found = find_published(survey, away, arrivals, MetadataSettings())
    return sorted(found.filter(field="published_on")["value"])


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Rilis: 1 Mei", "2024-05-01"),
        ("Rilis: 30 April", None),
        ("Rilis: 30 Juli", "2024-07-30"),
        ("Rilis: 31 Juli", None),
    ],
)
def test_a_day_without_a_year_is_of_the_weeks_around_a_whole_date(line, day):
    assert days(["15 Juni 2024", line, *BODY]) == sorted(one for one in (day, "2024-06-15") if one)


def test_below_the_first_copy_of_a_title_three_lines_count_from_there():
    survey, away, titles = seen(["Beranda", TITLE, *["Kabar"] * 4, TITLE, "Kabar"], title=6)
    first = titles.with_columns(row=pl.Series([1], dtype=pl.UInt32))
    assert away.tolist() == [-6, -5, -4, -3, -2, -1, 0, 1]
    assert survey.distances_of_days(first, away).tolist() == [-6, -5, 1, 2, 3, -1, 0, 1]
    none, nowhere, _ = seen([TITLE, "Kabar"])
    assert (none.lines.height, nowhere.tolist()) == (2, [NOWHERE, NOWHERE])


@pytest.mark.parametrize(("between", "seen_"), [(23, True), (24, False)])
def test_a_day_without_a_year_is_looked_for_near_the_title(between, seen_):
    page = ["15 Juni 2024", *["Kabar daerah"] * between, "Rilis: 20 Mei", *BODY]
    assert days(page) == sorted(["2024-06-15", *["2024-05-20"] * seen_])


EARLIEST, LATEST = MetadataSettings().earliest_year, ARRIVAL.date() + timedelta(MetadataSettings().arrival_slack_days)


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(EARLIEST, 1, 1), True),
        (date(EARLIEST - 1, 12, 31), False),
        (LATEST, True),
        (LATEST + timedelta(1), False),
    ],
)
def test_a_day_before_the_first_year_or_after_the_arrival_is_none(day, known):
    assert days([f"Rilis: {day.isoformat()}", *BODY]) == [day.isoformat()] * known
