"""What documents tell beside their texts: whose they are, and of what days."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kliping.duplicates.circumstances import Told, circumstances, copies_in, outlet_keys, told_of
from kliping.duplicates.group_kernels import UNDATED
from kliping.duplicates.pair_features import ANOTHER_HOUSE, CODES, LATER, SAME_HOUSE, SAME_OUTLET, UNKNOWN

UTARA = ("https://utara.kabar-contoh.co.id/a", "Kabar Contoh")
SELATAN = ("http://www.selatan.kabar-contoh.co.id:80/b?c=1", None)
LAIN = ("https://warta.example.org/berita", "Kabar Contoh")
BY_NAME = (None, "kabarcontoh.co.id")
OTHER_NAME = (None, "Warta")
NOBODY = (None, None)


def told(*documents):
    """Told of (address, outlet, day)."""
    keys = outlet_keys(pl.Series([url for url, *_ in documents]), pl.Series([name for _, name, *_ in documents]))
    return told_of(keys, np.array([day[0] if day else UNDATED for _, _, *day in documents]))


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        (UTARA, UTARA, SAME_OUTLET),
        (UTARA, ("HTTPS://M.Utara.Kabar-Contoh.co.id/x", "Lain"), SAME_OUTLET),
        (UTARA, SELATAN, SAME_HOUSE),
        (UTARA, LAIN, ANOTHER_HOUSE),  # addresses tell more than names
        (UTARA, BY_NAME, SAME_OUTLET),
        (SELATAN, BY_NAME, UNKNOWN),
        (BY_NAME, OTHER_NAME, UNKNOWN),  # an outlet is spelt in many ways
        (OTHER_NAME, (None, "WARTA"), SAME_OUTLET),
        (NOBODY, NOBODY, UNKNOWN),
        (UTARA, ("kabar/utara", ""), UNKNOWN),
        (("https://satu.blogspot.com/a", None), ("https://dua.blogspot.com/b", None), ANOTHER_HOUSE),
    ],
)
def test_outlets_are_told_by_host_else_by_name(one, other, code):
    found = circumstances(told(one, other), np.array([0, 1]), np.array([1, 0]))
    assert found.tolist() == [code, code]


@pytest.mark.parametrize(
    ("one", "other", "later"), [(0, 0, 0), (0, 1, 0), (2, 0, 1), (5, 9, 1), (UNDATED, 0, 0), (0, UNDATED, 0)]
)
def test_a_day_between_makes_it_another_days(one, other, later):
    found = circumstances(told((*NOBODY, one), (*NOBODY, other)), np.array([0, 1]), np.array([1, 0]))
    assert found.tolist() == [LATER * later] * 2


def test_hashes_are_the_same_everywhere_and_narrow():
    keys = outlet_keys(pl.Series(["https://utara.example.org/a", None]), pl.Series([None, "Kabar Contoh"]))
    assert keys.rows() == [(3222825252, 1356355809, None), (None, None, 2185031352)]
    assert set(keys.dtypes) == {pl.UInt32}
    empty = outlet_keys(pl.Series([], dtype=pl.String), pl.Series([], dtype=pl.String))
    assert empty.is_empty()


def test_each_circumstance_has_its_bit():
    codes = np.arange(CODES, dtype=np.uint8)
    for code in range(CODES):
        assert copies_in(np.full(CODES, 1 << code, np.uint8), codes).tolist() == [at == code for at in range(CODES)]


def test_nothing_is_told_of_documents_that_are_not_known():
    nothing = pl.DataFrame({name: [None, None] for name in ("host", "site", "outlet")})
    found = told_of(nothing, np.full(2, UNDATED))
    assert isinstance(found, Told)
    assert circumstances(found, np.array([0]), np.array([1])).tolist() == [UNKNOWN]
