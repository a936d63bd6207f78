"""Bylines without signs, with desks and players between, and credits of pictures that sign nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, chosen_of, in_parts

DAY = "Senin, 3 Juni 2024 | 14:05 WIB"
FORMS = [
    # a town or desk between label and colon; what is another label is none
    ("Kontributor Sukamaju: Bayu Pratama", ["Bayu Pratama"], None),
    ("Wartawan Sukamaju Timur : Bayu Pratama", ["Bayu Pratama"], None),
    ("Kontributor: Bayu Pratama", ["Bayu Pratama"], None),
    ("Reporter Bayu Pratama Editor: Sari Wulandari", ["Bayu Pratama"], "Sari Wulandari"),
    # labels without signs
    ("Penulis Bayu Pratama Editor Sari Wulandari", ["Bayu Pratama"], "Sari Wulandari"),
    ("Penulis: Bayu Pratama Editor Sari Wulandari", ["Bayu Pratama"], "Sari Wulandari"),
    # the last of a list has one word
    ("Bayu Pratama, Sari Wulandari dan Wening", ["Bayu Pratama", "Sari Wulandari", "Wening"], None),
    ("Bayu Pratama, Sari Wulandari dan Reuters", ["Bayu Pratama", "Sari Wulandari"], None),
    ("Bayu Pratama dan Wening", ["Bayu Pratama"], None),
    # signs of several people, and a player's clock
    ("swd/str", [], None),
    ("Sari/Bayu", ["Sari", "Bayu"], None),
    ("Current Time 0:00 / Duration 1:32", [], None),
]


@pytest.mark.parametrize("cases", in_parts(FORMS))
def test_forms_of_bylines_above_the_date(cases):
    found = chosen_of([[TITLE, line, DAY, *BODY] for line, _, _ in cases])
    assert [(line, told["authors"], told["editor"]) for (line, _, _), told in zip(cases, found, strict=True)] == cases


CREDIT = " (Lensa Teluk/Rudi Hartawan)"
SIGNED = [
    # a credit that ends several lines is the pictures', as is one that begins with the masthead
    ([TITLE, DAY, *(line + CREDIT for line in BODY)], []),
    (["Lensa Teluk", TITLE, DAY, *BODY[:2], BODY[2] + CREDIT], []),
    ([TITLE, DAY, *BODY[:2], BODY[2] + " (Rudi Hartawan/Sari Wulandari)"], ["Rudi Hartawan"]),
]


def test_a_credit_of_pictures_signs_nothing():
    assert [told["authors"] for told in chosen_of([page for page, _ in SIGNED])] == [names for _, names in SIGNED]
