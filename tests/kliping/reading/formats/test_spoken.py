"""Words in cells: those of the files of words, each language's."""

import pytest

from kliping.reading.formats import spoken
from kliping.reading.formats.cells import day_order, is_clock, is_placeholder, moment
from kliping.reading.formats.columns import zone_named
from kliping.reading.formats.looks import is_day
from kliping.words import built_in


def test_a_weekday_tells_the_order_of_day_and_month_in_every_language():
    names = spoken.weekdays()
    assert (names["rabu"], names["sel"], names["mercredi"], names["среда"], names["星期三"]) == (2, 1, 2, 2, 2)
    assert "per" not in names  # "per 3/4/2024" is "as of" in Indonesian
    assert day_order(["mercredi 03/04/2024", "lundi 01/04/2024"]) == "dmy"
    assert day_order(["wed, 04/03/2024", "mon, 04/01/2024"]) == "mdy"


def test_a_zone_is_read_and_one_of_the_east_says_that_the_day_stands_first():
    assert moment("3/4/2024 10:15 EST", "mdy") == "2024-03-04T10:15-05:00"
    assert moment("3/4/2024 10:15 wib", "dmy") == "2024-04-03T10:15+07:00"
    told = [day_order([f"3/4/2024 10:15 {zone}"]) for zone in ("WITA", "SGT", "EST", "UTC")]
    assert told == ["dmy", "dmy", None, None]
    assert zone_named("tanggal_wib") == "+07:00"


@pytest.mark.parametrize(("half", "hour"), [("AM", "02"), ("p.m.", "14"), ("Pm", "14"), ("", "02")])
def test_a_half_of_the_day_is_read(half, hour):
    assert moment(f"3/4/2024 2:15 {half}", "dmy") == f"2024-04-03T{hour}:15"
    assert is_clock(f"2:15 {half.replace('.', '')}")


def test_every_sign_of_a_month_in_words_makes_a_cell_a_day():
    for (section, kind), form in {("date", "ordinals"): "3{} May 2024", ("date", "of_month"): "3 {} May 2024"}.items():
        for entry in built_in().listed[section, kind]:
            assert is_day(form.format(entry.phrase)), entry
    assert not is_day("3 Sukamaju")


def test_a_cell_says_yes_or_no_in_every_language():
    words = {kind: [one.phrase for one in built_in().listed["cell", kind]] for kind in ("yes", "no")}
    assert [spoken.answers()[word] for word in (*words["yes"], "y", "1")] == [True] * (len(words["yes"]) + 2)
    assert [spoken.answers()[word] for word in (*words["no"], "n", "0")] == [False] * (len(words["no"]) + 2)


def test_what_stands_in_place_of_a_value_is_none_in_every_language():
    nothing, nobody = ([one.phrase for one in built_in().listed["cell", kind]] for kind in ("nothing", "nobody"))
    assert [word for word in nothing if not is_placeholder(word.upper())] == []
    assert [word for word in nobody if not is_placeholder(word, "authors")] == []
    assert "oleh" in nobody
    assert not is_placeholder("oleh", "title")


def test_every_label_of_a_change_opens_such_a_cell():
    import polars as pl

    words = [one.phrase for kind in ("labels", "value_labels") for one in built_in().listed["updated", kind]]
    cells = pl.Series([f"{word.capitalize()} 3/4/2024" for word in words])
    assert cells.filter(~cells.str.contains(spoken.of_change())).to_list() == []
