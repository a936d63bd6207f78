"""The pages speak Indonesian as well as English: every sentence of a template has its translation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import workflows.report
import workflows.room
from kliping.frames import ROLES
from kliping.words.sections import PAGE_KINDS
from workflows.room.filters import CONFIDENCES, ORDERS, QUALITIES, STATUSES
from workflows.room.page import FIELDS
from workflows.room.queues import QUEUES
from workflows.room.wording import _dictionary, language_of, number, wording

TEMPLATES = [Path(package.__file__).parent / "templates" for package in (workflows.room, workflows.report)]
LITERAL = re.compile(r"""\b_\(\s*(?:"([^"]+)"|'([^']+)')""")


def sentences() -> set[str]:
    found = {
        one or other
        for folder in TEMPLATES
        for path in folder.glob("*.html")
        for one, other in LITERAL.findall(path.read_text())
    }
    assert len(found) > 60
    return found


def test_every_sentence_of_a_template_is_translated() -> None:
    assert sorted(sentences() - set(_dictionary("id"))) == []


@pytest.mark.parametrize(
    "codes", [ROLES, tuple(PAGE_KINDS), STATUSES, tuple(CONFIDENCES), tuple(QUALITIES), ORDERS, tuple(QUEUES)]
)
def test_every_code_has_a_word(codes) -> None:
    assert [code for code in codes if code not in _dictionary("id")] == []


BUILT_IN = (
    "title", "subtitle", "authors", "editor", "publisher", "source", "place", "published_on", "published_at",
    "updated_on", "url", "tags", "caption",
)  # fmt: skip
"""The fields that the translator has met: one that is added goes without until its word is there, and is put here."""


@pytest.mark.parametrize("field", BUILT_IN)
def test_a_built_in_field_has_its_word(field) -> None:
    assert field in FIELDS
    assert field in _dictionary("id")


def test_a_field_has_a_word_or_a_name_that_is_one() -> None:
    """A field that no translator has met yet goes by its name, which then must be a plain word."""
    assert [field for field in FIELDS if field not in _dictionary("id") and not field.isalpha()] == []
    assert (wording("id")("authors"), wording("id")("doi")) == ("penulis", "doi")


def test_translations_keep_the_places_of_values() -> None:
    places = re.compile(r"\{\w+\}")
    wrong = {en: id_ for en, id_ in _dictionary("id").items() if set(places.findall(en)) != set(places.findall(id_))}
    assert wrong == {}


@pytest.mark.parametrize(
    ("accepted", "cookie", "language"),
    [("id-ID,id;q=0.9,en;q=0.8", None, "id"), ("fr,en;q=0.5", None, "en"), ("fr", None, "en"), ("id", "en", "en"),
     ("", "xx", "en")],
)  # fmt: skip
def test_the_language_is_the_chosen_one_or_the_browsers(accepted, cookie, language) -> None:
    assert language_of(accepted, cookie) == language


def test_words_and_numbers_follow_the_language(browser) -> None:
    assert wording("id")("line {number}", number=3) == "baris 3"
    assert wording("en")("no_date") == "no date"
    assert (number("en")(1234567), number("id")(1234567)) == ("1,234,567", "1.234.567")
    text = browser.get("/", accept_language="id").text
    assert '<html lang="id">' in text
    assert "Antrean" in text
