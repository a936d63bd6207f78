"""Articles told in blocks: a list, a table, verse is kept as one thing, and so is the page's own furniture left out."""

import numpy as np
import polars as pl
import pytest

from kliping.cleaning import classify, clean
from kliping.cleaning.blocks import asked_about, fill_gaps, joined_lines
from kliping.cleaning.features import see
from kliping.cleaning.gaps import THIRD
from kliping.cleaning.phrases import compile_lexicon
from kliping.frames import BODY_ROLES
from kliping.settings.cleaning import CleaningSettings

TOP = ("Lompat ke isi", "Suara Tebing", "Beranda", "Nasional", "Ekonomi", "Olahraga", "Gaya Hidup", "Indeks")
FOOT = (
    "Bagikan artikel ini",
    "Facebook",
    "WhatsApp",
    "Artikel Terkait",
    "Jadwal Kapal Cepat Berubah Mulai Senin",
    "Pasar Malam Kembali Digelar di Alun-alun",
    "Redaksi",
    "Pedoman Media Siber",
    "Kebijakan Privasi",
    "© 2024 Suara Tebing",
)

RECIPE = (
    "Resep Sayur Lodeh Nenek, Gurih dan Mudah",
    """Sayur lodeh cocok disantap dengan nasi hangat dan ikan asin. Berikut resepnya untuk empat porsi.
Bahan:
2 buah terong ungu, potong serong
100 gram kacang panjang
1 buah labu siam
500 ml santan sedang
3 lembar daun salam
Bumbu halus:
5 siung bawang merah
2 siung bawang putih
3 butir kemiri
Cara membuat:
1. Tumis bumbu halus dan daun salam sampai harum.
2. Tuang santan, aduk perlahan agar tidak pecah.
3. Masukkan sayuran, masak sampai empuk.
4. Koreksi rasa lalu angkat.
Sajikan selagi hangat bersama sambal terasi.""",
)
RESULTS = (
    "Hasil Kejuaraan Renang Antarkampung: Tirta Sela Juara Umum",
    """Kejuaraan renang antarkampung ditutup pada Minggu sore di kolam Tirta Sela. Berikut hasil selengkapnya.
50 meter gaya bebas putra:
1. Bayu Lesmana (Tirta Sela) 26,41
2. Dimas Raharja (Lumba Jaya) 26,90
3. Galih Pranata (Muara) 27,15
50 meter gaya bebas putri:
1. Sekar Wening (Muara) 29,88
2. Laras Ayu (Tirta Sela) 30,02
3. Nila Puspita (Lumba Jaya) 30,47
Kejuaraan berikutnya digelar tahun depan di kolam Muara.""",
)
PRICES = (
    "Daftar Harga Sembako di Pasar Tebing Hari Ini",
    """Harga bahan pokok di Pasar Tebing naik menjelang hari raya. Berikut daftar harga per kilogram.
Beras medium: Rp 13.500
Gula pasir: Rp 17.000
Minyak goreng: Rp 18.500
Cabai rawit: Rp 62.000
Bawang merah: Rp 34.000
Daging sapi: Rp 128.000
Pedagang memperkirakan harga kembali turun dua pekan lagi.""",
)
HOURS = (
    "Langsung: Kebakaran Gudang Kayu di Tebing Timur",
    """Kebakaran melanda gudang kayu di Tebing Timur sejak Rabu siang. Perkembangan terbaru dapat diikuti di sini.
15.40 WIB
Api berhasil dipadamkan, petugas mulai mendinginkan puing.
14.25 WIB
Tiga mobil pemadam tambahan tiba dari kecamatan sebelah.
13.10 WIB
Warga sekitar diminta mengungsi ke balai desa.
12.45 WIB
Asap hitam terlihat dari arah gudang.""",
)
QUESTIONS = (
    "Wawancara Perajin Gamelan Ki Sanjaya Wulung",
    """Ki Sanjaya Wulung membuat gamelan sejak usia belasan. Kami menemuinya di bengkelnya di lereng Tebing.
Sejak kapan Anda membuat gamelan?
Sejak kecil, ikut Bapak.
Apa yang paling sulit?
Menala. Telinga harus sabar.
Berapa lama satu gong selesai?
Tiga minggu, kadang sebulan.
Masih ada yang mau belajar?
Ada dua anak muda. Saya senang sekali.""",
)
VERSE = (
    "Puisi Pekan Ini: Jalan Pulang",
    """Jalan pulang selalu lebih pendek
dari jalan pergi
sebab rindu berjalan di depan
membuka pintu-pintu

Di tikungan ketiga
pohon jambu masih menunggu
menjatuhkan bunganya
ke rambut anak-anak

Ibu menyalakan lampu
sebelum langit gelap
supaya kami tahu
di mana rumah berdiri""",
)
STARS = (
    "Ramalan Bintang Pekan Ini: Scorpio Perlu Lebih Sabar",
    """Simak ramalan bintang untuk pekan ini, dari urusan uang sampai urusan hati.
Libra
Pekerjaan lama akhirnya selesai. Rayakan dengan keluarga.
Scorpio
Jangan mudah terpancing. Dengarkan dulu sampai habis.
Sagitarius
Ada undangan dari teman lama.
Capricorn
Catat pengeluaran sebelum terlambat.
Aquarius
Waktu yang baik untuk memulai olahraga.""",
)
TOUR = (
    "Band Kelana Announces Autumn Tour",
    """The five-piece will play small halls again after three years away. Tickets go on sale on Friday morning.
September 4 – Larkmere, Corn Hall
September 6 – Dunwold, The Old Mill
September 9 – Port Ansel, Assembly Rooms
September 13 – Fennick, St Bride's
September 17 – Ostley, Working Men's Club
The band's fourth record is due in the spring.""",
)
GENRES = {
    "recipe": RECIPE,
    "results": RESULTS,
    "prices": PRICES,
    "hours": HOURS,
    "questions": QUESTIONS,
    "verse": VERSE,
    "stars": STARS,
    "tour": TOUR,
}


