"""Rules of a table without a suite: they follow from its description, and name just what breaks them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from expectations import rulebook, suites
from expectations.defaults import of_table
from expectations.rulebook import built_in
from kliping.settings import GateSettings
from kliping.tables.description import Column, Table
from kliping.tables.tables import ARTICLES, DOCUMENTS, TABLES

MENTIONS = Table(
    "mentions",
    "Who is named where.",
    ("document_id", "name", "line"),
    (
        Column("document_id", "VARCHAR", "The document."),
        Column("name", "VARCHAR", "Whose name it is."),
        Column("line", "INTEGER", "Where; NULL when nowhere."),
        Column("other_article_id", "VARCHAR", "Where the same is named; NULL when nowhere."),
        Column("group_id", "VARCHAR", "The group of the document."),
    ),
    unknown=("line",),
    belongs_to="document_id",
)
COUNTS = Table("counts", "How often.", ("word",), (Column("word", "VARCHAR", "What."),))
BELOW = "mentions VALUES ('d', 'Sari', 1, 'a', 'g'), ('d', 'Sari', NULL, NULL, NULL)"
RULES = {spec.name: spec for table in (MENTIONS, COUNTS) for spec in of_table(table)}


@pytest.mark.parametrize(
    ("rule", "row", "named"),
    [
        ("unique_rows_of_mentions", "mentions VALUES ('d', 'Sari', 1, 'a', 'g')", [("d", 2)]),
        ("unique_rows_of_mentions", "mentions VALUES ('d', 'Sari', NULL, 'a', 'g')", [("d", 2)]),
        ("unique_rows_of_mentions", "mentions VALUES ('d', NULL, 2, 'a', 'g')", [("d", 1)]),
        ("document_id_of_mentions_is_there", "mentions VALUES ('x', 'Sari', 1, 'a', 'g')", [("x",)]),
        ("document_id_of_mentions_is_there", "mentions VALUES (NULL, 'Sari', 1, 'a', 'g')", [(None,)]),
        ("other_article_id_of_mentions_is_there", "mentions VALUES ('d', 'Budi', 1, 'x', 'g')", [("x",)]),
        ("group_id_of_mentions_is_there", "mentions VALUES ('d', 'Budi', 1, 'a', 'x')", [("x",)]),
        ("unique_rows_of_counts", "counts VALUES ('kali'), ('air'), ('kali')", [(2,)]),
    ],
)
def test_a_default_rule_names_just_what_breaks_it(rule: str, row: str, named: list[tuple[object, ...]]) -> None:
    with duckdb.connect() as database:
        for table in (ARTICLES, DOCUMENTS, MENTIONS, COUNTS):
            database.execute(table.ddl().replace(" NOT NULL", ""))
        database.execute("INSERT INTO documents (document_id, group_id) VALUES ('d', 'g'), ('e', 'g')")
        database.execute("INSERT INTO articles (article_id) VALUES ('a')")
        database.execute(f"INSERT INTO {BELOW}")
        assert database.execute(str(RULES[rule].sql)).fetchall() == []
        database.execute(f"INSERT INTO {row}")
        assert database.execute(str(RULES[rule].sql)).fetchall() == named
        assert database.execute(str(RULES[rule].sql)).description[0][0] == RULES[rule].key[0]


def test_each_rule_looks_where_it_can_and_shows_no_words_of_a_page() -> None:
    """Where the rows of one document tell it, those of the others need not be asked again."""
    assert {name: (spec.scope, spec.key) for name, spec in RULES.items()} == {
        "unique_rows_of_mentions": ("document", ("document_id",)),
        "document_id_of_mentions_is_there": ("document", ("document_id",)),
        "other_article_id_of_mentions_is_there": ("corpus", ("other_article_id",)),
        "group_id_of_mentions_is_there": ("corpus", ("group_id",)),
        "unique_rows_of_counts": ("corpus", ("rows",)),
    }


def test_a_table_that_no_suite_speaks_of_has_them_and_no_other_has(monkeypatch: pytest.MonkeyPatch) -> None:
    today = built_in(GateSettings())
    monkeypatch.setattr(rulebook, "TABLES", (MENTIONS, *TABLES))
    assert built_in(GateSettings()) == (*today, *of_table(MENTIONS))


def test_a_suite_is_found_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that is put into the folder is asked, behind those that are there."""
    (tmp_path / "a_new_table.py").write_text("def suite(gate):\n    return (gate,)\n", encoding="utf-8")
    monkeypatch.setattr(suites, "__path__", [*suites.__path__, str(tmp_path)])
    *before, new = rulebook._found()
    assert tuple(before) == rulebook.SUITES
    assert new.__module__ == "expectations.suites.a_new_table"
