"""Titles, extras, names and signs, decision by decision."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.metadata.confidence import confidence
from kliping.metadata.extras import find_extras
from kliping.metadata.outlets.mastheads import find_mastheads
from kliping.metadata.outlets.sources import source_lines
from kliping.metadata.people.editors import with_names
from kliping.metadata.people.names import names_in
from kliping.metadata.survey import NOWHERE, surveyed
from kliping.metadata.titles import stretches
from kliping.metadata.titles.columns import CHEAP
from kliping.metadata.titles.features import shortlist
from kliping.metadata.titles.one_line import headline
from kliping.metadata.titles.presence import (
    FEATURES,
    dated_below,
    framed_by_site,
    headed,
    presence_features,
    signed_below,
)
from kliping.metadata.titles.suffixes import without_outlet
from kliping.metadata.titles.titles import (
    _best,
    _first_copies,
    _kept_for_body,
    _last_copies,
    _without_label,
    stated_titles,
)
from tests.compiled import from_python

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, batch, seen

LONG = "Warga desa memperbaiki jembatan gantung yang rusak diterjang banjir bandang di dua dusun"


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([LONG, BODY[0]], [0]),
        ([LONG[:80], BODY[0]], [0]),
        ([("body", LONG[:79]), BODY[0]], []),
        ([f"{LONG}.", BODY[0]], []),
        ([f"{LONG}?", BODY[0]], []),
        ([LONG.lower(), BODY[0]], []),
        ([("contact", LONG), BODY[0]], []),
        ([LONG, BODY[0].lower()], []),
        ([LONG, BODY[0][:79]], []),
        ([LONG, BODY[0][:80]], [0]),
        (["Beranda", LONG, BODY[0]], []),
    ],
)
def test_a_long_title_that_opens_the_page_is_kept_for_body(lines, kept):
    survey, _, _ = seen(lines)
    assert np.flatnonzero(_kept_for_body(np.arange(len(lines)), survey)).tolist() == kept


def test_the_best_of_each_page_stand_in_order():
    rows, pages, scores = _best(
        np.array([0, 1, 2, 5, 6]), np.array([0, 0, 0, 1, 1]), np.array([0.1, 0.9, 0.9, 0.2, 0.3]), 2
    )
    assert (rows.tolist(), pages.tolist(), scores.tolist()) == ([1, 2, 6, 5], [0, 0, 1, 1], [0.9, 0.9, 0.3, 0.2])
    assert [one.size for one in _best(rows[:0], pages[:0], scores[:0], 2)] == [0, 0, 0]


def best(survey, *rows):
    """Lines as candidates, ranked in their order."""
    frame = survey.lines.select("doc", "index", "row", "line", "text")[list(rows)]
    return frame.with_columns(rank=pl.Series(range(len(rows)), dtype=pl.Int64))


@pytest.mark.parametrize(
    ("lines", "row", "first", "last"),
    [
        ([TITLE, "Kabar", TITLE, *BODY], 0, 0, 2),
        ([TITLE, "Kabar", TITLE, *BODY], 2, 0, 2),
        ([TITLE, *["Kabar"] * 11, TITLE, *BODY], 0, 0, 12),
        ([TITLE, *["Kabar"] * 12, TITLE, *BODY], 0, 0, 0),
        ([TITLE, *["Kabar"] * 11, TITLE, *BODY], 12, 0, 12),
        ([TITLE, *["Kabar"] * 12, TITLE, *BODY], 13, 13, 13),
        ([TITLE, *BODY, TITLE], 0, 0, 0),
        ([f"{TITLE} - Kabar", TITLE, *BODY], 1, 0, 1),
        ([f"{TITLE} Kabar", TITLE, *BODY], 1, 1, 1),
        ([TITLE, TITLE.upper(), *BODY], 0, 0, 1),
        (["Kabar", TITLE], 1, 1, 1),
    ],
)
def test_the_copies_of_a_title_before_the_article(lines, row, first, last):
    survey, _, _ = seen(lines)
    candidate = best(survey, row).with_columns(value=pl.col("text"))
    assert _first_copies(candidate, survey)["row"].to_list() == [first]
    assert _last_copies(candidate, survey).tolist() == [last]


def test_copies_are_of_one_page():
    survey = surveyed(*batch([[TITLE], [TITLE, "Kabar"], [TITLE]]))
    candidate = best(survey, 1).with_columns(value=pl.col("text"))
    assert _first_copies(candidate, survey)["row"].to_list() == [1]
    assert _last_copies(candidate, survey).tolist() == [0]


VALUES = [
    ([f"{TITLE} - Kabar", TITLE], TITLE),
    ([f"{TITLE} - Kabar", "Lain"], f"{TITLE} - Kabar"),
    ([f"{TITLE} - Kabar", "kabar"], TITLE),
    ([f"{TITLE} | Opinion", "Lain"], TITLE),
    ([f"{TITLE} - Opinion", "Lain"], f"{TITLE} - Opinion"),
    ([TITLE, TITLE], TITLE),
]


@pytest.mark.parametrize(("lines", "value"), VALUES)
def test_the_outlet_behind_a_title_is_proven_by_the_page(lines, value):
    survey, _, _ = seen(lines)
    assert without_outlet(best(survey, 0), survey)["value"].to_list() == [value]
    two = surveyed(*batch([lines[:1], lines[1:]]))
    alone = without_outlet(best(two, 0), two)["value"].to_list()
    assert alone == [value if "Opinion" in lines[0] or value == lines[0] else lines[0]]


@pytest.mark.parametrize(
    ("text", "value", "start"),
    [
        (f"Judul: {TITLE}", TITLE, 7),
        (f'title: "{TITLE}"', TITLE, 8),
        (f'"{TITLE}"', f'"{TITLE}"', 0),
        (TITLE, TITLE, 0),
    ],
)
def test_a_label_is_no_part_of_a_title(text, value, start):
    assert _without_label(pl.DataFrame({"value": [text]})).rows() == [(value, start)]


def test_a_title_that_the_source_gives_leaves_no_other():
    titles = pl.DataFrame(
        [(0, "Lain", True), (0, "JEMBATAN", False), (0, "jembatan", False), (1, "Satu", True), (1, "Dua", False)],
        schema={"doc": pl.UInt32, "value": pl.String, "chosen": pl.Boolean}, orient="row",
    )  # fmt: skip

    def kept(field, basis):
        said = pl.DataFrame({"doc": [0], "field": [field], "basis": [basis], "value": ["Jembatan"]})
        said = said.with_columns(pl.col("doc").cast(pl.UInt32))
        return stated_titles(titles, said).rows()

    assert kept("title", "source") == [
        (0, "JEMBATAN", True), (0, "jembatan", False), (1, "Satu", True), (1, "Dua", False),
    ]  # fmt: skip
    assert kept("title", "markup") == kept("authors", "source") == titles.rows()


def test_signs_of_a_page_around_a_line():
    link, day, by = ("related", "Kabar lain"), "3 Juni 2024", "Oleh: Sari"
    framed = [framed_by_site(np.array([0]), seen([("title", TITLE), *[link] * links])[0])[0] for links in (4, 5)]
    assert framed == [False, True]

    def signed(*lines):
        return bool(signed_below(np.array([0]), seen([TITLE, *lines])[0])[0])

    assert [signed(by, day), signed(by, "Kabar", day), signed("Oleh Sari", day), signed(f"{by} {day}", "x")] == [
        True, False, False, True,
    ]  # fmt: skip
    assert [signed(f"{by} {'a' * 49}", day), signed(f"{by} {'a' * 50}", day)] == [True, False]
    assert [signed(by, f"{day} {'a' * 48}"), signed(by, f"{day} {'a' * 49}")] == [True, False]

    def head(*lines):
        return bool(headed(np.array([0]), seen([TITLE, *lines])[0])[0])

    menus = ["Kabar"] * 3
    assert [head(by, day), head(by), head(day), head(*menus[:2], by, day), head(*menus, by, day)] == [
        True, False, False, True, False,
    ]  # fmt: skip

    def dated(*lines):
        return bool(dated_below(np.array([0]), seen([TITLE, *lines])[0])[0])

    assert [dated(day), dated("Kabar"), dated(*menus, day), dated(*menus, "Kabar", day)] == [True, False, True, False]
    assert [dated(f"{day} {'a' * 28}"), dated(f"{day} {'a' * 29}")] == [True, False]
    assert [head(by, ("contact", f"{day} {'a' * 88}")), head(by, ("contact", f"{day} {'a' * 89}"))] == [True, False]


def test_numbers_of_a_page_tell_whether_it_has_its_title():
    pages = [[TITLE, "(Kabar)", "dan lain."], ["Kabar:", "Desa lama", *BODY]]
    survey = surveyed(*batch(pages))
    short = shortlist(survey, np.zeros(len(CHEAP), np.float32))
    found = presence_features(survey, short, short.rows)
    told = {name: found[:, at].tolist() for at, name in enumerate(FEATURES)}
    assert short.rows.tolist() == list(range(8))
    assert told["place_in_page"] == [0, 1, 2, 0, 1, 2, 3, 4]
    assert told["lines_of_page"] == [3, 3, 3, 5, 5, 5, 5, 5]
    assert told["next_goes_on"] == [0, 1, 0, 0, 0, 0, 0, 0]
    assert told["previous_open"] == [0, 1, 0, 0, 0, 1, 0, 0]
    assert told["in_brackets"] == [0, 1, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(("words", "fits"), [(3, False), (4, True), (25, True), (26, False)])
def test_a_headline_has_four_words_and_twenty_five(words, fits):
    text = " ".join(["Jembatan"] * words)
    assert headline(text) == (text if fits else "")


@pytest.mark.parametrize(("letters", "cut"), [(2, True), (41, True), (42, False)])
def test_an_outlet_behind_a_title_has_so_many_letters(letters, cut):
    line = f"Banjir Surut - {'K' * letters}".encode()
    end = from_python(stretches.without_outlet)(np.frombuffer(line, np.uint8), 0, len(line))
    assert end == (12 if cut else len(line))


def test_extras_have_their_bases_and_confidences():
    survey, away, titles = seen(
        [TITLE, "Jembatan itu menghubungkan dua dusun di desa", "3 Juni 2024", *BODY, "Tags: jembatan",
         ("caption", "Warga di jembatan"), ("related", "Baca juga: Banjir Surut")], title=0,
    )  # fmt: skip
    bases = [("subtitle", "heading"), ("tags", "tag_line"), ("caption", "role"), ("related", "role")]
    found = find_extras(survey, titles, away).select("field", "basis", "confidence", "chosen").rows()
    assert found == [(*basis, confidence(*basis), True) for basis in bases]


def tags(lines, title=0):
    survey, away, titles = seen(lines, title=title)
    return find_extras(survey, titles, away).filter(field="tags")["value"].to_list()


def test_tags_stand_below_the_opening_of_the_article_or_of_the_page():
    line = "Tags: jembatan, desa"
    assert tags([TITLE, *BODY, line]) == ["jembatan", "desa"]
    assert tags([TITLE, line, *BODY]) == []
    assert tags([TITLE, line]) == ["jembatan", "desa"]
    assert tags([line, TITLE], 1) == []
    assert tags([TITLE, *BODY, ("contact", line.ljust(300))]) == ["jembatan", "desa"]
    assert tags([TITLE, *BODY, ("contact", line.ljust(301))]) == []
    assert tags([TITLE, *BODY, ("body", line)]) == []


@pytest.mark.parametrize(
    ("rest", "loose", "names"),
    [
        ("Sari Dewi: x", False, ["Sari Dewi"]),
        ("Sari Dewi, Red: x", False, ["Sari Dewi"]),
        ("Sari Dewi, Ayu Roy: x", False, ["Sari Dewi"]),
        ("Sari Dewi - x, y", False, ["Sari Dewi"]),
        ("Sari Dewi Mon 21", False, ["Sari Dewi"]),
        ("Sari Dewi May 21", False, ["Sari Dewi"]),
        ("Sari Dewi So 21", False, ["Sari Dewi So"]),
        ("Sari Dewi DoeWriter", False, ["Sari Dewi Doe"]),
        ("Sari DewiMonday", False, ["Sari Dewi"]),
        ("Sari DewiMay", False, ["Sari Dewi"]),
        ("Sari DewiSurf", False, ["Sari DewiSurf"]),
        ("Sari", False, []),
        ("Sari", True, ["Sari"]),
        ("sari", True, ["sari"]),
        ("Sari Dewi Sari Dewi", False, ["Sari Dewi"]),
        ("Sari Sari", True, ["Sari"]),
        ("Sa Da Ba Ca Ra", False, ["Sa Da Ba Ca Ra"]),
        ("Sa Da Ba Ca Ra Ta", False, []),
        ("S" * 45, True, ["S" * 45]),
        ("S" * 46, True, []),
        ("S", True, []),
        # titles are no part of a name, but one must be left
        ("Dr Sari", False, ["Dr Sari"]),
        ("Dr Dr Sari", False, ["Dr Dr Sari"]),
        ("Dr Ir", False, []),
        # particles stand inside, one of them behind another
        ("Sari van Dewi", False, ["Sari van Dewi"]),
        ("Sari van der Dewi", False, ["Sari van der Dewi"]),
        ("Sari der Dewi", False, []),
        ("Sari von Dewi", False, ["Sari von Dewi"]),
        ("Sari der van Dewi", False, []),
        ("van Sari Dewi", True, []),
        ("von Sari Dewi", True, []),
        ("von", True, []),
        ("der", True, []),
        ("der Sari van", True, []),
        ("Sari van", True, []),
        ("Sari van der", True, []),
        ("sari van", True, []),
    ],
)
def test_names_in_the_rest_of_a_byline(rest, loose, names):
    assert names_in(rest, loose=loose) == names


@pytest.mark.parametrize(
    ("text", "rest", "whole", "tailed"),
    [
        ("Oh Sari Dewi", "Sari Dewi", True, False),
        ("Oleh Sari Dewi"[1:], "Sari Dewi", False, False),
        ("Sari Dewi", "Sari Dewi", True, False),
        ("Sari Dewi, ab", "Sari Dewi, ab", False, True),
        ("Sari Dewi, a", "Sari Dewi, a", True, False),
        ("Sari Dewi, a2", "Sari Dewi, a2", False, False),
    ],
)
def test_a_name_is_all_of_its_line_or_has_a_tail(text, rest, whole, tailed):
    line = {"text": [text], "rest": [rest], "chars": [len(text)], "language": ["id"]}
    lines = pl.DataFrame(line, schema_overrides={"chars": pl.Int32})
    assert with_names([(lines, True)]).select("value", "whole", "tailed").row(0) == ("Sari Dewi", whole, tailed)


def test_a_page_on_one_line_is_long():
    only = [bool(seen([("body", "a" * size)])[0].only_lines()[0]) for size in (399, 400)]
    assert only == [False, True]
    assert not seen([("body", "a" * 400), "Kabar"])[0].only_lines().any()


def test_distances_are_those_of_a_page():
    survey, away, _ = seen(["Beranda", TITLE, *BODY, "Kabar"], title=1)
    assert away.tolist() == [-1, 0, 1, 2, 3, 4]
    assert survey.below_article().tolist() == [-4, -3, -2, -1, 0, 1]
    bare, nowhere, _ = seen(["Beranda", "Kabar"])
    assert nowhere.tolist() == [NOWHERE] * 2
    assert (bare.below_article() >= NOWHERE).all()


MASTHEAD, CREDIT = "Kabar Contoh", ("caption", "Warga di jembatan. (Foto: Kabar Contoh)")
PROVEN = [
    ([MASTHEAD, TITLE, *BODY, CREDIT], True),
    ([*["Beranda"] * 5, MASTHEAD, TITLE, *BODY, CREDIT], True),
    ([*["Beranda"] * 6, MASTHEAD, TITLE, *BODY, CREDIT], False),
    (["Kabar", TITLE, *BODY, ("caption", "Warga. (Foto: Kabar)")], False),
    (["kabar contoh", TITLE, *BODY, CREDIT], False),
    ([MASTHEAD, TITLE, *BODY, ("contact", f"{'a' * 279} (Foto: Kabar Contoh)")], True),
    ([MASTHEAD, TITLE, *BODY, ("contact", f"{'a' * 280} (Foto: Kabar Contoh)")], False),
    ([MASTHEAD, TITLE, f"SUKAMAJU, Kabar Contoh - {BODY[0]}", *BODY[1:]], True),
    ([MASTHEAD, TITLE, *BODY[1:], f"SUKAMAJU, Kabar Contoh - {BODY[0]}"], True),
    ([MASTHEAD, TITLE, *BODY, f"SUKAMAJU, Kabar Contoh - {BODY[0]}"], False),
    ([MASTHEAD, "Kabar Contoh - Suara Desa", TITLE, *BODY], False),
    ([MASTHEAD, TITLE, *BODY, "Kabar Contoh - Suara Desa"], True),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "proven"), PROVEN)
def test_what_proves_a_masthead(lines, proven):
    assert find_mastheads(seen(lines)[0])["value"].to_list() == [MASTHEAD] * proven


@pytest.mark.parametrize(("size", "found"), [(80, ["Antara"]), (81, [])])
def test_a_line_of_a_source_is_short(size, found):
    line = "Sumber:".ljust(size - 6) + "Antara"
    assert source_lines(seen([TITLE, ("contact", line)])[0])["value"].to_list() == found
