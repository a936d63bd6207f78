"""What tables come to: whatever the order, and by addition what a whole reading gives."""

from __future__ import annotations

import duckdb
import pytest

from kliping.tables.tables import TABLES, TEMPLATES
from kliping.warehouse.fingerprints import changed_by, digest_of_sums, sums_of, tables_sha256

ROWS = [("unduh aplikasi", 3, 4, 0.5), ("baca juga", 8, 9, 0.7), ("bagikan", 3, 3, 0.1), ("bagikan", 3, 3, 0.1)]


@pytest.fixture
def file():
    with duckdb.connect() as connection:
        for table in TABLES:
            connection.execute(table.ddl())
        yield connection


def fill(connection, rows):
    connection.executemany("INSERT INTO templates VALUES (?, ?, ?, ?)", rows)


def test_the_order_of_rows_makes_no_difference_and_their_number_does(file):
    empty = tables_sha256(file)
    fill(file, ROWS)
    whole = tables_sha256(file)
    file.execute("DELETE FROM templates")
    assert tables_sha256(file) == empty
    fill(file, ROWS[::-1])
    assert tables_sha256(file) == whole
    file.execute("DELETE FROM templates")
    fill(file, ROWS[:3])
    assert tables_sha256(file) not in (whole, empty)


@pytest.mark.parametrize("gone", ["text = 'bagikan'", "groups > 3", "true", "false"])
def test_what_went_and_came_adds_up(file, gone):
    fill(file, ROWS)
    before, less = sums_of(file, TABLES), sums_of(file, [TEMPLATES], gone)
    file.execute(f"DELETE FROM templates WHERE {gone}")
    fill(file, [("iklan", 1, 2, 0.3)])
    after = changed_by(before, gone=less, come=sums_of(file, [TEMPLATES], "text = 'iklan'"))
    assert after == sums_of(file, TABLES)
    assert digest_of_sums(TABLES, after) == tables_sha256(file)
