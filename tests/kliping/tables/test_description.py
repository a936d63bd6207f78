"""One description a table: the DDL, the schema of frames and what is hashed follow from it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import duckdb
import polars as pl
import pytest

from kliping import frames
from kliping.duplicates import schemas
from kliping.tables.description import FRAME_TYPES, Column, Table, quoted
from kliping.tables.search import SEARCH_TABLES
from kliping.tables.tables import QUARANTINE, TABLES

CHECKOUT = Path(__file__).resolve().parents[3]

FOLDERS = ("src", "workflows", "assets", "expectations", "benchmarks")

MOST_ALIKE = 3
"""Columns of a table that a frame may name with their types for itself: an id and two more say no table again."""

TABLE = Table(
    "harvests",
    "What somebody's field gave.",
    ("field", "year"),
    (
        Column("field", "VARCHAR", "Its name."),
        Column("year", "INTEGER", "In which year."),
        Column("tons", "DOUBLE", "How much.", volatile=True),
    ),
    unknown=("year",),
)


def test_a_key_is_not_null_but_where_it_may_be_unknown():
    assert [TABLE.type_of(column) for column in TABLE.columns] == ["VARCHAR NOT NULL", "INTEGER", "DOUBLE"]


def test_what_is_said_of_it_is_in_the_file():
    connection = duckdb.connect()
    connection.execute(TABLE.ddl())
    with pytest.raises(duckdb.CatalogException):
        connection.execute(TABLE.ddl())
    connection.execute(TABLE.ddl(unless_there=True))
    told = connection.sql("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'harvests'").fetchall()
    assert dict(told) == {"field": "Its name.", "year": "In which year.", "tons": "How much."}
    ((comment,),) = (
        connection.sql("SELECT comment FROM duckdb_tables() WHERE table_name = 'harvests'").limit(1).fetchall()
    )
    assert comment == "What somebody's field gave."


def test_a_quoted_text_is_itself():
    assert duckdb.sql(f"SELECT {quoted(chr(39) + 'a' + chr(39) * 2)}").fetchall() == [("'a''",)]


def test_a_frame_of_its_rows_has_its_columns():
    assert TABLE.schema() == pl.Schema({"field": pl.String, "year": pl.Int32, "tons": pl.Float64})
    assert list(TABLE.schema("tons", "field")) == ["field", "tons"]
    with pytest.raises(ValueError, match=r"^harvests has no column acres\.$"):
        TABLE.schema("field", "acres")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_duckdb_reads_such_a_frame_as_the_columns_that_are_described(table):
    """A type of a frame that DuckDB took for another would be cast on every insert."""
    connection = duckdb.connect()
    connection.register("frame", pl.DataFrame(schema=table.schema()))
    connection.execute("SET TimeZone = 'UTC'")
    names = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ"}
    read = [names.get(str(kind), str(kind)) for kind in connection.sql("SELECT * FROM frame").types]
    described = ["VARCHAR" if column.type == "JSON" else column.type for column in table.columns]
    assert read == described
    assert {column.type for column in table.columns} <= set(FRAME_TYPES)


def test_frames_of_published_rows_are_described_once():
    described = {table.name: table.schema() for table in TABLES}
    assert described["removed_lines"] == frames.REMOVED_LINES
    assert described["metadata_evidence"] == frames.METADATA_EVIDENCE
    assert described["duplicates"] == frames.DUPLICATES
    assert described["templates"] == frames.TEMPLATES
    assert described["related_articles"] == schemas.RELATED_ARTICLES
    assert {**described["paragraphs"], "document_id": pl.String}.keys() - frames.PARAGRAPHS.keys() == {"article_id"}
    for schema in (frames.FAILURES, frames.QUARANTINE_REASONS):
        assert schema.items() <= QUARANTINE.schema().items()


def written_out(source: str) -> list[tuple[int, set[tuple[str, str]]]]:
    """The columns of frames that a source types, each with its type, by line."""
    spelt = {f"pl.{kind.base_type().__name__}" for kind in FRAME_TYPES.values()}
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            named = [(key.value, ast.unparse(kind)) for key, kind in pairs if isinstance(key, ast.Constant)]
            typed = {(name, kind.split("(")[0]) for name, kind in named if kind.split("(")[0] in spelt}
            found.append((node.lineno, typed))
    return found


def test_no_second_schema_writes_the_columns_of_a_table_out():
    """Of the same columns a frame takes the description: who writes them out again would let them drift apart."""
    described = {
        table.name: {(name, f"pl.{kind.base_type().__name__}") for name, kind in table.schema().items()}
        for table in (*TABLES, *SEARCH_TABLES)
    }
    paths = [path for folder in FOLDERS for path in (CHECKOUT / folder).rglob("*.py")]
    again = [
        f"{path.relative_to(CHECKOUT)}:{line} {table}"
        for path in paths
        if "pl." in (source := path.read_text(encoding="utf-8"))
        for line, typed in written_out(source)
        for table, columns in described.items()
        if len(typed & columns) > MOST_ALIKE
    ]
    assert len(paths) > 300
    assert again == []


def test_no_table_is_made_but_by_its_description():
    names = "|".join(table.name for table in (*TABLES, *SEARCH_TABLES))
    made = re.compile(rf"CREATE (OR REPLACE )?TABLE (IF NOT EXISTS )?(main\.)?({names})\b")
    paths = [path for folder in FOLDERS[:-1] for path in (CHECKOUT / folder).rglob("*.py")]
    assert [path.name for path in paths if made.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("table", SEARCH_TABLES, ids=lambda table: table.name)
def test_a_table_of_the_index_says_what_it_holds_and_is_in_no_hash(table):
    assert table.name.startswith("search_")
    assert table.comment.startswith("Search index: ")
    assert all(column.comment for column in table.columns)
    assert not table.hashed
    assert all("NOT NULL" not in table.type_of(column) for column in table.columns)
