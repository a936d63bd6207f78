"""Names below a title that the article makes plain words."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from kliping.metadata.plain_words import made_of_plain_words

sys.path.insert(0, str(Path(__file__).parent))
from pages import MASTHEAD, TITLE, read, seen

ARTICLE = "Warga menata taman kota. Di taman itu bunga mekar, dan kota ramai lagi; kata Sari, warga senang (bunga)."


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Taman Kota", True), ("Bunga", True), ("Taman Sari", False), ("Sari", False), ("Kota Senang Ramai", True)],
)
def test_words_that_the_article_writes_small_are_no_name(name, plain):
    survey, _, _ = seen((TITLE, ARTICLE))
    asked = pl.DataFrame({"doc": [0], "value": [name]}, schema={"doc": pl.UInt32, "value": pl.String})
    assert made_of_plain_words(survey, asked).to_list() == [plain]


def test_no_author_is_made_of_plain_words():
    pages = [(*MASTHEAD, TITLE, name, "3 Juni 2024", ARTICLE, ARTICLE[25:]) for name in ("Taman Kota", "Taman Sari")]
    assert [read(page)[2].get("authors") or [] for page in pages] == [[], ["Taman Sari"]]
