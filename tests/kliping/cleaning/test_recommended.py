"""Second articles under a heading of other articles, and what posts of other sites leave."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kliping.cleaning import clean
from kliping.cleaning.recommended import end_above_recommended
from kliping.cleaning.sections import SECTION_ROLES
from kliping.settings.cleaning import CleaningSettings

OWN = """Sekolah Terapung Kekurangan Guru
Rini Astuti
Senin, 7 Maret 2022

Sekolah terapung di Danau Lembah kekurangan guru sejak dua pengajarnya pindah ke kota pada awal tahun.

Kepala sekolah, Bahrun Ilmi, mengatakan tiga kelas kini digabung menjadi satu ruang belajar di atas rakit.

"Kami bergantian mengajar dari pagi sampai sore," kata Bahrun, yang juga mengemudikan perahu jemputan.

Dinas pendidikan menjanjikan dua guru honorer yang mulai mengajar pada bulan depan.
"""
OTHER = """Bengkel Sepeda Tua Kembali Ramai
Selasa, 8 Maret 2022

Bengkel sepeda tua milik Karno kembali ramai setelah harga bahan bakar naik dan warga mencari kendaraan murah.

Ia memperbaiki delapan sepeda sehari, dua kali lebih banyak daripada tahun lalu.
"""


def body(documents, text):
    lines = clean(documents(text), CleaningSettings())
    return "\n".join(lines.filter(lines["paragraph"].is_not_null())["text"])


@pytest.mark.parametrize("heading", ["Berita Lainnya", "Rekomendasi untuk Anda", "Read next"])
def test_an_article_below_a_heading_of_others_is_another(documents, heading):
    kept = body(documents, f"{OWN}\n{heading}\n\n{OTHER}")
    assert "dua guru honorer" in kept
    assert "Bengkel sepeda" not in kept
    assert "delapan sepeda" not in kept


def test_below_a_link_the_article_goes_on(documents):
    first, rest = OWN.split('"Kami', 1)
    kept = body(documents, f'{first}Berita Lainnya\n\nBengkel Sepeda Tua Kembali Ramai\n\n"Kami{rest}')
    assert "bergantian mengajar" in kept
    assert "dua guru honorer" in kept


@pytest.mark.parametrize("heading", ["Baca juga:", "Read next"])
def test_below_a_headline_without_a_day_the_article_goes_on(documents, heading):
    first, rest = OWN.split("Dinas pendidikan", 1)
    goes_on = "Dermaga rakit yang rusak diterjang ombak membuat para guru menyeberang dua kali sehari."
    kept = body(
        documents, f"{first}{heading}\nDermaga Rakit Rusak Diterjang Ombak\n{goes_on}\n\nDinas pendidikan{rest}"
    )
    assert goes_on in kept
    assert "dua guru honorer" in kept


@pytest.mark.parametrize(
    "post",
    [
        "A post shared by Rakit Belajar (@rakitbelajar)",
        "pic.twitter.com/a1B2c3D4",
        "View this post on Instagram",
        "Lihat postingan ini di Instagram",
    ],
)
def test_what_a_post_of_another_site_leaves_is_no_body(documents, post):
    first, rest = OWN.split('"Kami', 1)
    kept = body(documents, f'{first}{post}\n\n"Kami{rest}')
    assert post not in kept
    assert "bergantian mengajar" in kept


def test_an_appeal_in_a_framed_article_is_none_of_it(documents):
    page = """Kabar Lembah
Beranda
Daerah
Indeks

Perahu Buku Singgah di Kampung Ulu
Jumat, 11 Februari 2022 | 08:15 WIB

Perahu buku singgah di Kampung Ulu setiap akhir pekan.

Lihat postingan ini di Instagram

"Anak-anak sudah menunggu," tuturnya.

Bagikan:
Facebook
WhatsApp

Berita Terkait

Tentang Kami
Redaksi
Pedoman Media Siber
"""
    kept = body(documents, page)
    assert "sudah menunggu" in kept
    assert "postingan" not in kept


def test_only_what_is_kept_below_such_a_heading_tells_of_another_article():
    text = pl.Series(["Sekolah di danau itu kekurangan guru. " * 8, "Read next", *OTHER.splitlines()[:4]])
    section = np.array([-1, list(SECTION_ROLES).index("related"), *[-1] * 4])
    words = text.str.count_matches(r"\S+").to_numpy().astype(float)
    for kept in (True, False):
        keep = np.array([True, *[False] * 4, kept])
        dated = np.array([False, False, False, True, False, False])
        found = end_above_recommended(text, np.array([0, 6]), words, section, dated, keep)
        assert (keep.tolist(), bool(found.any())) == ([True, *[False] * 5], kept)
