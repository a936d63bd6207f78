"""Every step takes and gives its schema, whatever stands in the frames: nothing, nulls, one row, all formats mixed."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kliping.cleaning import bodies, clean, paragraphs, removed_lines
from kliping.duplicates import duplicate_paragraph_ratio, sign
from kliping.engine import Understood, as_records
from kliping.frames import DOCUMENTS, FAILURES, LANGUAGES, LINES, METADATA_EVIDENCE, PARAGRAPHS, REMOVED_LINES, empty
from kliping.isolation import run_step
from kliping.language import detect_languages
from kliping.metadata import chosen_values, extract_metadata, settle_roles
from kliping.metadata.chosen import CHOSEN
from kliping.settings import Settings
from kliping.steps import BY_NAME, PAGE_STEPS
from tests.longer import many

WHOLE = Settings()

PAGES = {
    "article": ("text", False, "Harga Cabai Naik\n\nOleh Sari Wulandari\nSenin, 3 Juni 2024 14:56\n\n" + "Harga cabai di pasar induk naik lagi pada pekan ini karena pasokan dari daerah berkurang. " * 3),  # noqa: E501
    "markup": ("html", True, '<html><meta itemprop="datePublished" content=9-1-20><h1>Judul</h1><p>Isi berita.</p></html>'),  # noqa: E501
    "drawn": ("html", True, "<html><body><div id=app></div><script>draw()</script></body></html>"),
    "blank": ("text", False, "\u200b\n \n\t"),
    "nothing": ("text", False, ""),
    "unreadable": ("pdf", False, None),
    "numerals": ("jsonl", False, "3/4/2024"),
    "lone": ("csv", False, "x"),
    "broken": ("html", True, "<p a='" + "<" * 50),
}  # fmt: skip
FIELDS = {
    "none": [],
    "dates": [("published_on", "3/4/2024"), ("updated_on", "5 April 2024")],
    "nulls": [("title", None), (None, "x"), (None, None)],
    "odd": [("authors", "\u0000"), ("url", "::"), ("tags", ","), ("published_on", "99/99/9999")],
}


def documents(named, fields="none"):
    rows = []
    for number, name in enumerate(named):
        form, markup, text = PAGES[name]
        row = dict.fromkeys(DOCUMENTS.names())
        row |= {"document_id": f"{number:016x}", "uri": f"file:///{number}", "format": form, "bytes": 1, "text": text}
        row |= {"sha256": f"{number:064x}", "markup": markup, "first_seen_at": datetime(2026, 1, 1, tzinfo=UTC)}
        row["fields"] = [{"field": field, "value": value} for field, value in FIELDS[fields]]
        rows.append(row)
    return pl.DataFrame(rows, schema=DOCUMENTS)


def through(pages):
    """What every step gives of ``pages``, none of which may fail."""
    frames = {"raw_documents": pages}
    for step in PAGE_STEPS:
        made = run_step(step, frames, WHOLE, empty(FAILURES))
        assert made.failures.rows() == []
        frames[step.name] = made.frame
    return frames


def nothing_but_nulls(schema, rows):
    """``rows`` rows of ``schema`` that hold nothing but an id, each column of the type it has without a value."""
    frame = pl.DataFrame({name: [None] * rows for name in schema.names()})
    return frame.with_columns(document_id=pl.Series([f"{row:016x}" for row in range(rows)], dtype=pl.String))


@pytest.mark.parametrize("fields", FIELDS)
@pytest.mark.parametrize("named", [[], *([name] for name in PAGES), [*PAGES], ["drawn", "blank"], ["unreadable"] * 2])
def test_pages_of_every_kind_alone_and_mixed_go_through_every_step(named, fields):
    pages = documents(named, fields)
    frames = through(pages)
    for name, frame in frames.items():
        assert frame.schema == BY_NAME[name].gives, name
    records = list(as_records(Understood(frames, empty(FAILURES))))
    assert len(records) == len(named)


@pytest.mark.chaos
@settings(max_examples=many(10, 25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(named=st.lists(st.sampled_from(list(PAGES)), max_size=6), fields=st.sampled_from(list(FIELDS)))
def test_any_mixture_of_pages_goes_through_every_step(named, fields):
    frames = through(documents(named, fields))
    lines = frames["lines"].height
    assert frames["settled_lines"].height == lines


@pytest.mark.parametrize("rows", [0, 1, 3])
@pytest.mark.parametrize("step", PAGE_STEPS, ids=lambda step: step.name)
def test_columns_without_a_value_keep_their_type(step, rows):
    """A frame of nulls, as a file of JSON would give it: Polars takes each column for one of no type."""
    frames = {name: nothing_but_nulls(BY_NAME[name].gives, rows) for name in step.takes}
    if "raw_documents" in frames:
        arrival = pl.lit(datetime(2026, 1, 1, tzinfo=UTC))
        frames["raw_documents"] = frames["raw_documents"].with_columns(first_seen_at=arrival, markup=pl.lit(False))
    for name, filled in (("lines", LINES), ("settled_lines", LINES)):
        if name in frames:
            assert set(filled.names()) == set(frames[name].columns)
            frames[name] = frames[name].with_columns(line=1, text=pl.lit("x"), role=pl.lit("boilerplate"))
    made = run_step(step, frames, WHOLE, empty(FAILURES))
    assert made.failures.rows() == []
    assert made.frame.schema == step.gives


TAKES = {
    "clean": (lambda pages: clean(pages, WHOLE.cleaning), (DOCUMENTS,), LINES),
    "detect_languages": (lambda lines: detect_languages(lines, WHOLE.language), (LINES,), LANGUAGES),
    "extract_metadata": (
        lambda *frames: extract_metadata(*frames, WHOLE.metadata),
        (DOCUMENTS, LINES, LANGUAGES),
        METADATA_EVIDENCE,
    ),
    "settle_roles": (settle_roles, (LINES, METADATA_EVIDENCE), LINES),
    "chosen_values": (chosen_values, (METADATA_EVIDENCE,), CHOSEN),
    "paragraphs": (paragraphs, (LINES, LANGUAGES), PARAGRAPHS),
    "removed_lines": (removed_lines, (LINES,), REMOVED_LINES),
}


@pytest.mark.parametrize("name", TAKES)
def test_a_function_that_is_asked_of_nothing_answers_in_its_schema(name):
    function, takes, gives = TAKES[name]
    untyped = [pl.DataFrame({column: [] for column in schema.names()}) for schema in takes]
    assert function(*untyped).schema == gives
    assert function(*(empty(schema) for schema in takes)).schema == gives


def test_bodies_signatures_and_repeats_of_nothing():
    none = bodies(empty(DOCUMENTS), empty(PARAGRAPHS))
    assert none.height == 0
    assert sign(none, WHOLE.duplicates).schema == BY_NAME["signatures"].gives
    assert duplicate_paragraph_ratio(empty(LINES), WHOLE.duplicates).height == 0
