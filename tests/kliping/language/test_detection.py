"""Paragraphs are judged one by one, and vote for their document."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.frames import LANGUAGES, LINES
from kliping.language import detect_languages
from kliping.settings import LanguageSettings

INDONESIAN = "Warga desa di lereng gunung itu sudah kembali ke rumah masing-masing karena hujan abu berhenti kemarin."
MALAY = "Polis berkata penduduk kampung itu boleh kembali ke rumah kerana hujan abu sudah berhenti petang semalam."
ENGLISH = "The villagers on the slope of the mountain have returned to their homes after the rain of ash stopped."
HEADLINES = ["Warga Kembali ke Rumah", "Hujan Abu Sudah Reda", "Sekolah Dibuka Besok", "Bupati Tinjau Lokasi"]


def lines(*rows):
    """LINES from (document_id, paragraph, text); a null paragraph is a removed line."""
    return pl.DataFrame(
        [
            {
                "document_id": who,
                "line": at,
                "text": text,
                "role": "body" if n else "boilerplate",
                "reason": "",
                "paragraph": n,
            }
            for at, (who, n, text) in enumerate(rows, 1)
        ],
        schema=LINES,
    )


def told(frame):
    return frame.select("document_id", "paragraph", "language", "decided_by").rows()


def document(frame):
    return frame.filter(pl.col("paragraph").is_null()).row(0, named=True)


@pytest.mark.parametrize("engine", ["fast", "langdetect"])
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([("a", None, INDONESIAN)], [("a", None, "und", "too_short")]),
        ([("a", 1, INDONESIAN.upper())], [("a", 1, "id", "relatives"), ("a", None, "id", "vote")]),
        ([("a", 1, ENGLISH.upper())], [("a", 1, "en", "langdetect"), ("a", None, "en", "vote")]),
        ([("a", 1, "Editor : Abriandi")], [("a", 1, "und", "too_short"), ("a", None, "und", "too_short")]),
        (
            [("b", 1, ENGLISH), ("b", None, INDONESIAN), ("a", 1, INDONESIAN), ("a", 2, "(abr)")],
            [
                ("b", 1, "en", "langdetect"),
                ("b", None, "en", "vote"),
                ("a", 1, "id", "relatives"),
                ("a", 2, "und", "too_short"),
                ("a", None, "id", "vote"),
            ],
        ),
        (
            [("m", 1, MALAY[:50]), ("m", 1, MALAY[50:]), ("m", 2, "1.234.567.890 " * 20)],
            [("m", 1, "ms", "relatives"), ("m", 2, "und", "too_short"), ("m", None, "ms", "vote")],
        ),
        (
            [("z", 1, "市长昨天表示，横跨河流的新桥将在年底前开放")],
            [("z", 1, "zh-cn", "langdetect"), ("z", None, "zh-cn", "vote")],
        ),
    ],
)
def test_a_row_a_paragraph_and_a_row_a_document(engine, rows, expected):
    found = detect_languages(lines(*rows), LanguageSettings(engine=engine))
    assert found.schema == LANGUAGES
    assert told(found) == expected


def test_short_paragraphs_speak_together_when_none_speaks_alone():
    found = detect_languages(lines(*(("a", n, text) for n, text in enumerate(HEADLINES, 1))), LanguageSettings())
    assert told(found) == [*(("a", n, "und", "too_short") for n in range(1, 5)), ("a", None, "id", "relatives")]


@pytest.mark.parametrize(
    ("texts", "language", "evidence"),
    [
        ([INDONESIAN, INDONESIAN, ENGLISH], "id", "mixed: id 0.67, en 0.33"),
        ([INDONESIAN] * 9 + [ENGLISH], "id", None),
        ([INDONESIAN] * 3, "id", None),
        ([ENGLISH * 2, "Editor : Abriandi"], "en", None),
    ],
)
def test_a_large_second_language_is_written_into_the_evidence(texts, language, evidence):
    found = document(detect_languages(lines(*(("a", n, text) for n, text in enumerate(texts, 1))), LanguageSettings()))
    assert (found["language"], found["evidence"]) == (language, evidence)


def test_confidence_of_a_document_is_shared_with_the_other_languages():
    mixed = detect_languages(lines(("a", 1, INDONESIAN), ("a", 2, ENGLISH)), LanguageSettings())
    pure = detect_languages(lines(("a", 1, INDONESIAN), ("a", 2, INDONESIAN)), LanguageSettings())
    assert document(mixed)["confidence"] < 0.6 < 0.9 < document(pure)["confidence"] <= 1


def test_documents_do_not_bear_on_each_other():
    together = lines(("a", 1, INDONESIAN), ("b", 1, MALAY), ("c", 1, ENGLISH), ("a", 2, HEADLINES[0] * 3))
    alone = [detect_languages(together.filter(document_id=name), LanguageSettings()) for name in "abc"]
    assert detect_languages(together, LanguageSettings()).equals(pl.concat(alone))
    shuffled = detect_languages(together.sample(fraction=1, shuffle=True, seed=3), LanguageSettings())
    assert sorted(shuffled.rows(), key=repr) == sorted(pl.concat(alone).rows(), key=repr)


@pytest.mark.parametrize(
    ("changed", "language"),
    [({"minimum_letters": 90}, "und"), ({"minimum_letters": 5}, "id"), ({"minimum_probability": 1.0}, "und")],
)
def test_thresholds_are_obeyed(changed, language):
    found = detect_languages(lines(("a", 1, INDONESIAN)), LanguageSettings(**changed))
    assert document(found)["language"] == language


def test_hostile_text_is_only_text():
    rows = [("a", n, text) for n, text in enumerate(["\x00" * 90, "<script>" * 30, "‮" * 99, "é" * 10**5, "@" * 500], 1)]
    found = detect_languages(lines(*rows), LanguageSettings())
    assert found.height == len(rows) + 1
    assert found["confidence"].is_between(0, 1).all()
