"""Exports: the rows of the published file, only what changed written again, and a card that is true."""

from __future__ import annotations

import csv
import json
from datetime import date

import duckdb
import polars as pl
import pytest

from kliping.errors import StoreError
from kliping.tables.tables import TABLES
from kliping.tables.views import VIEWS
from kliping.warehouse.exports import EXPORTED, FORMATS, Exported, export, exports_on_record, flat, note_export

ARTICLES = [
    ("a1", '=Judul, "satu"', "Isi | satu.\n\nDua.", "id", ["Rina", "Bayu"], date(2024, 5, 3)),
    ("a2", "Dua", "Isi dua.", "id", [], date(2024, 5, 30)),
    ("a3", "Three", "Body three.", "en", ["Jane"], None),
]


@pytest.fixture
def published(tmp_path):
    path = tmp_path / "kliping.duckdb"
    with duckdb.connect(path) as connection:
        for described in (*TABLES, *VIEWS):
            connection.execute(described.ddl())
        connection.executemany(
            "INSERT INTO articles (article_id, title, body, language, authors, published_on) VALUES (?, ?, ?, ?, ?, ?)",
            ARTICLES,
        )
        connection.execute(
            "INSERT INTO editions (edition, verdict, published_at, documents, articles, duplicates, quarantined, "
            "unreadable, kliping_version, tables_sha256) "
            "VALUES (3, 'passed', '2024-06-01 00:00:00+00', 5, 3, 1, 1, 0, '0.1.0', 'abc')"
        )
    return path


def change(published, statement):
    with duckdb.connect(published) as connection:
        connection.execute(statement)


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_articles_lie_by_language_and_month(published, tmp_path):
    done = export(published, tmp_path / "out", "parquet", ["articles"])
    assert done == Exported(written=2, kept=0, removed=0, rows=3)
    assert files(tmp_path / "out") == [
        "README.md",
        "articles/language=en/month=undated/articles.parquet",
        "articles/language=id/month=2024-05/articles.parquet",
        "manifest.json",
    ]
    back = pl.read_parquet(tmp_path / "out/articles/language=id/month=2024-05/articles.parquet")
    assert back.select("article_id", "title", "authors", "published_on").rows() == [
        (one[0], one[1], one[4], one[5]) for one in ARTICLES[:2]
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_every_table_comes_in_every_format(published, tmp_path, form):
    done = export(published, tmp_path / "out", form, EXPORTED)
    assert done.rows == 4
    assert done.written == len(EXPORTED)  # two of articles, none of paragraphs, which have no month, one of any other
    again = export(published, tmp_path / "out", form, EXPORTED)
    assert (again.written, again.kept, again.removed) == (0, done.written, 0)


def test_text_survives_csv_and_json_lines(published, tmp_path):
    export(published, tmp_path / "c", "csv", ["articles"])
    with (tmp_path / "c/articles/language=id/month=2024-05/articles.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [(row["title"], row["body"]) for row in rows] == [(one[1], one[2]) for one in ARTICLES[:2]]
    assert [json.loads(row["authors"]) for row in rows] == [["Rina", "Bayu"], []]
    export(published, tmp_path / "j", "jsonl", ["articles"])
    lines = (tmp_path / "j/articles/language=id/month=2024-05/articles.jsonl").read_text().splitlines()
    assert [json.loads(line)["body"] for line in lines] == [ARTICLES[0][2], ARTICLES[1][2]]


def test_only_what_changed_is_written_again(published, tmp_path):
    folder = tmp_path / "out"
    export(published, folder, "parquet", ["articles"])
    stays = folder / "articles/language=en/month=undated/articles.parquet"
    before = stays.stat().st_ino
    change(published, "UPDATE articles SET title = 'Baru' WHERE article_id = 'a2'")
    assert export(published, folder, "parquet", ["articles"]) == Exported(written=1, kept=1, removed=0, rows=3)
    assert stays.stat().st_ino == before
    change(published, "DELETE FROM articles WHERE language = 'en'")
    assert export(published, folder, "parquet", ["articles"]) == Exported(written=0, kept=1, removed=1, rows=2)
    assert not stays.exists()
    (folder / "articles/language=id/month=2024-05/articles.parquet").unlink()
    assert export(published, folder, "parquet", ["articles"]).written == 1


def test_the_card_says_what_the_data_is(published, tmp_path):
    change(
        published,
        "INSERT INTO expectation_results (edition, table_name, expectation, severity, success, unexpected_count) "
        "VALUES (3, 'articles', 'published_on_present', 'warning', false, 1)",
    )
    export(published, tmp_path / "out", "csv", ["articles"], licence="CC-BY-4.0 <b>")
    card = (tmp_path / "out/README.md").read_text()
    for words in ("edition 3", "3 articles", "1 articles are undated", "| id | 2 |", "`published_on_present`"):
        assert words in card
    assert "<b>" not in card.replace("\\<b\\>", "")


def test_two_formats_do_not_mix(published, tmp_path):
    export(published, tmp_path / "out", "csv", ["articles"])
    with pytest.raises(StoreError, match="holds an export as csv"):
        export(published, tmp_path / "out", "parquet", ["articles"])


@pytest.mark.parametrize("place", [".", "store", "store/lines/x", "editions"])
def test_the_home_is_no_place_for_an_export(published, tmp_path, place):
    (tmp_path / "store" / "lines").mkdir(parents=True)
    before = files(tmp_path)
    with pytest.raises(StoreError, match="belongs to the home"):
        export(published, tmp_path / place, "parquet", ["articles"])
    assert files(tmp_path) == before


@pytest.mark.parametrize(("name", "content"), [("README.md", "Mine."), ("manifest.json", '{"name": "mine"}')])
def test_somebody_elses_card_is_not_overwritten(published, tmp_path, name, content):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text(content)
    with pytest.raises(StoreError, match=f"holds a {name} that no export wrote"):
        export(published, tmp_path / "out", "parquet", ["articles"])
    assert (tmp_path / "out" / name).read_text() == content


def test_an_export_is_on_record_before_a_row_is_written(published, tmp_path, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("kliping.warehouse.exports._write", killed)
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        export(published, out, "csv", ["articles"], begun=lambda: note_export(tmp_path, out, "csv", ["articles"], ""))
    assert [one.folder for one in exports_on_record(tmp_path)] == [str(out)]
    assert files(out) == ["manifest.json"]


def test_a_list_that_is_null_is_no_word_in_csv():
    frame = pl.DataFrame({"names": [['Rina "R"', "Bayu"], [], None], "n": [1, 2, 3]})
    assert flat(frame)["names"].to_list() == ['["Rina \\"R\\"", "Bayu"]', "[]", None]
