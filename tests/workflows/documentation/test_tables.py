"""The page of tables, views and the search index."""

from __future__ import annotations

import pytest

from kliping.tables.tables import TABLES
from workflows.documentation.tables import tables_document


def section(name: str) -> list[str]:
    return tables_document().split(f"## `{name}`")[1].split("\n## ")[0].splitlines()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_section_lists_the_columns_in_their_order_with_their_types(table) -> None:
    rows = [line.split(" | ") for line in section(table.name) if line.startswith("| `")]
    listed = [(row[0].split("`")[1], row[1].removesuffix(" NOT NULL")) for row in rows]
    assert listed == [(column.name, column.type) for column in table.columns]


def test_what_depends_on_arrival_is_marked() -> None:
    marked = {line.split("`")[1] for line in section("documents") if line.startswith("| `") and "†" in line}
    assert marked == {"batch", "first_seen_at"}
    assert section("editions")[0] == " †"
    assert section("articles")[0] == ""
