"""A table that is brought to other rows holds these and no others, and its sums say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from kliping.tables.groups import ARTICLE_VERSIONS, SYNDICATION
from kliping.warehouse.bringing import Told, bring_to
from kliping.warehouse.connections import fetch, insert, opened
from kliping.warehouse.fingerprints import changed_by, sums_of

if TYPE_CHECKING:
    from pathlib import Path


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


def test_rows_of_other_documents_stay_where_rows_of_some_are_given() -> None:
    with duckdb.connect() as connection:
        connection.execute(SYNDICATION.ddl())
        insert(connection, SYNDICATION, BEFORE)
        before = sums_of(connection, [SYNDICATION])
        gone, come = bring_to(connection, SYNDICATION, rows_of(("d2", "Kabar")), pl.Series(["d2", "d3", "d4"]))
        assert (gone["syndication"][0], come["syndication"][0]) == (2, 1)
        found = fetch(connection, "SELECT document_id, publisher FROM syndication ORDER BY ALL")
        assert found.rows() == [("d1", "Harian"), ("d2", "Kabar")]
        assert changed_by(before, gone=gone, come=come) == sums_of(connection, [SYNDICATION])


def test_more_rows_than_a_row_group_are_all_there(tmp_path: Path) -> None:
    """An edition of 1,000,000 pages lost its whole syndication when it grew by a thousand."""
    many = 150_000
    before = BEFORE.head(1).join(pl.DataFrame({"document_id": [f"d{one}" for one in range(many)]}), how="cross")
    before = before.select(pl.col("document_id_right").alias("document_id"), pl.exclude("document_id", "^.*_right$"))
    after = pl.concat([before, rows_of(("more", None))])
    with opened(tmp_path / "grown.duckdb", write=True) as connection:
        connection.execute(SYNDICATION.ddl())
        insert(connection, SYNDICATION, before)
    with opened(tmp_path / "grown.duckdb", write=True) as connection:
        gone, come = bring_to(connection, SYNDICATION, after)
        assert (gone["syndication"][0], come["syndication"][0]) == (0, 1)
        assert fetch(connection, "SELECT count(*) AS n FROM syndication")["n"].to_list() == [many + 1]


def versions(*told: tuple[str, int, str | None]) -> pl.DataFrame:
    schema = {"document_id": pl.String, "versions": pl.Int32, "body": pl.String}
    version = pl.int_range(1, pl.len() + 1, dtype=pl.Int32)
    return pl.DataFrame(told, schema=schema, orient="row").with_columns(
        version=version, history_id=pl.lit("h"), group_id=pl.lit("g"), basis=pl.lit("url"), words=9, copies=0
    )


@pytest.mark.parametrize(
    ("brought", "expected", "untouched"),
    [
        ([("d1", 2, None), ("d2", 2, None)], ["one", "two"], 2),
        ([("d1", 2, None), ("d2", 2, "other")], ["one", "other"], 1),
        ([("d1", 3, None), ("d2", 3, "two"), ("d3", 3, "three")], ["one", "two", "three"], 0),
        ([("d2", 2, None), ("d1", 2, None)], ["two", "one"], 0),
        ([("d1", 2, None)], ["one"], 1),
    ],
)
def test_texts_that_are_told_already_need_not_be_brought(brought, expected, untouched) -> None:
    with duckdb.connect() as connection:
        connection.execute(ARTICLE_VERSIONS.ddl())
        insert(connection, ARTICLE_VERSIONS, versions(("d1", 2, "one"), ("d2", 2, "two")))
        before = sums_of(connection, [ARTICLE_VERSIONS])
        places = "SELECT rowid FROM article_versions"
        earlier = set(connection.execute(places).fetchall())
        told = pl.Series("document_id", [document for document, _, body in brought if body is None], pl.String)
        gone, come = bring_to(connection, ARTICLE_VERSIONS, versions(*brought), told=Told("body", told))
        assert len(earlier & set(connection.execute(places).fetchall())) == untouched
        found = fetch(connection, "SELECT document_id, versions, body FROM article_versions ORDER BY version")
        assert found["body"].to_list() == expected
        assert found["document_id"].to_list() == [document for document, *_ in brought]
        assert changed_by(before, gone=gone, come=come) == sums_of(connection, [ARTICLE_VERSIONS])
