import numpy as np
import polars as pl
import pytest

from kliping.cleaning.table_rows import keep_tables

A, B, T, M = "Harga emas naik.", "Pembeli antre.", "1 gram | Rp1", "Beranda | Indeks | Masuk"


@pytest.mark.parametrize(
    ("lines", "kept", "told"),
    [
        ([A, T, T, T, B], "10001", "11111"),
        ([A, T, T, T, B], "10100", "11110"),
        ([A, T, T, B], "10000", "10000"),
        ([A, T, B], "101", "101"),
        ([A, M, T, T], "1001", "1011"),
        ([T, T, A], "001", "001"),
        ([A, B], "10", "10"),
    ],
)
def test_a_table_is_kept_whole_or_not_at_all(lines, kept, told):
    keep = np.array([one == "1" for one in kept])
    found = keep_tables(pl.Series(lines), np.array([0, len(lines)]), keep)
    assert "".join("1" if one else "0" for one in found) == told


def test_tables_of_two_pages_are_two():
    found = keep_tables(pl.Series([A, T, T, T]), np.array([0, 2, 4]), np.array([True, False, False, True]))
    assert found.tolist() == [True, False, True, True]
