import numpy as np
import polars as pl
import pytest

from kliping.cleaning import clean
from kliping.cleaning.bare import LINK as LINKED
from kliping.cleaning.bare import bare_lines
from kliping.cleaning.bounds import mark_bounds
from kliping.cleaning.features import see
from kliping.cleaning.links import link_lines
from kliping.cleaning.phrases import compile_lexicon
from kliping.settings.cleaning import CleaningSettings

BODY = "Panitia menutup pameran lebih cepat karena hujan turun sejak siang."
LAST = "Kotak sumbangan tetap dibuka di balai warga sampai akhir pekan depan."
THIRD = "Pameran tahun lalu dibuka di lapangan yang sama, dan didatangi ribuan orang dari kota sebelah."
ENDING = "Warga berharap panitia menutup lapangan dengan atap sebelum musim hujan tiba lagi tahun depan."
LINK = "Baca juga: Pameran Tahun Lalu Dikunjungi Ribuan Orang"
SHOUTED = "WARTACONTOH.CO.ID - Berikut ini jadwal kapal dari muara menuju pulau selama musim panen raya di desa."
OPENING = "SUKAMAJU, Kabar Contoh – Pameran hasil kebun dibuka di lapangan desa pagi tadi."
ASKS = "Panitia pameran hasil kebun membagikan daftar pertanyaan berikut kepada pengunjung:"
ADVERT = "SCROLL TO CONTINUE WITH CONTENT"
SONG = "WARTACONTOH.CO.ID - Berikut lirik lagu rakyat dari pulau seberang"
QUOTED = ["“Satu loket.", *["Dua loket"] * 5, LINK, "Tiga loket”"]
FOOT = ["Bagikan", "Menu Kanal Lain", "Kebijakan Privasi"]


