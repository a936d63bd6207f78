"""Repeats within a page."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.duplicates import duplicate_paragraph_ratio, repeated_lines
from kliping.duplicates.schemas import DUPLICATE_PARAGRAPH_RATIOS, REPEATED_LINES


def lines_of(**pages: list[str]) -> pl.DataFrame:
    rows = [(name, number, text) for name, page in pages.items() for number, text in enumerate(page, 1) if text]
    return pl.DataFrame(rows, schema={"document_id": pl.String, "line": pl.Int32, "text": pl.String}, orient="row")


LONG = "Wali Kota meresmikan jembatan baru di atas Sungai Cikaso pada hari Senin pagi kemarin"


@pytest.mark.parametrize(
    ("page", "same"),
    [
        (["satu", "dua", "tiga"], {}),
        (["satu", "", "satu", "dua", "Satu!"], {3: 1, 5: 1}),
        (["***", "---", "***"], {3: 1}),
        ([LONG, LONG + " lalu"], {2: 1}),
        ([LONG, LONG.replace("Senin", "Rabu").replace("Wali", "Bupati").replace("baru", "lama")], {}),
        (["Bagikan artikel ini", "Bagikan tautan ini"], {}),
        ([LONG, LONG + " lalu", LONG + " lalu"], {2: 1, 3: 1}),
    ],
)
def test_a_line_repeats_the_earliest_one_that_stays(texts, page, same):
    found = repeated_lines(lines_of(a=page, b=["lain", LONG]), texts.settings)
    assert found.schema == REPEATED_LINES
    assert dict(found.filter(pl.col("document_id") == "a").select("line", "same_as_line").iter_rows()) == same
    assert found.filter(pl.col("document_id") == "b").is_empty()


def test_the_ratio_weighs_by_characters(texts):
    found = duplicate_paragraph_ratio(lines_of(a=["x" * 30, "y" * 40, "x" * 30], b=["satu"]), texts.settings)
    assert found.schema == DUPLICATE_PARAGRAPH_RATIOS
    assert found.rows() == [("a", 3, 1, 0.3), ("b", 1, 0, 0.0)]


def test_no_lines_no_repeats(texts):
    assert repeated_lines(lines_of(), texts.settings).is_empty()
    assert duplicate_paragraph_ratio(lines_of(), texts.settings).is_empty()


def test_a_page_of_one_line_said_often_is_bounded(texts):
    found = repeated_lines(lines_of(a=[f"{LONG} {number}" for number in range(20_000)]), texts.settings)
    assert found.height == 19_999
    assert set(found["same_as_line"]) == {1}


@pytest.mark.exam
def test_real_pages_score_as_a_reader_counts(shared, texts):
    pages = {file.name[:3]: file.read_text("utf-8").splitlines() for file in sorted((shared / "seeds").iterdir())}
    stripped = {name: [line.strip() for line in page] for name, page in pages.items()}
    found = duplicate_paragraph_ratio(lines_of(**stripped), texts.settings)
    ratios = sorted(found["duplicate_paragraph_ratio"].round(2).to_list())
    assert ratios[-2:] == [0.05, 0.38]
