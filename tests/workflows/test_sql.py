"""``kliping sql`` asks and does nothing else; what it found leaves by files of ours."""

from __future__ import annotations

import contextlib
import csv
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner, Result

from kliping.warehouse.connections import opened
from workflows.command_line import kliping as command_line

CELL = "10:100:20 [bold]tebal[/] :smile: \x1b[31mmerah\u202e <b>"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A home whose published file holds one article with a hostile title; beside it a secret."""
    home = tmp_path / "home"
    home.mkdir()
    with opened(home / "kliping.duckdb", write=True) as connection:
        connection.execute("CREATE TABLE articles (article_id VARCHAR, title VARCHAR, authors VARCHAR[])")
        connection.execute("INSERT INTO articles VALUES ('a1', ?, ['Sari', 'Rahmat'])", [CELL])
    (tmp_path / "secret.csv").write_text("kata_sandi\nrahasia-7141\n")
    with contextlib.closing(sqlite3.connect(tmp_path / "secret.sqlite")) as database:
        database.execute("CREATE TABLE secret AS SELECT 'rahasia-7141' AS word")
    return home


@pytest.fixture
def sql(published: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Ask in this process, in the folder above the home."""
    monkeypatch.chdir(published.parent)
    monkeypatch.setenv("COLUMNS", "200")

    def ask(*words: str, **options: object) -> Result:
        return CliRunner().invoke(command_line, ["sql", "--home", str(published), *words], **options)

    return ask


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


HOSTILE = [
    "DELETE FROM articles",
    "UPDATE articles SET title = 'x'",
    "INSERT INTO articles VALUES ('a2', 'x', [])",
    "TRUNCATE articles",
    "DROP TABLE articles",
    "ALTER TABLE articles ADD COLUMN x INTEGER",
    "COMMENT ON TABLE articles IS 'x'",
    "CREATE TABLE more AS SELECT 1",
    "CREATE OR REPLACE TABLE articles AS SELECT 1",
    "CREATE VIEW v AS SELECT 1",
    "MERGE INTO articles USING articles AS o USING (article_id) WHEN MATCHED THEN DELETE",
    "DETACH kliping",
    "USE memory; DETACH kliping; ATTACH 'home/kliping.duckdb' AS k; DELETE FROM k.articles",
    "ATTACH 'home/kliping.duckdb' AS again",
    "ATTACH 'new.duckdb'",
    "ATTACH 'secret.sqlite' (TYPE sqlite)",
    "COPY articles TO 'out.csv'",
    "COPY (SELECT 1) TO 'out.parquet' (FORMAT parquet)",
    "COPY articles FROM 'secret.csv'",
    "COPY FROM DATABASE kliping TO memory",
    "EXPORT DATABASE 'out'",
    "IMPORT DATABASE 'out'",
    "INSTALL httpfs",
    "FORCE INSTALL httpfs FROM 'http://127.0.0.1:9/'",
    "LOAD httpfs",
    "LOAD './evil.duckdb_extension'",
    "UPDATE EXTENSIONS",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "RESET lock_configuration",
    "PRAGMA enable_profiling = 'json'",
    "PRAGMA profiling_output = 'out.json'",
    "SET temp_directory = 'out'",
    "SET log_query_path = 'out.log'",
    "CALL enable_logging(storage = 'file', storage_config = {'path': 'out.log'})",
    "CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'k', SECRET 's')",
    "CHECKPOINT",
    "BEGIN; DELETE FROM articles; COMMIT",
    "SELECT 1; COPY articles TO 'out.csv'",
    "EXPLAIN ANALYZE COPY articles TO 'out.csv'",
    "EXPLAIN ANALYZE DELETE FROM articles",
    "SELECT * FROM read_csv('secret.csv')",
    "SELECT * FROM 'secret.csv'",
    "SELECT content FROM read_text('secret.csv')",
    "SELECT content FROM read_blob('/etc/passwd')",
    "SELECT * FROM glob('*')",
    "SELECT * FROM sniff_csv('secret.csv')",
    "SELECT * FROM parquet_metadata('home/x.parquet')",
    "SELECT * FROM sqlite_scan('secret.sqlite', 'secret')",
    "SELECT * FROM read_json('http://127.0.0.1:9/x.json')",
    "SELECT * FROM query('COPY articles TO ''out.csv''')",
    "SELECT getenv('HOME')",
    "PREPARE p AS SELECT * FROM read_csv('secret.csv')",
]


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_statement_reads_and_writes_nothing(sql, published: Path, query: str) -> None:
    before = tree(published.parent)
    answer = sql(query)
    said = answer.output + answer.stderr + str(answer.exception or "")
    assert answer.exit_code != 0 or "EXPLAIN" in query, said
    assert "rahasia-7141" not in said
    assert "root:" not in said
    assert tree(published.parent) == before


def test_the_same_by_standard_input(sql, published: Path) -> None:
    before = tree(published.parent)
    assert sql("-", input="DETACH kliping; ATTACH 'home/kliping.duckdb' AS k; DELETE FROM k.articles").exit_code != 0
    assert tree(published.parent) == before


