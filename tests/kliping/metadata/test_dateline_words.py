"""What stands where a dateline's place would and is none: outlets in one word, kickers, plain words."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata.outlets.dateline_words import fused

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, chosen_of, in_parts

OWN = "© 2025 Kabar Contoh"
PIECES = [
    # the outlet in one word, as the page's copyright names it, or by a word that outlets write so
    ("KABARCONTOH, SUKAMAJU – ", OWN, "Sukamaju", "Kabar Contoh"),
    ("LEMBAHPAGI, SUKAMAJU – ", "© 2025 Lembah Pagi", "Sukamaju", "Lembah Pagi"),
    ("CONTOHNEWS, SUKAMAJU TIMUR - ", OWN, "Sukamaju Timur", "Kabar Contoh"),
    ("LEMBAHKINI, SUKAMAJU - ", "", "Sukamaju", "LEMBAHKINI"),
    ("RADARCONTOH-Sukamaju. ", OWN, None, "Kabar Contoh"),
    ("RADARCONTOH,COM – ", "", None, "RADARCONTOH"),
    # a word that is no longer than its end makes no outlet
    ("SUARAN, SUKAMAJU – ", "", "Suaran", None),
    # a town and a paper's name: with another place behind it that is as right
    ("METRO, SUKAMAJU – ", OWN, "Sukamaju", "Kabar Contoh"),
    ("METRO – ", OWN, "Metro", "Kabar Contoh"),
    ("METRO, KOMPAS.com – ", "", "Metro", "KOMPAS.com"),
    # kickers and plain words
    ("Viral - ", OWN, None, "Kabar Contoh"),
    ("Breaking News - ", OWN, None, "Kabar Contoh"),
    ("Jembatan Gantung - ", OWN, None, "Kabar Contoh"),
    ("Desa Sukamulih - ", OWN, "Desa Sukamulih", "Kabar Contoh"),
    ("Sukamulih - ", OWN, "Sukamulih", "Kabar Contoh"),
]


@pytest.mark.parametrize("cases", in_parts(PIECES))
def test_what_is_no_place_in_a_dateline(cases):
    found = chosen_of([[TITLE, head + BODY[0], *BODY[1:], *([claim] if claim else [])] for head, claim, *_ in cases])
    assert [(*case[:2], told["place"], told["publisher"]) for case, told in zip(cases, found, strict=True)] == cases


def test_a_headlines_word_that_the_article_writes_small_opens_no_place():
    page = [TITLE, "Rapat Besar - " + BODY[0] + " Itu hasil rapat warga.", *BODY[1:]]
    assert [
        told["place"] for told in chosen_of([page, [page[0], page[1].replace(" rapat ", " usul "), *page[2:]]])
    ] == [
        None,
        "Rapat Besar",
    ]


def test_an_outlet_in_one_word_is_in_capitals_and_longer_than_the_word_that_tells_it():
    words = pl.Series(["KABARDESA", "DESAKABAR", "KABARAN", "Kabardesa", "KABAR", "KABAR DESA", "DESAKU"])
    assert words.str.contains(fused()).to_list() == [True, True, False, False, False, False, False]