_LAST = 2
"""Lines at the end of such a block that may be lost."""


def kept(text, documents):
    lines = clean(documents(text), CleaningSettings())
    return lines.filter(lines["role"].is_in(BODY_ROLES)).get_column("text").to_list()


def told(body):
    return [line for line in body.split("\n") if line]


def page_of(genre, gap):
    title, body = GENRES[genre]
    return gap.join([*TOP, title, "Rabu, 10 Januari 2024 | 16:20 WIB", *told(body), *FOOT])


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "blank"])
@pytest.mark.parametrize("genre", ["results", "questions", "stars"])
def test_a_block_is_kept_whole_between_the_furniture_of_its_page(genre, gap, documents):
    assert kept(page_of(genre, gap), documents) == told(GENRES[genre][1])


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "blank"])
@pytest.mark.parametrize("genre", ["recipe", "prices", "hours"])
def test_of_a_block_that_ends_in_doubt_no_line_is_lost_before_its_end(genre, gap, documents):
    found, whole = kept(page_of(genre, gap), documents), told(GENRES[genre][1])
    assert found == whole[: len(found)]
    assert len(found) >= len(whole) - _LAST


@pytest.mark.parametrize("genre", GENRES)
def test_a_block_is_kept_whole_where_nothing_else_stands(genre, documents):
    _, body = GENRES[genre]
    assert kept(body, documents) == told(body)


def joined(keep, odds, turn=1.0):
    """Which lines join, as a row of marks: ``#`` kept, ``+`` joined, ``.`` out.

    Of ``keep``, lines marked ``?`` and ``,`` are asked about, with these ``odds``; ``,`` is too short to be the first.
    """
    kept = np.array([mark == "#" for mark in keep])
    opens = np.array([mark != "," for mark in keep])
    asked = np.array([at for at, mark in enumerate(keep) if mark in "?,"], np.int64)
    found = np.zeros(kept.size, np.bool_)
    fill_gaps(np.array([0, kept.size]), kept, asked, np.array(odds, np.float64), opens, turn, found)
    return "".join("#" if one else "+" if two else "." for one, two in zip(kept, found, strict=True))


@pytest.mark.parametrize(
    ("keep", "odds", "expected"),
    [
        ("#???#", [2, -1, 2], "#+++#"),  # a doubtful line between two good ones stays with them
        ("#???#", [2, -3, 2], "#+.+#"),
        ("#???#", [-2, 1.5, -2], "#...#"),  # one line alone is not worth two changes
        ("#???#", [-2, -2, 3], "#..+#"),
        ("#????.", [2, 2, -1, -9], "#++..."),  # below the article the run that begins at its end
        ("#????", [2, -19, 9, 3], "#+..."),  # and no second one further down
        ("#??.??", [1, 1, 5, 5], "#++..."),  # a line that is not asked about parts them
        ("#????", [0.5, 0.2, -0.1, -9], "#++.."),  # at an end of the article no change is paid for
        ("????#", [9, -19, 2, 2], "..++#"),  # above it the run that ends at its beginning
        ("????#", [9, 9, 9, -1], "++++#"),
        (",??,#", [9, 1, 1, 0.2], ".+++#"),  # it begins with no tag
        ("?,#", [0.3, 0.1], "..#"),  # and is not joined for less than half a change
        ("#,,", [0.3, 0.1], "#++"),
        ("????#", [9, 9, 9, -99], "....#"),
        ("??", [9, 9], ".."),  # no article, nothing to join
    ],
)
def test_the_lines_of_a_gap_join_in_runs(keep, odds, expected):
    assert joined(keep, odds) == expected


