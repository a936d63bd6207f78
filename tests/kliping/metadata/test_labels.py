"""Labels alone on their line: the names above or below that they belong to."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.metadata.people.labels import alone, named_by
from kliping.metadata.survey import surveyed
from kliping.metadata.vocabulary import alternation, characters_before

sys.path.insert(0, str(Path(__file__).parent))
from pages import batch


@pytest.mark.parametrize(
    ("text", "value", "before"),
    [
        ("Oleh Sari (Kabar)", "Sari (Kabar)", 5),
        ("Sari [Kabar", "[Kabar", 5),
        ("Kabarxid, Kabar.id", "Kabar.id", 10),
        ("Foto: ©® Sari", "Sari", 9),
        ("Sari", "Budi", None),
    ],
)
def test_the_place_of_a_value_is_counted_in_characters_and_its_signs_are_signs(text, value, before):
    found = pl.DataFrame({"text": [text], "value": [value]}).select(characters_before(pl.col("text"), pl.col("value")))
    assert found.item() == before


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Penulis", True),
        ("penulis :", True),
        ("Oleh:", True),
        ("Penulis —", True),
        ("Penulis: Sari", False),
        ("Menulis", False),
    ],
)
def test_a_label_alone_is_the_label_and_a_sign(line, whole):
    assert alone(pl.Series([line]), ["penulis", "oleh"])[0] == whole


@pytest.mark.parametrize(
    ("lines", "labels", "named"),
    [
        (["Oleh :", "Jane Doe", "John Roe", "Banjir surut di desa."], [0], [1, 2]),
        (["Jane Doe", "Penulis", "John Roe", "Editor"], [1, 3], [0, 2]),
        (["Oleh", "Jane Doe", ",", "John Roe"], [0], [1, 3]),
        (["Oleh", "Jane Doe (Surabaya)", "Selengkapnya di sini"], [0], [1]),
        (["Oleh"], [0], []),
    ],
)
def test_names_stand_below_a_label_or_above_it(lines, labels, named):
    survey = surveyed(*batch([lines]))
    are = np.zeros(len(lines), np.bool_)
    are[labels[:1]] = True
    others = np.zeros(len(lines), np.bool_)
    others[labels[1:]] = True
    found = named_by(survey, are, others)
    if others.any():
        found |= named_by(survey, others, are)
    assert np.flatnonzero(found).tolist() == named


def test_the_longest_alternative_is_tried_first_and_blanks_may_be_many():
    pattern = f"^{alternation(['mis', 'mis à jour', 'c++'])}$"
    assert pl.Series(["mis  à jour", "c++", "mis", "cc"]).str.contains(pattern).to_list() == [True, True, True, False]
