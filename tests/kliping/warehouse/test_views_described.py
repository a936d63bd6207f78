"""Views of the published file: each is told, and each runs over empty tables."""

from __future__ import annotations

import duckdb

from kliping.tables import views
from kliping.tables.tables import TABLES


def test_every_view_runs_over_empty_tables_and_has_a_comment():
    connection = duckdb.connect()
    for table in TABLES:
        connection.execute(table.ddl())
    for view in views.VIEWS:
        connection.execute(view.ddl())
        assert connection.sql(f"SELECT * FROM {view.name}").fetchall() == []
    told = dict(connection.sql("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
    assert set(told) == {view.name for view in views.VIEWS}
    assert all(told.values())
