"""Sections printed twice, one right below the other."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.cleaning import clean, explain
from kliping.cleaning.doubled import doubled_lines
from kliping.settings.cleaning import CleaningSettings

SETTINGS = CleaningSettings()
A, B, C, D = (
    "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang.",
    "Kepala desa mengatakan perbaikan itu memakai dana swadaya dan selesai sebelum musim tanam berikutnya.",
    "Jembatan tersebut menghubungkan dua dusun dan menjadi jalan utama anak sekolah, kata seorang guru.",
    "Sebelum jembatan putus, empat puluh anak menyeberang setiap pagi untuk belajar di sekolah dasar itu.",
)


def test_an_article_whose_sections_are_printed_twice_is_whole_and_stands_once(documents):
    told = [f"{text} {number}" for number in ("Satu.", "Dua.", "Tiga.", "Lima.") for text in (A, B, C, D)]
    pairs = [told[at : at + 2] * 2 for at in range(0, len(told), 2)]
    made = documents("\n".join(["Jembatan Sukamaju Diperbaiki Warga", *(line for pair in pairs for line in pair)]))
    lines = clean(made, SETTINGS)
    assert lines.filter(pl.col("paragraph").is_not_null())["text"].to_list()[-16:] == told
    again = lines.filter(pl.col("role") == "duplicate")
    assert (again["reason"] == "duplicate").all()
    assert again["same_as_line"].to_list() == [line - 2 for line in again["line"].to_list()]
    assert again.height == 16
    kept = lines.filter(pl.col("paragraph").is_not_null())
    assert again["score"].to_list() == kept["score"].to_list()[-16:], "judged again, as a copy that the model saw"
    assert explain(made, SETTINGS).drop("features").equals(lines)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ([A, A, B, B], [-1, 0, -1, 2]),
        ([A, "Foto", A, "Foto", B, B], [-1, -1, 0, 1, -1, 4]),
        ([A, A, B, C, D, "Foto", "Foto"], [-1] * 7),
        ([A, A, B], [-1] * 3),
        ([A, A, C, D, B, B, *(f"{C} {number}" for number in range(9))], [-1] * 15),
        (["Foto", "Foto", "Video", "Video", A], [-1] * 5),
        ([A], [-1]),
        ([], []),
    ],
    ids=["lines", "sections", "once", "one alone", "captions", "short lines", "a line", "nothing"],
)
def test_which_lines_are_the_second_printing(page, found):
    lines = pl.DataFrame(
        {"document_id": ["x"] * len(page), "text": page}, schema={"document_id": pl.String, "text": pl.String}
    )
    assert doubled_lines(lines).tolist() == found


def test_pages_do_not_reach_into_each_other():
    lines = pl.DataFrame({"document_id": ["x", "y", "y", "z"], "text": [A, A, B, B]})
    assert doubled_lines(lines).tolist() == [-1] * 4
