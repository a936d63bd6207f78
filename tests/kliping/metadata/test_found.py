"""Finds of outlets: their place on the line, and which of them are known by name."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.metadata.outlets.found import as_field, lead_of_last, located
from kliping.metadata.outlets.known import is_known, known_outlets, printed_names
from kliping.text.folding import bare_names


def rows(text, value, lead=None):
    frame = pl.DataFrame({"doc": [0], "row": [0], "line": [1], "index": [0], "text": [text], "value": [value]})
    return frame if lead is None else frame.with_columns(lead=pl.lit(lead))


@pytest.mark.parametrize(
    ("text", "value", "lead", "place"),
    [
        ("Sumber: Antara", "Antara", "Sumber: ", (8, 14)),
        ("Antara, kata Antara", "Antara", "Antara, kata ", (13, 19)),
        ("Antara, kata Antara", "Antara", None, (0, 6)),
        ("Élan – Échos", "Échos", None, (7, 12)),
    ],
)
def test_a_value_is_found_at_or_behind_what_leads_to_it(text, value, lead, place):
    found = located(as_field(rows(text, value, lead), "source", "source_label"))
    assert found.select("start", "end").row(0) == place
    assert found.select("field", "basis").row(0) == ("source", "source_label")


def test_the_last_place_is_behind_all_that_stands_before_it():
    frame = rows("Foto: Antara/Antara", "Antara").with_columns(lead=lead_of_last())
    assert located(as_field(frame, "publisher", "credit")).select("start", "end").row(0) == (13, 19)


def test_what_does_not_stand_in_its_line_has_no_place():
    assert located(as_field(rows("Sumber: Antara", "Tempo"), "source", "source_label")).is_empty()
    assert located(as_field(rows("Antara, kata warga", "Antara", "Antara, "), "source", "source_label")).is_empty()


def test_names_are_compared_without_case_and_signs():
    names = pl.DataFrame({"name": ["Kabar-Contoh.id", "kabar contoh ID", "KABAR CONTOH 2"]}).select(bare_names("name"))
    assert names["name"].to_list() == ["kabarcontohid", "kabarcontohid", "kabarcontoh2"]


def test_a_known_outlet_is_told_in_any_spelling_and_so_is_a_part_of_it():
    printed = printed_names()
    assert len(known_outlets()) <= len(printed)
    host = next(name for name in printed if "." in name)
    brand = next(name for name in known_outlets() if name.isalpha() and len(name) >= 4)
    asked = pl.DataFrame({"name": [host.upper(), f"{brand}Health", f"{brand.title()}Health", "Sungai Jernih", None]})
    assert asked.select(is_known("name"))["name"].to_list() == [True, True, False, False, False]
