"""The outlet's name behind a title: cut where the page shows that it is one, left where it may be the title's."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata.survey import surveyed
from kliping.metadata.titles.suffixes import without_outlet, without_signs
from kliping.metadata.titles.titles import _without_label

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, batch, chosen_of

DAY = "Senin, 3 Juni 2024"


@pytest.mark.parametrize("sign", ["|", "-", "–", "»"])
def test_rights_and_addresses_name_the_outlet(sign):
    below = [
        "© 2024 Kabar Lereng. All rights reserved.",
        "Hak cipta dilindungi undang-undang, Kabar Lereng 2024",
        "https://kabarlereng.example.org/2024/06/03/jembatan",
        "Hubungi redaksi@kabar-lereng.example",
        ("contact", "© 2024 Kabar Lereng ".ljust(300, "a")),
    ]
    found = chosen_of([[f"{TITLE} {sign} Kabar Lereng", DAY, *BODY, one] for one in below])
    assert [told["title"] for told in found] == [TITLE] * len(below)


@pytest.mark.parametrize("behind", [" - Ekonomi - Kabar Lereng", " | Ekonomi | Kabar Lereng", " - Opini – Lereng"])
@pytest.mark.parametrize("marked", [False, True])
def test_a_section_before_the_outlet_shows_that_both_are_none_of_the_title(behind, marked):
    said = [("title", f"{TITLE}{behind}", "title")] if marked else []
    page = [DAY, *BODY] if marked else [f"{TITLE}{behind}", DAY, *BODY]
    assert chosen_of([page], [{"fields": said}])[0]["title"] == TITLE


def test_other_words_behind_a_sign_stay():
    title = f"{TITLE} - Kabar Lereng"
    below = [
        "© 2024 Kabar Lain",
        "https://kabarlain.example.org/lereng",
        "Kabar Lereng adalah desa.",
        ("contact", "© 2024 Kabar Lereng ".ljust(301, "a")),
    ]
    found = chosen_of([[title, DAY, *BODY, one] for one in below])
    assert [told["title"] for told in found] == [title] * len(below)


@pytest.mark.parametrize("column", [True, False])
def test_the_address_that_the_source_gives_names_the_outlet(column):
    title = f"{TITLE} | Kabar Lereng"
    addresses = ["https://www.kabarlereng.example.org/1", "https://kabarlain.example.org/1"]
    brought = [[("url", one, "url"), *([("title", title, "judul")] if column else [])] for one in addresses]
    page = [*BODY] if column else [title, DAY, *BODY]
    found = chosen_of([page, page], [{"fields": fields} for fields in brought])
    assert [told["title"] for told in found] == [TITLE, title]


def test_a_name_in_an_address_has_four_letters():
    pages = [[f"{TITLE} | {name}", DAY, *BODY, f"https://{name}pos.example"] for name in ("Riau", "Ria")]
    assert [told["title"] for told in chosen_of(pages)] == [TITLE, f"{TITLE} | Ria"]


def test_a_line_without_a_sign_is_its_own_title():
    survey = surveyed(*batch([[TITLE, DAY, *BODY]]))
    lines = survey.lines.select("doc", "index", "row", "text")[:1]
    assert without_outlet(lines, survey)["value"].to_list() == [TITLE]
    assert without_outlet(lines, survey, pl.DataFrame({"doc": [0], "host": ["example.org"]}))["value"].to_list() == [
        TITLE
    ]


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        (": The mill turns again", "The mill turns again"),
        ("» – Die Mühle", "Die Mühle"),
        ("▶ “Wir mahlen”", "“Wir mahlen”"),
        (": Die 'Mühle'", "Die 'Mühle'"),
        ("-5 degrees at the mill", "-5 degrees at the mill"),
        ("#Mill of the year", "#Mill of the year"),
        ("The mill: a story", "The mill: a story"),
    ],
)
def test_signs_that_open_a_title_are_none_of_it(title, bare):
    said = pl.DataFrame({"field": ["title", "authors"], "value": [title, title]})
    assert without_signs(said)["value"].to_list() == [bare, title]
    assert _without_label(pl.DataFrame({"value": [title]})).rows() == [(bare, len(title) - len(bare))]


MENU = ["Beranda", "Nasional", "Olahraga", "Teknologi", "Indeks"]
FOOT = ["Bagikan", "Tentang Kami", "© 2024 Kabar Lereng"]


@pytest.mark.parametrize("behind", ["| Kabar Lereng", "| Nasional | Kabar Lereng", "– Nasional – Kabar Lereng"])
def test_the_window_s_title_stands_on_top_of_menus_with_outlet_and_section_behind_it(behind):
    page = [f"{TITLE} {behind}", *MENU, "Oleh Sari Wulandari", DAY, *BODY, *FOOT]
    assert chosen_of([page])[0]["title"] == TITLE


@pytest.mark.parametrize("top", ["Nasional | Kabar Lereng", "Berita Nasional Terkini | Kabar Lain"])
def test_what_heads_a_section_or_has_something_else_behind_it_is_not_taken_for_it(top):
    page = [top, *MENU, TITLE, "Oleh Sari Wulandari", DAY, *BODY, *FOOT]
    assert chosen_of([page])[0]["title"] == TITLE


def test_a_name_before_an_outlet_above_a_date_is_a_byline_and_no_title():
    page = [*MENU, "Gotong Royong", "Sari Wulandari - Kabar Lereng", DAY, *BODY, *FOOT]
    assert chosen_of([page])[0]["title"] in (None, "Gotong Royong")


@pytest.mark.parametrize(
    "trail", ["Beranda » Nasional » ", "Home / Nasional / ", "You are here: Home > Nasional > Desa > "]
)
def test_a_trail_of_sections_is_no_part_of_the_title_behind_it(trail):
    page = [*MENU, f"{trail}{TITLE}", "Oleh Sari Wulandari", DAY, *BODY, *FOOT]
    assert chosen_of([page])[0]["title"] == TITLE
