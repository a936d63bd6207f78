"""A dateline, as both engines read it."""

from __future__ import annotations

import re

import polars as pl
import pytest

from kliping.text.datelines import dateline


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("JAKARTA, KABAR.com – Banjir surut", True),
        ("Bandung, Kabar Contoh (Ant) - Warga pulang", True),
        ("Fulda (dpa/lhe) — “Kami pulang", True),
        ("Bandung - kota itu", False),
        ("Bandung. Warga - Kami", False),
        ("Bandung-Warga pulang", False),
    ],
)
def test_a_line_that_says_where_it_was_written(line, opens):
    plain = re.match(dateline("[A-Z]", "[a-z]", "[A-Z“]"), line)
    (column,) = pl.Series([line]).str.contains("^" + dateline(r"\p{Lu}", r"\p{L}", r"[\p{Lu}“]"))
    assert (plain is not None, column) == (opens, opens)
