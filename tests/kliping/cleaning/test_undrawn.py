"""Elements that a page hides: which of their lines are told, and when none is."""

from __future__ import annotations

import pytest

from kliping.cleaning import clean
from kliping.cleaning.undrawn import hidden_lines
from kliping.cleaning.visible import visible_text
from kliping.settings.cleaning import CleaningSettings

OWN = [
    "The footbridge over the river was closed after surveyors found that two of its oak piles had rotted through.",
    "An engineer said that the bridge had been inspected from the bank alone for twenty years, and never by divers.",
    "A temporary crossing will be put up before the school term begins, and a permanent repair is planned for spring.",
]
NOTE = "This video could not be loaded. Reload the page to watch the pictures from the river again."
LONG = " ".join(["The village bakery reopened on Monday after a fire destroyed its oven."] * 3)


def page(*parts):
    return f"<html><body><h1>Footbridge closed after divers find rotten piles</h1>{''.join(parts)}</body></html>"


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(
    "hidden",
    [
        f"<p hidden>{NOTE}</p>",
        f'<div class="fault" style="color: red; DISPLAY:none"><p>{NOTE}</p></div>',
        f'<span style="visibility: hidden">{NOTE}</span>',
        f'<section hidden=""><div style="display:none">{NOTE}</div></section>',
    ],
)
def test_what_a_page_hides_is_no_part_of_its_article(documents, hidden):
    source = page(paragraphs(*OWN[:2]), hidden, paragraphs(OWN[2]))
    assert hidden_lines(source, "\n".join([*OWN, NOTE])) == NOTE
    lines = clean(documents(source, markup=True), CleaningSettings())
    assert lines.filter(lines["paragraph"].is_not_null())["text"].to_list() == OWN


@pytest.mark.parametrize(
    "shown",
    [
        f'<p class="hidden" style="overflow:hidden">{NOTE}</p>',
        f'<p style="display:block">{NOTE}</p>',
        f'<div style="display:none">{paragraphs(*[LONG] * 3)}</div>',  # the second half, behind a button
        "".join(f'<p style="display:none">{n}. {LONG}</p>' for n in range(3)),
        f'<ul><li style="display:none">{NOTE}</li></ul>',
        f"<p hidden>{NOTE}</p><p>{NOTE}</p>",
    ],
)
def test_what_is_not_told_to_be_hidden(shown):
    assert hidden_lines(page(paragraphs(*OWN), shown), "\n".join(OWN)) is None


def test_a_page_that_a_program_draws_hides_nothing():
    assert hidden_lines(page(f"<div hidden>{paragraphs(*OWN[:1])}</div>", f"<p>{OWN[1]}</p>"), OWN[1]) is None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            f'<p>{OWN[0]} <a href="/1">report<span class="visually-hidden">, opens new tab</span></a></p>',
            f"{OWN[0]} report",
        ),
        (f'<p>{OWN[0]}<b style="display:none"> twice</b> Yes.</p>', f"{OWN[0]} Yes."),
        ('<p><span class="screen-reader-text">Posted on</span> 4 May 2021</p>', "Posted on 4 May 2021"),
        ('<div><span class="sr-only">Posted on</span> 4 May 2021</div>', "Posted on 4 May 2021"),
        (f'<p>{OWN[0]} <b class="sr-only-focusable">Yes</b></p>', f"{OWN[0]} Yes"),
    ],
)
def test_hidden_words_inside_a_paragraph_are_left_out_and_labels_stay(source, text):
    assert visible_text(source) == text
