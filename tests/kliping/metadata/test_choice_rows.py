"""Which way of knowing a field is believed, one pair of ways at a time."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.metadata.choice import choose
from kliping.metadata.confidence import confidence

LINES = {"doc": pl.UInt32, "field": pl.String, "value": pl.String, "basis": pl.String, "confidence": pl.Float64,
         "chosen": pl.Boolean}  # fmt: skip
SAID = {"doc": pl.UInt32, "field": pl.String, "value": pl.String, "words": pl.String, "basis": pl.String,
        "rank": pl.Int32, "confidence": pl.Float64, "order": pl.Int32, "evidence": pl.String,
        "position": pl.Int32}  # fmt: skip


def line(field, value, basis, confidence=0.8, chosen=True, doc=0):
    return dict(zip(LINES, (doc, field, value, basis, confidence, chosen), strict=True))


def told(field, value, basis, rank=0, words=None, doc=0, confidence=0.9):
    return dict(zip(SAID, (doc, field, value, words or value, basis, rank, confidence, 0, value, 0), strict=True))


def rows(lines, said):
    found = choose([pl.DataFrame(lines, schema=LINES)], pl.DataFrame(said, schema=SAID))
    return found.filter("chosen").select("field", "value", "basis").rows()


def winner(lines, said):
    ((_, value, basis),) = rows(lines, said)
    return value, basis


STRONG, WEAK = line("publisher", "A", "follow_us"), line("publisher", "A", "dateline")
PAIRS = [
    # the source, the markup, a line, the address, a weak line
    ([STRONG], [told("publisher", "B", "source")], "B"),
    ([STRONG], [told("publisher", "B", "column")], "B"),
    ([STRONG], [told("publisher", "B", "markup", 99)], "B"),
    ([STRONG], [told("publisher", "B", "markup", 100)], "B"),
    ([STRONG], [told("publisher", "B", "markup", 101)], "A"),
    ([STRONG], [told("publisher", "B", "url", 50)], "B"),
    ([STRONG], [told("publisher", "B", "url", 51)], "A"),
    ([STRONG], [told("publisher", "B", "unheard of")], "A"),
    ([WEAK], [told("publisher", "B", "unheard of", 200)], "B"),
    ([WEAK], [told("publisher", "B", "unheard of", 201)], "A"),
    ([WEAK], [told("publisher", "B", "updated_markup", 50)], "B"),
    ([WEAK], [told("publisher", "B", "updated_markup", 51)], "A"),
    ([], [told("publisher", "B", "updated_markup", 9000)], "B"),
    # a line that is not chosen stands in nobody's way
    ([{**STRONG, "chosen": False}], [told("publisher", "B", "unheard of")], "B"),
    ([{**STRONG, "doc": 1, "chosen": False}], [told("publisher", "B", "markup", 900)], "B"),
    # of two sayings the one of the lower trust, of equals the first
    ([], [told("publisher", "B", "markup", 1), told("publisher", "C", "markup")], "C"),
    ([], [told("publisher", "B", "markup"), told("publisher", "C", "source", 99)], "C"),
    ([], [told("publisher", "B", "markup"), told("publisher", "C", "source", 101)], "B"),
    ([], [told("publisher", "B", "markup"), told("publisher", "C", "markup")], "B"),
    # a line of the same words is not the better evidence, but of a title
    ([line("publisher", "B", "follow_us")], [told("publisher", "B", "markup")], "B"),
]  # fmt: skip
WEAK_BASES = ["attribution", "dateline", "event", "relative", "page_clock", "signature", "furniture", "copyright",
              "reporting", "credit"]  # fmt: skip


@pytest.mark.parametrize(("lines", "said", "value"), PAIRS)
def test_one_way_beats_another(lines, said, value):
    assert winner(lines, said)[0] == value


@pytest.mark.parametrize("basis", WEAK_BASES)
def test_an_address_behind_a_line_is_before_a_weak_one(basis):
    address = told("publisher", "B", "url", 51)
    assert winner([line("publisher", "A", basis)], [address])[0] == "B"


def test_of_a_title_the_line_with_the_same_words_wins_and_is_surer():
    same = [line("title", "B", "heading", 0.6), line("title", "B", "heading", 0.3, chosen=False)]
    assert winner(same, [told("title", "B", "markup")]) == ("B", "heading")
    found = choose([pl.DataFrame(same, schema=LINES)], pl.DataFrame([told("title", "B", "markup")], schema=SAID))
    assert found["confidence"].to_list() == [confidence("title", "heading twice"), 0.3, 0.9]
    surer = choose([pl.DataFrame(same, schema=LINES)],
                   pl.DataFrame([told("title", "B", "markup", confidence=0.97)], schema=SAID))  # fmt: skip
    assert surer["confidence"][0] == 0.97
    best = [line("title", "B", "heading", 0.99)]
    assert choose([pl.DataFrame(best, schema=LINES)],
                  pl.DataFrame([told("title", "B", "markup")], schema=SAID))["confidence"][0] == 0.99  # fmt: skip
    assert winner([line("title", "A", "heading")], [told("title", "B", "markup")]) == ("B", "markup")
    hidden = [line("title", "A", "heading"), line("title", "B", "heading", chosen=False)]
    assert winner(hidden, [told("title", "B", "markup")]) == ("B", "heading")
    assert winner([line("title", "B", "heading", doc=0)], [told("title", "B", "markup", 101)]) == ("B", "heading")


def test_only_titles_are_taken_from_their_line():
    lines = [line("publisher", "B", "follow_us"), line("title", "B", "heading")]
    said = [told("publisher", "B", "markup"), told("title", "B", "markup")]
    assert rows(lines, said) == [("title", "B", "heading"), ("publisher", "B", "markup")]


def test_of_authors_all_are_chosen_that_are_said_and_the_lines_that_say_so_too():
    lines = [line("authors", "A", "byline_label"), line("authors", "B", "byline_label"),
             line("authors", "C", "byline", chosen=False)]  # fmt: skip
    said = [told("authors", "A", "markup"), told("authors", "C", "markup"), told("authors", "D", "markup", 1)]
    assert rows(lines, said) == [
        ("authors", "A", "byline_label"), ("authors", "C", "byline"), ("authors", "A", "markup"),
        ("authors", "C", "markup"),
    ]  # fmt: skip
    behind = [told("authors", "A", "markup", 101)]
    assert rows(lines, behind) == [("authors", "A", "byline_label"), ("authors", "B", "byline_label")]


MOMENT = "2024-05-03T20:10:00Z"
DAYS = [
    # the printed day, its basis, whether chosen; the moment and the day of the markup; who wins
    ("2024-05-04", "header", True, MOMENT, "2024-05-03", "markup", "A"),
    ("2024-05-02", "published_label", True, MOMENT, "2024-05-03", "markup", "A"),
    ("2024-05-05", "header", True, MOMENT, "2024-05-03", "markup", "B"),
    ("2024-05-03", "header", True, MOMENT, "2024-05-03", "markup", "B"),
    ("2024-05-04", "header", False, MOMENT, "2024-05-03", "markup", "B"),
    ("2024-05-04", "event", True, MOMENT, "2024-05-03", "markup", "B"),
    ("2024-05-04", "header", True, MOMENT, "2024-05-03", "source", "B"),
    ("2024-05-04", "header", True, "2024-05-03T20:10:00+00:00", "2024-05-03", "markup", "A"),
    ("2024-05-04", "header", True, "2024-05-03T20:10:00+0000", "2024-05-03", "markup", "A"),
    ("2024-05-04", "header", True, "2024-05-03T20:10:00+07:00", "2024-05-03", "markup", "B"),
    ("2024-05-04", "header", True, "2024-05-03", "2024-05-03", "markup", "B"),
]


@pytest.mark.parametrize(("printed", "basis", "chosen", "words", "day", "of", "who"), DAYS)
def test_a_moment_in_universal_time_yields_to_the_day_beside_it_that_is_printed(
    printed, basis, chosen, words, day, of, who
):
    lines = [line("published_on", printed, basis, chosen=chosen)]
    found = rows(lines, [told("published_on", day, of, words=words)])
    assert found == [("published_on", printed, basis) if who == "A" else ("published_on", day, of)]


def test_only_the_day_yields_and_only_that_of_the_same_page():
    printed = [line("published_on", "2024-05-04", "header")]
    other = rows(printed, [told("published_on", "2024-05-03", "markup", words=MOMENT, doc=1)])
    assert sorted(other) == [("published_on", "2024-05-03", "markup"), ("published_on", "2024-05-04", "header")]
    updated = rows(
        [*printed, line("updated_on", "2024-05-03", "updated_label")],
        [told("updated_on", "2024-05-03", "markup", words=MOMENT)],
    )
    assert ("updated_on", "2024-05-03", "markup") in updated
    beside = [told("published_on", "2024-05-03", "markup", words=MOMENT), told("published_on", "2024-05-09", "url")]
    assert rows([], beside) == [("published_on", "2024-05-03", "markup")]
    alone = rows([], [told("published_on", "2024-05-03", "markup", 350, words=MOMENT)])
    assert alone == [("published_on", "2024-05-03", "markup")]
