"""Lists of pages by what their markup states, and by headlines alone."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kliping.cleaning import clean
from kliping.cleaning.indexes import front_pages, stated_lists
from kliping.cleaning.page_facts import FACTS
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


BLURBS = [
    "Jalan desa yang mulus memudahkan warga membawa hasil kebun ke pasar.",
    "Dengan bantuan penyuluh, petani garam di pesisir kembali menemukan harapan.",
    "Pengurus kampung menanti kepastian soal dermaga baru yang dijanjikan.",
    "Setelah sepekan mengungsi, warga bantaran sungai mulai pulang ke rumah.",
]


def front_page(blurbs, between):
    """Headlines of other stories without end, and a blurb now and then: what the model keeps of a front page."""
    lines, kept = [], []
    for at, blurb in enumerate(blurbs):
        lines += [f"{headline} {at}" for headline in HEADLINES * 5][: 40 if at == 0 else between]
        kept.append(len(lines))
        lines.append(blurb)
    lines += [f"{headline} {at}" for at in range(10) for headline in HEADLINES]
    return lines, kept


@pytest.mark.parametrize(
    ("blurbs", "between", "told"),
    [
        (BLURBS, 5, True),
        (BLURBS[:3], 3, True),
        (BLURBS, 2, False),
        (BLURBS[:2], 5, False),
        ([*BLURBS[:3], " ".join(BLURBS * 2)], 5, False),
    ],
)
def test_blurbs_far_from_each_other_are_of_a_front_page(blurbs, between, told):
    text, kept = front_page(blurbs, between)
    lines = pl.DataFrame({"text": text}).with_row_index("at")
    lines = lines.select("text", pl.when(pl.col("at").is_in(kept)).then(pl.col("at")).alias("paragraph"))
    facts = np.zeros((1, len(FACTS)), np.float32)
    facts[0, FACTS.index("kept_share")] = 0.05
    facts[0, FACTS.index("apart_share")] = 0.5
    first_line = np.array([0, lines.height])
    assert front_pages(lines, first_line, facts).tolist() == [told]
    facts[0, FACTS.index("kept_share")] = 0.06
    assert front_pages(lines, first_line, facts).tolist() == [False]


BROKEN_OFF = (
    "Lereng, Kabar Lima - Kepala desa menegaskan, jembatan gantung yang rusak harus diperbaiki sebelum musim hujan "
    "karena membahayakan anak sekolah. Terakhir, Kamis (24/8) malam, warga melaporkan papan jembatan itu jatuh ke"
)


@pytest.mark.parametrize("end", [" sungai", " sungai,", " sungai...", " sungai …"])
def test_a_beginning_above_a_link_to_read_on_is_of_a_list(documents, end):
    found = kind(documents, f"{BROKEN_OFF}{end}\n\nREAD MORE »", markup=False)
    assert (found["page_kind"], found["page_kind_reason"]) == ("index", "teasers")


@pytest.mark.parametrize(
    ("text", "below"),
    [
        (f"{BROKEN_OFF} sungai.", "READ MORE"),
        (f"{BROKEN_OFF} sungai.”", "Baca selengkapnya"),
        (f"{BROKEN_OFF} sungai", "Bagikan"),
        (f"{BROKEN_OFF} sungai", None),
        ("\n\n".join([f"{n}. {BROKEN_OFF} sungai." for n in range(6)] + [BROKEN_OFF]), "READ MORE"),
    ],
)
def test_an_article_that_ends_or_has_no_such_link_is_none(documents, text, below):
    assert kind(documents, "\n\n".join([text, *([below] if below else [])]), markup=False)["page_kind"] == "article"
