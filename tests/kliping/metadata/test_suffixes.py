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
from pages import BODY, TITLE, batch, read

DAY = "Senin, 3 Juni 2024"


@pytest.mark.parametrize("sign", ["|", "-", "–", "»"])
@pytest.mark.parametrize(
    "below",
    [
        "© 2024 Kabar Lereng. All rights reserved.",
        "Hak cipta dilindungi undang-undang, Kabar Lereng 2024",
        "https://kabarlereng.example.org/2024/06/03/jembatan",
        "Hubungi redaksi@kabar-lereng.example",
    ],
)
def test_rights_and_addresses_name_the_outlet(sign, below):
    assert read([f"{TITLE} {sign} Kabar Lereng", DAY, *BODY, below])[2]["title"] == TITLE


@pytest.mark.parametrize(
    "below", ["© 2024 Kabar Lain", "https://kabarlain.example.org/lereng", "Kabar Lereng adalah desa."]
)
def test_other_words_behind_a_sign_stay(below):
    title = f"{TITLE} - Kabar Lereng"
    assert read([title, DAY, *BODY, below])[2]["title"] == title


@pytest.mark.parametrize(
    ("address", "named"), [("https://www.kabarlereng.example.org/1", True), ("https://kabarlain.example.org/1", False)]
)
@pytest.mark.parametrize("column", [True, False])
def test_the_address_that_the_source_gives_names_the_outlet(address, named, column):
    title = f"{TITLE} | Kabar Lereng"
    brought = [("url", address, "url"), *([("title", title, "judul")] if column else [])]
    page = [*BODY] if column else [title, DAY, *BODY]
    assert read(page, fields=brought)[2]["title"] == (TITLE if named else title)


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
