"""What stands in a cell, and what a column's cells say together."""

from __future__ import annotations

import pytest

from kliping.reading.formats.cells import (
    day_order,
    is_placeholder,
    listed_values,
    moment,
    shared_suffix,
    unescaped,
    unwritten,
)
from kliping.reading.formats.columns import named, zone_named


@pytest.mark.parametrize(
    ("value", "order", "zone", "meant"),
    [
        ("Kabar.example - 10/06/2025, 21:23 WIB", "dmy", None, "2025-06-10T21:23+07:00"),
        ("10/21/2025 20:43", None, None, "2025-10-21T20:43"),
        ("9/1/2025 9:31", "mdy", None, "2025-09-01T09:31"),
        ("9/1/2025", "dmy", None, "2025-01-09"),
        ("03/04/98", "dmy", None, "1998-04-03"),
        ("03/04/69", "dmy", None, "2069-04-03"),
        ("9/1/2025", None, None, None),
        ("9/9/2025", None, None, "2025-09-09"),
        ("05.06.24 3:15 PM", "dmy", "+08:00", "2024-06-05T15:15+08:00"),
        ("2025/06/10 12:00:01 +0700", None, None, "2025-06-10T12:00+0700"),
        ("2024-05-06 08:00", None, "+07:00", "2024-05-06T08:00+07:00"),
        ("44319", None, None, "2021-05-03"),
        ("45690,4375", None, None, "2025-02-02T10:30"),
        ("44319.5", None, None, "2021-05-03T12:00"),
        ("1620000000", None, None, "2021-05-03T00:00:00+00:00"),
        ("1620000000000", None, None, "2021-05-03T00:00:00+00:00"),
        ("20210501", None, None, "2021-05-01"),
        ("31/02/2024", "dmy", None, None),
        ("3 Mei 2021", None, None, None),
        ("18 orang", "dmy", None, None),
    ],
)
def test_a_date_in_figures(value, order, zone, meant):
    assert moment(value, order, zone) == meant


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["01/02/2024", "10/21/2025 20:43"], "mdy"),
        (["01/02/2024", "21/10/2025"], "dmy"),
        (["01/02/2024", "03/04/2024"], None),
        (["Senin, 09/06/2025", "01/02/2024"], "dmy"),
        (["Kabar - 01/02/2024, 21:23 WIB"], "dmy"),
        (["13/01/2024", "01/13/2024"], "mixed"),
        (["2024-01-13", "3 Mei 2024"], None),
    ],
)
def test_the_order_of_day_and_month_is_that_of_the_whole_column(values, order):
    assert day_order(values) == order


@pytest.mark.parametrize(
    ("value", "field", "nothing"),
    [
        ("nan", "title", True),
        ("[[author]]", "authors", True),
        ("{{ judul }}", "title", True),
        (" - ", "authors", True),
        ("admin", "authors", True),
        ("Admin Desa Mengundurkan Diri", "title", False),
        ("12.0", "authors", True),
        ("1917", "title", False),
        ("0000-00-00 00:00:00", "published_on", True),
        ("1970-01-01", "published_on", True),
        ("Tidak Ditemukan", "published_on", True),
        ("Nana", "authors", False),
        ("Tidak ada judul", "title", True),
        ("Kein Titel", "title", True),
        ("Unknown Author", "authors", True),
        ("TBA", "authors", True),
        ("0", "title", True),
        ("007", "title", False),
    ],
)
def test_a_placeholder_is_no_value(value, field, nothing):
    assert is_placeholder(value, field) is nothing


@pytest.mark.parametrize(
    ("ending", "count", "suffix"),
    [
        (" - Kabar Contoh", 20, "Kabar Contoh"),
        (" – Foto | Kabar Contoh", 20, "Kabar Contoh"),
        (" - Daerah - Kabar Contoh", 20, "Kabar Contoh"),
        (" - Kabar Contoh", 15, None),
        (" di Kabar-Contoh", 20, None),
    ],
)
def test_what_nearly_all_titles_end_in_is_the_outlet(ending, count, suffix):
    titles = [f"Warga Desa {n} Perbaiki Jembatan{ending if n < count else ''}" for n in range(20)]
    titles[3::4] = [title.replace(" - Kabar", " | Kabar") for title in titles[3::4]]
    assert shared_suffix(titles) == suffix
    assert shared_suffix(titles[:5]) is None


def test_escapes_are_undone_once():
    assert unescaped("Pompa &quot;Desa&quot; &amp;amp; Sumur&#10;Tua") == 'Pompa "Desa" &amp; Sumur Tua'
    assert unwritten(r"satu\r\ndua\u00a0tiga \"empat\"") == 'satu\ndua\u00a0tiga "empat"'


def test_a_list_as_python_writes_it():
    assert listed_values("['Sari Dewi', None, \"Jum'at Karim\"]") == ["Sari Dewi", "Jum'at Karim"]
    assert listed_values("[Sari Dewi") is None
    assert listed_values("(" * 5000) is None


@pytest.mark.parametrize(
    ("column", "meaning"),
    [
        ("tanggal_publikasi", "published_on"),
        ("tgl", "published_on"),
        ("Isi Berita ", "text"),
        ("judul_artikel_berita", "title"),
        ("title.rendered", "title"),
        ("author.name", "authors"),
        ("article.meta.published", "published_on"),
        ("author_name", "authors"),
        ("raw_content", "text"),
        ("scraped_at", ""),
        ("kategori", ""),
        ("aspek_target", None),
    ],
)
def test_what_a_name_says(column, meaning):
    found = named(column)
    assert (found and found.field) == meaning


def test_a_name_may_state_a_zone():
    assert (zone_named("tanggal_wib"), zone_named("published_at_utc"), zone_named("wibawa")) == (
        "+07:00",
        "+00:00",
        None,
    )
