"""A file is opened whatever its folders are called, and a connection for questions can only ask."""

from __future__ import annotations

import subprocess
import sys
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from kliping.errors import RuleError, StoreError
from kliping.tables.tables import QUARANTINE
from kliping.warehouse.connections import fetch, insert, opened, questioned, refuse_all_but_questions

if TYPE_CHECKING:
    import pyarrow as pa

ODD = [
    "[2026]",
    "apa?",
    "*",
    "it's",
    'say "so"',
    "back\\slash",
    "two words",
    "100%41",
    "#1;{x}",
    "?*[\\'\"",
    "berita: é",
]


@pytest.mark.parametrize("name", ODD)
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    file = tmp_path / name / "kliping.duckdb"
    file.parent.mkdir()
    with opened(file, write=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS value")
    with opened(file, write=True) as connection:
        connection.execute("INSERT INTO kept VALUES (2)")
    with questioned(file) as connection:
        assert connection.execute("SELECT sum(value) FROM kept").fetchall() == [(3,)]
    assert [path.name for path in tmp_path.rglob("*")] == [name, "kliping.duckdb"]


def test_what_is_written_is_one_transaction_without_a_log(tmp_path: Path) -> None:
    file = tmp_path / "kliping.duckdb"
    with opened(file, write=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS value")
        assert not list(tmp_path.glob("*.wal"))
    with pytest.raises(RuntimeError), opened(file, write=True) as connection:
        connection.execute("INSERT INTO kept VALUES (2)")
        assert not list(tmp_path.glob("*.wal"))
        raise RuntimeError
    with questioned(file) as connection:
        assert connection.execute("SELECT sum(value) FROM kept").fetchall() == [(1,)]


@pytest.fixture
def asked(tmp_path: Path):
    """A connection for questions about a file with one table."""
    file = tmp_path / "kliping.duckdb"
    with opened(file, write=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS value")
    with questioned(file) as connection:
        yield connection


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM kept",
        "FROM kept",
        "WITH x AS (SELECT 1) FROM x",
        "VALUES (1)",
        "SHOW TABLES",
        "DESCRIBE kept",
        "SUMMARIZE kept",
        "EXPLAIN SELECT 1",
        "PIVOT kept ON value USING count(*)",
        "SELECT count(*) FROM duckdb_columns()",
    ],
)
def test_questions_are_answered(asked, query: str) -> None:
    refuse_all_but_questions(query)
    assert asked.execute(query).fetchall()


@pytest.mark.parametrize("query", ["", ";", "-- nothing", "SELECT 1; SELECT 2", "CHECKPOINT", "SET threads = 1"])
def test_anything_else_is_refused_in_a_sentence(query: str) -> None:
    with pytest.raises(RuleError, match="Ask one SELECT"):
        refuse_all_but_questions(query)


SEALED = [
    "CREATE TABLE mine AS SELECT 1",
    "DELETE FROM kept",
    "DETACH kliping",
    "ATTACH '{file}' AS again",
    "COPY kept TO '{out}'",
    "FROM read_text('/etc/hostname')",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "RESET lock_configuration",
    "INSTALL httpfs",
    "LOAD httpfs",
    "CREATE PERSISTENT SECRET s (TYPE s3)",
]


@pytest.mark.parametrize("query", SEALED)
def test_the_connection_holds_without_the_refusal(asked, tmp_path: Path, query: str) -> None:
    """What is refused by its kind would be refused by DuckDB too."""
    before = (tmp_path / "kliping.duckdb").read_bytes()
    with pytest.raises(duckdb.Error):
        asked.execute(query.format(file=tmp_path / "kliping.duckdb", out=tmp_path / "out"))
    assert [path.name for path in tmp_path.iterdir()] == ["kliping.duckdb"]
    assert (tmp_path / "kliping.duckdb").read_bytes() == before


def test_pythons_own_variables_are_no_tables(asked) -> None:
    import polars as pl

    secret = pl.DataFrame({"password": ["x"]})
    with pytest.raises(duckdb.CatalogException):
        asked.execute("SELECT * FROM secret")
    assert secret.height == 1


def test_no_bar_is_drawn_where_python_was_started_without_a_script(tmp_path: Path) -> None:
    """DuckDB takes such a Python for a notebook; a bar on standard output would stand in the midst of what we print."""
    code = (
        "import sys; from pathlib import Path; from kliping.warehouse.connections import opened\n"
        "with opened(Path(sys.argv[1]), write=True) as connection:\n"
        "    print(connection.execute(\"SELECT current_setting('enable_progress_bar')\").fetchall())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "new.duckdb")], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[(False,)]\n"


def test_rows_leave_memory_once_they_are_inserted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[weakref.ref[pa.Table]] = []

    def to_arrow(frame: pl.DataFrame, made=pl.DataFrame.to_arrow) -> pa.Table:
        table = made(frame)
        given.append(weakref.ref(table))
        return table

    monkeypatch.setattr(pl.DataFrame, "to_arrow", to_arrow)
    with opened(tmp_path / "rows.duckdb", write=True) as connection:
        connection.execute(QUARANTINE.ddl())
        for number in range(3):
            assert fetch(connection, "SELECT count(*) FROM quarantine").item() == number
            insert(connection, QUARANTINE, pl.DataFrame({"document_id": ["a"], "reason": ["broken"]}))
        assert len(given) == 3
        assert [table() for table in given] == [None] * 3


def test_what_is_written_has_bounded_memory_and_spills_beside_the_file(tmp_path: Path) -> None:
    sort = "CREATE OR REPLACE TABLE many AS SELECT hash(range) AS number FROM range(4_000_000) ORDER BY 1"
    seen: set[str] = set()
    with opened(tmp_path / "rows.duckdb", write=True, memory_mb=40) as connection:
        connection.execute("SET threads = 1")
        connection.execute(sort)
        seen |= {path.parent.name for path in tmp_path.glob(".writing-*spilt/*")}
        assert fetch(connection, "SELECT count(DISTINCT number) > 3_999_000 AS all_there FROM many").item()
    assert seen
    assert list(tmp_path.glob(".writing-*")) == []
    with (
        pytest.raises(StoreError, match=r"publishing\.memory_mb"),
        opened(tmp_path / "rows.duckdb", write=True, memory_mb=4) as connection,
    ):
        connection.execute("SELECT list(number) FROM many").fetchall()
    with pytest.raises(StoreError, match="Close other"), opened(tmp_path / "rows.duckdb", write=True) as connection:
        connection.execute("SET memory_limit = '4MB'")
        connection.execute("SELECT list(number) FROM many").fetchall()
