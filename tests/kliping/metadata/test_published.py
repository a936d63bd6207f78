"""The day of publication: which words give it, and how sure they are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kliping.metadata import chosen_values, extract_metadata
from kliping.metadata.dates.bases import UNDER
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, MASTHEAD, TITLE, batch, chosen_of, in_parts, read

TAGS = ", ".join(["Bridges of our villages"] * 12)

PUBLISHED = [
    # lines between title and body, first body line, day, basis
    (["Senin, 3 Juni 2024 14:56 WIB"], BODY[0], "2024-06-03", "header"),
    (["Diterbitkan: 3 Juni 2024", "Diperbarui: 5 Juni 2024"], BODY[0], "2024-06-03", "published_label"),
    (["Diperbarui: 5 Juni 2024", "Diterbitkan: 3 Juni 2024"], BODY[0], "2024-06-03", "published_label"),
    (["Aktualisiert am 05.06.2024 - 18:50 UhrLesedauer: 4 Min."], BODY[0], "2024-06-05", "updated_label"),
    (["Terakhir diperbarui 5 Juni 2024"], BODY[0], "2024-06-05", "updated_label"),
    (["Oleh Sari Wulandari | 3 Juni 2024"], BODY[0], "2024-06-03", "header"),
    (["Foto: Jembatan, 1 Mei 2020 (Dok. Desa/ist)", "3 Juni 2024"], BODY[0], "2024-06-03", "header"),
    (["Foto: Jembatan, 1 Mei 2020 (Dok. Desa/ist)"], BODY[0], None, None),
    (["© 2024 Kabar Contoh"], BODY[0], None, None),
    (["A photo posted by Jane Doe (@janedoe) on Jun 2, 2021 at 9:12am PDT"], BODY[0], None, None),
    (
        ["A post shared by Jane Doe (@janedoe) on Jun 2, 2021 at 9:12am PDT", "3 Juni 2024"],
        BODY[0],
        "2024-06-03",
        "header",
    ),
    ([], BODY[0] + " Ia lahir pada 3 Juni 1994 di desa itu.", None, None),
    ([], BODY[0] + " Kirim ke email faktual2015@example.org", None, None),
    ([], BODY[0] + " Demikian dikutip dari Kabar Contoh, Senin, 3 Juni 2024.", "2024-06-03", "attribution"),
    ([], BODY[0] + " Jembatan rusak sejak 2023, kata warga pada Senin (3/6).", "2024-06-03", "event"),
    ([], BODY[0] + " Jembatan rusak sejak lama, kata warga pada Senin (3/6).", None, None),
    ([], "SUKAMAJU, 3 Juni 2024 (Antara) -- " + BODY[0], "2024-06-03", "dateline"),
    (["3 Juni 2031"], BODY[0], None, None),
    (["20240603"], BODY[0], "2024-06-03", "header"),
    (["Tanggal: 20240603"], BODY[0], "2024-06-03", "published_label"),
    (["NIP 198006032005011002"], BODY[0], None, None),
    ([], BODY[0] + " Nomor registrasinya 20240603, kata petugas.", None, None),
    ([], BODY[0] + " Panggung akan digelar di alun-alun mulai Senin (3/6/2024) nanti.", None, None),
    ([], BODY[0] + " Jembatan itu, kata warga, Senin (4/6/2024).", None, None),  # a Tuesday
    ([], BODY[0] + " Hingga Senin (3/6/2024) unggahan itu telah ditonton warga.", "2024-06-03", "event"),
    # what is counted up to a day may stand before it, and the point of a number ends no sentence
    ([], BODY[0] + " Sejak diunggah, video itu ditonton 5.700 kali per Senin (3/6/2024).", "2024-06-03", "event"),
    ([], BODY[0] + " Sejak diunggah, video itu dicetak 5.700 kali per Senin (3/6/2024).", None, None),
    (["Akun warga pada Senin (3/6/2024) mengunggah video berisi narasi:"], BODY[0], None, None),
    (["Jadwal Panggung Rakyat Sukamaju 3 Juni 2024 di Alun-alun"], BODY[0], None, None),
    (["Festival Layang-layang Akan Tayang 3 Juni 2024"], BODY[0], None, None),
    (["Tayang: Senin, 3 Juni 2024 14:56 WIB", "Diperbarui: 4 Juni 2024"], BODY[0], "2024-06-03", "published_label"),
    (["Diperbarui: 4 Juni 2024 | Tayang: 3 Juni 2024"], BODY[0], "2024-06-03", "published_label"),
    # a label right behind another moment opens a part of the line as well
    (
        ["Diperbarui 05/06/2024, 08:00 WIB Tayang 03/06/2024, 14:05 WIB"],
        BODY[0],
        "2024-06-03",
        "published_label",
    ),
    (["Diperbarui 5 Juni 2024 Tayang 3 Juni 2024"], BODY[0], "2024-06-03", "published_label"),
    (["3 Juni 2024. Diperbarui: 5 Juni 2024"], BODY[0], "2024-06-03", "published_label"),
    (["Published17 Mei 2024"], BODY[0], "2024-05-17", "published_label"),
    (["6 Nop 2023 07:12 WIB"], BODY[0], "2023-11-06", "header"),
    (["Kamis, 13 Peb. 2020 - 18.40 WITA"], BODY[0], "2020-02-13", "header"),
    (["02-Jan-24 | 20:15"], BODY[0], "2024-01-02", "header"),
    (["6/3/2024 9:05"], BODY[0] + " Ia datang pada Senin (3/6).", "2024-06-03", "header"),
    (["6/3/2024 9:05"], BODY[0], "2024-06-03", "header"),  # a spreadsheet's
    (["06/03/2024"], BODY[0], "2024-03-06", "header"),
    (["3 Juni 1955"], BODY[0], None, None),
    (["2 jam lalu"], BODY[0], None, None),
    # a label on a line of its own names the date below it
    (["Terakhir diperbarui:", "5 Juni 2024", "3 Mei 2024"], BODY[0], "2024-05-03", "header"),
    (["Published", "June 3, 2024", "June 5, 2024"], BODY[0], "2024-06-03", "published_label"),
    # of two dates glued together the earlier one, whatever comes first
    (["May 21, 2024April 24, 2024 by Sari"], BODY[0], "2024-04-24", "header"),
    (["April 24, 2024May 21, 2024 by Sari"], BODY[0], "2024-04-24", "header"),
    (["Posted on May 22, 2024May 21, 2024 by sari"], BODY[0], "2024-05-22", "published_label"),
    # sections and tags behind a labelled day right below the title
    ([("boilerplate", f"Posted on May 22, 2024 in {TAGS}")], BODY[0], "2024-05-22", "published_label"),
    ([("boilerplate", f"Posted on May 22, 2024 in {TAGS.replace(',', '')}")], BODY[0], None, None),
    (["1", "2", "3", "4", ("boilerplate", f"Posted on May 22, 2024 in {TAGS}")], BODY[0], None, None),
    (["Last published May 3, 2024"], BODY[0], "2024-05-03", "updated_label"),
    # what cleaning takes for a byline holds no headline's own date
    ([("byline", "Sari Wulandari Bayu Pratama 3 Juni 2024 — 7 menit baca")], BODY[0], "2024-06-03", "header"),
]


def days_of(pages):
    """The day of publication of each of the pages, and its basis."""
    return [(of["published_on"] and str(of["published_on"]), of["published_basis"]) for of in chosen_of(pages)]


@pytest.mark.parametrize("cases", in_parts(PUBLISHED))
def test_the_day_of_publication(cases):
    found = days_of([[TITLE, *header, first, *BODY[1:]] for header, first, _, _ in cases])
    assert [(*case[:2], *told) for case, told in zip(cases, found, strict=True)] == cases


BELOW = [
    (["Written by Sari Wulandari", "3 Juni 2024"], "2024-06-03"),
    (["Jalan Kebun Rusak", "3 Juni 2024"], None),
    # a name that the day is glued to, the place it was signed in, the post's comments; teasers below do not matter
    (
        [
            "Sari WulandariJune 3, 2024",
            "Bagikan",
            "Jalan Kebun",
            "Budi RoyMay 5, 2024",
            "Kebun",
            "Budi RoyMay 1, 2024",
        ],
        "2024-06-03",
    ),
    (["Sukamaju, 3 Juni 2024", "Sari Wulandari"], "2024-06-03"),
    (["Senin, 3 Juni 2024", "18.00 Sukamaju - Sukasari"], None),
    (["June 3, 2024 · 6 Comments"], "2024-06-03"),
    (["Publish date", "3 June 2024"], "2024-06-03"),
    (["1", "2", "3", "4", "5", "By Sari Wulandari", "3 Juni 2024"], None),
    # or below a label
    (["3 Komentar", "GeoffW", "28 Mei 2024 10:09"], None),
    (["Berita Terkait", "Harga Cabai Naik", "14 Mei 2024"], None),
    (["14 Mei 2024"], None),
    (["14 Mei 2024 oleh Sari Wulandari"], "2024-05-14"),
    (["Diterbitkan: 14 Mei 2024"], "2024-05-14"),
]


def test_a_date_below_the_article_is_its_own_below_its_byline_or_label():
    found = days_of([[TITLE, *BODY, *below] for below, _ in BELOW])
    assert [(below, day) for (below, _), (day, _) in zip(BELOW, found, strict=True)] == BELOW


def test_a_day_of_the_news_is_near_the_day_of_publication():
    _, _, chosen = read([TITLE, BODY[0] + " Jembatan rusak, kata warga, Senin (3/6/2024).", *BODY[1:]])
    assert (chosen["published_precision"], chosen["published_basis"]) == ("near", "event")
    _, _, chosen = read([TITLE, "Senin, 3 Juni 2024", *BODY])
    assert chosen["published_precision"] == "day"


def test_a_date_line_right_below_the_title_needs_no_sign_between():
    line = "Sari Wulandari 3 Juni 2024 Ulasan Jembatan 7 Komentar"
    beside = [("boilerplate", word) for word in ("Bagikan", "Komentar", "Simpan", "Cetak")]
    cases = [("date", 0), ("reading_time", 0), ("date", UNDER), ("boilerplate", 0)]
    found = days_of([[TITLE, *beside[:above], (role, line), *BODY] for role, above in cases])
    assert [day for day, _ in found] == ["2024-06-03", "2024-06-03", None, None]


def test_labels_that_comments_repeat_below_the_article_say_nothing():
    comments = [f"Posted by: Warga at June {day}, 2024 12:28 PM" for day in (7, 8, 9)]
    shown = read([TITLE, "June 3, 2024", *BODY, *comments], language="en")[2]
    assert str(shown["published_on"]) == "2024-06-03"


def test_a_day_right_below_the_first_copy_of_a_title_is_the_article_s():
    between = ["Bagikan", "Komentar", "Simpan", "Cetak", "Unduh", "Dengar"]
    _, _, chosen = read([*MASTHEAD, TITLE, "June 3, 20243:00 AM ET", *between, ("duplicate", TITLE), *BODY])
    assert (str(chosen["published_on"]), chosen["published_basis"]) == ("2024-06-03", "header")


def test_a_wrong_weekday_lowers_confidence():
    right, wrong = (read([TITLE, f"{day}, 3 Juni 2024", *BODY])[2] for day in ("Senin", "Selasa"))
    assert right["published_on"] == wrong["published_on"]
    assert wrong["published_confidence"] < right["published_confidence"]


def test_the_printed_day_beats_its_moment_in_universal_time():
    html = '<html><head><meta property="article:published_time" content="2024-06-02T17:30:00+00:00"></head></html>'
    _, _, chosen = read([TITLE, "Senin, 3 Juni 2024 00:30 WIB", *BODY], html=html)
    assert str(chosen["published_on"]) == "2024-06-03"
    assert (chosen["published_at"], chosen["published_local"]) == ("2024-06-02T17:30+00:00", "2024-06-03T00:30")
    _, _, chosen = read([TITLE, *BODY], html=html)
    assert str(chosen["published_on"]) == "2024-06-02"


CLOCKS = [
    ("Minggu, 2 Juni 2024 10:45", "2024-06-02T10:45"),
    ("Minggu, 2 Juni 2024 04:07", "2024-06-02T03:30"),  # no zone is so far away: it is another moment
    ("Minggu, 2 Juni 2024", "2024-06-02T03:30"),
    ("Sabtu, 1 Juni 2024", None),  # its day is another there, and its clock is not known
    # twelve hours behind it to fourteen before, in quarters
    ("Minggu, 2 Juni 2024 17:30", "2024-06-02T17:30"),
    ("Minggu, 2 Juni 2024 17:45", "2024-06-02T03:30"),
]
ZONED = [
    # a moment with its zone is the page's clock, whatever other moment a line tells
    ("Minggu, 2 Juni 2024 01:30", "2024-06-02T03:30:00+07:00", "2024-06-02T03:30"),
    ("Minggu, 2 Juni 2024 03:00", "2024-06-02T15:00:00Z", "2024-06-02T03:00"),
    ("Minggu, 2 Juni 2024 02:45", "2024-06-02T15:00:00Z", "2024-06-02T15:00"),
]


def test_a_moment_is_told_by_the_page_s_own_clock():
    cases = [*((line, "2024-06-02T03:30:00Z", local) for line, local in CLOCKS), *ZONED]
    head = '<html><head><meta property="article:published_time" content="{}"></head></html>'
    found = chosen_of(
        [[TITLE, line, *BODY] for line, _, _ in cases], [{"html": head.format(moment)} for _, moment, _ in cases]
    )
    assert [(*case[:2], told["published_local"]) for case, told in zip(cases, found, strict=True)] == cases


def test_relative_words_count_from_a_stated_day_only():
    clock = ["Selasa, 4 Juni 2024", "Beranda", "Nasional", "Ekonomi", "Olahraga", "Tekno", "Gaya", "Hiburan", "Indeks"]
    _, _, chosen = read([*clock, TITLE, "2 hari lalu", *BODY])
    assert (str(chosen["published_on"]), chosen["published_basis"]) == ("2024-06-02", "relative")
    arrived = MetadataSettings(resolve_relative_to_arrival=True)
    documents, lines, languages = batch([[TITLE, "2 hari lalu", *BODY]])
    chosen = chosen_values(extract_metadata(documents, lines, languages, arrived)).row(0, named=True)
    assert str(chosen["published_on"]) == "2025-06-28"


def test_numerals_that_leave_the_order_open_are_solved_beside_other_columns_of_any_name():
    """What a source said carries columns of its own, ``order`` among them, through the solving of numerals."""
    _, _, chosen = read([TITLE, *BODY], fields=(("published_on", "3/4/2024"), ("title", TITLE)))
    assert str(chosen["published_on"]) == "2024-04-03"


def test_a_day_of_change_is_a_day():
    _, _, chosen = read([TITLE, *BODY], fields=(("published_on", "3 April 2024"), ("updated_on", "5 April 2024")))
    assert str(chosen["updated_on"]) == "2024-04-05"


WITHOUT_ZONE = [
    ("3 Juni 2024 14:56 WIB", "2024-06-03T14:56+07:00", "2024-06-03T14:56"),
    ("3 Juni 2024 14:56", None, "2024-06-03T14:56"),
    ("3 Juni 2024", None, None),
]


def test_a_clock_without_a_zone_names_no_moment():
    found = chosen_of([[TITLE, "Oleh Sari Wulandari", day, *BODY] for day, _, _ in WITHOUT_ZONE])
    told = [(of["published_at"], of["published_local"]) for of in found]
    assert told == [(moment, local) for _, moment, local in WITHOUT_ZONE]


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("2024-05-03 ", "2024-05-03"),
        ("2024-05-03 09:12 ", "2024-05-03"),
        ("03/05/2024 ", "2024-05-03"),
        ("", "2024-04-29"),
        ("Antara 2024-05-03 ", "2024-04-29"),
    ],
)
def test_figures_of_a_whole_day_that_open_a_text_are_its_day(opening, day):
    told = "Kepala desa mengatakan pada Senin (29/4/2024) bahwa perbaikan jembatan itu memakai dana swadaya warga desa."
    _, _, chosen = read([("body", opening + BODY[0]), ("body", told), ("body", BODY[2])])
    assert str(chosen["published_on"]) == day