def kept(*pages, score=0.4):
    """The kept lines of pages; a page is lines, ``+`` before each that the model keeps; ``score`` is of others."""
    lines = [(str(name), number, line) for name, page in enumerate(pages) for number, line in enumerate(page, 1)]
    frame = pl.DataFrame(lines, schema={"document_id": pl.String, "line": pl.Int32, "text": pl.String}, orient="row")
    keep = frame.get_column("text").str.starts_with("+").to_numpy().copy()
    frame = frame.with_columns(pl.col("text").str.strip_prefix("+"))
    lexicon = compile_lexicon()
    seen = see(frame, lexicon, None)
    none = np.zeros(keep.size, np.bool_)
    sure = np.where(keep, 1, score)
    section, bare = lexicon.section_of(seen.entry), bare_lines(frame["text"], seen)
    bare[link_lines(frame["text"], seen, section)] = LINKED
    marked = mark_bounds(frame["text"], seen, keep, section, none, bare, scores=sure)
    return [line for line, one in zip(frame["text"], marked, strict=True) if one]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (["+" + BODY, LAST, "Editor: Budi Contoh"], [BODY, LAST]),
        (["+" + BODY, LINK, LAST, "Sumber: Warta Contoh"], [BODY, LAST]),
        (["+" + BODY, LAST, "Bagikan"], [BODY]),
        (["+" + BODY, LAST, LINK, "Bagikan"], [BODY, LAST]),
        (["+" + BODY, LAST, LINK, OPENING, "Bagikan"], [BODY, LAST]),
        (["+" + BODY, LINK, LAST, LINK], [BODY, LAST]),
        (["+" + BODY, "Kabar Contoh", LAST, LINK], [BODY]),
        (["Beranda", SONG, "Lagu terbit pada 2024", "+" + BODY, *FOOT], [SONG, "Lagu terbit pada 2024", BODY]),
        (["Beranda", SONG, LINK, "• Lain", "+" + BODY, *FOOT], [SONG, BODY]),
        ([SONG, *["Kabar Lain"] * 6, "+" + BODY, *FOOT], [BODY]),
        (
            ["Budi Contoh", THIRD, "Unggahan disertai narasi:", "“Lapor", "+" + BODY],
            [THIRD, "Unggahan disertai narasi:", "“Lapor", BODY],
        ),
        (
            [ASKS, "“Satu loket.”", LAST, "Pemeriksaan Fakta", "+" + BODY],
            [ASKS, "“Satu loket.”", LAST, "Pemeriksaan Fakta", BODY],
        ),
        ([THIRD.replace(".", "!"), "Budi Contoh", "+" + BODY], [BODY]),
        (["Unggahan disertai narasi:", "“Lapor", "+" + BODY], [BODY]),
        (["Beranda", SONG.replace(".", " "), "+" + BODY, *FOOT], [BODY]),
        ([OPENING, "+" + BODY, "+" + LAST, "+" + THIRD, ENDING, "Bagikan"], [OPENING, BODY, LAST, THIRD, ENDING]),
        (["• " + OPENING, "+" + BODY, "+" + LAST, "+" + THIRD, "Kabar", ENDING], [BODY, LAST, THIRD]),
        (["+" + BODY, *["+" + THIRD + THIRD] * 15, ENDING], [BODY, *[THIRD + THIRD] * 15]),
        (["+" + BODY, LAST], [BODY]),
        (["+" + BODY, "Terpopuler", LAST, "Editor: Budi Contoh"], [BODY]),
        (
            ["+" + BODY, "Kirim tulisan Anda kepada kami lewat surel redaksi@example.org.", "Editor: Budi Contoh"],
            [BODY],
        ),
        (["+" + BODY, LAST, "Menu Kanal Lain", "Editor: Budi Contoh"], [BODY]),
        (["+" + BODY, BODY, "Editor: Budi Contoh"], [BODY]),
        ([LAST, "Editor: Budi Contoh"], []),
        (["Judul Pameran", OPENING, "+" + BODY], [OPENING, BODY]),
        ([*["Menu Kanal Lain"] * 7, SHOUTED, "+" + BODY, *FOOT], [SHOUTED, BODY]),
        (["Judul Pameran", LAST, "+" + BODY], [LAST, BODY]),
        (["Judul Pameran", LAST, "+" + BODY, *FOOT], [BODY]),
        (["Judul Pameran", "Oleh: Budi Contoh", "3 Mei 2021", LAST, "+" + BODY, "Bagikan"], [LAST, BODY]),
        (["Judul Pameran", "| " + LAST, "+" + BODY], [BODY]),
        (["• " + LAST, "+" + BODY], [BODY]),
        (["Judul Pameran", LAST, LINK, "+" + BODY], [LAST, BODY]),
        (["Judul Pameran", ASKS, "Satu loket.", "+" + BODY], [ASKS, "Satu loket.", BODY]),
        (["Judul Pameran", ASKS, *["Satu loket."] * 5, "+" + BODY], [BODY]),
        (["Judul Pameran", ASKS, *QUOTED, "+" + BODY], [ASKS, *QUOTED[:-2], QUOTED[-1], BODY]),
        (["Judul Pameran", ASKS, *QUOTED[:3], "+" + QUOTED[3], *QUOTED[4:], "+" + BODY], [ASKS, *QUOTED[:4], BODY]),
        (["Judul Pameran", ASKS, *QUOTED[:-1], "+" + BODY], [BODY]),
        (["Judul Pameran", ASKS, QUOTED[0], *["Dua loket"] * 40, QUOTED[-1], "+" + BODY], [BODY]),
        (["Judul Pameran", LAST, *QUOTED, "+" + BODY], [BODY]),
        ([LAST, ADVERT, "+" + BODY, *FOOT], [LAST, BODY]),
        ([LAST, "Bagikan:", "Facebook", "WhatsApp", "Salin Tautan", "+" + BODY, *FOOT], [LAST, BODY]),
        ([LAST, "Bagikan:", "Menu Kanal Lain", "+" + BODY, *FOOT], [BODY]),
        ([LAST, "Baca juga:", "Harga Cabai Naik Lagi di Pasar Contoh", "+" + BODY, *FOOT], [LAST, BODY]),
        (["+" + LAST, "Baca juga:", "+Harga Cabai Naik Lagi di Pasar Contoh", "+" + BODY, *FOOT], [LAST, BODY]),
        (["+" + LAST, "Baca juga:", "+" + BODY, *FOOT], [LAST, BODY]),
        (["+" + LAST, "+" + LINK, "+" + BODY, *FOOT], [LAST, BODY]),
        (["+" + LAST, "+Baca Juga", "+Harga Cabai Naik Lagi di Pasar Contoh", "+" + BODY, *FOOT], [LAST, BODY]),
        (["+" + LAST, "+Lihat juga – Harga Cabai Naik Lagi?", "+" + BODY, *FOOT], [LAST, BODY]),
        (["+" + LAST, "+Baca juga: " + THIRD, "+" + BODY, *FOOT], [LAST, "Baca juga: " + THIRD, BODY]),
        (["+" + BODY, "+Baca selengkapnya", "+Satu Sepeda", "+" + LAST], [BODY, "Satu Sepeda", LAST]),
        ([SONG, "+" + BODY, *FOOT], [SONG, BODY]),
        ([*["Menu Kanal Lain"] * 7, LAST, "+" + BODY], [BODY]),
        (["+" + LAST, OPENING, "+" + BODY], [LAST, BODY]),
        ([OPENING, "Kabar Contoh", "+" + BODY], [BODY]),
        (["+404", "+Halaman tidak ditemukan", "Beranda"], []),
        (["+Hujan turun sejak siang di lapangan desa."], []),
        (["+" + BODY, "+Kabar Contoh"], [BODY, "Kabar Contoh"]),
        (["+" + BODY, "Iklan", "+Jual sepeda 0812000000", "+Hubungi Budi"], [BODY]),
        (["+" + BODY, "Iklan", "+Satu Sepeda", "+" + LAST], [BODY, "Satu Sepeda", LAST]),
        (["+" + BODY, *(f"+Arsip ({number})" for number in range(25)), "+" + LAST], [BODY, LAST]),
        (["+" + BODY, *(f"+Arsip ({number})" for number in range(30))], [BODY]),
        (["+" + BODY, *["+Bawang Putih"] * 3], [BODY, *["Bawang Putih"] * 3]),
        (["+" + BODY, "+https://example.org/berita/1", "+" + LAST], [BODY, LAST]),
        (["+" + BODY, "+2024/12/03 22:17", "+09:55", "+12.04.2024, 10:21 Uhr", "+" + LAST], [BODY, LAST]),
        (["+" + BODY, "+Pukul 09:55", "+" + LAST], [BODY, "Pukul 09:55", LAST]),
        (["+" + " ".join(["satu dua tiga"] * 3)] * 2, [" ".join(["satu dua tiga"] * 3)] * 2),
    ],
)
def test_marks_decide_where_the_article_begins_and_ends(page, expected):
    assert kept(page) == expected


