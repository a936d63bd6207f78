"""Clients that stand in this environment read the published file, its views and its search."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from kliping.warehouse.store import Store
from tests.kliping.warehouse.homes import article, document, publish_rows

FOUND = "SELECT title FROM search('kapal kayu')"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = Store(tmp_path_factory.mktemp("clients") / "home")
    rows = [article("1", "Kapal kayu berlayar."), article("2", "Harga cabai turun.", authors=["Sari", "Rahmat"])]
    publish_rows(store, 1, {"articles": rows, "documents": [document("1"), document("2")]})
    return store.published


def by_duckdb(path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.sql(query).fetchall()


def by_pandas(path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return list(connection.sql(query).df().itertuples(index=False, name=None))


def by_polars(path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return pl.read_database(query, connection).rows()


def by_pyarrow(path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return [tuple(row.values()) for row in connection.sql(query).to_arrow_table().to_pylist()]


def by_sqlalchemy(path: Path, query: str) -> list[tuple[object, ...]]:
    from sqlalchemy import create_engine, text

    engine = create_engine(f"duckdb:///{path}", connect_args={"read_only": True})
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query.replace(":=", r"\\:="))).fetchall()]
    engine.dispose()
    return found


@pytest.mark.parametrize("ask", [by_duckdb, by_pandas, by_polars, by_pyarrow, by_sqlalchemy])
def test_a_client_reads_tables_views_and_search(published: Path, ask) -> None:
    assert ask(published, "SELECT count(*) FROM articles") == [(2,)]
    assert ask(published, "SELECT article_id FROM undated_articles ORDER BY 1") == [("a1",), ("a2",)]
    assert ask(published, FOUND) == [("Judul 1",)]
    ((authors,),) = ask(published, "SELECT authors FROM articles WHERE article_id = 'a2'")
    assert list(authors) == ["Sari", "Rahmat"]
