"""Every word of dates is reached: what stands in, before and behind a day and its time is read."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.metadata.dates import bases, clock, events, relative, shapes
from kliping.metadata.dates.expressions import find_dates
from kliping.metadata.people import names
from kliping.words import load, numbers, phrases
from kliping.words.sections import LISTS


@pytest.mark.parametrize("kind", ["labels", "value_labels", "opening"])
def test_every_label_of_a_date_is_read(kind):
    spoken = [phrase for section in ("published", "updated") if kind in LISTS[section]
              for phrase in phrases(section, kind)]  # fmt: skip
    lines = pl.Series(spoken).str.to_lowercase() + " "
    assert lines.filter(~lines.str.contains(bases._label())).to_list() == []


def test_every_word_of_a_past_day_is_read():
    units, one = list(numbers("units")), next(iter(numbers("units")))
    behind = [f"2 {unit} {word}" for unit in units for word in phrases("relative", "behind")]
    before = [f"{word} 2 {one}" for word in phrases("relative", "before")]
    lines = pl.Series([*behind, *before, *phrases("relative", "yesterday", "today")])
    assert lines.filter(~lines.str.contains(relative._pattern())).to_list() == []


def test_every_word_around_a_day_is_read():
    where = {"said": "before", "soon": "before", "past": "before", "today": "before", "until": "before"}
    behind = {"soon_after": "soon_after", "past_after": "past_after", "today_after": "today"}
    for kind, side in [*where.items(), *((kind, "after") for kind in behind)]:
        told = {"until": "soon", **behind}.get(kind, kind)
        words = phrases("events", kind)
        frame = pl.DataFrame({"before": [""] * len(words), "after": [""] * len(words)})
        frame = frame.with_columns(pl.Series(side, list(words))).select(events._told())
        assert frame.get_column(told).all(), kind
    told = [("hingga selasa (", word) for word in phrases("events", "counted", "tallied")]
    told += [(f"{word} seribu kali per selasa (", "") for word in phrases("events", "tallied")]
    assert pl.DataFrame(told, ["before", "after"], orient="row").select(events._told())["counted"].all()


@pytest.mark.parametrize("kind", ["months", "weekdays"])
def test_every_spelling_that_newsrooms_use_is_a_name(kind):
    known = load()
    stands_for = numbers(kind) | {
        name: number for name in known.anywhere for number in known.calendar[kind].get(name, {}).values()
    }
    words = list(stands_for)
    text = [f"3 {word} 2024" if kind == "months" else f"{word}, 3 Mei 2024" for word in words]
    lines = pl.DataFrame({"row": range(len(words)), "plain": text, "language": "id"}).cast({"row": pl.UInt32})
    found = dict(find_dates(lines, without_year=False).select("row", kind.removesuffix("s")).iter_rows())
    missed = [word for row, word in enumerate(words) if found.get(row) is None]
    ends = [name for name in missed if names.names_in(f"Jane Doe {name} 3/5/2024", loose=False) == ["Jane Doe"]]
    assert ends == missed  # a grave accent is no letter of a date, but parts the date from a name all the same
    clash = {"mac", "mag", "out", "ara", "tem", "kas", "ago", "dic", "mar"}  # other languages' months or words as well
    wrong = [word for row, word in enumerate(words) if word not in (*missed, *clash) and found[row] != stands_for[word]]
    assert wrong == []


IN_A_DATE = {
    "ordinals": "3{} May 2024",
    "ordinals_behind_month": "May 3{}, 2024",
    "dashed": "3-{} May 2024",
    "of_month": "3 {} May 2024",
    "fused_of": "3 {}May 2024",
    "before_month_number": "3 {} 5 2024",
    "before_year": "3 May {} 2024",
    "after_year": "2024 {} May 3",
    "behind_year": "2024{}5月3日",
    "behind_month": "2024年5{}3日",
    "behind_day": "2024年5月3{}",
    "behind_weekday": "Friday {} 3 May 2024",
    "before_day": "Friday, {} 3 May 2024",
}


@pytest.mark.parametrize("kind", IN_A_DATE)
def test_every_word_inside_a_date_is_read(kind):
    text = [IN_A_DATE[kind].format(word) for word in phrases("date", kind)]
    lines = pl.DataFrame({"row": range(len(text)), "plain": text, "language": "en"}).cast({"row": pl.UInt32})
    found = find_dates(lines, without_year=False)
    assert found.select("year", "month", "day").rows() == [(2024, 5, 3)] * len(text)
    assert not text[0].startswith("Friday") or found["weekday"].to_list() == [5] * len(text)


def test_the_end_of_a_weekday_is_read_apart_as_well():
    for word in phrases("date", "weekday_ends"):
        told = pl.Series([f"金{word} ", f"金{' '.join(word)} "])
        assert told.str.extract(shapes.weekday_before()).to_list() == [f"金{word}", f"金{' '.join(word)}"]


@pytest.mark.parametrize(("kind", "time"), [("before_noon", "00:15"), ("after_noon", "12:15")])
def test_every_half_of_the_day_is_read(kind, time):
    for word in phrases("date", kind):
        hits = pl.DataFrame({"rest_before": "", "rest_after": [f" 12:15 {word}", f" 12:15 {'.'.join(word)}."]})
        hits = hits.with_columns(start=pl.lit(0, pl.Int32), end=pl.lit(10, pl.Int32))
        assert clock.with_time(hits)["time"].to_list() == [time, time]


def test_every_word_for_one_is_a_count():
    lines = pl.Series([f"{word} hour ago" for word in phrases("relative", "one")])
    assert lines.filter(~lines.str.contains(relative._pattern())).to_list() == []


def test_every_zone_is_an_offset():
    zones = load().zones
    hits = pl.DataFrame({"rest_before": [""] * len(zones), "rest_after": [f" 10:15 {zone}" for zone in zones],
                         "start": [0] * len(zones), "end": [10] * len(zones)}).cast({"start": pl.Int32, "end": pl.Int32})  # fmt: skip  # noqa: E501
    assert clock.with_time(hits)["offset"].to_list() == list(zones.values())
