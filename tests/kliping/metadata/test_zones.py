"""Where bylines stand: each place of a page from both its sides."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from kliping.metadata.people.editors import find_editors
from kliping.metadata.people.zones import Zone, _above_biographies, _above_jobs, zone_of
from kliping.metadata.survey import surveyed

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, batch, seen

LINK = ("related", "Kabar lain dari desa")
MENU = "Beranda Kabar"


def zone(lines, title=None, copies=()):
    survey, away, _ = seen(lines, title=title)
    titles = np.isin(np.arange(len(lines)), copies)
    return zone_of(survey, away, titles)


def rows(flags):
    return np.flatnonzero(flags).tolist()


PAGE = [*[MENU] * 20, TITLE, *[MENU] * 20, *BODY, *[MENU] * 20]
"""The title on line 20, the article on lines 41 to 43."""


def test_a_byline_is_near_from_one_line_above_the_title_to_sixteen_below_it():
    assert rows(zone(PAGE, 20).near) == [19, *range(21, 37)]
    assert rows(zone(PAGE).near) == []


def test_below_the_article_lines_close_it_if_they_are_short():
    assert rows(zone(PAGE, 20).closing) == [44, 45]
    long = [*PAGE[:44], "a" * 40, "a" * 41, *PAGE[46:]]
    assert rows(zone(long, 20).closing) == [44]
    assert rows(zone(PAGE, 20).beneath) == list(range(44, 64))
    assert rows(zone([TITLE, MENU, MENU], 0).beneath) == []


def test_the_inside_of_a_page_begins_above_its_title_and_ends_below_its_article():
    assert rows(zone(PAGE, 20).inside) == [*range(8, 49), 62, 63]
    assert rows(zone(PAGE).inside) == [*range(49), 62, 63]
    assert rows(zone([MENU] * 20).inside) == [*range(6), 18, 19]


def test_lines_that_may_hold_a_byline_reach_two_lines_further():
    # short lines below the article as far as what is told of a name makes it a byline
    assert rows(zone(PAGE, 20).lines) == [*range(6, 56), 62, 63]
    # without a title those about the opening of the page, and around the article
    assert rows(zone(PAGE).lines) == [*range(56), 62, 63]
    assert rows(zone([MENU] * 20).lines) == [*range(6), 18, 19]
    far = [TITLE, *[MENU] * 24, *BODY[:1]]
    assert rows(zone([*far, MENU, MENU, *[MENU] * 9], 0).lines)[:19] == list(range(19))


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("a" * 140, True),
        ("a" * 141, False),
        (("caption", "Sari Dewi"), False),
        (("caption", "Oleh Sari Dewi"), True),
        (("related", "Sari Dewi"), False),
        (("related", "By Sari Dewi"), True),
        ("Photo by Sari Dewi", False),
        ("Sari Dewi", True),
    ],
)
def test_what_is_long_or_a_pictures_holds_no_byline(line, held):
    line = line if isinstance(line, tuple) else ("contact", line)
    assert (1 in rows(zone([TITLE, line, *BODY], 0).lines)) is held
    assert 1 not in rows(zone([TITLE, line, *BODY], 0, copies=[0, 1]).lines)


DAY = "3 Juni 2024"


def test_lines_beside_a_date_are_two_on_either_side():
    lines = [TITLE, MENU, MENU, MENU, DAY, MENU, MENU, MENU, *BODY]
    assert rows(zone(lines, 0).dated) == [4]
    assert rows(zone(lines, 0).by_date) == [2, 3, 4, 5, 6]
    long = [*lines[:4], ("contact", f"{DAY} {'a' * 68}"), *lines[5:]]
    assert rows(zone(long, 0).by_date) == [2, 3, 4, 5, 6]
    longer = [*lines[:4], ("contact", f"{DAY} {'a' * 69}"), *lines[5:]]
    assert (rows(zone(longer, 0).dated), rows(zone(longer, 0).by_date)) == ([4], [4])


LONE = [
    (["Sari", DAY], [1]),
    (["Sari Dewi", DAY], []),
    (["Sa", DAY], []),
    (["Sar", DAY], [1]),
    (["S" * 20, DAY], [1]),
    (["S" * 21, DAY], []),
    (["Senin", DAY], []),
    (["Juni", DAY], []),
    (["Redaksi", DAY], []),
    (["Penulis", DAY], []),
    (["Editor", DAY], []),
    (["Diterbitkan", DAY], []),
    (["Sari:", DAY], []),
    (["Sari", MENU], []),
    (["Sari", f"{DAY} {'a' * 60}"], [1]),
    ([DAY, "Sari,", "Budi Roy"], [2]),
    ([DAY, "Sari", "Budi Roy"], []),
    (["Sari,", MENU, MENU, DAY], []),
    (["2024", DAY], []),
    ([MENU, MENU, "Sari", DAY], [3]),
    ([MENU, MENU, MENU, "Sari", DAY], []),
]


@pytest.mark.parametrize(("lines", "lone"), LONE)
def test_one_word_above_a_date_below_the_title(lines, lone):
    found = rows(zone([TITLE, *lines, *BODY], 0).lone)
    assert found == lone


def test_one_word_on_top_of_a_page_needs_no_title():
    assert rows(zone(["Sari", DAY, *BODY]).lone) == [0]
    assert rows(zone([MENU, "Sari", DAY, *BODY]).lone) == [1]
    assert rows(zone([MENU, MENU, "Sari", DAY, *BODY]).lone) == []
    assert rows(zone([TITLE, *BODY, "Sari", DAY]).lone) == []


BIOGRAPHIES = [
    (["Sari Dewi", "Sari Dewi adalah wartawan."], True),
    (["Sari Dewi", "Sari adalah wartawan."], True),
    (["Sari Dewi", "Sari Dewi, wartawan."], True),
    (["Sari Dewi", "Sari Dewi Adalah"], False),
    (["Sari Dewi", "Budi adalah wartawan."], False),
    (["Sari Dewi", "Dewi adalah wartawan."], False),
    (["Sari Dewi :", "Sari Dewi adalah wartawan."], True),
    (["sari dewi", "sari dewi adalah wartawan."], False),
    (["Sari Dewi " + "Ayu" * 11, "Sari adalah wartawan."], False),
    ([*[MENU] * 4, "Sari Dewi", "Sari adalah wartawan."], True),
    ([*[MENU] * 11, "Sari Dewi", "Sari adalah wartawan."], True),
    ([*[MENU] * 12, "Sari Dewi", "Sari adalah wartawan."], False),
]


@pytest.mark.parametrize(("lines", "told"), BIOGRAPHIES)
def test_below_the_article_the_next_line_may_tell_who_wrote_it(lines, told):
    page = [TITLE, *BODY, *lines]
    assert rows(zone(page, 0).biography) == ([len(page) - 2] if told else [])
    assert rows(zone([TITLE, *lines, *BODY], 0).biography) == []


JOB = "Staff Writer "


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["Sari Dewi", JOB.ljust(40, "a")], True),
        (["Sari Dewi", JOB.ljust(41, "a")], False),
        (["Sari Dewi", "Staff Writer."], False),
        (["sari dewi", JOB], False),
        (["Sari Dewi", MENU], False),
        (["Sari".ljust(40, "a"), JOB], True),
        (["Sari".ljust(41, "a"), JOB], False),
        ([*[MENU] * 2, "Sari Dewi", JOB], True),
        ([*[MENU] * 3, "Sari Dewi", JOB], False),
    ],
)
def test_shortly_below_the_article_a_job_below_a_name_makes_it_a_byline(lines, told):
    page = [TITLE, *BODY, *lines]
    assert rows(zone(page, 0).biography) == [len(page) - 2] * told


@pytest.mark.parametrize("told", ["Sari Dewi adalah wartawan.", JOB])
def test_the_first_line_of_the_next_page_tells_of_nobody(told):
    survey = surveyed(*batch([["Sari Dewi"], [told], ["Sari Dewi", told]]))
    wanted, none = np.ones(4, np.bool_), np.zeros(4, np.bool_)
    assert rows(_above_biographies(survey, wanted) | _above_jobs(survey, none, wanted)) == [2]
    assert rows(_above_jobs(survey, wanted, wanted)) == []


@pytest.mark.parametrize(
    ("above", "line", "held"),
    [
        (0, "By Jane Doe ".ljust(600, "a"), True),
        (0, "By Jane Doe ".ljust(601, "a"), False),
        (15, "By Jane Doe ".ljust(600, "a"), True),
        (16, "By Jane Doe ".ljust(600, "a"), False),
        (0, "Jane Doe ".ljust(600, "a"), False),
    ],
)
def test_a_label_opens_a_byline_as_long_as_a_paragraph_below_the_title(above, line, held):
    page = [TITLE, *[MENU] * above, ("contact", line), *BODY]
    assert (above + 1 in rows(zone(page, 0).lines)) is held
    assert 0 not in rows(zone([("contact", line), *BODY], 0).lines)


@pytest.mark.parametrize(
    ("lines", "near"),
    [
        (["Sari Dewi", DAY, *BODY], [0]),
        ([MENU, "Sari Dewi", DAY, *BODY], [1]),
        ([MENU, MENU, "Sari Dewi", DAY, *BODY], []),
        (["Sari".ljust(40, "a"), DAY, *BODY], [0]),
        (["Sari".ljust(41, "a"), DAY, *BODY], []),
        ([BODY[0], "Sari Dewi", DAY, *BODY], []),
    ],
)
def test_a_text_without_its_title_begins_with_its_byline(lines, near):
    assert rows(zone(lines).near) == near


def test_a_label_alone_names_what_stands_below_it():
    found = zone([TITLE, "Penulis:", "Sari Dewi", "Editor:", "Budi Roy", *BODY], 0)
    assert rows(found.under_label) == [2]
    assert 1 not in rows(found.lines)
    assert isinstance(found, Zone)


def test_who_checked_the_facts_wrote_nothing_and_may_stand_last():
    wrote, checked = (zone([TITLE, line, "Sari Dewi", *BODY, line], 0) for line in (MENU, "Fact checked by"))
    assert 2 in rows(wrote.lines)
    assert 2 not in rows(checked.lines)


EDITORS = [
    ("Editor: Sari Dewi", ["Sari Dewi"]),
    ("Editor Sari Dewi", ["Sari Dewi"]),
    ("Editor Sari Dewi,", ["Sari Dewi"]),
    ("Editor Sari Dewi yang baru", []),
    ("Oleh Budi Roy, Editor: Sari Dewi", ["Sari Dewi"]),
    ("Editor: Sari Dewi dan Budi Roy", ["Sari Dewi", "Budi Roy"]),
    (f"Editor: Sari Dewi {'a' * 121}", []),
    ("Editor", []),
]


@pytest.mark.parametrize(("line", "names"), EDITORS)
def test_who_edited_is_told_by_a_line(line, names):
    survey, away, _ = seen([TITLE, ("contact", line), *BODY], title=0)
    found = find_editors(survey, away)
    assert found["value"].to_list() == names
    assert found["chosen"].to_list() == [True, False][: len(names)]
    assert set(found["basis"]) <= {"editor_label"}


@pytest.mark.parametrize(
    ("above", "line", "found"),
    [
        (0, "Jane Doe is a reporter ".ljust(600, "a"), True),
        (0, "Jane Doe is a reporter ".ljust(601, "a"), False),
        (11, "Jane Doe is a reporter", True),
        (12, "Jane Doe is a reporter", False),
        (0, "jane Doe is a reporter", False),
        (0, "Jane Doe is a tall woman", False),
    ],
)
def test_what_tells_who_a_reporter_is_stands_shortly_below_the_article(above, line, found):
    page = [TITLE, *BODY, *[MENU] * above, line]
    assert rows(zone(page, 0).sketch) == [len(page) - 1] * found
