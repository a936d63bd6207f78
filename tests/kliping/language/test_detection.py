"""Paragraphs are judged one by one, and vote for their document."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.frames import LANGUAGES, LINES
from kliping.language import detect_languages
from kliping.settings import LanguageSettings

INDONESIAN = "Warga desa di lereng gunung itu sudah kembali ke rumah masing-masing setelah hujan abu berhenti kemarin."
ENGLISH = "The villagers on the slope of the mountain have returned to their homes after the rain of ash stopped."


def lines(*rows):
    """LINES from (document_id, paragraph, text); a null paragraph is a removed line."""
    return pl.DataFrame(
        [
            (who, at, text, "body" if n else "boilerplate", "", None, None, n)
            for at, (who, n, text) in enumerate(rows, 1)
        ],
        schema=LINES,
        orient="row",
    )


def named(frame):
    return frame.select("document_id", "paragraph", "language", "decided_by").rows()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([("a", None, INDONESIAN)], [("a", None, "und", "too_short")]),
        ([("a", 1, "Editor : Abriandi")], [("a", 1, "und", "too_short"), ("a", None, "und", "too_short")]),
        (
            [("b", 1, ENGLISH), ("a", 1, INDONESIAN), ("a", 2, "(abr)")],
            [
                ("b", 1, "en", "langdetect"),
                ("b", None, "en", "vote"),
                ("a", 1, "id", "langdetect"),
                ("a", 2, "und", "too_short"),
                ("a", None, "id", "vote"),
            ],
        ),
    ],
)
def test_a_row_a_paragraph_and_a_row_a_document(rows, expected):
    found = detect_languages(lines(*rows), LanguageSettings(engine="langdetect"))
    assert found.schema == LANGUAGES
    assert named(found) == expected


def test_a_large_second_language_is_written_into_the_evidence():
    found = detect_languages(lines(("a", 1, INDONESIAN * 2), ("a", 2, ENGLISH)), LanguageSettings(engine="langdetect"))
    document = found.filter(pl.col("paragraph").is_null()).row(0, named=True)
    assert document["language"] == "id"
    assert document["evidence"].startswith("mixed: id 0.6")
