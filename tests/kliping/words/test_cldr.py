import tomllib

import pytest

from kliping.words import built_in
from kliping.words.cldr import calendar_of, key, render

OF_ALL = ["af", "az", "id", "ja", "no", "sr", "tl", "zu"]


@pytest.mark.parametrize("language", OF_ALL)
def test_the_calendar_of_a_language_holds_what_cldr_says(language):
    for kind, listed in calendar_of(language).items():
        known = built_in().calendar[kind]
        for number, names in enumerate(listed, 1):
            assert [known[name][language] for name in names.split(", ")] == [number] * len(names.split(", "))


def test_no_language_has_names_that_babel_fills_in_for_another():
    assert calendar_of("az")["months"][0] == "yanvar, yan"
    assert calendar_of("id")["months"][0] == "januari, jan"
    assert built_in().calendar["months"]["sen"] == {"az": 9, "uz": 9}


def test_a_language_that_counts_its_months_has_no_names_of_them():
    assert list(calendar_of("ja")) == list(calendar_of("vi")) == ["weekdays"]


def test_both_scripts_of_a_language_are_in_its_file():
    assert calendar_of("sr")["weekdays"][0] == "понедељак, пон, ponedeljak, pon"


def test_what_is_printed_is_a_section_of_a_file():
    assert tomllib.loads(render("ha"))["calendar"] == calendar_of("ha")
    assert max(map(len, render("ha").splitlines())) <= 120


def test_a_name_is_looked_up_in_small_letters_without_its_full_stop():
    assert (key("Jan."), key("1 Mei,"), key("\u200fאפר׳")) == ("jan", "1 mei", "אפר׳")