def test_documents_do_not_join_each_others_articles():
    found = np.zeros(4, np.bool_)
    keep = np.array([True, False, False, True])
    fill_gaps(np.array([0, 2, 4]), keep, np.array([1, 2]), np.array([-5.0, 5.0]), np.ones(4, np.bool_), 1.0, found)
    assert found.tolist() == [False, False, True, False]


def seen_of(*lines):
    rows = [("1", number, text) for number, text in enumerate(lines, 1)]
    frame = pl.DataFrame(rows, schema={"document_id": pl.String, "line": pl.Int32, "text": pl.String}, orient="row")
    return see(frame, compile_lexicon(), None)


_ODDS = 0.9
"""Of each line asked about: more likely in than out, by less than a change costs."""

SAID = "Panitia menutup pameran lebih cepat karena hujan turun sejak siang dan jalan ke balai warga terendam. " * 3


def test_lines_near_an_article_are_asked_about_unless_they_are_obvious():
    seen = seen_of(*["Menu"] * 20, *[SAID] * 5, "Satu", "Dua", SAID, *["Kaki"] * 60)
    keep = np.array([*[False] * 20, *[True] * 5, False, False, True, *[False] * 60])
    scores = np.where(keep, 0.9, 0.5).astype(np.float32)
    scores[26] = 0.001
    assert asked_about(seen, scores, keep, 0.01).tolist() == [*range(12, 20), 25, *range(28, 68)]
    doubted = np.where(keep, 0.4, scores).astype(np.float32)
    assert 26 in asked_about(seen, doubted, keep, 0.01)
    assert asked_about(seen, scores, np.zeros(88, np.bool_), 0.01).size == 0


@pytest.mark.parametrize(
    ("score", "words", "expected"),
    [
        (0.5, 40, [True, True, True]),  # an article told in blocks: short, and doubtful to the passes before
        (0.9, 900, [True, True, False]),  # a sure one: links stand below it
        (0.5, 900, [False, False, False]),  # long and doubtful: a feed
    ],
)
def test_below_a_sure_article_and_at_a_long_doubtful_one_less_is_believed(score, words, expected):
    seen = seen_of("Panitia menutup pameran lebih cepat", SAID, "Satu", SAID, "Dua")
    keep = np.array([False, True, False, True, False])
    matrix = np.zeros((3, len(THIRD)), np.float32)
    matrix[:, THIRD.index("gap_side")] = [-1, 0, 1]
    matrix[:, THIRD.index("gap_kept_score")] = score
    matrix[:, THIRD.index("gap_kept_words")] = np.log2(1 + words)
    joined = joined_lines(seen, keep, np.array([0, 2, 4]), matrix, np.full(3, _ODDS))
    assert joined[[0, 2, 4]].tolist() == expected
    assert not joined[keep].any()


def test_what_is_never_body_does_not_join(documents, monkeypatch):
    body = [
        "Panitia menutup pameran lebih cepat karena hujan turun sejak siang dan jalan ke balai warga terendam.",
        "Pengunjung yang sudah membeli karcis dapat datang lagi pekan depan, kata ketua panitia pada Minggu sore.",
        "Pemenang lomba tetap diumumkan di balai desa:",
        "1. Muara",
        "2. Kidul",
        "Hadiah diserahkan langsung oleh kepala desa kepada setiap pemenang di hadapan warga.",
    ]
    furniture = [
        "Ikuti saluran WhatsApp Suara Tebing",
        "Suasana pasar. (Foto: Sari Wulandari/Suara Tebing)",
        "(abc/def)",
    ]
    page = "\n".join([*body[:4], *furniture, *body[4:]])
    monkeypatch.setattr(classify, "add_lines", lambda seen, model, scores, keep, odds, obvious: ~keep)
    assert kept(page, documents) == body
