"""Columns that cannot be what they are called."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kliping.reading.formats.columns import Mapped
from kliping.reading.formats.doubts import ENOUGH, doubts
from kliping.reading.formats.profiles import profile

START = datetime(2024, 6, 13, 21, 0, 3)  # noqa: DTZ001 - a scraper's clock
ROWS = range(20)
TEXTS = [f"Warga desa memperbaiki jembatan nomor {n} yang putus karena banjir pada awal pekan ini. " * 4 for n in ROWS]


def moments(seconds):
    return [str(START + timedelta(seconds=seconds * n + n % 3)) for n in ROWS]


def addresses(days):
    return [f"https://example.org/2023/{n % 9 + 1:02}/{days(n):02}/berita-{n}" for n in ROWS]


def said(days):
    return [f"2023-{n % 9 + 1:02}-{days(n):02}" for n in ROWS]


@pytest.mark.parametrize(
    ("beside", "column", "words"),
    [
        ({"tanggal": ["13/06/2024"] * 20}, "tanggal", "the same in all of 20 rows"),
        ({"tanggal": ["13/06/2024"] * 20, "jam": ["21:02", "07:30"] * 10}, "tanggal", None),
        ({"tanggal": ["13/06/2024 08:00", "13/06/2024 21:15"] * 10}, "tanggal", None),
        ({"penulis": ["Sari Dewi"] * 20}, "penulis", "the same in all of 20 rows"),
        ({"penulis": ["Sari Dewi", "nan"] * 10}, "penulis", None),
        ({"tanggal": moments(4)}, "tanggal", "within seconds"),
        ({"tanggal": moments(3600)}, "tanggal", None),
        ({"tanggal": moments(600), "scraped_at": moments(600)}, "tanggal", "as scraped_at does"),
        ({"tanggal": moments(9000), "scraped_at": moments(9900)}, "tanggal", None),
        ({"tanggal": said(lambda n: n % 9 + 1), "url": addresses(lambda n: n % 9 + 1)}, "tanggal", None),
        ({"tanggal": said(lambda n: n % 9 + 10), "url": addresses(lambda n: n % 9 + 1)}, "tanggal", "other days"),
    ],
)
def test_a_corrupt_column_is_doubted_and_a_sound_one_is_not(beside, column, words):
    found = profile({"judul": [f"Berita {n}" for n in ROWS], "isi": TEXTS, **beside}, {}).doubts
    assert (words in found[column]) if words else column not in found


def test_one_text_in_all_rows_says_nothing_of_its_author():
    assert profile({"isi": TEXTS[:1] * 20, "penulis": ["Sari Dewi"] * 20}, {}).doubts == {}


def test_a_few_rows_are_not_enough_to_doubt_a_column():
    mapping = Mapped(("isi",), {"authors": ("penulis",)})
    told = [doubts({"isi": TEXTS[:n], "penulis": ["Sari Dewi"] * n}, mapping, {}) for n in (ENOUGH - 1, ENOUGH)]
    assert told == [{}, {"penulis": f"it says the same in all of {ENOUGH} rows"}]
