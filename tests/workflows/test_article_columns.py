"""Columns that settings add to ``articles``, from a scraper's table to the published file."""

from __future__ import annotations

import json

import duckdb
import pytest

COLUMNS = {
    "label": "VARCHAR",
    "likes": {"type": "BIGINT", "named": ["suka"], "comment": "Likes."},
    "absent": "VARCHAR",
    "order": "VARCHAR",
}


@pytest.fixture
def table(tmp_path, page):
    """A table of four articles, of which one has likes in words."""
    rows = [
        {
            "judul": f"Warga {place} Bersihkan Sungai",
            "isi": page(f"Warga {place} Bersihkan Sungai", place),
            "label": label,
            "suka": likes,
        }
        for place, label, likes in (
            ("Kali Bening", "Daerah", "1.200"),
            ("Kali Jernih", "Daerah", "7.0"),
            ("Rawa Dalam", "", "nan"),
            ("Muara Baru", "Kota", "banyak"),
        )
    ]
    path = tmp_path / "tabel.json"
    path.write_text(json.dumps(rows))
    return path


def test_named_columns_are_columns_of_articles(run, home, table, ask, command, tmp_path):
    without = run(table)
    assert "label" not in [name for name, *_ in ask("DESCRIBE articles")]
    outcome = run(table, publishing={"article_columns": COLUMNS})
    assert outcome.edition.edition == without.edition.edition + 1
    assert ask("SELECT label, likes FROM articles ORDER BY ALL") == [
        ("Daerah", 7),
        ("Daerah", 1200),
        ("Kota", None),
        (None, None),
    ]
    told = dict(ask("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'articles'"))
    assert (told["likes"], told["label"]) == ("Likes.", "What the page's own table holds as label.")
    assert ask("SELECT count(*) FROM documents WHERE extra LIKE '%suka%'") == [(4,)]
    results = dict(
        ask("SELECT expectation, unexpected_count::INTEGER FROM expectation_results WHERE expectation LIKE 'added_%'")
    )
    assert results == {
        "added_absent_fits": 0,
        "added_absent_is_there": 1,
        "added_label_fits": 0,
        "added_label_is_there": 0,
        "added_likes_fits": 1,
        "added_likes_is_there": 0,
        "added_order_fits": 0,
        "added_order_is_there": 1,
    }
    first, second = ask("SELECT tables_sha256 FROM editions ORDER BY edition")
    assert first != second
    done = command("export", tmp_path / "out", "--home", home, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert '"likes":1200' in "".join(path.read_text() for path in (tmp_path / "out").rglob("articles.jsonl"))
    assert "`likes` (BIGINT): Likes." in (tmp_path / "out" / "README.md").read_text()


def test_a_document_that_is_forgotten_leaves_the_added_columns_standing(run, home, table, command):
    run(table, publishing={"article_columns": COLUMNS})
    with duckdb.connect(home / "kliping.duckdb", read_only=True) as connection:
        ((name,),) = connection.execute("SELECT document_id FROM articles WHERE label = 'Kota'").fetchall()
    done = command("forget", name, "--home", home)
    assert done.returncode == 0, done.stderr
    with duckdb.connect(home / "kliping.duckdb", read_only=True) as connection:
        left = connection.execute("SELECT label, likes FROM articles ORDER BY ALL").fetchall()
    assert left == [("Daerah", 7), ("Daerah", 1200), (None, None)]


def test_columns_as_one_names_them_are_read_by_the_whole_job(run, ask, table):
    """Settings of how files are read hold for every step behind it."""
    outcome = run(table, reading={"columns": {"title": "label"}, "document_bytes": 1_000_000})
    assert outcome.edition.verdict == "passed"
    assert ("Kota",) in ask("SELECT title FROM articles")
