"""Lines that hold nothing but an address, a time, an age or initials."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.cleaning import clean
from kliping.cleaning.bare import AGE, BRACKETED, COMMENTS, COUNTED, INITIALS, PLACE_OR_TIME, bare_lines
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
    ("3  hours ago", AGE),
    ("hace 3 horas", AGE),
    ("vor 2 Stunden", AGE),
    ("Vor 2 Stunden brach der Damm", 0),
    ("2 / 7", COUNTED),
    ("00:00 / 02:31", COUNTED),
    ("5/5", 0),
    ("Halaman 1 2 3 Selanjutnya", COUNTED),
    ("Page 1 2 3 Next", COUNTED),
    ("1 2 3 4", 0),
    ("Pages 12 to 14", 0),
    ("3 Komentar", COMMENTS),
    ("12 comments", COMMENTS),
    ("Komentar (12)", COMMENTS),
    ("12 comments were left", 0),
    ("(alg/bgs)", INITIALS),
    ("(lrs/bgs/dnp).", INITIALS),
    ("Ia pergi 15 menit lalu.", 0),
    ("Gempa itu terjadi 15 menit lalu", 0),
    ("👍 12 ❤️ 3", COUNTED),
    ("@kabarcontoh", COUNTED),
    ("@kabarcontoh @warta.contoh", COUNTED),
    ("@ab", 0),
    ("@" + 31 * "k", 0),
    ("👍 " + 60 * "1", 0),
    ("👍 " + 59 * "1", COUNTED),
    ("#banjir", COUNTED),
    ("#banjir #demak, #tanggul2025 #warga #sungai #hujan #bantuan #relawan #posko #dapur", COUNTED),
    ("#1", 0),
    ("#banjir surut di Demak", 0),
    ("===================", COUNTED),
    ("⬇️⬇️⬇️”", COUNTED),
    ("...", COUNTED),
    ("5", 0),
    ("*A*", 0),
    ("(alg/bgs/c)", BRACKETED),
    ("(alg/bgs/ana/dwi/eka)", BRACKETED),
    ("3 YORUM", COMMENTS),
    ("👍 Warga setuju", 0),
    ("3 : 2", 0),
    ("(warga desa)", BRACKETED),
    ("[Sari Wulandari]", BRACKETED),
    ("[Gambas:Video 20detik]", 0),
    ("(Contoh.com / Sari Wulandari)", BRACKETED),
    ("Warga (desa)", 0),
    ("(satu) dan (dua)", 0),
    ("Lihat https://example.org/berita/1", 0),
]


def bare(text: str) -> int:
    lines = split_lines(pl.DataFrame({"document_id": ["d"], "text": [text]}))
    return int(bare_lines(lines["text"], see(lines, compile_lexicon(), load_model().words))[0])


@pytest.mark.parametrize(("text", "holds"), CASES)
def test_what_a_line_holds_that_holds_nothing_else(text, holds):
    assert bare(text) == holds


SENTENCES = [
    "Warga Dusun Wanarata menanam bakau di tepi muara sejak Senin pagi bersama anak sekolah.",
    "Ketua kelompok tani mengatakan bibit itu dibawa dari desa tetangga dengan perahu kecil.",
    "Sebagian bibit akan ditanam lagi pada musim kemarau, ketika air laut sedang surut.",
]


@pytest.mark.parametrize("signature", ["(alg/bgs)", "(Sari Wulandari)", "(contoh.com/Sari)", "(SIS)"])
def test_a_signature_below_an_article_is_its_byline_and_no_body(documents, signature):
    cleaned = clean(documents("\n\n".join(["Warga Menanam Ulang Bakau", *SENTENCES, signature])), CleaningSettings())
    assert cleaned.get_column("role").to_list()[-1] == "byline"
    assert cleaned.get_column("paragraph").is_not_null().to_list()[1:] == [True, True, True, False]


def test_a_line_in_brackets_inside_an_article_stays(documents):
    lines = ["Warga Menanam Ulang Bakau", *SENTENCES[:2], "(dibaca sambil menunjuk peta)", SENTENCES[2]]
    cleaned = clean(documents("\n\n".join(lines)), CleaningSettings())
    assert cleaned.get_column("paragraph").is_not_null().to_list()[1:] == [True, True, True, True]
