"""The published file, as SQL clients meet it."""

from __future__ import annotations

import json

import duckdb
import pytest

from kliping.tables.tables import TABLES
from kliping.tables.views import VIEWS
from kliping.warehouse.exports import export
from workflows.documentation.questions import QUESTIONS

VIEWS_AND_SEARCH = """
import json, sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
for query in json.loads(sys.argv[2]):
    connection.execute(query).fetchall()
print(connection.execute("SELECT count(*), count(published_on), max(len(authors)) FROM articles").fetchall())
print(connection.execute("SELECT title FROM search('maritime seafaring', n := 3)").fetchall())
"""


@pytest.mark.network
@pytest.mark.parametrize("version", ["1.1.3", "1.3.2", "1.4.4", "1.5.5"])
def test_old_clients_ask_every_view_and_question_and_search(ran, home, old_duckdb, version):
    ran()
    queries = [f"FROM {view.name}" for view in VIEWS] + [question.query for question in QUESTIONS]
    answer = old_duckdb(version).run(VIEWS_AND_SEARCH, str(home / "kliping.duckdb"), json.dumps(queries))
    told = answer.stdout.splitlines()
    assert told == ["[(3, 3, 1)]", "[('Museum Opens New Wing for Maritime History',)]"], answer.stderr


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_has_the_columns_it_documents(view):
    with duckdb.connect() as connection:
        for table in TABLES:
            connection.execute(table.ddl())
        for each in VIEWS:
            connection.execute(each.ddl())
        asked = connection.execute(f"SELECT * FROM {view.name}")
        assert [column[0] for column in asked.description] == [name for name, _ in view.columns]
        assert view.comment
        assert all(comment for _, comment in view.columns)


def test_views_answer(ran, ask):
    ran()
    assert ask("SELECT sum(articles)::INTEGER FROM articles_daily") == [(3,)]
    assert ask("SELECT count(*) FROM undated_articles") == [(0,)]
    assert ask("SELECT count(*) = (SELECT count(*) FROM paragraphs) FROM where_from") == [(True,)]
    removed = "SELECT count(DISTINCT (document_id, line, role, reason)) FROM removed_lines"
    assert ask(f"SELECT sum(lines) = ({removed}) FROM what_was_removed") == [(True,)]
    assert ask("SELECT edition, articles_more, documents_more, same_tables FROM edition_changes") == [(1, 3, 4, False)]
    assert ask("SELECT count(*) FILTER (change IS NOT NULL) FROM quality_history") == [(0,)]


def test_an_undated_article_tells_the_cell_that_could_not_be_read(run, source, ask):
    text = " ".join((source / "b.txt").read_text().split())
    (source / "rows.csv").write_text(f'judul,isi,tanggal\nSungai Surut,"{text}",Awal pekan ini\n')
    run(source / "rows.csv")
    why = "; the column held 'tanggal: Awal pekan ini', which could not be read as a believable date"
    assert ask("SELECT replace(why, 'no date was sure enough', ''), candidates FROM undated_articles") == [(why, 1)]


PAPER = ("Kabar Lima", "https://www.kabarlima.example.org/1", "2024-01-02")
ONLINE = ("kabarlima.com", "https://user@bola.example.org:8080/2", "2024-01-03")
OTHER = ("Harian Lain", "https://example.org/3", "2024-01-04")


def test_an_outlet_is_told_once_however_it_is_spelt_and_does_not_copy_itself(run, source, home, tmp_path, ask):
    texts = [(source / name).read_text() for name in ("b.txt", "c.txt", "a.txt")]
    same_day = (*ONLINE[:2], PAPER[2])
    told = [(PAPER, texts[0]), (ONLINE, texts[0]), (OTHER, texts[0]), (PAPER, texts[1]), (same_day, texts[2])]
    rows = [
        {"publisher": of[0], "url": f"{of[1]}{at}", "date": of[2], "text": text} for at, (of, text) in enumerate(told)
    ]
    (source / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    run(source / "rows.jsonl")
    assert ask("SELECT outlet, spellings FROM outlets ORDER BY 1") == [
        ("Harian Lain", ["Harian Lain"]),
        ("Kabar Lima", ["Kabar Lima", "kabarlima"]),
    ]
    export(home / "kliping.duckdb", tmp_path / "out", "parquet", ["articles"])
    assert ask("SELECT day::VARCHAR, publisher, language, articles FROM articles_daily ORDER BY language") == [
        (PAPER[2], "Kabar Lima", "en", 1),
        (PAPER[2], "Kabar Lima", "id", 2),
    ]
    assert "| Kabar Lima | 3 |" in (tmp_path / "out" / "README.md").read_text()
    kabar = "FROM outlets WHERE outlet = 'Kabar Lima'"
    assert ask(f"SELECT hosts, articles, first_day::VARCHAR {kabar}") == [
        (["kabarlima.example.org", "bola.example.org"], 3, PAPER[2])
    ]
    assert ask("SELECT first_publisher, publisher, documents FROM first_publishers") == [
        ("Kabar Lima", "Harian Lain", 1)
    ]
    assert ask("SELECT copied FROM outlet_originality ORDER BY publisher") == [(1,), (0,)]


def test_an_open_reader_keeps_its_edition_while_the_next_is_published(run, ran, home, source):
    ran()
    with duckdb.connect(home / "kliping.duckdb", read_only=True) as reader:
        (source / "b.txt").write_text(
            (source / "b.txt").read_text() + "\nSatu kalimat lagi tentang harga cabai di pasar.\n"
        )
        assert run().edition.edition == 2
        assert reader.execute("SELECT max(edition) FROM editions").fetchall() == [(1,)]


def test_the_command_line_answers_queries(ran, home, command):
    ran()
    told = command("sql", "SELECT title, published_on FROM articles WHERE language = 'en'", "--home", home, "--json")
    assert told.returncode == 0, told.stderr
    assert told.stdout == '{"title": "Museum Opens New Wing for Maritime History", "published_on": "2024-06-05"}\n'
    assert "metadata_evidence" in command("sql", "--home", home).stdout


def test_a_query_cannot_write(ran, home, command):
    ran()
    refused = command("sql", "DELETE FROM articles", "--home", home)
    assert refused.returncode == 1
    assert "not one question" in refused.stderr


def test_without_a_published_file_the_next_move_is_named(home, command):
    refused = command("sql", "SELECT 1", "--home", home)
    assert (refused.returncode, "Run 'kliping run' first" in refused.stderr) == (1, True)
    assert "Traceback" not in refused.stderr


def test_contact_data_is_redacted_where_it_is_asked_for(run, source, tmp_path, ask):
    page = source / "b.txt"
    page.write_text(
        page.read_text() + "\nPembeli dapat bertanya kepada Siti lewat siti@example.org atau 081234567890 saja.\n"
    )
    run(page, into=tmp_path / "plain")
    assert ask("SELECT sum(redactions)::INTEGER FROM documents", tmp_path / "plain") == [(0,)]
    run(page, into=tmp_path / "redacted", publishing={"redact_contacts": True})
    assert ask("SELECT sum(redactions)::INTEGER FROM documents", tmp_path / "redacted") == [(2,)]
    for table, column in (("articles", "body"), ("paragraphs", "text"), ("removed_lines", "text")):
        query = f"SELECT count(*) FROM {table} WHERE {column} LIKE '%siti@%' OR {column} LIKE '%0812%'"
        assert ask(query, tmp_path / "redacted") == [(0,)]
