"""Outlets that sentences name, and datelines on lines of their own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kliping.metadata.outlets.datelines import _alone, with_bylines
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


@pytest.mark.parametrize(("above", "letters", "found"), [(2, 60, True), (3, 60, False), (0, 60, True), (0, 61, False)])
def test_a_byline_with_its_outlet_is_short_and_within_three_lines_below_the_title(above, letters, found):
    line = "Sari Dewi, Kabarcontoh".replace("Sari", f"{'Sari':i<{letters - 18}}")
    survey, away, _ = seen([TITLE, *["Beranda"] * above, line, *BODY], title=0)
    assert with_bylines(survey, away)["value"].to_list() == ["Kabarcontoh"] * found


SITE = "kabarcontoh.com"
ALONE = [
    # a place above its dash, six lines above the article's first long one
    (["Sukamaju", "-", *[("body", "Warga desa")] * 5, *BODY], ["Sukamaju"]),
    (["Sukamaju", "-", *[("body", "Warga desa")] * 6, *BODY], []),
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
