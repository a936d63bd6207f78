"""Titles on top of a head."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kliping.metadata.survey import surveyed
from kliping.metadata.titles.heads import headed_titles
from kliping.metadata.titles.titles import find_titles

sys.path.insert(0, str(Path(__file__).parent))
from pages import batch, read

TITLE, DAY = "Klasemen liga kampung pekan kedua belas", "Minggu, 4 Februari 2024"
MENU = ["Beranda", "Nasional", "Olahraga", "Teknologi", "Indeks"]
ROWS = [("body", "1. Persatuan Rawa 28"), ("body", "2. Putra Lumbung 25"), ("body", "Pekan depan libur.")]
FOOT = ["Bagikan", "Redaksi", "Kontak"]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ([TITLE, DAY], TITLE),
        ([TITLE, "Sari Wulandari", DAY], TITLE),
        ([TITLE, DAY, "Penulis: Sari Wulandari"], TITLE),
        ([TITLE, "Redaksi", DAY], TITLE),
        ([("related", TITLE), DAY], TITLE),
        (["Resep Sayur Lodeh Rebung", "Dian Puspa", DAY], "Resep Sayur Lodeh Rebung"),
        ([TITLE, "Sari Wulandari Dewi", DAY], TITLE),
        (["Ramalan bintang Sabtu 3 Februari 2024", "Sabtu, 3 Februari 2024"], "Ramalan bintang Sabtu 3 Februari 2024"),
        (["Ramalan bintang hari ini, Kamis 11 Januari 2024"], "Ramalan bintang hari ini, Kamis 11 Januari 2024"),
        (["Diterbitkan pada hari Kamis 11 Januari 2024"], None),
        (["Senin, 3 Mei 2021 07:12 WIB"], None),
        ([TITLE], None),
        ([TITLE, "Minggu pagi"], None),
        ([DAY, "Kepala desa bicara kepada para wartawan tentang rencana"], None),
        (["Nasional", DAY], None),
        (["Sari Wulandari - Kabar Contoh", DAY], None),
        (["Liga usai.", DAY], None),
        ([("body", TITLE), DAY], None),
    ],
)
def test_a_headline_is_the_line_on_top_of_its_head(head, found):
    survey = surveyed(*batch([[*MENU, *head, *ROWS, *FOOT]]))
    none = find_titles(survey).clear()
    told = headed_titles(survey, none)
    assert told.filter("chosen")["value"].to_list() == ([found] if found else [])
    if found:
        assert headed_titles(survey, told).equals(told)


def test_a_text_without_a_page_has_no_head():
    survey = surveyed(*batch([[TITLE, DAY, *ROWS]]))
    none = find_titles(survey).clear()
    assert headed_titles(survey, none).is_empty()


def test_a_headline_of_today_dates_its_page_where_nothing_else_does():
    headline = "Ramalan bintang hari ini, Kamis 11 Januari 2024"
    assert str(read([*MENU, headline, *ROWS, *FOOT])[2]["published_on"]) == "2024-01-11"
    assert str(read([*MENU, headline, "Rabu, 10 Januari 2024", *ROWS, *FOOT])[2]["published_on"]) == "2024-01-10"
    assert read([*MENU, headline.replace(" hari ini", " baru"), *ROWS, *FOOT])[2]["published_on"] is None


def test_a_heading_in_the_manner_of_another_is_nobody():
    rows = [("body", "Divisi Satu"), *ROWS, ("body", "Divisi Dua"), *ROWS]
    assert not read([*MENU, TITLE, DAY, *rows, *FOOT])[2]["authors"]
    rows[4] = ("body", "Hasil lain")
    assert read([*MENU, TITLE, DAY, *rows, *FOOT])[2]["authors"]
