"""Titles that are the outlet's name, subtitles that belong to nothing, days that head a part of the article."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata import settle_roles
from kliping.metadata.extras import without_strays

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, read

ROWS = {"doc": pl.UInt32, "field": pl.String, "value": pl.String, "basis": pl.String, "row": pl.UInt32}


def stays(*rows, given=TITLE):
    """Which of the chosen candidates stay; ``given`` is the title that subtitles were looked for below."""
    chosen = pl.DataFrame(rows, ROWS, orient="row").with_columns(chosen=pl.lit(value=True))
    titles = pl.DataFrame({"doc": [0], "value": [given]}, {"doc": pl.UInt32, "value": pl.String})
    return without_strays(chosen, titles)["chosen"].to_list()


HEADED = (0, "title", TITLE, "heading", 1)
BELOW = (0, "subtitle", "Sari Wulandari, Bayu Pratama dan Wening", "heading", 2)


@pytest.mark.parametrize(
    ("rows", "given", "left"),
    [
        ([HEADED, BELOW], TITLE, [True, True]),
        ([HEADED, (*BELOW[:4], 6)], "Jembatan Lain Dibuka", [True, False]),
        ([HEADED, (*BELOW[:4], 5)], "Jembatan Lain Dibuka", [True, True]),
        ([HEADED, BELOW], TITLE + " - Kabar Contoh", [True, True]),
        ([(0, "title", TITLE, "markup", None), (*BELOW[:4], 6)], "Jembatan Lain Dibuka", [True, True]),
        ([HEADED, BELOW, (0, "authors", "Wening", "byline", 2)], TITLE, [True, False, True]),
        ([HEADED, BELOW, (0, "authors", "Wening", "byline", 3)], TITLE, [True, True, True]),
        ([HEADED, (0, "publisher", TITLE.upper(), "masthead", 9)], TITLE, [False, True]),
        ([HEADED, (0, "publisher", TITLE, "dateline", 9)], TITLE, [True, True]),
        ([HEADED, (1, "publisher", TITLE, "masthead", 9)], TITLE, [True, True]),
    ],
)
def test_what_a_page_that_says_otherwise_leaves_of_titles_and_subtitles(rows, given, left):
    assert stays(*rows, given=given) == left


def roles_of(*page):
    lines, evidence, _ = read(list(page))
    return dict(settle_roles(lines, evidence).select("text", "role").iter_rows())


def test_a_day_that_heads_a_part_of_the_article_stays_in_it_where_the_line_above_dates_the_page():
    days = [("subheading", "Senin, 3 Juni 2024"), BODY[1], ("subheading", "Selasa, 4 Juni 2024"), BODY[2]]
    header = "Senin, 3 Juni 2024 | 14:56 WIB"
    assert roles_of(TITLE, header, BODY[0], *days)["Senin, 3 Juni 2024"] == "subheading"
    # without that line it is the date of the page, and above the article it is told twice
    assert roles_of(TITLE, BODY[0], *days[:2])["Senin, 3 Juni 2024"] != "subheading"
    assert roles_of(TITLE, header, *days[:2])["Senin, 3 Juni 2024"] == "date"


def test_a_company_is_no_outlet_where_the_markup_names_one():
    head = (
        '<html><head><title>x</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Jembatan",'
        '"publisher":{"@type":"Organization","name":"%s"}}</script>%s</head></html>'
    )
    site = '<meta property="og:site_name" content="Kabar Contoh">'
    for owner in ("PT Kabar Contoh Media", "Contoh Media Ltd.", "Contoh Holdings"):
        assert read([TITLE, *BODY], html=head % (owner, site))[2]["publisher"] == "Kabar Contoh"
        assert read([TITLE, *BODY], html=head % (owner, ""))[2]["publisher"] == owner
    assert read([TITLE, *BODY], html=head % ("Warta Contoh", site))[2]["publisher"] == "Warta Contoh"
