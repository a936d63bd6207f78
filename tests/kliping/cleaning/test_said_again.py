"""A body pasted twice, of which one printing has links and marks inside its paragraphs."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.cleaning import clean, joined_lines
from kliping.cleaning.said_again import drop_said_again
from kliping.settings.cleaning import CleaningSettings

HEAD = [
    "Suara Contoh",
    "Beranda",
    "Rapat Koordinasi Banjir Digelar di Balai Kota",
    "Selasa, 4 Februari 2025 | 14:05 WIB",
]
BODY = [
    "Pemerintah kota menggelar rapat koordinasi penanganan banjir di balai kota. Rapat dihadiri relawan enam desa.",
    "Wali kota meminta setiap kecamatan memetakan saluran yang tersumbat. Peta itu akan dibahas pekan depan.",
    '"Kami tidak mau menunggu air naik lagi," kata wali kota.',
    "Relawan menyiapkan dua belas perahu karet di tiga posko. Dapur umum dibuka di balai warga.",
]
LINK, MARK = " Baca juga: Jembatan Kali Bening Putus Diterjang Banjir", " [Gambas:Video 20detik]"
GLUED = [BODY[0], BODY[1] + LINK, BODY[2] + MARK, BODY[3]]
FOOT = ["Berita Terkait", "Jalan Rusak Diperbaiki", "© 2025 Suara Contoh"]


@pytest.mark.parametrize("printings", [(GLUED, BODY), (BODY, GLUED)])
def test_the_second_printing_is_a_duplicate_whichever_has_the_links(documents, printings):
    page = documents("\n\n".join([*HEAD, *printings[0], *printings[1], *FOOT]))
    lines = clean(page, CleaningSettings())
    said = joined_lines(lines).filter(pl.col("paragraph").is_not_null())["text"].to_list()
    assert [text.strip() for text in said] == BODY
    second = lines.filter(pl.col("role") == "duplicate")
    first = lines.filter(pl.col("paragraph").is_not_null())["line"].to_list()
    assert second["same_as_line"].to_list() == first
    assert second["cuts"].null_count() == second.height


def test_refrains_and_single_printings_stay(documents):
    short = "Ia menang lagi." + LINK
    page = documents(
        "\n\n".join([*HEAD, *GLUED, short, "Warga lain pulang ke rumah pada malam hari.", "Ia menang lagi."])
    )
    kept = clean(page, CleaningSettings()).filter(pl.col("paragraph").is_not_null())["text"].to_list()
    assert [text for text in kept if text.startswith("Ia menang")] == [short, "Ia menang lagi."]


def test_lines_without_pieces_come_back_as_they_are(documents):
    lines = clean(documents("\n\n".join([*HEAD, *BODY, *BODY])), CleaningSettings())
    assert lines["cuts"].null_count() == lines.height
    assert drop_said_again(lines) is lines
