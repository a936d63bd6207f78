"""Whole pages: what is chosen, on what basis, and that the words quoted are the words that stand there."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kliping.frames import BODY_ROLES, METADATA_EVIDENCE, METADATA_FIELDS, ROLES
from kliping.metadata import chosen_values, extract_metadata, settle_roles
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from pages import batch

BODY = (
    "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang pekan lalu.",
    "Kepala desa mengatakan perbaikan jembatan itu memakai dana swadaya dan ditargetkan selesai sebelum musim tanam.",
    "Jembatan gantung tersebut menghubungkan dua dusun dan menjadi jalan utama anak sekolah setiap pagi di desa itu.",
)
TITLE = "Warga Sukamaju Perbaiki Jembatan Gantung yang Rusak"
MASTHEAD = ("KABAR CONTOH", "Nasional", "Video")


def read(page, **how):
    documents, lines, languages = batch([page], **how)
    evidence = extract_metadata(documents, lines, languages, how.pop("settings", MetadataSettings()))
    return lines, evidence, chosen_values(evidence).row(0, named=True) if evidence.height else {}


PUBLISHED = [
    # lines between title and body, first body line, day, basis
    (["Senin, 3 Juni 2024 14:56 WIB"], BODY[0], "2024-06-03", "header"),
    (["Diterbitkan: 3 Juni 2024", "Diperbarui: 5 Juni 2024"], BODY[0], "2024-06-03", "published_label"),
    (["Diperbarui: 5 Juni 2024", "Diterbitkan: 3 Juni 2024"], BODY[0], "2024-06-03", "published_label"),
    (["Terakhir diperbarui 5 Juni 2024"], BODY[0], "2024-06-05", "updated_label"),
    (["Oleh Sari Wulandari | 3 Juni 2024"], BODY[0], "2024-06-03", "header"),
    (["Foto: Jembatan, 1 Mei 2020 (Dok. Desa/ist)", "3 Juni 2024"], BODY[0], "2024-06-03", "header"),
    (["Foto: Jembatan, 1 Mei 2020 (Dok. Desa/ist)"], BODY[0], None, None),
    (["© 2024 Kabar Contoh"], BODY[0], None, None),
    ([], BODY[0] + " Ia lahir pada 3 Juni 1994 di desa itu.", None, None),
    ([], BODY[0] + " Kirim ke email faktual2015@example.org", None, None),
    ([], BODY[0] + " Demikian dikutip dari Kabar Contoh, Senin, 3 Juni 2024.", "2024-06-03", "attribution"),
    ([], BODY[0] + " Jembatan rusak sejak 2023, kata warga pada Senin (3/6).", "2024-06-03", "event"),
    ([], BODY[0] + " Jembatan rusak sejak lama, kata warga pada Senin (3/6).", None, None),
    ([], "SUKAMAJU, 3 Juni 2024 (Antara) -- " + BODY[0], "2024-06-03", "dateline"),
    (["3 Juni 2031"], BODY[0], None, None),
    ([], BODY[0] + " Panggung akan digelar di alun-alun mulai Senin (3/6/2024) nanti.", None, None),
    ([], BODY[0] + " Jembatan itu, kata warga, Senin (4/6/2024).", None, None),  # a Tuesday
    ([], BODY[0] + " Hingga Senin (3/6/2024) unggahan itu telah ditonton warga.", "2024-06-03", "event"),
    (["Akun warga pada Senin (3/6/2024) mengunggah video berisi narasi:"], BODY[0], None, None),
    (["Jadwal Panggung Rakyat Sukamaju 3 Juni 2024 di Alun-alun"], BODY[0], None, None),
    (["Festival Layang-layang Akan Tayang 3 Juni 2024"], BODY[0], None, None),
    (["Tayang: Senin, 3 Juni 2024 14:56 WIB", "Diperbarui: 4 Juni 2024"], BODY[0], "2024-06-03", "published_label"),
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
]


@pytest.mark.parametrize(("header", "first", "day", "basis"), PUBLISHED)
def test_the_day_of_publication(header, first, day, basis):
    _, _, chosen = read([TITLE, *header, first, *BODY[1:]])
    assert (str(chosen["published_on"]) if chosen["published_on"] else None, chosen["published_basis"]) == (day, basis)


def test_a_day_of_the_news_is_near_the_day_of_publication():
    _, _, chosen = read([TITLE, BODY[0] + " Jembatan rusak, kata warga, Senin (3/6/2024).", *BODY[1:]])
    assert (chosen["published_precision"], chosen["published_basis"]) == ("near", "event")
    _, _, chosen = read([TITLE, "Senin, 3 Juni 2024", *BODY])
    assert chosen["published_precision"] == "day"


@pytest.mark.parametrize(
    ("below", "day"),
    [
        (["3 Komentar", "GeoffW", "28 Mei 2024 10:09"], None),
        (["Berita Terkait", "Harga Cabai Naik", "14 Mei 2024"], None),
        (["14 Mei 2024"], None),
        (["14 Mei 2024 oleh Sari Wulandari"], "2024-05-14"),
        (["Diterbitkan: 14 Mei 2024"], "2024-05-14"),
    ],
)
def test_a_date_below_the_article_needs_a_label(below, day):
    _, _, chosen = read([TITLE, *BODY, *below])
    assert (str(chosen["published_on"]) if chosen["published_on"] else None) == day


def test_a_wrong_weekday_lowers_confidence():
    right, wrong = (read([TITLE, f"{day}, 3 Juni 2024", *BODY])[2] for day in ("Senin", "Selasa"))
    assert right["published_on"] == wrong["published_on"]
    assert wrong["published_confidence"] < right["published_confidence"]


@pytest.mark.parametrize(
    ("page", "authors"),
    [
        ([TITLE, "Senin, 3 Juni 2024", *BODY, "Pedoman Siber", "Hubungi Kami"], []),
        ([TITLE, "Senin, 3 Juni 2024", *BODY, "Sari Wulandari"], []),  # below the article it needs a label
        ([TITLE, "Senin, 3 Juni 2024", *BODY, "(Ditulis oleh Sari Wulandari)"], ["Sari Wulandari"]),
        ([TITLE, BODY[0], "Mantan menteri", "Sari Wulandari", ", yang hadir, setuju.", *BODY[1:]], []),
        (["sari", "3 Juni 2024", *BODY], ["sari"]),
        (["Otomotif", "3 Juni 2024", *BODY], []),
        (["3 Juni 2024", TITLE, "Posted on 3 Juni 2024 by sari", *BODY], ["sari"]),
    ],
)
def test_who_wrote_the_page(page, authors):
    _, _, chosen = read(page)
    assert chosen["authors"] == authors


@pytest.mark.parametrize(
    "lines",
    [
        ["Penulis: Sari Wulandari | Editor: Bayu Pratama"],
        ["Oleh: Sari Wulandari, Editor: Bayu Pratama - Senin, 3 Juni 2024"],
        ["Rep: Sari Wulandari/ Red: Bayu Pratama"],
        ["Editor Bayu Pratama"],
        ["Editor", "Bayu Pratama"],
    ],
)
def test_who_edited_the_page(lines):
    _, _, chosen = read([TITLE, *lines, *BODY])
    assert chosen["editor"] == "Bayu Pratama"


def test_the_printed_day_beats_its_moment_in_universal_time():
    html = '<html><head><meta property="article:published_time" content="2024-06-02T17:30:00+00:00"></head></html>'
    _, _, chosen = read([TITLE, "Senin, 3 Juni 2024 00:30 WIB", *BODY], html=html)
    assert str(chosen["published_on"]) == "2024-06-03"
    _, _, chosen = read([TITLE, *BODY], html=html)
    assert str(chosen["published_on"]) == "2024-06-02"


@pytest.mark.parametrize("line", [f"Judul: {TITLE}", f'title: "{TITLE}"', f"Title: {TITLE}"])
def test_a_label_before_the_title_is_not_part_of_it(line):
    _, evidence, chosen = read([line, "Senin, 3 Juni 2024", *BODY])
    assert chosen["title"] == TITLE
    assert evidence.filter(pl.col("chosen") & (pl.col("field") == "title"))["evidence"].to_list() == [TITLE]


def test_relative_words_count_from_a_stated_day_only():
    clock = ["Selasa, 4 Juni 2024", "Beranda", "Nasional", "Ekonomi", "Olahraga", "Tekno", "Gaya", "Hiburan", "Indeks"]
    _, _, chosen = read([*clock, TITLE, "2 hari lalu", *BODY])
    assert (str(chosen["published_on"]), chosen["published_basis"]) == ("2024-06-02", "relative")
    arrived = MetadataSettings(resolve_relative_to_arrival=True)
    documents, lines, languages = batch([[TITLE, "2 hari lalu", *BODY]])
    chosen = chosen_values(extract_metadata(documents, lines, languages, arrived)).row(0, named=True)
    assert str(chosen["published_on"]) == "2025-06-28"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Oleh: Sari Wulandari", ["Sari Wulandari"]),
        ("Pewarta: Nur Imron", ["Nur Imron"]),
        ("Dening: Sari Lestari", ["Sari Lestari"]),
        ("Sari Wulandari -kabarSukamaju", ["Sari Wulandari"]),
        ("Sari Wulandari - Olahraga", ["Sari Wulandari"]),
        ("Penulis: Sari Wulandari | Editor: Bayu Pratama", ["Sari Wulandari"]),
        (
            "Oleh: Dr. Ir. Sari Wulandari, M.Sc., Ph.D. dan Bayu Pratama, S.Pd.",
            ["Dr. Ir. Sari Wulandari", "Bayu Pratama"],
        ),
        ("Laporan Wartawan Kabar Sukamaju, Sari Wulandari", ["Sari Wulandari"]),
        ("Oleh: Nurhayati", ["Nurhayati"]),
        ("di Sungai Serayu, Banyumas", []),
        ("Reporter: Sari Wulandari dan Bayu Pratama", ["Sari Wulandari", "Bayu Pratama"]),
        ("By Jane Doe", ["Jane Doe"]),
        ("By Jane Doe and Max Mustermann | 3 June 2024", ["Jane Doe", "Max Mustermann"]),
        ("By Jane DoeDec 3, 2024", ["Jane Doe"]),
        ("Jane DoeStaff Writer", ["Jane Doe"]),
        ("By Jane Doe, Senior Correspondent", ["Jane Doe"]),
        ("Jane Doe - June 3, 2024", ["Jane Doe"]),
        ("3. Juni 2024, 10:23 Uhr, Erika Mustermann", ["Erika Mustermann"]),
        ("Von Erika Mustermann", ["Erika Mustermann"]),
        ("Bayu, KabarContoh", ["Bayu"]),
        ("By Staff Writer", []),
        ("Oleh Tim Redaksi", []),
        ("Read More", []),
        ("Follow Us", []),
        ("Fact checked by Jane Doe", []),
    ],
)
def test_authors(line, authors):
    _, _, chosen = read([TITLE, line, *BODY])
    assert chosen["authors"] == authors


@pytest.mark.parametrize(
    "page",
    [
        pytest.param([("boilerplate", BODY[0]), *BODY[1:]], id="a paragraph above the article"),
        pytest.param([("boilerplate", "Jembatan gantung " * 12), *BODY], id="180 characters"),
        pytest.param([("boilerplate", BODY[0][:-1] + ":"), *BODY], id="a colon at the end"),
        pytest.param([*BODY, ("boilerplate", TITLE)], id="below the opening of the article"),
    ],
)
def test_a_paragraph_is_no_title_nor_is_a_line_below_the_opening(page):
    _, evidence, chosen = read(page)
    assert not evidence.height or chosen["title"] is None


def test_a_title_that_was_kept_for_body_is_found_above_the_first_paragraph():
    title = "Warga Sukamaju Perbaiki Jembatan Gantung yang Rusak Diterjang Banjir Bandang di Dua Dusun Pekan Lalu"
    _, _, chosen = read([title, *BODY])
    assert chosen["title"] == title


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


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        ([TITLE, *BODY, "Editor : Wulan"], "editor", "Wulan"),
        ([TITLE, *BODY, "Redaktur: Bayu Pratama"], "editor", "Bayu Pratama"),
        ([TITLE, *BODY, "Sumber : KBC/XY"], "source", "KBC/XY"),
        ([TITLE, BODY[0] + " Demikian dilansir dari laman Kabar Contoh pada Kamis."], "source", "Kabar Contoh"),
        ([TITLE, BODY[0] + " Itu dikutip dari Presiden Joko."], "source", None),
        ([TITLE, "JAKARTA, KABARCONTOH.com - " + BODY[0]], "publisher", "KABARCONTOH.com"),
        ([TITLE, "JAKARTA, KABARCONTOH.com - " + BODY[0]], "place", "JAKARTA"),
        ([TITLE, "kabarkita – " + BODY[0], *BODY[1:]], "publisher", "kabarkita"),
        ([TITLE, "Bandung: " + BODY[0], *BODY[1:]], "place", "Bandung"),
        ([TITLE, "Bandung (Antara) - " + BODY[0], *BODY[1:]], "source", "Antara"),
        ([TITLE, "Warga — kata kepala desa — " + BODY[0], *BODY[1:]], "place", None),
        ([TITLE + " - Kabar Contoh", TITLE, *BODY], "publisher", "Kabar Contoh"),
        ([TITLE + " - Kabar Contoh", TITLE, *BODY], "title", TITLE),
        ([TITLE, *BODY, "Ikuti KabarContoh di Google News"], "publisher", "KabarContoh"),
        ([TITLE, *BODY, "COPYRIGHT © KABAR CONTOH 2024"], "publisher", "KABAR CONTOH"),
        ([TITLE, *BODY, "© 2024 Google LLC"], "publisher", None),
        ([TITLE, *BODY, "Hak Cipta Terpelihara Kabar Contoh"], "publisher", "Kabar Contoh"),
        ([TITLE, *BODY, "Hak Cipta Dilindungi Undang-Undang"], "publisher", None),
        ([*MASTHEAD, TITLE, ("caption", "Jembatan (Kabar Contoh/Bayu)"), *BODY], "publisher", "Kabar Contoh"),
        ([*MASTHEAD, TITLE, ("caption", "Jembatan. Foto: Bayu/Kabar Contoh"), *BODY], "publisher", "Kabar Contoh"),
        ([*MASTHEAD, TITLE, *BODY, "Kabar Contoh - Suara dari Desa"], "publisher", "Kabar Contoh"),
        ([*MASTHEAD, TITLE, "SUKAMAJU, Kabar Contoh - " + BODY[0], *BODY[1:]], "publisher", "Kabar Contoh"),
        ([*MASTHEAD, TITLE, "Kabar Contoh - " + BODY[0], *BODY[1:]], "place", None),
        ([*MASTHEAD, TITLE, ("caption", "Jembatan (Warta Lain/Bayu)"), *BODY], "publisher", None),
        (["Video", "Indeks", TITLE, ("caption", "Jembatan (Video/Bayu)"), *BODY], "publisher", None),
        ([TITLE, BODY[0] + " Itu dikutip dari laman Kantor Berita Contoh."], "source", "Kantor Berita Contoh"),
        ([TITLE, BODY[0] + " Itu dikutip dari kantor berita Contoh, Senin."], "source", "Contoh"),
        ([TITLE, BODY[0] + " Itu dikutip dari Kantor Berita Antara, Senin."], "source", "Antara"),
        ([TITLE, *BODY, "Panyunting: Bayu Pratama"], "editor", "Bayu Pratama"),
    ],
)
def test_outlets_and_editor(lines, field, value):
    assert read(lines)[2][field] == value


def test_tags_captions_and_related_links_are_rows():
    page = [TITLE, ("caption", "Jembatan gantung di desa itu"), *BODY, "Tags: jembatan, banjir"]
    page.append(("related", "Baca Juga : Banjir Bandang Rusak Sawah"))
    _, evidence, chosen = read(page)
    assert chosen["tags"] == ["jembatan", "banjir"]
    assert chosen["image_captions"] == ["Jembatan gantung di desa itu"]
    assert evidence.filter(field="related")["value"].to_list() == ["Banjir Bandang Rusak Sawah"]


HTML = """<html><head><title>x</title>
<meta property="og:title" content="Jembatan Baru - Kabar Contoh"><meta property="og:site_name" content="Kabar Contoh">
<meta name="keywords" content="jembatan, desa"><link rel="canonical" href="https://kabarcontoh.example/2024/06/03/jembatan">
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Jembatan Baru",
"datePublished":"2024-06-03T08:00:00+07:00","dateModified":"2024-06-05","author":[{"name":"Sari Wulandari"}],
"publisher":{"name":"Kabar Contoh"}}]}</script><script type="application/ld+json">{broken</script></head></html>"""


def test_markup_is_evidence_like_any_other():
    _, evidence, chosen = read(["Jembatan Baru", "Oleh Sari Wulandari", *BODY], html=HTML)
    assert chosen["title"] == "Jembatan Baru"
    assert str(chosen["published_on"]) == "2024-06-03"
    assert chosen["published_basis"] == "markup"
    assert chosen["published_at"] == "2024-06-03T08:00+07:00"
    assert chosen["authors"] == ["Sari Wulandari"]
    assert chosen["publisher"] == "Kabar Contoh"
    assert chosen["url"] == "https://kabarcontoh.example/2024/06/03/jembatan"
    assert evidence.filter(basis="markup")["line"].null_count() == evidence.filter(basis="markup").height


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("kabarcontoh.example", "kabarcontoh"),
        ("www.kabar-contoh.co.id", "Kabar Contoh"),
        ("news.kabarcontoh.com", "kabarcontoh"),
        ("contoh.blogspot.com", "contoh"),
        ("127.0.0.1", None),
        ("localhost", None),
    ],
)
def test_an_address_names_the_outlet(host, name):
    _, _, chosen = read([TITLE, *BODY], fields=[("url", f"https://{host}/jembatan")])
    assert chosen["publisher"] == name


def test_an_outlet_that_the_address_names_is_no_place():
    page = [("title", TITLE), "Kabar Contoh - " + BODY[0], *BODY[1:]]
    _, _, chosen = read(page, fields=[("url", "https://kabar-contoh.example/jembatan")])
    assert (chosen["publisher"], chosen["place"]) == ("Kabar Contoh", None)


def test_what_the_source_brought_comes_first():
    brought = (("url", "https://kabar.example/2024/06/01/x"), ("date", "2 Juni 2024"), ("authors", "['Bayu Pratama']"))
    _, _, chosen = read([TITLE, "3 Juni 2024", *BODY], fields=brought)
    assert str(chosen["published_on"]) == "2024-06-02"
    assert chosen["published_basis"] == "source"
    assert chosen["authors"] == ["Bayu Pratama"]
    assert chosen["url"] == brought[0][1]


def test_numerals_that_leave_the_order_open_are_solved_beside_other_columns_of_any_name():
    """What a source said carries columns of its own, ``order`` among them, through the solving of numerals."""
    _, _, chosen = read([TITLE, *BODY], fields=(("date", "3/4/2024"), ("title", TITLE)))
    assert str(chosen["published_on"]) == "2024-04-03"


def test_a_day_of_change_is_a_day():
    _, _, chosen = read([TITLE, *BODY], fields=(("date", "3 April 2024"), ("updated_on", "5 April 2024")))
    assert str(chosen["updated_on"]) == "2024-04-05"


@pytest.mark.parametrize(
    ("date", "moment", "local"),
    [
        ("3 Juni 2024 14:56 WIB", "2024-06-03T14:56+07:00", "2024-06-03T14:56"),
        ("3 Juni 2024 14:56", None, "2024-06-03T14:56"),
        ("3 Juni 2024", None, None),
    ],
)
def test_a_clock_without_a_zone_names_no_moment(date, moment, local):
    _, _, chosen = read([TITLE, "Oleh Sari Wulandari", date, *BODY])
    assert (chosen["published_at"], chosen["published_local"]) == (moment, local)


EQUAL = """<html><head><meta property="article:published_time" content="{}">
<meta property="article:published_time" content="{}"></head></html>"""


def test_of_equal_values_from_two_markups_the_same_one_is_shown_whatever_stands_first():
    spelt = ("2024-06-03T08:00:00+07:00", "2024-06-03 08:00 +07:00")
    shown = [
        read([TITLE, *BODY], html=EQUAL.format(*words))[1].filter(pl.col("field").str.starts_with("published"))
        for words in (spelt, spelt[::-1])
    ]
    assert shown[0].height == 2
    assert shown[0].equals(shown[1])


def test_roles_follow_the_values():
    page = [("body", TITLE), "Oleh Sari Wulandari", "3 Juni 2024", ("body", TITLE), *BODY, "Editor : Wulan"]
    lines, evidence, _ = read(page)
    settled = settle_roles(lines, evidence)
    assert settled["role"].to_list() == ["title", "byline", "date", "duplicate", "body", "body", "body", "editor"]
    assert settled["same_as_line"].to_list()[3] == 1
    assert settled["paragraph"].to_list() == [None, None, None, None, 3, 4, 5, None]


def test_a_date_inside_a_body_line_leaves_it_there():
    lines, evidence, chosen = read([TITLE, *BODY, BODY[0] + " Demikian dikutip dari Kabar Contoh, Senin, 3 Juni 2024."])
    assert chosen["published_basis"] == "attribution"
    assert settle_roles(lines, evidence)["role"].to_list()[-1] == "body"


def test_an_empty_batch_is_an_empty_answer():
    documents, lines, languages = batch([])
    evidence = extract_metadata(documents, lines, languages, MetadataSettings())
    assert evidence.schema == METADATA_EVIDENCE
    assert chosen_values(evidence).height == 0
    assert settle_roles(lines, evidence).height == 0


PIECES = [
    "Kamis, 14 November 2024 14:56 WIB", "(13/6)", "3/4/2024", "By Jane Doe", "Oleh: ", "Sumber :", "99.99.9999", "© 2024",  # noqa: E501
    "dikutip dari ", "Tags: a, b", "#x #y", "Editor : ", "JAKARTA, X.com - ", "2 jam lalu", "２０２４年１１月１４日", "\u0661\u0664 نوفمبر \u0662\u0660\u0662\u0664",  # noqa: E501
    "\u200f\u202e", "e\u0301", "🇮🇩", "ﬁ", "İ", "ß", "a" * 300, ". " * 200, "(" * 120, "1" * 400, "12/" * 120, "— " * 90, "Jane, " * 60,  # noqa: E501
]  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), min_size=1, max_size=5).map(
    lambda parts: " ".join(" ".join(parts).split())
)
PAGE = st.lists(st.tuples(st.sampled_from(ROLES), TEXT.filter(bool)), max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages=st.lists(PAGE, max_size=4), language=st.sampled_from(["id", "en", "ja", "und", "zh-cn"]))
def test_no_input_raises_or_quotes_words_that_are_not_there(pages, language):
    documents, lines, languages = batch(pages, language=language)
    evidence = extract_metadata(documents, lines, languages, MetadataSettings())
    assert evidence.schema == METADATA_EVIDENCE
    assert set(evidence["field"]) <= set(METADATA_FIELDS)
    assert evidence["confidence"].is_between(0, 1).all()
    texts = {(row["document_id"], row["line"]): row["text"] for row in lines.iter_rows(named=True)}
    for row in evidence.iter_rows(named=True):
        if row["line"] is not None:
            assert texts[row["document_id"], row["line"]][row["start"] : row["end"]] == row["evidence"]
            assert row["evidence"]
    single = evidence.filter(pl.col("chosen") & ~pl.col("field").is_in(["authors", "tags", "caption", "related"]))
    assert single.select("document_id", "field").is_duplicated().sum() == 0
    settled = settle_roles(lines, evidence)
    assert settled.select("document_id", "line", "text").equals(lines.select("document_id", "line", "text"))
    kept = settled["role"].is_in(BODY_ROLES)
    assert (settled["paragraph"].is_not_null() == kept).all()
    assert chosen_values(evidence).height == evidence["document_id"].n_unique()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=st.one_of(st.text(max_size=200), st.text(max_size=60).map(lambda text: HTML.replace("Jembatan", text))))
def test_no_markup_raises(source):
    documents, lines, languages = batch([[TITLE, *BODY]], html=source)
    assert extract_metadata(documents, lines, languages, MetadataSettings()).schema == METADATA_EVIDENCE


NO_TITLE = [
    # an article without its title, as scrapers leave it
    ["Jakarta", "-", *BODY],
    ["Kota Sukamaju", "-", *BODY],
    ["(Sari Wulandari)", *BODY],
    [BODY[0], "SCROLL TO CONTINUE WITH CONTENT", *BODY[1:]],
    ["Warga", "Desa Sukamaju", "bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir.", *BODY[1:]],
    ["Jembatan gantung itu rusak pada pekan lalu.", *BODY],
]


@pytest.mark.parametrize("page", NO_TITLE)
def test_an_article_alone_has_no_title(page):
    assert read(page)[2].get("title") is None


BYLINES = [
    (["By", "Jane Doe", "comments"], ["Jane Doe"]),  # a label alone is believed whatever goes on below
    (["By Jane McDoePublished: May 3, 2024"], ["Jane McDoe"]),
    (["Guide by Jane Doe Former Deputy Editor"], ["Jane Doe"]),
]


@pytest.mark.parametrize(("lines", "authors"), BYLINES)
def test_what_flattening_put_beside_a_name_is_cut_off(lines, authors):
    assert read([*MASTHEAD, TITLE, *lines, *BODY])[2]["authors"] == authors
