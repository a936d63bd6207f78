"""Lists of pages by what their markup states, and by headlines alone."""

from __future__ import annotations

import pytest

from kliping.cleaning import clean
from kliping.cleaning.indexes import stated_lists
from kliping.cleaning.pages import page_kinds
from kliping.settings.cleaning import CleaningSettings

HEADLINES = [
    "Warga Sukamaju Perbaiki Jembatan Gantung yang Rusak",
    "Pasar Terapung Muara Kembali Ramai Setelah Dermaga Diperbaiki",
    "Angin Timur Bikin Petani Garam Panen Lebih Awal",
    "Penjahit Kampung Kebanjiran Pesanan Seragam Sekolah",
    "Perahu Perpustakaan Singgah di Delapan Desa Danau",
    "Bupati Resmikan Jalan Lingkar Timur Sepanjang Sembilan Kilometer",
    "Harga Cabai di Pasar Kidul Turun Tipis Pekan Ini",
    "Nelayan Muara Temukan Perahu Karam Dekat Mercusuar",
]
LEAD = "LERENG - Pekan ketiga Liga Desa akan berlangsung di lapangan kecamatan pada akhir pekan."
MATCHES = [f"{hour}.00 WIB | Persatuan Lereng {hour} vs Putra Muara {hour + 1}" for hour in range(9, 18)]
STORY = (
    "<p>"
    + "</p><p>".join(f"{n}. Warga desa memperbaiki jembatan gantung yang rusak diterjang banjir." for n in range(6))
    + "</p>"
)


def kind(documents, text, *, markup):
    frame, settings = documents(text, markup=markup), CleaningSettings()
    return page_kinds(frame, clean(frame, settings), settings).row(0, named=True)


def page(head):
    return f"<html><head><title>Sari Dewi</title>{head}</head><body><h1>Sari Dewi</h1>{STORY}</body></html>"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:type" content="profile">',
        "<meta content='profile' property='og:type'/>",
        '<script type="application/ld+json">{"@graph":[{"@type": "CollectionPage"}]}</script>',
    ],
)
def test_a_page_that_says_that_it_is_a_list_or_a_person_is_no_article(documents, head):
    found = kind(documents, page(head), markup=True)
    assert (found["page_kind"], found["page_kind_reason"]) == ("index", "markup")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:type" content="website">',
        '<meta property="og:type" content="article"><script>{"@type":"ProfilePage"}</script>',
        '<meta content="article" property="og:type"><script>{"@type":"ProfilePage"}</script>',
        '<script>{"@type":"NewsArticle","author":{"@type":"Person","mainEntityOfPage":{"@type":"ProfilePage"}}}</script>',
        '<meta property="og:profile" content="x"><meta name="kind" content="profile">',
    ],
)
def test_what_says_no_such_thing(documents, head):
    assert kind(documents, page(head), markup=True)["page_kind"] == "article"


def test_only_markup_states_what_a_page_is(documents):
    head = '<meta property="og:type" content="profile">'
    assert len(stated_lists(documents(page(head), markup=True))) == 1
    assert stated_lists(documents(page(head), markup=False)) == set()


def test_headlines_and_nothing_else_are_an_index(documents):
    found = kind(documents, "\n\n".join(["Berita Terkini", *HEADLINES]), markup=False)
    assert (found["page_kind"], found["page_kind_reason"]) == ("index", "teasers")


@pytest.mark.parametrize(
    "lines",
    [
        HEADLINES[:5],
        [*HEADLINES, "Warga desa itu memperbaiki jembatan gantung yang rusak diterjang banjir bandang pekan lalu."],
        [f"{LEAD} Berikut jadwal pekan ini, yang disusun panitia bersama para pelatih:", *MATCHES],
        [line.lower() for line in HEADLINES],  # verse
        [line.split(" ", 2)[0] + " Dewi" for line in HEADLINES],  # names
    ],
)
def test_other_lines_are_no_index(documents, lines):
    assert kind(documents, "\n\n".join(lines), markup=False)["page_kind"] != "index"
