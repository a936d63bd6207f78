"""What we lean on, or work around, in langdetect, trafilatura and htmldate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from htmldate import find_date
from langdetect import DetectorFactory, detect, detect_langs
from langdetect.lang_detect_exception import LangDetectException
from trafilatura import extract

if TYPE_CHECKING:
    from collections.abc import Iterator

AMBIGUOUS = "Foto bersama di depan hotel, program nasional, radio, video"
MALAY = (
    "Bimbang kejadian banjir besar berulang, penduduk kampung bergotong-royong membina rakit kecemasan menggunakan "
    "tong plastik terpakai bagi memindahkan warga emas dan kanak-kanak sekiranya air sungai naik mendadak."
)


@pytest.fixture
def seed() -> Iterator[type[DetectorFactory]]:
    """langdetect's seed lies in a class attribute that every thread shares: put back what was there."""
    before = DetectorFactory.seed
    yield DetectorFactory
    DetectorFactory.seed = before


def answers(text: str, times: int) -> set[tuple[tuple[str, float], ...]]:
    return {tuple((found.lang, found.prob) for found in detect_langs(text)) for _ in range(times)}


def test_langdetect_without_a_seed_changes_its_answer(seed) -> None:
    seed.seed = None
    assert len(answers(AMBIGUOUS, 20)) > 1


def test_langdetect_with_a_seed_keeps_its_answer(seed) -> None:
    seed.seed = 0
    assert len(answers(AMBIGUOUS, 20)) == 1


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("Editor : Ani Suryani", "tl"), ("Editor : Rudi Hartono", "it"), ("Editor : Adriana Rusli", "ro")],
)
def test_langdetect_is_sure_and_wrong_about_short_text(seed, text: str, wrong: str) -> None:
    seed.seed = 0
    best = detect_langs(text)[0]
    assert best.lang == wrong
    assert best.prob > 0.8


def test_langdetect_calls_malay_indonesian(seed) -> None:
    seed.seed = 0
    best = detect_langs(MALAY)[0]
    assert best.lang == "id"
    assert best.prob > 0.99


@pytest.mark.parametrize("text", ["", "   ", "12345", "https://www.example.org/a/b"])
def test_langdetect_raises_where_there_is_nothing_to_go_by(seed, text: str) -> None:
    seed.seed = 0
    with pytest.raises(LangDetectException, match="No features in text"):
        detect(text)


def test_trafilatura_gives_nothing_for_plain_text() -> None:
    assert extract(f"Judul Berita\n\n{MALAY}\n\n{MALAY}") is None


def test_trafilatura_finds_the_text_of_a_page_with_markup() -> None:
    article = f"<article><p>{MALAY}</p><p>{MALAY.upper()}</p></article>"
    page = f"<html><body><nav><a href='/'>Beranda</a></nav>{article}</body></html>"
    assert MALAY in (extract(page) or "")


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("Kritik dan saran dikirim ke kabarpulau2016@example.org", "2016-01-01"),
        ("Copyright © 2021 GemaNusa", "2021-01-01"),
        ("Pertemuan berlangsung pada hari Rabu (19/7) di balai desa.", None),
    ],
)
def test_htmldate_reads_dates_where_none_are_and_none_where_one_is(sentence: str, date: str | None) -> None:
    assert find_date(f"<html><body><p>Berita hari ini.</p><p>{sentence}</p></body></html>") == date
