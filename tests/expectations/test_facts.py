"""Measures are made where a query asks for them."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from expectations import facts
from kliping.settings import GateSettings
from kliping.warehouse.store import ARRIVED


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("SELECT batch FROM arrived", 1),
        ('SELECT batch FROM "arrived"', 1),
        ("SELECT 'é', batch FROM arrived -- isn't it", 1),
        ("SELECT 'a page that arrived on a day' AS said", 0),
        ("SELECT 1 -- nothing arrived", 0),
    ],
)
def test_what_arrived_is_looked_up_where_a_query_asks_for_it(query: str, asked: int) -> None:
    told: list[int] = []

    def arrived() -> pl.DataFrame:
        told.append(1)
        return pl.DataFrame(schema=ARRIVED)

    with duckdb.connect(":memory:") as database:
        facts.measure(database, GateSettings(), arrived, ["SELECT 2 -- first", query])
        database.execute(query)
    assert len(told) == asked
