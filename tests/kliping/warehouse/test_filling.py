"""What a candidate is filled with."""

from __future__ import annotations

from kliping.tables.tables import TABLES
from kliping.warehouse.filling import OF_GROUPS


def test_tables_of_groups_are_tables_that_count() -> None:
    assert all(table in TABLES and table.hashed for table in OF_GROUPS)
