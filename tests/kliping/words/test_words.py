"""The files of words: what they hold, how a folder adds to them, and how a broken one is told."""

from __future__ import annotations

import pytest

from kliping.errors import RuleError
from kliping.fields import METADATA_FIELDS
from kliping.words import Entry, built_in, labels, languages_of, load, numbers, phrases, with_lexicons, with_manner
from kliping.words.calendar import ANY, SHORT, calendar, full_names
from kliping.words.sections import LISTS, MANNERS, NUMBERS

WITH_FURNITURE = "id ms en de es fr pt it nl tr vi tl ar ru ja jv su"


def test_every_language_with_furniture_is_there():
    assert {entry.language for entry in load().entries if entry.section == "related"} >= set(WITH_FURNITURE.split())


def test_every_kind_has_words_and_every_section_of_numbers_too():
    held = {(entry.section, entry.kind) for entry in load().entries}
    optional = {"labels", "starts", "equals", "contains", "line_labels", "value_labels", "taken_for"}
    columns = [("column", field) for field in METADATA_FIELDS]
    empty = [(section, kind) for section, kinds in LISTS.items() for kind in kinds if (section, kind) not in held]
    assert [one for one in empty if one[1] not in optional and one not in columns] == []
    assert all(numbers(section) for section in NUMBERS)
    assert load().zones["WIB"] == "+07:00"


def test_a_word_stands_once_for_each_use():
    """A label is in one list of its section: both uses, or one of them."""
    kinds = ("labels", "line_labels", "value_labels", "opening")
    for section in ("byline", "editor", "source", "published", "updated"):
        for one in (entry for entry in load().entries if entry.section == section and entry.kind in kinds[:3]):
            twice = [kind for kind in kinds[:3] if Entry(one.language, section, kind, one.phrase) in load().entries]
            assert twice == [one.kind]


@pytest.mark.parametrize("kind", ["weekdays", "months"])
def test_a_name_of_a_month_or_weekday_stands_in_the_calendar_alone(kind):
    known = load()
    own = known.calendar[kind]
    assert [one for one in known.listed["date", kind] if one.language in own.get(one.phrase, ())] == []
    spelt = [(word, language) for language, words in known.numbers[kind].items() for word in words]
    assert [(word, language) for word, language in spelt if language in own.get(word, ())] == []


def test_what_the_calendar_says_of_short_names_is_of_names_in_it():
    known = load()
    named = {name for kind in known.calendar.values() for name in kind}
    assert known.anywhere <= {name for name in named if len(name) <= SHORT}
    dated = {kind: {name for name, spoken in of.items() if spoken != known.full[kind].get(name)}
             for kind, of in known.dated.items()}  # fmt: skip
    assert {"fri", "mon"} <= dated["weekdays"]
    assert {"agu", "oct"} <= dated["months"]
    assert not {"sel", "sen", "mär"} & {*dated["weekdays"], *dated["months"]}


def test_a_bound_label_is_a_label():
    assert set(languages_of("byline", "bound")) <= set(labels("byline"))
    assert languages_of("byline", "bound")["por"] == ("ca", "es", "gl", "pt")


def test_phrases_are_chosen_by_section_kind_and_language():
    assert "oleh" in phrases("byline", "labels", languages=["id"])
    assert "oleh" not in phrases("byline", "labels", languages=["de"])
    assert "ags" in phrases("date", "months", languages=["id"])
    assert "ags" not in phrases("date", "labels", languages=["id"])
    assert "koresponden" in labels("byline")
    assert "tim redaksi" not in labels("byline")


def test_a_name_of_a_month_is_read_in_its_language():
    assert calendar("months").anywhere["nopember"] == 11
    assert calendar("months").by_language["listopad hr"] != calendar("months").by_language["listopad pl"]
    assert f"okt {ANY}" in calendar("months").short
    assert "okt de" in calendar("months").short
    assert not {"sen id", "yan id", "okt pt"} & calendar("months").short


