"""The outlets of a page: its publisher, its source and the place of its dateline."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from kliping.metadata import chosen_values, extract_metadata, settle_roles
from kliping.metadata.outlets.known import printed_names
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, MASTHEAD, TITLE, batch, chosen_of, in_parts, read


def test_small_letters_before_a_colon_are_a_place_where_newsrooms_write_so():
    page = [TITLE, "Bandung: " + BODY[0], *BODY[1:]]
    found = chosen_of([page] * 4, [{"language": language} for language in ("id", "ms", "de", "en")])
    assert [told["place"] for told in found] == ["Bandung", "Bandung", None, None]


FIELDS = [
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
]


@pytest.mark.parametrize("cases", in_parts(FIELDS))
def test_outlets_and_editor(cases):
    found = chosen_of([lines for lines, _, _ in cases])
    assert [(lines, field, told[field]) for (lines, field, _), told in zip(cases, found, strict=True)] == cases


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
    # an outlet in small letters has fifteen of them
    ([TITLE, f"{'kabarkita':a<15} – " + BODY[0]], f"{'kabarkita':a<15}", None),
    ([TITLE, f"{'kabarkita':a<16} – " + BODY[0]], None, None),
    # a line of the article above its opening proves no masthead
    ([*MASTHEAD, TITLE, ("body", "Sukamaju, Kabar Contoh - Warga"), *BODY], None, None),
    # whom many sites name in their furniture is not the page's
    ([TITLE, *BODY, "Unduh di google.com", "Cari di Google"], None, None),
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


def test_the_name_of_an_owner_begins_with_its_outlets():
    forms = [rf"[A-Z]\w{{4,}}(?: [A-Z]\w+){{{more}}}" for more in (0, 1)]
    outlets = [next(name for name in printed_names() if re.fullmatch(form, name)) for form in forms]
    found = chosen_of([[TITLE, *BODY, f"© 2024 {outlet} Contoh Makmur"] for outlet in outlets])
    assert [told["publisher"] for told in found] == outlets


@pytest.mark.parametrize("cases", in_parts(NAMED))
def test_publisher_and_place(cases):
    found = chosen_of([lines for lines, _, _ in cases])
    told = [(lines, of["publisher"], of["place"]) for (lines, _, _), of in zip(cases, found, strict=True)]
    assert told == cases


def test_an_agency_that_signs_is_the_source():
    endings = {" – Bernama": "Bernama", " (antara/jpnn)": "antara", " (Reuters/abc)": "Reuters"}
    found = chosen_of([[TITLE, *BODY, BODY[0] + ending] for ending in endings])
    assert [told["source"] for told in found] == list(endings.values())


AGENCIES = [
    *((sign.format("Bernama"), "Bernama") for sign in ("- {}", "— {}", "--{}", "({})", "/{}", "[{}]", "{}", "• {}")),
    ("dpa", None),  # in small letters and without a sign it is a word
    ("Bernama TV", None),
]


def test_an_agency_alone_below_the_article_is_the_source_and_no_body():
    documents, lines, languages = batch([[TITLE, *BODY, ("body", line)] for line, _ in AGENCIES])
    evidence = extract_metadata(documents, lines, languages, MetadataSettings())
    last = settle_roles(lines, evidence).group_by("document_id", maintain_order=True).last()["role"]
    assert last.to_list() == ["source" if source else "body" for _, source in AGENCIES]
    sources = chosen_values(evidence).rows_by_key("document_id", named=True, unique=True)
    told = [sources.get(f"{at:016x}", {"source": None})["source"] for at in range(len(AGENCIES))]
    assert told == [source for _, source in AGENCIES]
    # in brackets an agency is that of the paragraph above it
    amidst = chosen_of([[TITLE, *BODY, ("body", line), *BODY] for line, _ in AGENCIES if not line.startswith("(")])
    assert {told["source"] for told in amidst} == {None}


def test_who_signs_an_article_on_another_site_is_its_source():
    page = [TITLE, *BODY, BODY[0][:-1] + ",” katanya. – KABAR KITA"]
    _, _, chosen = read(page, fields=[("url", "https://motor.example/jembatan")])
    assert (chosen["publisher"], chosen["source"]) == ("motor", "KABAR KITA")


HOSTS = {
    "kabarcontoh.example": "kabarcontoh",
    "www.kabar-contoh.co.id": "Kabar Contoh",
    "news.kabarcontoh.com": "kabarcontoh",
    "contoh.blogspot.com": "contoh",
    "127.0.0.1": None,
    "localhost": None,
}


def test_an_address_names_the_outlet():
    brought = [{"fields": [("url", f"https://{host}/jembatan")]} for host in HOSTS]
    found = chosen_of([[TITLE, *BODY]] * len(HOSTS), brought)
    assert [told["publisher"] for told in found] == list(HOSTS.values())


def test_an_outlet_that_the_address_names_is_no_place():
    page = [("title", TITLE), "Kabar Contoh - " + BODY[0], *BODY[1:]]
    _, _, chosen = read(page, fields=[("url", "https://kabar-contoh.example/jembatan")])
    assert (chosen["publisher"], chosen["place"]) == ("Kabar Contoh", None)
