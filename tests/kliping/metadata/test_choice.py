"""One winner a field: which way of knowing is believed, and what becomes of the others."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.metadata.choice import choose, of_the_day
from kliping.metadata.confidence import confidence, keyed, priors
from kliping.metadata.evidence import CANDIDATES, candidates, quote


def from_lines(*rows):
    names = ("doc", "field", "value", "basis", "confidence", "chosen")
    return pl.DataFrame([dict(zip(names, row, strict=True)) for row in rows])


def said(*rows):
    """Statements: doc, field, value, basis, rank."""
    names = ("doc", "field", "value", "basis", "rank")
    frame = pl.DataFrame([dict(zip(names, row, strict=True)) for row in rows], schema_overrides={"rank": pl.Int32})
    return frame.with_columns(
        pl.col("doc").cast(pl.UInt32),
        words=pl.col("value"),
        confidence=pl.lit(0.9),
        order=pl.lit(0),
        evidence=pl.col("value"),
        doubt=pl.lit(None, pl.String),
        position=pl.int_range(pl.len(), dtype=pl.Int32).over("doc"),
    )


def winners(lines, statements):
    found = choose([lines], statements)
    assert found.columns == CANDIDATES.names()
    return sorted(found.filter("chosen").select("field", "value", "basis").iter_rows())


LINE = from_lines(
    (0, "publisher", "Kabar Contoh", "dateline", 0.85, True), (0, "source", "Antara", "signature", 0.8, True)
)


def test_without_statements_the_lines_choose():
    assert winners(LINE, said((0, "url", "https://example.org", "source", 0)).clear()) == [
        ("publisher", "Kabar Contoh", "dateline"),
        ("source", "Antara", "signature"),
    ]


def test_the_source_beats_the_markup_and_the_markup_a_line():
    told = said((0, "publisher", "Harian Contoh", "markup", 1), (0, "publisher", "Contoh", "source", 0))
    assert ("publisher", "Contoh", "source") in winners(LINE, told)
    told = said((0, "publisher", "Harian Contoh", "markup", 1))
    assert winners(LINE, told)[0] == ("publisher", "Harian Contoh", "markup")


def test_an_outlet_that_signs_its_pages_stands_behind_the_person_that_the_byline_names():
    house = (0, "publisher", "Harian Lembah", "copyright", 0.8, True)
    byline = (0, "authors", "Rina Kusuma", "byline_label", 0.9, True)
    told = said((0, "authors", "Harian lembah", "markup", 5))
    assert ("authors", "Rina Kusuma", "byline_label") in winners(from_lines(house, byline), told)
    assert ("authors", "Harian lembah", "markup") not in winners(from_lines(house, byline), told)
    assert ("authors", "Harian lembah", "markup") in winners(from_lines(house), told)  # the site of one person
    other = said((0, "authors", "Sari Dewi", "markup", 5))
    assert ("authors", "Sari Dewi", "markup") in winners(from_lines(house, byline), other)


def test_an_address_beats_a_weak_line_only():
    told = said((0, "publisher", "contoh", "url", 250))
    strong = from_lines((0, "publisher", "Kabar Contoh", "follow_us", 0.85, True))
    assert winners(strong, told) == [("publisher", "Kabar Contoh", "follow_us")]
    weak = from_lines((0, "publisher", "Kabar", "furniture", 0.85, True))
    assert winners(weak, told) == [("publisher", "contoh", "url")]


def test_another_document_keeps_its_own():
    assert winners(LINE, said((1, "publisher", "Contoh", "source", 0))) == [
        ("publisher", "Contoh", "source"),
        ("publisher", "Kabar Contoh", "dateline"),
        ("source", "Antara", "signature"),
    ]


def test_of_one_field_one_value_wins_and_of_authors_all_of_the_best():
    told = said((0, "editor", "A", "source", 0), (0, "editor", "B", "source", 0), (0, "authors", "C", "markup", 1),
                (0, "authors", "D", "markup", 1), (0, "authors", "E", "markup", 2))  # fmt: skip
    assert winners(LINE.clear(), told) == [
        ("authors", "C", "markup"),
        ("authors", "D", "markup"),
        ("editor", "A", "source"),
    ]


def test_a_line_that_says_the_title_of_the_source_is_the_better_evidence():
    line = from_lines((0, "title", "Banjir Surut", "heading", 0.6, True), (0, "title", "Menu", "heading", 0.2, False))
    found = choose([line], said((0, "title", "Banjir Surut", "source", 0)))
    (row,) = found.filter("chosen").to_dicts()
    assert (row["value"], row["basis"], row["confidence"]) == (
        "Banjir Surut",
        "heading",
        confidence("title", "heading twice"),
    )


def test_a_day_in_universal_time_gives_way_to_its_neighbour_that_is_printed():
    line = from_lines((0, "published_on", "2024-05-04", "header", 0.9, True))
    moment = said((0, "published_on", "2024-05-03", "markup", 1)).with_columns(words=pl.lit("2024-05-03T20:10:00Z"))
    assert winners(line, moment) == [("published_on", "2024-05-04", "header")]
    other = said((0, "published_on", "2024-05-01", "markup", 1)).with_columns(words=pl.lit("2024-05-01T20:10:00Z"))
    assert winners(line, other) == [("published_on", "2024-05-01", "markup")]


def test_every_confidence_is_a_probability_and_is_found_by_both_names():
    assert all(0 < value < 1 for value in keyed().values())
    assert confidence("authors", "byline_label") == keyed()["authors byline_label"]
    assert priors("publisher")["url"] == keyed()["publisher url"]


def test_words_are_cut_out_of_the_line_and_equal_rows_stand_once():
    documents = pl.DataFrame({"document_id": ["d"]})
    lines = pl.DataFrame({"text": ["Oleh: Sari Dewi", "Editor: Budi"]})
    rows = [
        {"doc": 0, "field": "authors", "value": "Sari Dewi", "basis": "byline_label", "confidence": 0.91234567,
         "row": 0, "line": 1, "start": 6, "end": 15, "chosen": True},
        {"doc": 0, "field": "authors", "value": "Sari Dewi", "basis": "byline_label", "confidence": 0.91234567,
         "row": 0, "line": 1, "start": 6, "end": 15, "chosen": True},
        {"doc": 0, "field": "editor", "value": "", "basis": "x", "confidence": 0.5,
         "row": 1, "line": 2, "start": 0, "end": 0, "chosen": False},
    ]  # fmt: skip
    evidence = quote(candidates(pl.DataFrame(rows)), documents, lines)
    assert evidence.select("document_id", "value", "evidence", "confidence").rows() == [
        ("d", "Sari Dewi", "Sari Dewi", 0.9123)
    ]


@pytest.mark.parametrize(
    ("day", "moments", "chosen"),
    [
        ("2024-06-03", ["2024-06-05T08:00+07:00"], None),
        ("2024-06-03", ["2024-06-05T08:00+07:00", "2024-06-03T09:30"], "2024-06-03T09:30"),
        ("2024-06-03", ["2024-06-03T08:00+07:00", "2024-06-03T09:30"], "2024-06-03T08:00+07:00"),
        ("2024-06-03", ["2024-06-02T23:00+00:00"], "2024-06-02T23:00+00:00"),
        ("2024-06-03", ["2024-06-01T23:00+00:00"], None),
        ("2024-06", ["2024-06-05T08:00"], "2024-06-05T08:00"),
    ],
)
def test_the_moment_is_of_the_chosen_day(day, moments, chosen):
    rows = [(0, "published_on", day, "header", 0.9, True)]
    rows += [(0, "published_at", moment, "markup", 0.9, at == 0) for at, moment in enumerate(moments)]
    said = pl.DataFrame(rows, schema=["doc", "field", "value", "basis", "confidence", "chosen"], orient="row")
    timed = of_the_day(said).filter((pl.col("field") == "published_at") & pl.col("chosen"))
    assert timed["value"].to_list() == ([chosen] if chosen else [])
