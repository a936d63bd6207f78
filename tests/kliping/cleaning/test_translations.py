"""A second article in English beneath one in another language."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kliping.cleaning import clean
from kliping.cleaning.translations import second_articles
from kliping.settings.cleaning import CleaningSettings

OWN = [
    "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang pekan lalu.",
    "Kepala desa mengatakan perbaikan itu memakai dana swadaya dan ditargetkan selesai sebelum musim tanam berikutnya.",
    "Jembatan tersebut menghubungkan dua dusun dan menjadi jalan utama anak sekolah setiap pagi, kata seorang guru.",
    "Pemerintah kabupaten berjanji membangun jembatan baru dari baja pada tahun anggaran berikutnya, ujar camat itu.",
]
ENGLISH = [
    "Residents of a small village have repaired the hanging bridge that was damaged by last week's flash flood there.",
    "The head of the village said that the work was paid for with their own money and would be done before planting.",
    "The bridge links two hamlets and is the way to school for the children of both of them, according to a teacher.",
    "The county has promised to build a new one of steel from the money that it will have for the following year.",
]
HEAD = "Villagers Repair Their Hanging Bridge"


def cut(page):
    """The lines of a page, all of it kept, that belong to a second article."""
    text, keep = pl.Series(page, dtype=pl.String), np.ones(len(page), np.bool_)
    words = text.str.count_matches(r"\S+").to_numpy().astype(np.float32)
    section = np.where(text.str.starts_with("Editor").to_numpy(), 1, -1)
    second = second_articles(text, np.array([0, len(page)]), words, section, keep)
    assert not (keep & second).any()
    return [line for line, one in zip(page, second, strict=True) if one]


@pytest.mark.parametrize("between", [[], [HEAD], [HEAD, "By Jane Doe"], ["***", HEAD, "May 3, 2024"]])
def test_it_is_cut_off_with_its_headline(between):
    assert cut([*OWN, *between, *ENGLISH]) == [*between, *ENGLISH]


def test_credits_of_the_own_article_stay_its_own():
    credit = "Editor: Sari Wulandari dan Bayu Pratama, Kabar Contoh Raya"
    assert cut([*OWN, credit, HEAD, *ENGLISH]) == [HEAD, *ENGLISH]


@pytest.mark.parametrize(
    "page",
    [
        OWN,
        ENGLISH,
        [*OWN, ENGLISH[0]],  # a quotation
        [*OWN[:1], *ENGLISH],  # hardly anything of its own
        [*OWN[:3], *ENGLISH, OWN[3]],  # the article goes on
        [*ENGLISH, *OWN],
        [f"Steel bridge number {at}, length 20 metres, width 3 metres" for at in range(9)] + ENGLISH,  # a table
        ["Jembatan"],
        [],
    ],
)
def test_other_pages_have_none(page):
    assert cut(page) == []


def test_a_page_is_read_without_it(documents):
    lines = clean(
        documents("\n\n".join(["Jembatan Dibuka Lagi", *OWN, HEAD, "By Jane Doe", *ENGLISH])), CleaningSettings()
    )
    told = lines.filter(pl.col("role").is_in(["body", "subheading"]))["text"].to_list()
    assert told[-4:] == OWN
    assert lines.filter(reason="structure:second")["text"].to_list() == [HEAD, "By Jane Doe", *ENGLISH]
