"""The people of a page: who wrote it and who edited it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, MASTHEAD, TITLE, chosen_of, in_parts

WHO = [
    ([TITLE, "Senin, 3 Juni 2024", *BODY, "Pedoman Siber", "Hubungi Kami"], []),
    ([TITLE, "Senin, 3 Juni 2024", *BODY, "Sari Wulandari"], []),  # below the article it needs a label
    ([TITLE, "Senin, 3 Juni 2024", *BODY, "(Ditulis oleh Sari Wulandari)"], ["Sari Wulandari"]),
    ([TITLE, BODY[0], "Mantan menteri", "Sari Wulandari", ", yang hadir, setuju.", *BODY[1:]], []),
    (["sari", "3 Juni 2024", *BODY], ["sari"]),
    (["Otomotif", "3 Juni 2024", *BODY], []),
    # a photographer's credit ends a caption
    ([TITLE, "3 Juni 2024", "Warga di jembatan, Senin (3/6/2024). (Kabar Lereng/Bayu Pratama)", *BODY], []),
    ([TITLE, "Bayu Pratama (Kabar Lereng/Sukamaju) | 3 Juni 2024", *BODY], ["Bayu Pratama"]),
    (["3 Juni 2024", TITLE, "Posted on 3 Juni 2024 by sari", *BODY], ["sari"]),
]


@pytest.mark.parametrize("cases", in_parts(WHO))
def test_who_wrote_the_page(cases):
    found = chosen_of([page for page, _ in cases])
    assert [(page, told["authors"]) for (page, _), told in zip(cases, found, strict=True)] == cases


EDITED = [
    ["Penulis: Sari Wulandari | Editor: Bayu Pratama"],
    ["Oleh: Sari Wulandari, Editor: Bayu Pratama - Senin, 3 Juni 2024"],
    ["Rep: Sari Wulandari/ Red: Bayu Pratama"],
    ["Editor Bayu Pratama"],
    ["Penulis Sari Wulandari | Editor Bayu Pratama"],
    ["Reporting by Sari Wulandari; Editing by Bayu Pratama"],
    ["Editor", "Bayu Pratama"],
]


@pytest.mark.parametrize("cases", in_parts(EDITED))
def test_who_edited_the_page(cases):
    found = chosen_of([[TITLE, *lines, *BODY] for lines in cases])
    assert [told["editor"] for told in found] == ["Bayu Pratama"] * len(cases)


SIGNED = [
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
    ("Penulis Kontributor Sukamaju, Sari Wulandari", ["Sari Wulandari"]),
    ("Penulis: Kontributor Kabar TV Sukamaju, Nurhayati", ["Nurhayati"]),
    ("Oleh: Nurhayati", ["Nurhayati"]),
    ("di Sungai Serayu, Banyumas", []),
    ("Reporter: Sari Wulandari dan Bayu Pratama", ["Sari Wulandari", "Bayu Pratama"]),
    ("By Jane Doe", ["Jane Doe"]),
    ("By Jane Doe and Max Mustermann | 3 June 2024", ["Jane Doe", "Max Mustermann"]),
    ("By Jane DoeDec 3, 2024", ["Jane Doe"]),
    ("By Jane DoeIn Travel, Tips", ["Jane Doe"]),
    ("By Jane Doe ⋅ Review Editor ⋅ Updated June 3, 2024", ["Jane Doe"]),
    ("by Jane · Dec 3, 2024 at 3:00 am", ["Jane"]),
    ("Dec 3, 2024Jane Doe", ["Jane Doe"]),
    ("September 1, 2023September 8, 2023Jane Doe", ["Jane Doe"]),
    ("Illustration by Jane Doe", []),
    ("Jane Doe (c) Example Racing", []),
    ("Jane DoeStaff Writer", ["Jane Doe"]),
    ("By Jane Doe, Senior Correspondent", ["Jane Doe"]),
    ("Jane Doe - June 3, 2024", ["Jane Doe"]),
    ("3. Juni 2024, 10:23 Uhr, Erika Mustermann", ["Erika Mustermann"]),
    ("Von Erika Mustermann", ["Erika Mustermann"]),
    ("Bayu, KabarContoh", ["Bayu"]),
    (f"{'Guide':e<27} by Jane Doe Former Deputy Editor", ["Jane Doe"]),
    (f"{'Guide':e<28} by Jane Doe Former Deputy Editor", []),
    ("By Staff Writer", []),
    ("Oleh Tim Redaksi", []),
    ("Read More", []),
    ("Follow Us", []),
    ("Fact checked by Jane Doe", []),
]


@pytest.mark.parametrize("cases", in_parts(SIGNED))
def test_authors(cases):
    found = chosen_of([[TITLE, line, *BODY] for line, _ in cases])
    assert [(line, told["authors"]) for (line, _), told in zip(cases, found, strict=True)] == cases


def test_who_writes_for_an_outlet_stands_within_three_lines_below_the_title():
    found = chosen_of([[TITLE, *["Kabar desa"] * above, "Bayu, KabarContoh", *BODY] for above in (2, 3)])
    assert [told["authors"] for told in found] == [["Bayu"], []]


BYLINES = [
    (["By", "Jane Doe", "comments"], ["Jane Doe"]),  # a label alone is believed whatever goes on below
    (["By Jane McDoePublished: May 3, 2024"], ["Jane McDoe"]),
    (["Guide by Jane Doe Former Deputy Editor"], ["Jane Doe"]),
]


def test_what_flattening_put_beside_a_name_is_cut_off():
    found = chosen_of([[*MASTHEAD, TITLE, *lines, *BODY] for lines, _ in BYLINES])
    assert [told["authors"] for told in found] == [authors for _, authors in BYLINES]
