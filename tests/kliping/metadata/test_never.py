"""What no title looks like."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from kliping.metadata.survey import surveyed
from kliping.metadata.titles.never import inside_article, never

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, batch


def judged(lines: list[str]) -> list[bool]:
    survey = surveyed(*batch([lines]))
    return never(survey.lines["text"], np.arange(survey.lines.height), survey).tolist()


@pytest.mark.parametrize(
    "line",
    [
        "2 Mei 2024",
        "2 Mei 2024 10:20 WIB",
        "Sukamaju, 2 Mei 2024",
        "Diterbitkan pada Kamis, 2 Mei 2024",
        "Last Updated: May 2, 2024",
        "10:20 WIB",
        "Kamis, 2 Mei 2024 | 22:11 WIB",
        "https://example.org/berita",
        "© 2024 Kabar Contoh",
        "Sunday, Dec 22nd 2024 11PM 9°C 2AM 8°C",
        "(Sari Wulandari / Kabar Contoh)",
        "Home / Tips & Tools / Book Reviews",
        "Warga memperbaiki jembatan gantung di Sukamaju. (Foto: Bayu/Kabar Contoh)",
        "Laporan Wartawan KabarContoh.com, Sari Wulandari",
        "Jembatan gantung itu saat dibuka kembali di Sukamaju. Dok. Keluarga",
        "Warga menyeberangi jembatan. Foto: Sari Wulandari",
    ],
)
def test_days_and_addresses_are_no_titles(line):
    assert judged([line]) == [True]


@pytest.mark.parametrize(
    "line",
    [
        TITLE,
        "Kabar Banjir Sukamaju 2 Mei 2024: Warga Pulang, 36 Masih di Posko",
        "2 May 2024: How the bridge was built",
        "Jembatan Sukamaju Dibuka 11 Agustus 2024",
        "2024 Tahun Panen Raya di Sukamaju",
        "Warga Sukamaju Menang. Foto Lama Jadi Bukti",
    ],
)
def test_a_title_may_tell_of_a_day(line):
    assert judged([line]) == [False]


def test_a_path_of_menus_that_ends_in_the_headline_below_it_is_no_title():
    path = f"Beranda/Daerah/{TITLE}"
    assert judged([path, "Bagikan", TITLE]) == [True, False, False]
    assert judged([path, "Bagikan", "Beranda"]) == [False, False, False]


def test_paragraphs_and_what_stands_below_the_opening_are_no_titles():
    survey = surveyed(*batch([[TITLE, *BODY, TITLE]]))
    inside = inside_article(survey.lines["text"], np.arange(survey.lines.height), survey)
    assert inside.tolist() == [False, *[True] * len(BODY), True]


@pytest.mark.parametrize(("letters", "inside"), [(40, [False, True, True]), (39, [False, True, False])])
def test_scripts_without_spaces_open_an_article_with_half_as_many_letters(letters, inside):
    # the line is a paragraph either way; whether what stands below is in the article is told by its length
    opening = ("body", "京" * (letters - 1) + "。")
    survey = surveyed(*batch([["東京の写真", opening, "東京の夜景"]], language="ja"))
    assert inside_article(survey.lines["text"], np.arange(3), survey).tolist() == inside


@pytest.mark.parametrize(("between", "is_path"), [(0, True), (5, True), (6, False)])
def test_a_path_of_menus_stands_shortly_above_its_headline(between, is_path):
    assert judged([f"Beranda/Daerah/{TITLE}", *["Bagikan"] * between, TITLE])[0] == is_path
