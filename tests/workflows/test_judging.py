"""Documents are held back before copies are chosen for good: tables are filled once, as a whole build does it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kliping.warehouse import corpus as judging
from kliping.warehouse import filling
from kliping.warehouse.connections import fetch, opened
from tests.longer import LONGER
from tests.workflows.conftest import SENTENCES, flattened

RULE = """
[[rule]]
name = "no_museum"
table = "articles"
severity = "critical"
level = "row"
dimension = "validity"
description = "Nothing about museums."
sql = "SELECT document_id, 'A museum.' AS detail FROM articles WHERE body ILIKE '%museum%'"
"""

COPIES = 6


@pytest.fixture
def copies(source: Path) -> Path:
    """Six copies of an English page, each edited; copies of two Indonesian ones, of which one is too short to stand."""
    english = (source / "c.txt").read_text()
    for number in range(COPIES - 1):
        edited = english.replace("three centuries", f"{number + 4} centuries").replace("full-size", f"size {number}")
        (source / f"c{number}.txt").write_text(edited)
    page = flattened("Warga Sukamaju Bersihkan Sungai", "Kali Bening")
    (source / "short.txt").write_text(page.partition(SENTENCES[0][:30])[0])
    return source


@pytest.mark.slow
@pytest.mark.chaos
@LONGER
def test_copies_in_a_forbidden_language_cost_one_build(run, copies: Path, home: Path, tmp_path, monkeypatch) -> None:
    filled: list[int | None] = []
    fill = filling.fill

    def counted(connection, of, corpus, only=None):
        filled.append(None if only is None else len(only))
        fill(connection, of, corpus, only)

    monkeypatch.setattr(filling, "fill", counted)
    monkeypatch.setattr(judging, "fill", counted)
    gate = {"languages": ["id"]}
    once = run(gate=gate).edition
    assert filled.count(None) == 1, filled
    assert len(filled) <= 2 + COPIES
    held = "SELECT status, count(*)::INTEGER FROM documents WHERE uri LIKE '%/c%' GROUP BY 1"
    assert rows_of(home, held) == [("quarantined", COPIES)]

    build = judging.build_judged_candidate
    whole: list[bool] = []

    def as_a_whole(of, corpus, judge):
        whole.append(judge.alone)
        return build(of, corpus, replace(judge, alone=False))

    monkeypatch.setattr("expectations.editions.build_judged_candidate", as_a_whole)
    again = run(into=tmp_path / "other", gate=gate).edition
    assert whole == [True]
    assert again.tables_sha256 == once.tables_sha256
    for table in ("search_postings", "search_terms", "syndication", "related_articles", "templates"):
        counted_rows = f"SELECT count(*) FROM {table}"
        assert rows_of(home, counted_rows) == rows_of(tmp_path / "other", counted_rows)
    monkeypatch.setattr("expectations.editions.build_judged_candidate", build)

    (home / "expectations.toml").write_text(RULE)
    filled.clear()
    assert run(gate={"languages": ["id", "en"]}).edition.verdict == "passed"
    assert filled.count(None) == len(filled) > 2, "a rule of the user's may look at other documents: judged as a whole"
    assert rows_of(home, held) == [("quarantined", COPIES)]


def rows_of(home: Path, query: str) -> list[tuple[object, ...]]:
    with opened(home / "kliping.duckdb") as connection:
        return fetch(connection, query).rows()
