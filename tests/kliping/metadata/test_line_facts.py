"""What the compiled pass says of lines: never that a pattern cannot match where it does."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kliping.metadata import line_facts, line_flags
from kliping.metadata.dates.expressions import find_dates
from kliping.metadata.digits import with_plain_digits
from kliping.metadata.line_facts import code_points, known_words, read_facts
from kliping.metadata.people.names import names_in
from kliping.metadata.search_kernels import count_openings, count_tokens, lines_with_keys, may_hold_name
from kliping.text.buffers import text_buffers
from kliping.text.hashing import hash_word

DATES = [row.split("\t")[1] for row in Path(__file__).with_name("dates.tsv").read_text(encoding="utf-8").splitlines()]


def facts_of(lines):
    return read_facts(text_buffers(pl.Series("text", lines, dtype=pl.String)), np.full(len(lines), 2026, np.int32))


@pytest.mark.parametrize(
    ("line", "flag", "is_set"),
    [
        ("3 Juni 2024", "DATED", True),
        ("pukul 14:56", "DATED", True),
        ("12/6/24", "DATED", True),
        ("3 hours ago", "DATED", True),
        ("3\u00a0hours ago", "DATED", True),
        ("3  hours ago", "DATED", False),
        ("3\u00a0\u00a0hours ago", "DATED", False),
        ("ratio 3:1", "DATED", False),
        ("x2024y", "DATED", False),
        ("3 Juni", "DAY", True),
        ("DoeDec 3", "DAY", True),
        ("JUNI 3", "DAY", True),
        ("Juni yang panas dan 3", "DAY", False),
        ("12.6", "JOINED", True),
        ("06. 01. 2026", "JOINED", True),
        ("12 6", "JOINED", False),
        ("in 2024", "YEAR", True),
        ("in 1824", "YEAR", False),
        ("11月", "EAST_MONTH", True),
        ("11 月", "EAST_MONTH", True),
        ("ByJane Doe", "GLUED", True),
        ("SurfJane Doe", "GLUED", False),
        ("(c) 2024", "COPYRIGHT", True),
        ("kabar.example", "SITE", True),
        ("kabar.ayo", "SITE", True),
        ("kabar.zona", "SITE", True),
        ("kabar.[1]", "SITE", False),
        ("豈豈豈豈豈豈", "DENSE", True),
        ("龎龎龎龎龎龎", "DENSE", True),
        ("鿿鿿鿿鿿鿿鿿", "DENSE", True),
        ("ぁぁぁぁぁぁ", "DENSE", True),
        ("กกกกกก", "DENSE", True),
        ("ကကကကကက", "DENSE", True),
        ("កកកកកក", "DENSE", True),
        ("㐀㐀㐀㐀㐀㐀", "DENSE", True),
        ("一一一一一一", "DENSE", True),
        ("ｦｦｦｦｦｦ", "DENSE", True),
        ("हहहहहह", "DENSE", False),
        ("ຯຯຯຯຯຯ", "DENSE", True),
        ("Selesai. Lalu", "SITE", False),
        ("https://kabar.example", "ADDRESS", True),
        ("東京の夜景写真", "DENSE", True),
        ("Tokyo 東京", "DENSE", False),
        ("NATO", "SHOUT", True),
        ("NaTo", "SHOUT", False),
        ("A\u00a0B", "ODD", True),
        ("Kota – desa", "DASH", True),
        ("kota-desa", "DASH", False),
        ("Benar?", "QUESTION", True),
        ("Benar!", "STOP", True),
        ("(Antara)", "CLOSED", True),
        ("#banjir", "HASH", True),
        ("banjir #2", "HASH", False),
    ],
)
def test_a_flag_is_set_where_its_sign_stands(line, flag, is_set):
    assert bool(facts_of([line]).flags[0] & getattr(line_flags, flag)) is is_set


@pytest.mark.parametrize(
    ("line", "kind", "first_only"),
    [
        ("Oleh: Sari", "AUTHOR_LABEL", True),
        ("dan dikutip dari Kabar", "ATTRIBUTION", False),
        ("Sumber : KBC", "SOURCE_LABEL", True),
        ("Ikuti di Google News", "FOLLOW", False),
        ("UpdatedSep 4, 2023", "DATE_LABEL", False),
        ("HAK CIPTA", "RIGHTS", False),
    ],
)
def test_a_word_is_known_for_what_it_is(line, kind, first_only):
    facts = facts_of([line])
    bits = facts.first_words if first_only else facts.words
    assert bits[0] & np.uint64(getattr(line_facts, kind))


@pytest.mark.parametrize(
    ("line", "year"), [("sejak 2019 dan 2023", 2023), ("pada 2031", 0), ("Rp20245", 0), ("tahun2020", 0), ("", 0)]
)
def test_the_latest_year_is_one_that_may_be_mentioned(line, year):
    assert facts_of([line]).counts[0, 3] == year


@pytest.mark.parametrize("lines", [DATES[at : at + 32] for at in range(0, len(DATES), 32)])
def test_no_line_with_a_date_is_passed_over(lines):
    frame = pl.DataFrame({"row": range(len(lines)), "plain": lines}, schema_overrides={"row": pl.UInt32})
    frame = frame.with_columns(plain=with_plain_digits(pl.col("plain")), language=pl.lit("id"))
    hits = find_dates(frame, without_year=True)
    flags = pl.Series(facts_of(lines).flags)
    asked = line_flags.JOINED | line_flags.EAST_MONTH | line_flags.EXOTIC | line_flags.DAY
    assert [lines[row] for row in hits["row"].unique() if not flags[row] & asked] == []
    worded = frame.with_columns(worded=(flags & (line_flags.DAY | line_flags.EXOTIC)) > 0)
    assert find_dates(worded, without_year=True).drop("worded", strict=False).equals(hits)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_signs_are_counted_as_polars_counts_them(lines):
    facts = facts_of(lines)
    text = pl.Series(lines, dtype=pl.String)
    assert facts.counts[:, 0].tolist() == text.str.len_chars().to_list()
    assert facts.counts[:, 1].tolist() == text.str.count_matches(" ", literal=True).to_list()
    digits = [bool(re.search("[0-9]", line)) for line in lines]
    assert all(bool(flag & line_flags.NUMBER) or not digit for flag, digit in zip(facts.flags, digits, strict=True))


WORDS = ["Jane", "Doe", "van", "der", "News", "and", "dan", ",", "/", "Editor", "of", "O'Neill", "Ésther", "x", "The"]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)))
def test_no_name_is_passed_over(text):
    column = text_buffers(pl.Series([text], dtype=pl.String))
    found = np.zeros(1, np.bool_)
    forbidden, separator = np.uint64(line_facts.NO_NAME), np.uint64(line_facts.SEPARATOR)
    may_hold_name(column, code_points(), known_words(), forbidden, separator, found)
    assert found[0] or not names_in(text, loose=False)


PAGE = ["Jane Doe", "By Jane Doe, Reporter", "Kabar Contoh (Foto: KABAR CONTOH/Ist)", "kabar-contoh.example kabar"]
FIRST = np.array([0, len(PAGE)], np.int64)


@pytest.mark.parametrize(("name", "times"), [("Jane Doe", 2), ("Kabar Contoh", 1), ("Max Doe", 0), ("Jane", 0)])
def test_a_name_opens_lines(name, times):
    names = text_buffers(pl.Series([name]))
    skipped = np.array([hash_word(np.array([98, 121], np.uint32))], np.uint64)
    out = np.zeros(1, np.int64)
    count_openings(text_buffers(pl.Series(PAGE)), FIRST, skipped, np.zeros(1, np.int64), names, out)
    assert out[0] == times


@pytest.mark.parametrize(("key", "held"), [("kabar contoh", [2]), ("jane", [0, 1]), ("kabarcontoh", []), ("ist)", [2])])
def test_lines_hold_keys_in_capitals_or_small_letters(key, held):
    keys = text_buffers(pl.Series([key]))
    out = np.zeros(len(PAGE), np.bool_)
    here = np.arange(len(PAGE))
    page, nought = text_buffers(pl.Series(PAGE)), np.zeros(len(PAGE), np.int64)
    lines_with_keys(page, code_points().lower, here, nought, keys, nought[:1], out)
    assert np.flatnonzero(out).tolist() == held


@pytest.mark.parametrize(("token", "times"), [("kabar", 2), ("kabar-contoh", 1), ("contoh", 1), ("doe", 2), ("jan", 0)])
def test_lines_with_a_word_are_counted_once_each(token, times):
    tokens = text_buffers(pl.Series([token]))
    out = np.zeros(1, np.int64)
    asked = np.ones(len(PAGE), np.bool_)
    count_tokens(text_buffers(pl.Series(PAGE)), code_points(), FIRST, asked, tokens, np.zeros(1, np.int64), out)
    assert out[0] == times
