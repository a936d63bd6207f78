"""Cards beside an article: which lines they hold, and what is none."""

from __future__ import annotations

import pytest

from kliping.cleaning import clean
from kliping.cleaning.cards import card_lines
from kliping.settings.cleaning import CleaningSettings

OWN = [
    "The footbridge over the river was closed after surveyors found that two of its oak piles had rotted through.",
    "An engineer said that the bridge had been inspected from the bank alone for twenty years, and never by divers.",
    "A temporary crossing will be put up before the school term begins, and a permanent repair is planned for spring.",
]
SUMMARY = "The village bakery reopened on Monday after a fire in March destroyed its oven and most of its roof."
HEADLINE = "Bakery reopens after a fire"
CARD = f'<article><h3><a href="/bakery">{HEADLINE}</a></h3><p>{SUMMARY}</p></article>'
AROUND = f'<article><a href="/bakery"><h4>{HEADLINE}</h4></a><p>{SUMMARY}</p></article>'


def page(*parts):
    return f"<html><body><h1>Footbridge closed after divers find rotten piles</h1>{''.join(parts)}</body></html>"


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize("card", [CARD, AROUND])
def test_a_card_is_told_by_its_linked_headline(card):
    assert card_lines(page(paragraphs(*OWN), card), "\n".join(OWN)) == f"{HEADLINE}\n{SUMMARY}"


@pytest.mark.parametrize(
    "other",
    [
        CARD.replace("/bakery", "#bakery"),  # a part of this page
        CARD.replace('<a href="/bakery">', "<b>").replace("</a>", "</b>"),
        CARD.replace(SUMMARY, " ".join([SUMMARY] * 5)),  # a whole article, as a blog links it
        CARD.replace("<article>", "<div>").replace("</article>", "</div>"),
        CARD.replace(HEADLINE, "More"),
    ],
)
def test_what_is_no_card(other):
    assert card_lines(page(paragraphs(*OWN), other), "\n".join(OWN)) is None


def test_on_a_page_of_cards_alone_none_is_told():
    assert card_lines(page(CARD, CARD.replace("Bakery", "Chapel")), f"{HEADLINE}\n{SUMMARY}") is None


def test_a_line_that_the_article_says_too_stays():
    told = card_lines(page(paragraphs(*OWN, SUMMARY), CARD), "\n".join([*OWN, SUMMARY]))
    assert told == HEADLINE


@pytest.mark.parametrize("inside", [True, False])
def test_an_article_goes_on_below_a_card(documents, inside):
    first, rest = paragraphs(*OWN[:2]), paragraphs(OWN[2])
    source = page(f"<article>{first}{CARD}{rest}</article>" if inside else f"{first}{CARD}{rest}")
    lines = clean(documents(source, markup=True), CleaningSettings())
    assert lines.filter(lines["paragraph"].is_not_null())["text"].to_list() == OWN
