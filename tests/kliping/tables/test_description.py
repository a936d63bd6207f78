"""One description a table: the DDL, the schema of frames and what is hashed follow from it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from kliping import frames
from kliping.duplicates import schemas
from kliping.tables.description import FRAME_TYPES, Column, Table, quoted
from kliping.tables.tables import QUARANTINE, TABLES

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
    with pytest.raises(ValueError, match="acres"):
        TABLE.schema("acres")


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


def test_no_second_schema_repeats_a_table():
    """Of the same columns a frame takes the description: who writes them out again would let them drift apart."""
    described = [list(table.schema().items()) for table in TABLES]
    written = [
        name
        for module in (frames, schemas)
        for name, schema in vars(module).items()
        if isinstance(schema, pl.Schema) and list(schema.items()) in described
    ]
    source = {module: Path(module.__file__).read_text(encoding="utf-8") for module in (frames, schemas)}
    spelt = [name for name in written if any(f"{name} = pl.Schema(" in text for text in source.values())]
    assert written
    assert spelt == []
