"""Bylines in the layouts of many sites: towns behind names, names over several lines, addresses below them, jobs."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata.people.further import with_further

sys.path.insert(0, str(Path(__file__).parent))
from pages import MASTHEAD, chosen_of, in_parts, seen

HEADLINE = "Elm River bridge closed until the end of the month after cracks found"
ARTICLE = (
    "The bridge over the Elm River will stay closed until the end of the month, the county said on Tuesday evening.",
    "About nine thousand cars cross the bridge on an ordinary day, and buses will take the longer way through Harlow.",
    "Shop owners on the eastern bank fear for their business, and several of them have asked the council for help.",
)
DAY = "March 14, 2023"

LAYOUTS = [
    (["By Jane Doe & John Roe in Harlow"], ["Jane Doe", "John Roe"]),
    (["By Jane Doe in Harlow and John Roe in Elm Park"], ["Jane Doe", "John Roe"]),
    (["Jane Doe in Harlow"], ["Jane Doe"]),
    (["Jane Doe in Harlow and John Roe in London"], ["Jane Doe", "John Roe"]),
    (["Nine Thousand in Harlow"], []),  # plain words of the article
    (["By Jane Doe", "and John Roe"], ["Jane Doe", "John Roe"]),
    (["By Jane Doe and", "John Roe"], ["Jane Doe", "John Roe"]),
    (["By Jane Doe", "John Roe Park"], ["Jane Doe"]),
    (["Jane Doe", "jdoe@example.org", "@janedoe"], ["Jane Doe"]),
    (["Jane Doe", "jdoe told reporters"], []),
    (["Jane Doe", "Jane Doe"], ["Jane Doe"]),
    (["Jane Doe", "Staff Writer", "Harlow"], ["Jane Doe"]),
    (["Jane Doe", "Harlow"], ["Jane Doe"]),
    (["Words: Jane Doe. Photographs: John Roe"], ["Jane Doe"]),
    (["By John Roe Jr."], ["John Roe Jr."]),
    (["Guest Author: Jane Doe"], ["Jane Doe"]),
    (["Guest Columnist Jane Doe"], ["Jane Doe"]),
    (["John Roe as told to Jane Doe"], ["Jane Doe"]),
    (["By", "Social Links for Jane Doe"], ["Jane Doe"]),
    (["Video by Jane Doe"], []),
    (["Jane Doe", "John Roe", "Ann Lee"], ["Jane Doe", "John Roe", "Ann Lee"]),  # a line each, above one date
    ([("caption", "Jane Doe (AP)")], ["Jane Doe"]),  # cleaning takes it for a picture's credit
    ([("caption", "Jane Doe (Harlow)")], []),
    (["Author: jane doe"], ["jane doe"]),
    (["Author: those who were there"], []),
    (["Create Account", "Forgot Password"], []),
    (["Share on Facebook", "Tweet"], []),
]


@pytest.mark.parametrize("cases", in_parts(LAYOUTS))
def test_bylines_above_a_date(cases):
    found = chosen_of([[*MASTHEAD, HEADLINE, *lines, DAY, *ARTICLE] for lines, _ in cases], language="en")
    assert [(lines, told["authors"]) for (lines, _), told in zip(cases, found, strict=True)] == cases


def test_a_name_that_cleaning_took_for_the_article_s_first_lines_stands_twice():
    page = [HEADLINE, DAY, ("body", "Jane Doe"), ("body", "Jane Doe"), *ARTICLE]
    assert chosen_of([page], language="en")[0]["authors"] == ["Jane Doe"]


LANGUAGES = [
    ("nl", "Door Pieter van der Berg op 14 maart 2023", ["Pieter van der Berg"]),
    ("nl", "Door: Pieter van der Berg en Anna Visser", ["Pieter van der Berg", "Anna Visser"]),
    ("fr", "De notre correspondante à Lyon, Marie Dupuis", ["Marie Dupuis"]),
    ("fr", "De notre correspondant à Lyon", []),
    ("de", "Aus Berlin berichtet Anna Schmidt", ["Anna Schmidt"]),
    ("id", "Tim Redaksi, Penulis Sari Dewi, Editor Budi Santoso", ["Sari Dewi"]),
]


@pytest.mark.parametrize(("language", "line", "authors"), LANGUAGES)
def test_labels_of_other_languages(language, line, authors):
    assert chosen_of([[HEADLINE, line, *ARTICLE]], language=language)[0]["authors"] == authors


def test_names_above_their_label_are_listed_with_commas():
    page = [HEADLINE, "Sari Dewi,", "Bayu Pratama,", "Budi Santoso", "Penulis", "Kabar Desa", *ARTICLE]
    assert chosen_of([page])[0]["authors"] == ["Sari Dewi", "Bayu Pratama", "Budi Santoso"]


CLOSINGS = [
    ("Jane Doe wrote this article.", ["Jane Doe"]),
    ("Jane Doe and John Roe wrote this story for the Chronicle.", ["Jane Doe", "John Roe"]),
    ("Jane Doe wrote a letter to the council.", []),
    ("Contact Jane Doe at jdoe@example.org or 555-0199.", ["Jane Doe"]),
    ("Contact staff writer Jane Doe: jdoe@example.org", ["Jane Doe"]),
    ("Contact Jane Doe at the town hall.", []),
    ("Jane Doe can be reached at jdoe@example.org.", ["Jane Doe"]),
    ("Follow Jane Doe on Twitter @janedoe", ["Jane Doe"]),
    ("Jane Doe covers transport for the Elm Valley Chronicle.", ["Jane Doe"]),
    ("Jane Doe, 44, is a professor of engineering and the author of a book on bridges.", ["Jane Doe"]),
    ("Jane Doe is a resident of Harlow and crosses the bridge every day.", []),
]


@pytest.mark.parametrize("cases", in_parts(CLOSINGS))
def test_sentences_below_the_article_that_tell_who_wrote_it(cases):
    found = chosen_of([[HEADLINE, DAY, *ARTICLE, said] for said, _ in cases], language="en")
    assert [(said, told["authors"]) for (said, _), told in zip(cases, found, strict=True)] == cases


def test_whom_the_article_names_before_is_told_of_and_did_not_write_it():
    told = "Jane Doe is a professor of engineering at Harlow College."
    pages = [[HEADLINE, DAY, ARTICLE[0], f"{ARTICLE[1]} {more}", told] for more in ("", "Jane Doe agrees.")]
    assert [found["authors"] for found in chosen_of(pages, language="en")] == [["Jane Doe"], []]


AGENCIES = [
    ("By AFP", [], "AFP"),
    ("By dpa | March 14, 2023", [], "dpa"),
    ("By ANI", [], "ANI"),
    ("By Ani", ["Ani"], None),
    ("By Ani Kumari", ["Ani Kumari"], None),
    ("By Jane Doe", ["Jane Doe"], None),
]


def test_an_agency_in_the_byline_is_the_source_and_no_author():
    found = chosen_of([[HEADLINE, line, DAY, *ARTICLE] for line, *_ in AGENCIES], language="en")
    told = [(line, one["authors"], one["source"]) for (line, *_), one in zip(AGENCIES, found, strict=True)]
    assert told == AGENCIES


@pytest.mark.parametrize(("below", "names"), [("and John Roe", ["Jane Doe", "John Roe"]), ("John Roe", ["Jane Doe"])])
def test_a_joint_ties_the_next_line_to_a_byline(below, names):
    survey, _, _ = seen(["By Jane Doe", below], language="en")
    byline = survey.lines[:1].with_columns(
        value=pl.lit("Jane Doe"), field=pl.lit("authors"), basis=pl.lit("byline"), confidence=0.9, chosen=True
    )
    assert with_further(survey, byline)["value"].to_list() == names