def test_a_cell_is_shown_as_it_is(sql) -> None:
    said = sql("SELECT title, '10:100:20' AS \"[red]waktu[/]\" FROM articles").output
    assert "10:100:20 [bold]tebal[/] :smile: \N{REPLACEMENT CHARACTER}[31mmerah\N{REPLACEMENT CHARACTER} <b>" in said
    assert "[red]waktu[/]" in said


def test_json_gives_a_cell_back(sql) -> None:
    said = sql("--json", "SELECT title FROM articles").output
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert json.loads(said) == {"title": CELL}


def test_rows_leave_as_files_of_ours(sql, published: Path) -> None:
    folder = published.parent
    before = tree(folder)
    told = sql("FROM articles", "--csv", "[out].csv", "--parquet", "out?.parquet")
    assert told.exit_code == 0, told.stderr
    assert "1 rows written to [out].csv and out?.parquet" in told.stderr
    with (folder / "[out].csv").open(newline="") as file:
        assert list(csv.reader(file)) == [
            ["article_id", "title", "authors"],
            ["a1", CELL, '["Sari", "Rahmat"]'],
        ]
    kept = pl.read_parquet(folder / "out?.parquet", glob=False)
    assert kept.rows() == [("a1", CELL, ["Sari", "Rahmat"])]
    assert {name: data for name, data in tree(folder).items() if not name.startswith(("[out]", "out?"))} == before


def test_a_folder_that_is_made_is_named(sql) -> None:
    asked = ("FROM articles", "--csv", "slip/of/out.csv")
    assert str(Path("slip/of")) in sql(*asked).stderr.partition("(new folder: ")[2]
    assert "new folder" not in sql(*asked).stderr


def test_a_file_that_cannot_be_written_is_a_sentence(sql, published: Path) -> None:
    (published.parent / "plain").write_text("")
    told = sql("FROM articles", "--csv", "plain/out.csv")
    assert told.exit_code != 0
    assert "Cannot write" in str(told.exception)
    assert [path.name for path in published.iterdir()] == ["kliping.duckdb"]


def test_the_file_can_still_be_asked_elsewhere(sql, published: Path) -> None:
    """Nothing is left locked."""
    assert sql("SELECT 1").exit_code == 0
    with duckdb.connect(published / "kliping.duckdb") as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchall() == [(1,)]


def test_in_a_terminal_one_asks_on(sql, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.commands.sql._before_a_person", lambda: True)
    typed = "SELECT article_id\n  FROM articles;\nDELETE FROM articles;\nSELECT no_such FROM articles;\n;\nquit\n"
    told = sql(input=typed)
    assert told.exit_code == 0, told.exception
    assert "a1" in told.output
    assert "not one question" in told.stderr
    assert "DuckDB refuses the query" in told.stderr
    assert sql(input="SELECT 41 + 1;\n").output.count("42") == 1, "the end of the input ends it"


def test_names_are_completed(published: Path) -> None:
    from workflows.prompt import completions, names_in

    with opened(published / "kliping.duckdb") as connection:
        names = names_in(connection)
    assert completions("art", names) == ["article_id", "articles"]
    assert completions("TIT", names) == ["title"]
    assert completions("sel", names) == ["SELECT"]


def test_each_column_of_an_answer_has_a_name_of_its_own(sql, published: Path) -> None:
    query = "SELECT 1 AS a, 2 AS a, 3 AS a_1, 4 AS a"
    names = {"a": 1, "a_2": 2, "a_1": 3, "a_3": 4}
    assert json.loads(sql("--json", query).output) == names
    told = sql(query, "--csv", "out.csv", "--parquet", "out.parquet")
    assert told.exit_code == 0, told.exception
    assert pl.read_parquet(published.parent / "out.parquet").to_dicts() == [names]
    assert pl.read_csv(published.parent / "out.csv").to_dicts() == [names]


def test_json_is_json_whatever_the_numbers(sql) -> None:
    query = "SELECT 'nan'::DOUBLE AS n, {'a': ['-inf'::DOUBLE, 1.5]} AS s, MAP {DATE '2024-06-03': 'inf'::FLOAT} AS m"
    said = json.loads(sql("--json", query).output, parse_constant=pytest.fail)
    assert said == {"n": None, "s": {"a": [None, 1.5]}, "m": {"2024-06-03": None}}


def test_tables_are_listed_with_the_rows_that_they_have(sql, published: Path) -> None:
    with duckdb.connect(published / "kliping.duckdb") as connection:
        connection.execute("INSERT INTO articles SELECT range::VARCHAR, 't', [] FROM range(5000)")
    with duckdb.connect(published / "kliping.duckdb") as connection:  # rows that leave a finished file stay estimated
        connection.execute("DELETE FROM articles WHERE title = 't' AND article_id::INTEGER % 3 = 0")
        connection.execute("CREATE TABLE editions (edition INTEGER)")
        connection.execute("COMMENT ON TABLE editions IS 'What''s published'")
    listed = [json.loads(line) for line in sql("--json").output.splitlines()]
    assert [(one["table"], one["rows"], one["comment"]) for one in listed] == [
        ("articles", 3334, None),
        ("editions", 0, "What's published"),
    ]


def test_an_edition_is_asked_by_its_number(sql) -> None:
    assert "is not kept" in str(sql("SELECT 1", "--edition", "7").exception)
