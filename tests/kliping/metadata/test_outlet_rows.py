"""Outlets that sentences name, and datelines on lines of their own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kliping.metadata.outlets.datelines import _alone
from kliping.metadata.outlets.publishers import reporting

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, seen

TOLD = "Demikian kata warga kepada kabarcontoh.com, Selasa."


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (("body", TOLD), ["kabarcontoh.com"]),
        (("contact", TOLD), []),
        (("body", TOLD.replace(".com", "")), []),
        (("body", TOLD.replace(" kepada", ":")), []),
    ],
)
def test_whom_the_people_of_an_article_told_it(line, found):
    assert reporting(seen([TITLE, *BODY, line])[0])["value"].to_list() == found


SITE = "kabarcontoh.com"
ALONE = [
    ([f"SUKAMAJU, {SITE} -", *BODY], [f"SUKAMAJU, {SITE}"]),
    ([f"Sukamaju, {SITE}", *BODY], [f"Sukamaju, {SITE}"]),
    ([f"SUKAMAJU {SITE}", *BODY], []),
    # two lines above the opening of the article to one below it
    ([TITLE, "SUKAMAJU -", TITLE, *BODY], ["SUKAMAJU"]),
    ([TITLE, "SUKAMAJU -", TITLE, TITLE, *BODY], []),
    ([TITLE, BODY[0], "SUKAMAJU -", BODY[1]], ["SUKAMAJU"]),
    ([TITLE, BODY[0], BODY[1], "SUKAMAJU -"], []),
    ([TITLE, "SUKAMAJU -"], []),
    # as long as four characters to sixty-four
    (["AB -", *BODY], ["AB"]),
    (["AB-", *BODY], []),
    ([f"{'S' * 60}  --", *BODY], ["S" * 60]),
    ([f"{'S' * 60}  ---", *BODY], []),
]


@pytest.mark.parametrize(("lines", "heads"), ALONE)
def test_a_dateline_on_a_line_of_its_own(lines, heads):
    assert _alone(seen(lines)[0])["head"].to_list() == heads
