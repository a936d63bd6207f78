"""A table that is brought to other rows holds these and no others, and its sums say so."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from kliping.tables.tables import SYNDICATION, TABLES
from kliping.warehouse.connections import fetch, insert
from kliping.warehouse.filling import OF_GROUPS, bring_to
from kliping.warehouse.fingerprints import changed_by, sums_of


def rows_of(*documents: tuple[str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(documents, schema={"document_id": pl.String, "publisher": pl.String}, orient="row").select(
        "document_id",
        "publisher",
        group_id=pl.lit("g"),
        article_id=pl.lit("a"),
        role=pl.lit("copy"),
        kind=pl.lit("near"),
    )


BEFORE = rows_of(("d1", "Harian"), ("d2", None), ("d3", "Kabar"))


@pytest.mark.parametrize(
    ("after", "untouched"),
    [
        (BEFORE, 3),
        (rows_of(), 0),
        (rows_of(("d1", "Harian"), ("d2", "Kabar"), ("d3", "Kabar")), 2),
        (rows_of(("d2", None), ("d4", None)), 1),
    ],
)
def test_what_stays_is_not_touched_and_the_sums_are_those_of_the_rows(after: pl.DataFrame, untouched: int) -> None:
    with duckdb.connect() as connection:
        connection.execute(SYNDICATION.ddl())
        insert(connection, SYNDICATION, BEFORE)
        before = sums_of(connection, [SYNDICATION])
        places = "SELECT rowid FROM syndication"
        earlier = set(connection.execute(places).fetchall())
        gone, come = bring_to(connection, SYNDICATION, after)
        assert len(earlier & set(connection.execute(places).fetchall())) == untouched
        found = fetch(connection, "SELECT document_id, publisher FROM syndication ORDER BY ALL")
        assert found.equals(after.select("document_id", "publisher").sort("document_id", "publisher"))
        assert changed_by(before, gone=gone, come=come) == sums_of(connection, [SYNDICATION])


def test_tables_of_groups_are_tables_that_count() -> None:
    assert all(table in TABLES and table.hashed for table in OF_GROUPS)
