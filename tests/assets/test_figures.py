"""What Dagster is told of a materialisation: numbers and keys, no word of a page."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import polars as pl
import pytest

from assets import figures
from assets.checks import specs_of
from expectations import ExpectationSpec
from kliping import frames

WORDS = "Kata-kata rahasia sebuah halaman"
OURS = {"role": "body", "field": "title", "kind": "near", "format": "text", "encoding": "utf-8", "language": "id"}
KEYS = ("document_id", "canonical_document_id", "group_id")


def value(name: str, kind: pl.DataType) -> object:
    """A value for a column; a text column that is neither a key nor a vocabulary of ours holds a page's words."""
    if name in KEYS:
        return "0123456789abcdef"
    if name in ("decided_by", "basis"):
        return "vote"
    if isinstance(kind, pl.Datetime):
        return datetime(2024, 6, 3, tzinfo=UTC)
    if kind == pl.Date:
        return date(2024, 6, 3)
    if kind == pl.Boolean:
        return True
    if isinstance(kind, pl.List):
        return [{"field": "title", "value": WORDS}] if kind.inner != pl.String and kind.is_nested() else []
    return OURS.get(name, WORDS) if kind == pl.String else 1


def page(schema: pl.Schema) -> pl.DataFrame:
    return pl.DataFrame({name: [value(name, kind)] for name, kind in schema.items()}, schema_overrides=dict(schema))


@pytest.mark.parametrize(
    ("describe", "schema"),
    [
        (figures.of_documents, frames.DOCUMENTS),
        (figures.of_lines, frames.LINES),
        (figures.of_languages, pl.Schema({**frames.LANGUAGES, "paragraph": pl.Int32})),
        (figures.of_evidence, frames.METADATA_EVIDENCE),
        (figures.of_duplicates, frames.DUPLICATES),
        (figures.of_frame, frames.TEMPLATES),
    ],
)
def test_no_word_of_a_page_is_in_them(describe, schema: pl.Schema) -> None:
    frame = page(schema)
    if describe is figures.of_languages:
        frame = frame.with_columns(paragraph=pl.lit(None, pl.Int32))
    told = describe(frame)
    (row,) = told["preview"].records
    assert row.data
    assert WORDS not in json.dumps([row.data, {**told, "preview": ""}], default=str)


def test_a_new_column_of_text_is_not_shown_before_it_is_named() -> None:
    shown = figures.preview(pl.DataFrame({"document_id": ["d"], "summary": [WORDS], "text": [WORDS], "words": [4]}))
    assert [record.data for record in shown.records] == [{"document_id": "d", "words": 4, "characters": 32}]


def test_a_rules_description_is_no_markdown_for_the_ui() -> None:
    text = "<img src=x onerror=alert(1)> [klik](javascript:alert(1))"
    spec = ExpectationSpec("own_rule", "articles", "info", "validity", text, sql="SELECT 1", own=True)
    check = specs_of([spec])[0]
    assert check.description == r"\<img src\=x onerror\=alert\(1\)\> \[klik\]\(javascript\:alert\(1\)\)"
