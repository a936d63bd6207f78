"""A file of tables without documents: neither their rows nor what deleted rows left in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.warehouse.connections import fetch, opened
from kliping.warehouse.erasing import erase
from kliping.warehouse.store import Store
from tests.finding import holding
from tests.kliping.warehouse.homes import article, document, publish_rows

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "Kapal kayu itu berlayar tanpa lampu malam hari"


def test_rows_that_were_deleted_before_leave_nothing_behind(tmp_path: Path) -> None:
    store = Store(tmp_path)
    rows = {"articles": [article("1"), article("2", SECRET)], "documents": [document("1"), document("2")]}
    publish_rows(store, 1, rows)
    with opened(store.published, write=True) as connection:
        for table in ("articles", "documents"):
            connection.execute(f"DELETE FROM {table} WHERE document_id = 'd2'")
    assert str(store.published) in holding(tmp_path, SECRET), "DuckDB leaves deleted rows where they lie"
    assert erase(store.home, store.published, ["d2"]) == 0
    assert str(store.published) not in holding(tmp_path, SECRET)
    with opened(store.published) as connection:
        assert fetch(connection, "SELECT document_id FROM articles")["document_id"].to_list() == ["d1"]
