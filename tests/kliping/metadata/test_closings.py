"""Names that an article is signed with at its end."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata import settle_roles
from kliping.metadata.people.closings import signatures
from kliping.metadata.survey import surveyed

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, batch, chosen_of, read

ALONE = ["({})", "[{}]", "({})."]
SIGNED = [
    "({}/red)", "({}-abc)", "(*/{})", "(Ditulis {})", "({}/Kabar Contoh)", "— {}", "Kabar Contoh/{}", "(contoh.com/{})",
]  # fmt: skip


@pytest.mark.parametrize("sign", SIGNED)
def test_a_name_below_the_article_is_its_author_and_no_body(sign):
    lines, evidence, chosen = read([TITLE, *BODY, ("body", sign.format("Sari Wulandari"))])
    assert chosen["authors"] == ["Sari Wulandari"]
    assert settle_roles(lines, evidence)["role"].to_list()[-1] == "byline"


@pytest.mark.parametrize("sign", ALONE)
def test_a_name_in_brackets_on_a_line_of_its_own_is_the_author_s_or_the_editor_s(sign):
    _, evidence, chosen = read([TITLE, *BODY, sign.format("Sari Wulandari")])
    assert chosen["authors"] == []
    assert evidence.filter(field="authors", basis="signature")["value"].to_list() == ["Sari Wulandari"]


def test_a_name_behind_the_last_sentence_is_its_author():
    signs = [*ALONE, *SIGNED[:5]]
    found = chosen_of([[TITLE, *BODY[:-1], BODY[-1] + sign.format("Sari Wulandari")] for sign in signs])
    assert [told["authors"] for told in found] == [["Sari Wulandari"]] * len(signs)


CREDITS = {
    "*Artikel ini ditulis oleh Sari Wulandari, peserta Program Magang Bersertifikat di redaksi Kabar Contoh.": [
        "Sari Wulandari"
    ],
    "(Tulisan ini ditulis oleh Sari Wulandari dan Bayu Pratama, mahasiswa magang.)": ["Sari Wulandari", "Bayu Pratama"],
    "This article was written by Jane Doe, who is an intern at the Valley Post and studies in the city.": ["Jane Doe"],
    "Artikel ini ditulis oleh seorang peserta Program Magang Bersertifikat di redaksi Kabar Contoh, dan disunting.": [],
}


def test_a_sentence_that_says_who_wrote_the_article_names_its_authors():
    found = chosen_of([[TITLE, *BODY, said] for said in CREDITS])
    assert [told["authors"] for told in found] == list(CREDITS.values())


NOBODY = [
        "(Sari)", "(Reuters)", "(Europa Press)", "(Kabar Contoh/AFP)", "(Sari Wulandari di Desa)", "- Pedoman Siber",
        "(Foto: Sari Wulandari)", "(Baca Juga)", "Sari Wulandari",
    ]  # fmt: skip


def test_what_is_no_name_in_brackets_signs_nothing():
    found = chosen_of([[TITLE, *BODY, last] for last in NOBODY])
    assert [told["authors"] for told in found] == [[]] * len(NOBODY)


def test_a_byline_is_believed_before_a_signature():
    assert read([TITLE, "Oleh: Bayu Pratama", *BODY, "(Sari Wulandari/red)"])[2]["authors"] == ["Bayu Pratama"]


def test_the_editor_signs_no_article():
    _, _, chosen = read([TITLE, *BODY, "Editor: Sari Wulandari", "(Sari Wulandari/red)"])
    assert (chosen["authors"], chosen["editor"]) == ([], "Sari Wulandari")


def test_it_is_chosen_only_where_nobody_else_is():
    survey = surveyed(*batch([[TITLE, *BODY, "(Sari Wulandari/red)"]] * 2))
    schema = {"doc": pl.UInt32, "field": pl.String, "value": pl.String, "chosen": pl.Boolean}
    people = pl.DataFrame([(1, "authors", "Bayu Pratama", True)], schema=schema, orient="row")
    assert signatures(survey, people).select("value", "chosen").rows() == [
        ("Sari Wulandari", True),
        ("Sari Wulandari", False),
    ]


HAN = "湖西村的村民上周末把老水车重新装回河边，这是水车停用二十三年后第一次转动，孩子们围在岸边看了很久。"


@pytest.mark.parametrize(
    ("sign", "author"),
    [
        ("（记者 王晓明）", ["王晓明"]),
        ("（本报记者：王晓明）", ["王晓明"]),
        ("(湖西日报记者王晓明、李四)", ["王晓明"]),
        ("（王晓明）", []),
        ("（图片 王晓明）", []),
        ("（记者会上的其他几位）", []),
    ],
)
def test_a_labelled_name_in_brackets_signs_a_chinese_article(sign, author):
    page = [("title", "湖西村老水车重新转动"), *[("body", HAN)] * 3, ("body", HAN + sign)]
    assert chosen_of([page], language="zh")[0]["authors"] == author