def test_marks_of_one_page_say_nothing_of_the_next():
    assert kept(["+" + BODY, LAST], ["Editor: Budi Contoh", OPENING], ["+" + BODY]) == [BODY, BODY]


def test_a_page_that_is_not_there_has_no_body(documents):
    lines = clean(
        documents("Kabar Contoh\nBeranda\nMasuk\n\n404\nHalaman tidak ditemukan\n\nKembali"), CleaningSettings()
    )
    assert set(lines.get_column("role")).isdisjoint({"body", "subheading"})
    assert "structure:notice" in lines.get_column("reason").to_list()


CHECKED = (
    "Akun TikTok “kabar_tebing” pada Rabu (7/2/2024) membagikan video [arsip] disertai narasi:",
    "“Jembatan gantung di Karang Sela runtuh tadi malam, puluhan orang hanyut terbawa arus sungai.”",
    "Hingga Jumat (9/2/2024) unggahan itu telah ditonton lebih dari dua ribu kali dan dibagikan ratusan pengguna.",
    "Tim pemeriksa menelusuri klaim itu dan menemukan bahwa video tersebut merekam kejadian lama di negara lain.",
)


def test_a_text_alone_begins_with_its_first_sentence_even_before_a_quote(documents):
    lines = clean(documents("\n".join(CHECKED)), CleaningSettings())
    assert lines.get_column("role").to_list()[0] == "body"


@pytest.mark.parametrize("header", [["Budi Contoh"], ["Cek Fakta: Video Jembatan Runtuh", "Budi Contoh", "7/2/2024"]])
def test_a_text_under_its_header_begins_with_its_first_sentence(documents, header):
    lines = clean(documents("\n".join([*header, *CHECKED])), CleaningSettings())
    assert lines.get_column("role").to_list()[len(header) :] == ["body"] * len(CHECKED)


def test_what_a_model_is_sure_of_does_not_go_on_a_short_article():
    page = ["+" + BODY, "+" + LAST, "+" + THIRD, ENDING, "Bagikan"]
    assert kept(page, score=0.2) == [BODY, LAST, THIRD, ENDING]
    assert kept(page, score=0.19) == [BODY, LAST, THIRD]


def test_a_short_line_at_the_top_is_not_made_the_opening(documents):
    lines = clean(documents("\n".join(["Langsung ke isi:", *CHECKED[1:]])), CleaningSettings())
    assert lines.get_column("role").to_list()[0] != "body"
