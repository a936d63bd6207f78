"""Bylines as flattening leaves them: labels alone on a line, names below each other, names beside a date or a job."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from pages import chosen_of, in_parts

TITLE = "Warga Sukamaju Perbaiki Jembatan Gantung yang Rusak"
BODY = (
    "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang pekan lalu.",
    "Kepala desa mengatakan perbaikan jembatan itu memakai dana swadaya dan ditargetkan selesai sebelum musim tanam.",
)


def people(page, language="id"):
    (found,) = chosen_of([page], language=language)
    return found["authors"], found["editor"]


BELOW = [
    # labels above their names
    (["Oleh :", "Sari Wulandari", "Bayu Pratama (Medan)", "Rudi Hartono (Padang)"], ["Sari Wulandari", "Bayu Pratama", "Rudi Hartono"], None),  # noqa: E501
    (["By", "Sari Wulandari", ",", "Bayu Pratama"], ["Sari Wulandari", "Bayu Pratama"], None),
    # of one word each, with a town that cleaning takes for a credit's, and what is no name
    (["Oleh :", "Sari Wulandari", "Syaefudin", "Willibald", "Foto :", "Kabar Sukamaju"], ["Sari Wulandari", "Syaefudin", "Willibald"], None),  # noqa: E501
    (["Oleh :", "Sari Wulandari", "Bayu (Bekasi)", "Foto :", "Istimewa"], ["Sari Wulandari", "Bayu"], None),
    (["Properti", "Oleh :", "Sari Wulandari", "Properti"], ["Sari Wulandari"], None),
    (["Oleh :", "Sari Wulandari", "Kamis"], ["Sari Wulandari"], None),
    # an institute behind a name, the words behind its "and" no name either
    (["By Sari Wulandari, National Institute of Bridges and Infectious Rivers"], ["Sari Wulandari"], None),
    (["By Sari Wulandari and Bayu Pratama"], ["Sari Wulandari", "Bayu Pratama"], None),
    (["By —", "Sari Wulandari"], ["Sari Wulandari"], None),
    (["Author of the article:", "Sari Wulandari"], ["Sari Wulandari"], None),
    (["Reporter", "Editor", "Sari Wulandari"], [], "Sari Wulandari"),
    (["Penulis", "Sari Wulandari", "Editor", "Bayu Pratama"], ["Sari Wulandari"], "Bayu Pratama"),
    # labels below their names
    (["Tim Redaksi", "Sari Wulandari", "Penulis", "Bayu Pratama", "Editor"], ["Sari Wulandari"], "Bayu Pratama"),
    # one label for both, and one who edited something else
    (["Redaktur & Reporter : Sari Wulandari"], ["Sari Wulandari"], "Sari Wulandari"),
    (["Video editor: Sari Wulandari"], [], None),
    (["Rep: Sari Wulandari/ Red: Bayu Pratama"], ["Sari Wulandari"], "Bayu Pratama"),
    # a name of one word above another's
    (["Kabar.com - 3/6/2024, 21:33 WIB", "Ihsan,", "Sari Wulandari", "Tim Redaksi"], ["Ihsan", "Sari Wulandari"], None),
    # a name above what its owner does
    (["Ringkasan singkat tentang jembatan itu bagi pembaca yang terburu-buru.", "Sari Wulandari", "Senior Reporter"], ["Sari Wulandari"], None),  # noqa: E501
    # one name below its label, with a job or another name behind it
    (["Written by", "Sari - Editor Produk"], ["Sari"], None),
    (["Penulis", "Sari", "Dokter"], ["Sari"], None),
    (["Written by Sari and Bayu"], ["Sari", "Bayu"], None),
    # several jobs glued to a name
    (["Sari WulandariWriterPhotographer", "June 3, 2024"], ["Sari Wulandari"], None),
    # a section or a town behind a name
    (["By Sari Wulandari in Sukamaju"], ["Sari Wulandari"], None),
    (["June 3, 2024 By Sari Wulandari In"], ["Sari Wulandari"], None),
    # who checked wrote nothing
    (["Fact checked by", "Sari Wulandari", "June 3, 2024"], [], None),
    # what announces something is no name
    (["Warga Dan Jembatan: Apa Bedanya?", "3 Juni 2024"], [], None),
    (["Nama Jembatan: Warga Desa", "3 Juni 2024"], [], None),
    # a name beside a date right above the article, however far the title is
    ([*(f"Bagikan ke situs {number}" for number in range(12)), "3 Juni 2024", "Sari Wulandari"], ["Sari Wulandari"], None),  # noqa: E501
    # whom the headline is about wrote nothing
    (["Warga Sukamaju", "3 Juni 2024"], [], None),
]  # fmt: skip


@pytest.mark.parametrize("cases", in_parts(BELOW))
def test_labels_name_the_lines_beside_them(cases):
    found = chosen_of([[TITLE, *lines, *BODY] for lines, _, _ in cases])
    told = [(lines, of["authors"], of["editor"]) for (lines, _, _), of in zip(cases, found, strict=True)]
    assert told == cases


ABROAD = [
    ("de", "Ein Essay von Erika Mustermann", "Erika Mustermann"),
    ("de", "Erika Mustermann aus Kassel", "Erika Mustermann"),
    ("fr", "Texte de Marie Durand", "Marie Durand"),
    ("nl", "Van onze verslaggever Jan Jansen", "Jan Jansen"),
    ("pl", "Rozmawiała Anna Kowalska", "Anna Kowalska"),
    ("ru", "Подготовил Иван Иванов", "Иван Иванов"),
    ("fi", "Teksti Maija Virtanen", "Maija Virtanen"),
    ("ar", "بقلم محمد العلي", "محمد العلي"),
    ("hi", "By राम कुमार", "राम कुमार"),
    ("ja", "見本太郎記者", "見本太郎"),
    ("ja", "聞き手・見本太郎", "見本太郎"),
    ("zh", "記者王小明／台北報導", "王小明"),
    ("zh", "〔記者王小明台北報導〕", "王小明"),
    ("ko", "홍길동 특파원", "홍길동"),
]


@pytest.mark.parametrize(("language", "line", "name"), ABROAD)
def test_labels_of_other_languages(language, line, name):
    assert people([TITLE, line, "3/6/2024 21:33", *BODY], language=language)[0] == ([name] if name else [])


def test_a_name_in_brackets_below_the_article_may_be_the_editors():
    assert people([TITLE, *BODY, "(Sari Wulandari)"])[0] == []


def test_initials_in_brackets_below_the_article_name_nobody():
    assert people([TITLE, *BODY, "(sari/bayu)"])[0] == []


def test_a_name_above_a_label_in_small_letters_is_a_byline():
    page = [TITLE, "Sari Wulandari", "reviewed by Bayu Pratama", "Updated on November 18, 2023", *BODY]
    assert people(page, language="en")[0] == ["Sari Wulandari"]
    assert people([TITLE, "Sari Wulandari", "yang tinggal di dusun itu", *BODY])[0] == []


ABOUT = [
    (["Sari Wulandari", "Sari Wulandari is a writer who lives by the river."], ["Sari Wulandari"]),
    (["Bagikan", "Sari Wulandari", "Sari Wulandari, yang menulis tentang sungai."], ["Sari Wulandari"]),
    (["Sari Wulandari", "Sari is a writer who lives by the river."], ["Sari Wulandari"]),
    (["Sari Wulandari", "Sari Ayu Raih Penghargaan Sungai"], []),
    (["Sari Wulandari", "Sari Wulandari Raih Penghargaan Sungai"], []),
    (["Sari Wulandari", "Bayu Pratama is a farmer who lives by the river."], []),
    ([*"123456789", "10", "11", "12", "Sari Wulandari", "Sari Wulandari is a teaser further down."], []),
    # menus for sharing stand between
    (["Bagikan", "Salin", "Cetak", "Simpan", "Kirim", "Sari Wulandari", "Sari writes of rivers."], ["Sari Wulandari"]),
    (["Sari Desa", "Sari for all who live by the river."], []),
    # a sentence that tells who a reporter is
    (["Sari Wulandari is a senior reporter at Kabar Contoh. She lives by the river."], ["Sari Wulandari"]),
    (["Sari Wulandari adalah wartawan Kabar Contoh."], ["Sari Wulandari"]),
    (["Sari Wulandari is the mayor of Sukamaju."], []),
    (["By Bayu Pratama", "Sari Wulandari is a reporter at Kabar Contoh."], ["Bayu Pratama"]),
]  # fmt: skip


def test_a_name_above_its_own_biography_signs_the_article():
    found = chosen_of([[TITLE, *BODY, *below] for below, _ in ABOUT])
    assert [(below, told["authors"]) for (below, _), told in zip(ABOUT, found, strict=True)] == ABOUT


def test_whom_the_article_names_as_an_author_did_not_write_it():
    told = ("subheading", "The Names of Our Rivers (2015) by Max Mustermann")
    about = [*BODY, ("subheading", "Tentang sungai"), BODY[0], told, *BODY]
    assert people([TITLE, *about], language="en")[0] == []
    assert people([TITLE, "Sari Wulandari", "3 Juni 2024", *about], language="en")[0] == ["Sari Wulandari"]


def test_a_name_in_the_midst_of_the_headline_signs_nothing():
    headline = "Warga Perbaiki Jembatan Gantung oleh Sari Wulandari"
    assert people([f"Daerah - {headline}", headline, *BODY])[0] == []


def test_an_initial_is_no_word_that_names_do_not_hold():
    """Of "editor's", a word that no name holds, the S behind the apostrophe is none."""
    for name in ("Sari S. Wulandari", "Bayu E. Pratama"):
        assert people([TITLE, name, "3 Juni 2024", *BODY], language="en")[0] == [name]


def test_a_byline_that_stands_like_a_caption_is_one():
    assert people([TITLE, ("caption", "By Sari Wulandari, Staff Writer"), *BODY], language="en")[0] == [
        "Sari Wulandari"
    ]


def test_a_dated_teaser_below_the_article_signs_nothing():
    page = [TITLE, *BODY, ("related", "Artikel Terkait"), "Jalan Kebun Rusak", "3 Maret 2018", "Lebah Hutan Dilindungi"]
    assert people([*page, "8 April 2019"])[0] == []


def test_a_column_names_its_author_in_the_headline():
    headline = "Sari Wulandari. Mengapa Jembatan Gantung Itu Tidak Pernah Diperbaiki"
    assert people([headline, "Sari Wulandari", "3 Juni 2024", *BODY])[0] == ["Sari Wulandari"]


HEADS = [
    (["June 3, 2024Sari Wulandari"], [], ["Sari Wulandari"]),
    (["3 Juni 2024 | Sari Wulandari"], [], ["Sari Wulandari"]),
    (["3 Juni 2024 | Sari Wulandari"], ["3 Juni 2024"], []),
    (["Beranda", "Gaya Hidup", "Tampil Cantik"], ["3 Juni 2024"], []),
]


def test_a_name_above_the_title_needs_a_day_that_is_not_below_it():
    found = chosen_of([[*above, TITLE, *below, *BODY] for above, below, _ in HEADS])
    assert [told["authors"] for told in found] == [authors for _, _, authors in HEADS]


@pytest.mark.parametrize("post", ["A photo posted by Jane Doe (@janedoe)", "A post shared by Jane Doe (@janedoe)"])
def test_who_posted_what_a_page_embeds_is_no_author(post):
    page = [("title", "Owls save the last signal box"), *(("body", line) for line in BODY[:2]), ("body", post)]
    assert chosen_of([page, [*page, ("byline", "Posted by John Roe")]], language="en")[0]["authors"] == []
    assert chosen_of([[*page, ("byline", "Posted by John Roe")]], language="en")[0]["authors"] == ["John Roe"]