def test_only_the_full_name_of_a_day_and_what_means_one_everywhere_checks_a_date():
    named = full_names("weekdays")
    assert (named["rabu"], named["ahad"], named["સોમવાર"], named["панядзелак"]) == (3, 7, 1, 1)
    assert not {"sel", "mar", "mon", "perjantai"} & set(named)  # "mar" is a month as well
    assert "mac" in full_names("months")
    assert "listopad" not in full_names("months")


def test_words_of_ones_own_are_none_of_the_built_in_ones(tmp_path):
    names = ["isnen", "salasa", "rabaa", "kamih", "jumaaik", "sabtu", "akaik, minggu"]
    (tmp_path / "min.toml").write_text(f"[calendar]\nweekdays = {names}\n", encoding="utf-8")
    with with_lexicons((tmp_path,)):
        assert (calendar("weekdays").anywhere["akaik"], calendar("weekdays").anywhere["minggu"]) == (7, 7)
        assert "akaik" not in built_in().calendar["weekdays"]
    assert "akaik" not in calendar("weekdays").anywhere


def test_a_folder_adds_words_of_every_kind(tmp_path):
    own = '[related]\nstarts = ["baco juo"]\n[months]\nmaraik = 3\n[zones]\nWIBX = "+07:00"\n'
    (tmp_path / "min.toml").write_text(own, encoding="utf-8")
    added = load((tmp_path,))
    assert set(added.entries) - set(load().entries) == {Entry("min", "related", "starts", "baco juo")}
    assert numbers("months", (tmp_path,))["maraik"] == 3
    assert added.zones["WIBX"] == "+07:00"
    assert "WIBX" not in load().zones


def test_manners_of_newspapers_are_said_with_their_words(tmp_path):
    (tmp_path / "jv.toml").write_text(f"[manners]\nhas = {list(MANNERS)}\n", encoding="utf-8")
    assert [with_manner(manner) for manner in MANNERS] == [("en", "id", "ms"), ("id", "ms"), ("en",)]
    with with_lexicons([tmp_path]):
        assert all("jv" in with_manner(manner) for manner in MANNERS)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[related\n", "is not TOML"),
        ('[unknown]\nstarts = ["a"]\n', "no section"),
        ('[related]\nwhole = ["a"]\n', "list of phrases"),
        ("[related]\nstarts = [1]\n", "list of phrases"),
        ('[related]\nstarts = [" "]\n', "list of phrases"),
        ("related = 1\n", "no section"),
        ('[months]\nmaraik = "3"\n', "must be a number"),
        ('[zones]\nWIBX = "Jakarta"\n', "must be an offset"),
        ('[manners]\nhas = ["small letters"]\n', "may say: short weekdays, small places, month first"),
        ('[calendar]\nmonths = ["jan"]\n', "a list of 12 months or 7 weekdays"),
        ('[calendar]\ndated = ["days"]\n', "The kinds whose short names"),
        ('[calendar]\nanywhere = "mac"\n', "believed on pages in any"),
        ('[calendar]\ndays = ["senin"]\n', "a list of 12 months or 7 weekdays"),
    ],
)
def test_a_broken_file_is_told(tmp_path, content, complaint):
    (tmp_path / "xx.toml").write_text(content, encoding="utf-8")
    with pytest.raises(RuleError, match=complaint):
        load((tmp_path,))


def test_a_file_that_is_no_text_is_told_with_its_line(tmp_path):
    (tmp_path / "id.toml").write_bytes('[related]\nstarts = ["ber\xedta"]\n'.encode("latin-1"))
    with pytest.raises(RuleError, match=r"id\.toml, line 2, is not UTF-8 text\. Save"):
        load((tmp_path,))


def test_the_mark_that_an_editor_puts_before_a_file_is_passed_over(tmp_path):
    (tmp_path / "xx.toml").write_bytes('[related]\nstarts = ["tombo waca"]\n'.encode("utf-8-sig"))
    assert Entry("xx", "related", "starts", "tombo waca") in load((tmp_path,)).entries


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(RuleError, match="No folder"):
        load((tmp_path / "none",))
