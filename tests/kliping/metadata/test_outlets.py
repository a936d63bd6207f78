"""The outlets of a page: its publisher, its source and the place of its dateline."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from kliping.metadata import settle_roles
from kliping.metadata.outlets.known import printed_names

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, MASTHEAD, TITLE, read


@pytest.mark.parametrize(("language", "place"), [("id", "Bandung"), ("ms", "Bandung"), ("de", None), ("en", None)])
def test_small_letters_before_a_colon_are_a_place_where_newsrooms_write_so(language, place):
    _, _, chosen = read([TITLE, "Bandung: " + BODY[0], *BODY[1:]], language=language)
    assert chosen["place"] == place


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        ([TITLE, *BODY, "Editor : Wulan"], "editor", "Wulan"),
        ([TITLE, *BODY, "Redaktur: Bayu Pratama"], "editor", "Bayu Pratama"),
        ([TITLE, *BODY, "Sumber : KBC/XY"], "source", "KBC/XY"),
        ([TITLE, *BODY, "Sumber Kabar Contoh, Warta Lain"], "source", "Kabar Contoh, Warta Lain"),
        ([TITLE, BODY[0] + " Demikian dilansir dari laman Kabar Contoh pada Kamis."], "source", "Kabar Contoh"),
        ([TITLE, BODY[0] + " Itu dikutip dari Presiden Joko."], "source", None),
        ([TITLE, BODY[0] + " Itu dikutip dari Kabar Contoh Rabu (5/6)."], "source", "Kabar Contoh"),
        ([TITLE, "Sari Dewi, Kabarcontoh", BODY[0]], "source", "Kabarcontoh"),
        ([TITLE, "Sari Dewi, Journalist", BODY[0]], "source", None),
        ([TITLE, "Sari Dewi, MSX", BODY[0]], "source", None),
        ([TITLE, "EKSKLUSIF - " + BODY[0]], "place", None),
        ([TITLE, "Exclusive: " + BODY[0]], "place", None),
        ([TITLE, "WASHINGTON DC - " + BODY[0]], "place", "Washington DC"),
        ([TITLE, "ST. SUKAMAJU - " + BODY[0]], "place", "St. Sukamaju"),
        ([TITLE, BODY[0] + " Mengutip Surat Warga Desa Contoh Nomor Baru Lama 17 Tahun 2024 itu."], "source", None),
        (
            [TITLE, BODY[0] + " Mengutip laman resmi Badan Warga Desa Contoh Raya, itu baru."],
            "source",
            "Badan Warga Desa Contoh Raya",
        ),
        ([TITLE, BODY[0] + " Itu dikutip dari Pemprov Contoh. Jembatan dibuka."], "source", "Pemprov Contoh"),
        ([TITLE, "JAKARTA, KABARCONTOH.com - " + BODY[0]], "publisher", "KABARCONTOH.com"),
        ([TITLE, "JAKARTA, KABARCONTOH.com - " + BODY[0]], "place", "Jakarta"),
        ([TITLE, "kabarkita – " + BODY[0], *BODY[1:]], "publisher", "kabarkita"),
        ([TITLE, "BANDUNG: " + BODY[0], *BODY[1:]], "place", "Bandung"),
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


NAMED = [
    # datelines
    ([TITLE, "KABAR.CO.ID, JAKARTA -- " + BODY[0]], "KABAR.CO.ID", "Jakarta"),
    ([TITLE, "Jakarta, VIVA – " + BODY[0]], "VIVA", "Jakarta"),
    ([TITLE, "VIVA – " + BODY[0]], "VIVA", None),
    ([TITLE, "kabar.com - MAKASSAR - " + BODY[0]], "kabar.com", "Makassar"),
    ([TITLE, "SUKAMAJU | KABAR.COM – " + BODY[0]], "KABAR.COM", "Sukamaju"),
    ([TITLE, "SUKAMAJU, Kabar.com – warga" + BODY[0][5:]], "Kabar.com", "Sukamaju"),
    ([TITLE, "SUKAMAJU, KABAR.com", *BODY], "KABAR.com", "Sukamaju"),
    ([TITLE, "Sukamaju -", *BODY], None, "Sukamaju"),
    ([TITLE, "Sukamaju", "-", *BODY], None, "Sukamaju"),
    ([TITLE, "Sukamaju", *BODY], None, None),
    (["-", TITLE, "warga kami", "–", *BODY], None, None),
    ([TITLE, "Beranda", "-", "Indeks", "Masuk", *BODY], None, None),
    ([TITLE, "SUKAMAJU- " + BODY[0]], None, "Sukamaju"),
    ([TITLE, "LOS SARI – " + BODY[0]], None, "Los Sari"),
    ([TITLE, "KABAR.CO.ID. SUKAMAJU - " + BODY[0]], "KABAR.CO.ID", "Sukamaju"),
    ([TITLE, "Kabar.com Sukamaju --- " + BODY[0]], "Kabar.com", "Sukamaju"),
    ([TITLE, "Film SUKAMAJU: " + BODY[0]], None, None),
    ([TITLE, "MUARA JAYA: " + BODY[0]], None, "Muara Jaya"),
    ([TITLE, "SUKAMAJU: " + BODY[0]], None, "Sukamaju"),
    ([TITLE, "MUARA SARI- " + BODY[0]], None, "Muara Sari"),
    ([TITLE, "SUKAMAJU-" + BODY[0]], None, "Sukamaju"),
    ([TITLE, "BMKG-" + BODY[0]], None, None),
    ([TITLE, "SUKAMAJU-SARI " + BODY[0]], None, None),
    ([TITLE, "WARTA CONTOH, Sukamaju - " + BODY[0]], "WARTA CONTOH", "Sukamaju"),
    ([TITLE, "El Diario de Contoh, SUKAMAJU - " + BODY[0]], "El Diario de Contoh", "Sukamaju"),
    ([TITLE, "WARTA CONTOH, SUKAMAJU (ANTARA) - " + BODY[0]], "WARTA CONTOH", "Sukamaju"),
    ([TITLE, "HARIAN CONTOH, SUKAMAJU: " + BODY[0]], "HARIAN CONTOH", "Sukamaju"),
    ([TITLE, "Sukamaju (dpa/lhe) - " + BODY[0]], None, "Sukamaju"),
    ([TITLE, "DUSUN CONTOH, SUKAMAJU: " + BODY[0]], None, None),
    # signatures
    ([TITLE, *BODY, BODY[0][:-1] + ",” katanya. – KABAR KITA"], "KABAR KITA", None),
    ([TITLE, *BODY, BODY[0] + " (fas/jpnn)"], "jpnn", None),
    ([TITLE, *BODY, BODY[0] + " (fas/abc)"], None, None),
    # bylines, and whom the article's people told it
    ([TITLE, "Sari Wulandari - detikKabar", "3 Juni 2024", *BODY], "detikKabar", None),
    ([TITLE, *BODY, BODY[0][:-1] + ", kata Wulan kepada kabar.com, Rabu (3/6/2024)."], "kabar.com", None),
    ([TITLE, *BODY, BODY[0][:-1] + ", kata Wulan kepada detikcom, Rabu (3/6/2024)."], "detikcom", None),
    ([TITLE, *BODY, BODY[0][:-1] + ", kata Wulan kepada warga, Rabu (3/6/2024)."], None, None),
    # calls and rights
    ([TITLE, *BODY, "Silakan baca konten menarik lainnya dari Kabar.com di Google News"], "Kabar.com", None),
    ([TITLE, *BODY, "Follow Berita Kabarkita di Google News"], "Kabarkita", None),
    ([TITLE, *BODY, "Copyright 2008 - 2025 PT. Kabar Cyber Media (Grup Kabar)"], None, None),
    ([TITLE, *BODY, "© 2025 Kabar Contoh Sdn. Bhd. All Rights Reserved."], "Kabar Contoh", None),
]


@pytest.mark.parametrize("words", [1, 2])
def test_the_name_of_an_owner_begins_with_its_outlets(words):
    outlet = next(name for name in printed_names() if re.fullmatch(rf"[A-Z]\w{{4,}}(?: [A-Z]\w+){{{words - 1}}}", name))
    assert read([TITLE, *BODY, f"© 2024 {outlet} Contoh Makmur"])[2]["publisher"] == outlet


@pytest.mark.parametrize(("lines", "publisher", "place"), NAMED)
def test_publisher_and_place(lines, publisher, place):
    chosen = read(lines)[2]
    assert (chosen["publisher"], chosen["place"]) == (publisher, place)


@pytest.mark.parametrize(
    ("ending", "source"),
    [(" – Bernama", "Bernama"), (" (antara/jpnn)", "antara"), (" (Reuters/abc)", "Reuters")],
)
def test_an_agency_that_signs_is_the_source(ending, source):
    assert read([TITLE, *BODY, BODY[0] + ending])[2]["source"] == source


@pytest.mark.parametrize(
    ("line", "source"),
    [
        *(
            (sign.format("Bernama"), "Bernama")
            for sign in ("- {}", "— {}", "--{}", "({})", "/{}", "[{}]", "{}", "• {}")
        ),
        ("dpa", None),  # in small letters and without a sign it is a word
        ("Bernama TV", None),
    ],
)
def test_an_agency_alone_below_the_article_is_the_source_and_no_body(line, source):
    lines, evidence, chosen = read([TITLE, *BODY, ("body", line)])
    assert chosen["source"] == source
    assert settle_roles(lines, evidence)["role"].to_list()[-1] == ("source" if source else "body")
    if not line.startswith("("):  # in brackets an agency is that of the paragraph above it
        assert read([TITLE, *BODY, ("body", line), *BODY])[2]["source"] is None


def test_who_signs_an_article_on_another_site_is_its_source():
    page = [TITLE, *BODY, BODY[0][:-1] + ",” katanya. – KABAR KITA"]
    _, _, chosen = read(page, fields=[("url", "https://motor.example/jembatan")])
    assert (chosen["publisher"], chosen["source"]) == ("motor", "KABAR KITA")


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
