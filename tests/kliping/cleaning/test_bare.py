"""Lines that hold nothing but an address, a time, an age or initials."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.cleaning import clean
from kliping.cleaning.bare import AGE, INITIALS, PLACE_OR_TIME, bare_lines
from kliping.cleaning.features import see
from kliping.cleaning.flatten import split_lines
from kliping.cleaning.model import load_model
from kliping.cleaning.phrases import compile_lexicon
from kliping.settings.cleaning import CleaningSettings

CASES = [
    ("https://example.org/berita/1", PLACE_OR_TIME),
    ("05:45", PLACE_OR_TIME),
    ("15 menit lalu", AGE),
    ("GLOBAL - 15 menit lalu", AGE),
    ("Gaya Hidup | 3 jam yang lalu", AGE),
    ("World · 2 hours ago", AGE),
    ("(alg/bgs)", INITIALS),
    ("(lrs/bgs/dnp).", INITIALS),
    ("Ia pergi 15 menit lalu.", 0),
    ("Gempa itu terjadi 15 menit lalu", 0),
    ("(warga desa)", 0),
    ("Lihat https://example.org/berita/1", 0),
]


def bare(text: str) -> int:
    lines = split_lines(pl.DataFrame({"document_id": ["d"], "text": [text]}))
    return int(bare_lines(lines["text"], see(lines, compile_lexicon(), load_model().words))[0])


@pytest.mark.parametrize(("text", "holds"), CASES)
def test_what_a_line_holds_that_holds_nothing_else(text, holds):
    assert bare(text) == holds


def test_initials_below_an_article_are_its_byline_and_no_body(documents):
    sentences = [
        "Warga Dusun Wanarata menanam bakau di tepi muara sejak Senin pagi bersama anak sekolah.",
        "Ketua kelompok tani mengatakan bibit itu dibawa dari desa tetangga dengan perahu kecil.",
        "Sebagian bibit akan ditanam lagi pada musim kemarau, ketika air laut sedang surut.",
    ]
    cleaned = clean(documents("\n\n".join(["Warga Menanam Ulang Bakau", *sentences, "(alg/bgs)"])), CleaningSettings())
    assert cleaned.select("role", "reason").rows()[-1] == ("byline", "structure:initials")
