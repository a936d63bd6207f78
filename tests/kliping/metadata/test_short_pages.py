"""Headlines of pages of a few lines."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from kliping.cleaning import clean
from kliping.language import detect_languages
from kliping.metadata import extract_metadata, settle_roles
from kliping.metadata.survey import surveyed
from kliping.metadata.titles.short_pages import LINES, _named, short_headlines
from kliping.settings import load_settings

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, batch

SHORT = {
    "Ferry cancelled in high winds": "The morning ferry was cancelled because of high winds.",
    "Pasar Muara Kembali Buka": "Pasar Muara kembali buka pada Senin setelah direnovasi.",
    "Radfahrer stürzt auf nasser Brücke": "Ein Radfahrer ist am Dienstag auf der Brücke gestürzt.",
    "Getuigen gezocht na inbraak in school": "Bij een inbraak in een school zijn laptops gestolen.\nBel de politie.",
    "Un conducteur blessé à Morval": "Un conducteur a été blessé jeudi dans un accident sur la route de Morval.",
    "El puente viejo cierra por obras": "El puente viejo cerrará desde el lunes. Los vecinos cruzarán en barca.",
    "Mayor will not stand again": "Mayor Ann Marr will not stand again. She wants to sail.\nShe has led it since 2011.",
}


def test_the_headline_of_a_few_sentences_is_the_title_and_stands_in_no_body(documents):
    settings = load_settings()
    made = documents({f"{at}.txt": f"{title}\n\n{text}" for at, (title, text) in enumerate(SHORT.items())})
    lines = clean(made, settings.cleaning)
    evidence = extract_metadata(made, lines, detect_languages(lines, settings.language), settings.metadata)
    told = evidence.filter(chosen=True, field="title")
    assert told["value"].to_list() == list(SHORT)
    settled = settle_roles(lines, evidence)
    assert settled.filter(settled["line"] == 1)["role"].unique().to_list() == ["title"]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ([TITLE, *BODY], True),
        ([TITLE, BODY[0]], True),
        ([f"{TITLE}:", *BODY], False),
        ([f"{TITLE}.", *BODY], False),
        (["dan " + TITLE, *BODY], False),
        (["Sari Wulandari", *BODY], False),
        ([TITLE, "Jembatan", ("body", "Jembatan lama"), *BODY], False),
        ([TITLE, "-", *BODY], False),
        ([TITLE], False),
        ([TITLE, *(BODY * LINES)], False),
    ],
    ids=[
        "one",
        "one sentence",
        "announces",
        "a sentence",
        "goes on",
        "names nothing",
        "above a list",
        "a place",
        "alone",
        "long",
    ],
)
def test_it_opens_a_short_page_above_nothing_but_sentences(page, found):
    assert short_headlines(surveyed(*batch([page])))[0] == found


def test_words_are_the_same_by_their_first_five_letters():
    assert _named(pl.Series(["Jembatan di Desa, 2024", "cerrará"])) == {"jemba", "desa", "2024", "cerra"}
