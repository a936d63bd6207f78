"""The corpus report: one file that needs nothing but itself, in both languages, whatever the pages say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflows.report.figures import QUESTIONS, figures_of
from workflows.report.page import rendered, write_report

SECTIONS = ("flow", "dates", "languages", "copies", "removed", "quality", "held", "sure", "before")


@pytest.fixture(scope="module")
def page(corpus: Path) -> str:
    return rendered(figures_of(corpus / "kliping.duckdb"), "en")


def test_it_has_every_section_and_a_link_to_each(page) -> None:
    assert [one for one in SECTIONS if f'<section id="{one}">' not in page or f'href="#{one}"' not in page] == []


def test_it_reaches_for_nothing_outside_itself(page) -> None:
    assert re.findall(r"<(?:script|link|img|iframe|object|base|use|image)\b", page) == []
    assert re.findall(r"<[^>]*\s(?:src|style|on\w+|xlink:href)\s*=", page) == []
    assert re.findall(r"url\(|@import", page.split("</style>")[0]) == []
    assert [href for href in re.findall(r'href="([^"]*)"', page) if not href.startswith("#")] == []
    assert "default-src 'none'" in page


def test_text_of_pages_is_text(page) -> None:
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#39;judul&#39;)" in page


def test_figures_are_those_of_the_tables(corpus, page) -> None:
    figures = figures_of(corpus / "kliping.duckdb")
    assert set(figures) == set(QUESTIONS)
    assert sum(row["rows"] for row in figures["statuses"]) == figures["edition"][0]["documents"] == 7
    assert f"published · {figures['edition'][0]['articles']}" in page


def test_the_same_edition_gives_the_same_bytes(corpus, tmp_path) -> None:
    for name in ("one.html", "other.html"):
        write_report(corpus / "kliping.duckdb", tmp_path / name, "id")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "other.html").read_bytes()
    assert '<html lang="id">' in (tmp_path / "one.html").read_text()
    assert "Siapa menyalin siapa" in (tmp_path / "one.html").read_text()


def test_an_empty_edition_has_a_page_too() -> None:
    empty = {name: [] for name in QUESTIONS}
    bare = {"lines": [{"raw": None, "kept": None}], "words": [{"rows": None}], "outlet_count": [{"rows": 0}]}
    assert "Every expectation holds." in rendered({**empty, **bare}, "en")


def test_what_a_person_found_in_a_sample_stands_there(corpus) -> None:
    from kliping.warehouse.accuracy import Share

    figures = figures_of(corpus / "kliping.duckdb")
    text = rendered(figures, "id", [Share("title", 45, 3, 2, 0.786, 0.957)])
    assert "90.0 %" in text
    assert "78.6 – 95.7 %" in text
    assert 'id="found"' not in rendered(figures, "id")
