"""The title of a page: which line it is, or none."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.metadata import settle_roles
from kliping.metadata.survey import surveyed
from kliping.metadata.titles.presence import LIKELY_BARE, dated_below
from kliping.metadata.titles.titles import SHOWN, find_titles, unescaped

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, MASTHEAD, TITLE, batch, chosen_of, evidence_of, read


def test_the_best_lines_are_candidates_and_the_first_is_chosen():
    found = find_titles(surveyed(*batch([[*MASTHEAD, TITLE, "Senin, 3 Juni 2024", *BODY]])))
    assert found.height <= SHOWN
    assert found.filter("chosen")["value"].to_list() == [TITLE]
    assert found["chosen"].to_list()[0]


def test_a_section_behind_a_bar_is_no_part_of_the_title():
    assert read([*MASTHEAD, f"{TITLE} | Opinion", "Senin, 3 Juni 2024", *BODY])[2]["title"] == TITLE
    assert read([*MASTHEAD, f"{TITLE} | Sungai", "Senin, 3 Juni 2024", *BODY])[2]["title"] == f"{TITLE} | Sungai"


@pytest.mark.parametrize(
    ("below", "found"),
    [
        (["Lima puluh tahun ia mengukir pintu", "Bayu Pratama", "14 Februari 2022"], True),
        (["Sukamaju, di lembah sungai"], False),
        (["1", "2", "3", "4", "14 Februari 2022"], False),
        (["Ia lahir di lembah itu pada 14 Februari 1944, kata keluarganya."], False),
    ],
)
def test_a_day_shortly_below_a_headline_speaks_for_it(below, found):
    survey = surveyed(*batch([["Kabar Lereng", TITLE, *below, *BODY]]))
    assert dated_below(np.array([1]), survey).tolist() == [found]


NOTE = "Redaksi Kabar Contoh menulis untuk pembaca, dan semua uji coba kami biayai sendiri tanpa bantuan siapa pun."


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ([NOTE, "Tutup", "Beranda Daerah Ekonomi"], TITLE),
        ([], "Adil atau Tidak? Warga Sukamaju Perbaiki Sendiri Jembatan Gantung yang Rusak di Dua Dusun."),
    ],
    ids=["a note to readers above it", "a full stop at its end"],
)
def test_a_sure_title_on_a_page_with_a_frame_may_look_like_the_article(above, title):
    head = [*above, title, "Oleh Sari Wulandari", "Senin, 3 Juni 2024 10:15 WIB"]
    page = [*MASTHEAD, "Beranda", "Daerah", "Ekonomi", "Indeks", *head, *BODY, *BODY, "Tentang Kami", "Redaksi"]
    assert read(page)[2]["title"] == title


def test_a_label_before_the_title_is_not_part_of_it():
    lines = [f"Judul: {TITLE}", f'title: "{TITLE}"', f"Title: {TITLE}"]
    evidence = evidence_of([[line, "Senin, 3 Juni 2024", *BODY] for line in lines]).filter("chosen", field="title")
    assert evidence.select("value", "evidence").rows() == [(TITLE, TITLE)] * len(lines)


def test_a_paragraph_is_no_title_nor_is_a_line_below_the_opening():
    pages = {
        "a paragraph above the article": [("boilerplate", BODY[0]), *BODY[1:]],
        "180 characters": [("boilerplate", "Jembatan gantung " * 12), *BODY],
        "a colon at the end": [("boilerplate", BODY[0][:-1] + ":"), *BODY],
        "below the opening of the article": [*BODY, ("boilerplate", TITLE)],
    }
    found = chosen_of(list(pages.values()))
    assert dict(zip(pages, (told["title"] for told in found), strict=True)) == dict.fromkeys(pages)


def test_a_title_that_was_kept_for_body_is_found_above_the_first_paragraph():
    title = "Warga Sukamaju Perbaiki Jembatan Gantung yang Rusak Diterjang Banjir Bandang di Dua Dusun Pekan Lalu"
    _, _, chosen = read([title, *BODY])
    assert chosen["title"] == title


@pytest.mark.parametrize("dateline", ["CONTOH.com, SUKAMAJU - ", "Sukamaju, contoh.co.id – ", "CONTOH.COM- "])
def test_a_lead_that_opens_with_a_dateline_is_no_title(dateline):
    lead = f"{dateline}Stok beras yang berada di gudang desa saat ini mencapai dua ribu ton lebih"
    lines, evidence, chosen = read([lead, *BODY])
    assert chosen["title"] is None
    assert settle_roles(lines, evidence)["role"].to_list()[0] == "body"


def test_nothing_else_is_taken_for_the_title_that_the_source_gives():
    lines, evidence, chosen = read(["Bendungan Kering", *BODY], fields=[("title", TITLE)])
    titles = evidence.filter(field="title")
    assert (chosen["title"], titles["value"].to_list()) == (TITLE, [TITLE])
    assert "title" not in settle_roles(lines, evidence)["role"].to_list()


def test_a_copy_of_the_title_is_no_byline_and_dates_below_it_are_the_article_s():
    title = "Perbaikan Jembatan di Desa Sukamaju Belum Selesai"
    page = ["Beranda", title + " - Kabar Contoh", "2 min read", ("duplicate", title), "Oleh Sari Wulandari", *BODY]
    _, evidence, chosen = read(page)
    assert (chosen["title"], chosen["authors"]) == (title, ["Sari Wulandari"])
    assert evidence.filter(field="title", chosen=True)["line"].to_list() == [3]


NO_TITLE = [
    # an article without its title, as scrapers leave it
    ["Jakarta", "-", *BODY],
    ["Kota Sukamaju", "-", *BODY],
    ["(Sari Wulandari)", *BODY],
    [BODY[0], "SCROLL TO CONTINUE WITH CONTENT", *BODY[1:]],
    ["Warga", "Desa Sukamaju", "bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir.", *BODY[1:]],
    ["Jembatan gantung itu rusak pada pekan lalu.", *BODY],
]


def test_an_article_alone_has_no_title():
    assert [told["title"] for told in chosen_of(NO_TITLE)] == [None] * len(NO_TITLE)


def test_a_name_inside_a_paragraph_that_was_broken_is_no_title():
    parts = ["Bursa pemain dibuka lebih awal karena", "Piala Antarklub Lereng 2025", BODY[0]]
    documents, lines, languages = batch([[*(("body", part) for part in parts), *BODY, *[parts[1]] * 2]])
    whole = lines.with_columns(paragraph=pl.when(pl.col("line") <= 5).then(1).otherwise("paragraph").cast(pl.Int32))
    for read_as, found in ((lines, True), (whole, False)):
        titles = find_titles(surveyed(documents, read_as, languages))
        assert (3 in titles["line"].to_list()) is found


FRAME = ("Beranda", "Daerah", "Ekonomi", "Olahraga", "Indeks")
POEM = ["Lampu di dermaga tidak pernah tidur", "ia menghitung perahu yang belum pulang", "satu demi satu"]


def test_a_poem_has_its_title_above_its_author():
    head = ["Puisi: Lentera di Muara Sungai", "Oleh: Sari Wulandari", "Minggu, 14 Januari 2024"]
    page = ["Kabar Contoh", *FRAME, *head, *POEM, "Tentang Kami"]
    _, _, chosen = read(page)
    assert (chosen["title"], chosen["authors"]) == ("Puisi: Lentera di Muara Sungai", ["Sari Wulandari"])


def test_a_text_without_a_page_around_it_needs_a_surer_title():
    """The same line is stated or not by what stands around the article."""
    bare = read([TITLE, *BODY])[1].filter(pl.col("field") == "title")
    assert bare.filter("chosen")["confidence"].min() >= LIKELY_BARE


def test_a_title_holds_the_signs_that_entities_stand_for():
    titles = pl.DataFrame({"value": ["Harga &amp; Pasokan &#34;Cabai&#x22;", "Harga & Pasokan", None]})
    assert unescaped(titles)["value"].to_list() == ['Harga & Pasokan "Cabai"', "Harga & Pasokan", None]
    assert unescaped(titles.tail(2)).equals(titles.tail(2))
