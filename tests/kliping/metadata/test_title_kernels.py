"""The numbers by which the title is searched: of every line, and of the few that are looked at closely."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.metadata import line_facts
from kliping.metadata.line_flags import CHARS, DATED, LATEST_YEAR, SPACES, Facts
from kliping.metadata.line_kernel import read_lines
from kliping.metadata.survey import surveyed
from kliping.metadata.titles import close_kernel, kernels, listing
from kliping.metadata.titles.columns import BYLINE, CHEAP, CLOSE
from kliping.metadata.titles.features import SHORTLIST, see, shortlist
from kliping.metadata.titles.kernels import HEAVIEST
from kliping.metadata.titles.listing import Listed
from kliping.text.buffers import text_buffers

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, batch

from tests.compiled import from_python

LINES = ["Beranda", f"{TITLE} - Kabar Contoh", TITLE, "Oleh Sari Dewi", "3 Juni 2024", *BODY, "Beranda"]


def cheap(lines, at):
    """The cheap numbers of a line by name."""
    survey = surveyed(*batch([lines]))
    seen = see(survey)
    row = np.zeros(len(CHEAP), np.float32)
    from_python(kernels.cheap)(seen, 0, at, row)
    return dict(zip(CHEAP._fields, row.tolist(), strict=True))


def test_a_line_is_weighed_by_its_letters_and_by_what_stands_around_it():
    survey = surveyed(*batch([LINES, ["Beranda"]]))
    seen = see(survey)
    assert seen.copies.tolist() == [2, 1, 1, 1, 1, 1, 1, 1, 2, 1]
    assert seen.letters[:2].tolist() == [7, len(LINES[1])]
    steps = np.diff(seen.before)
    assert steps[5:8].tolist() == [10 * len(line) for line in BODY]
    assert (np.delete(steps, [5, 6, 7]) == 0).all()
    for role, weight in (("body", 10), ("subheading", 3), ("duplicate", 10), ("related", 3), ("contact", 3)):
        assert np.diff(see(surveyed(*batch([[(role, BODY[0])]]))).before).tolist() == [weight * len(BODY[0])], role
    long = see(surveyed(*batch([["Kata " * 500]])))
    assert np.diff(long.before).tolist() == [10 * HEAVIEST]
    dense = see(surveyed(*batch([["東京の夜景写真"]])))
    assert dense.letters[0] == pytest.approx(7 * 2.2)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (0, {"first": 1, "first_3": 1, "copies_2": 1, "above": 1, "words_2": 1, "next_longer": 1, "same_next": 0}),
        (2, {"first": 0, "first_3": 1, "copies_2": 0, "date_below": 1, "byline_below": 1, "previous_longer": 1}),
        (3, {"byline": 1, "words_3": 1, "date_below": 1, "byline_below": 0, "dated": 0}),
        (4, {"dated": 1, "next_long": 1, "opens": 0}),
        (5, {"opens": 1, "above": 0, "stop": 1, "role_article": 1, "previous_short": 1}),
        (8, {"late": 1, "next_long": 0, "previous_longer": 1}),
    ],
)
def test_what_a_line_looks_like_to_who_searches_for_the_title(at, told):
    found = cheap(LINES, at)
    assert {name: found[name] for name in told} == told


def test_what_stands_ahead_and_behind_is_told_by_weight():
    before, after = cheap(LINES, 2), cheap(LINES, 8)
    assert before["ahead_3"] == pytest.approx(np.log1p(len(BODY[0]) / 100), abs=1e-3)
    assert before["behind_3"] == 0
    assert before["share_ahead"] == 1
    assert after["share_ahead"] == 0
    assert after["balance"] < 0 < before["balance"]
    assert cheap([TITLE, TITLE, *BODY], 0)["same_next"] == cheap([TITLE, TITLE, *BODY], 1)["same_previous"] == 1


def test_only_lines_of_a_length_that_titles_have_are_counted():
    survey = surveyed(*batch([["Menu", "Beranda", "a b c d", "x" * 331, "東京"]]))
    numbers = np.zeros((5, len(CHEAP)), np.float32)
    assert listing.every_line(see(survey), numbers).tolist() == [1, 2]


def test_the_shortlist_holds_the_best_of_each_page_in_their_order():
    pages = [[f"Baris nomor {at} yang pendek" for at in range(SHORTLIST + 4)], [TITLE, *BODY]]
    survey = surveyed(*batch(pages))
    lines, room = see(survey), 2 * SHORTLIST
    weights = np.zeros(len(CHEAP), np.float32)
    weights[CHEAP.place] = 1
    out = Listed(np.empty(room, np.int64), np.empty(room, np.float32), np.zeros((room, len(CHEAP)), np.float32))
    found = listing.shortlist(lines, weights, SHORTLIST, out)
    assert out.rows[:found].tolist() == [*range(4, SHORTLIST + 4), *range(SHORTLIST + 4, SHORTLIST + 8)]
    assert out.scores[:found].tolist() == pytest.approx(out.numbers[:found, CHEAP.place].tolist())


def test_of_lines_alike_the_first_stay_on_the_shortlist():
    survey = surveyed(*batch([["Kabar desa lama", "Kabar desa baru", "Apa kabar desa?", "Kabar desa lain"]]))
    weights = np.zeros(len(CHEAP), np.float32)
    weights[CHEAP.question] = 1
    for most, rows in ((1, [2]), (2, [0, 2]), (3, [0, 1, 2]), (4, [0, 1, 2, 3])):
        out = Listed(np.empty(most, np.int64), np.empty(most, np.float32), np.zeros((most, len(CHEAP)), np.float32))
        assert out.rows[: listing.shortlist(see(survey), weights, most, out)].tolist() == rows
        assert out.scores.tolist() == [row == 2 for row in rows]


def close(lines):
    """The close numbers of the shortlist by the text of the line."""
    survey = surveyed(*batch([lines]))
    weights = np.zeros(len(CHEAP), np.float32)
    weights[CHEAP.above] = 1
    short = shortlist(survey, weights)
    assert short.pages.tolist() == [0] * short.rows.size
    names = (*CHEAP._fields, *CLOSE._fields)
    texts = survey.lines["text"].gather(short.rows).to_list()
    return {text: dict(zip(names, row.tolist(), strict=True)) for text, row in zip(texts, short.numbers, strict=True)}


def test_lines_of_the_shortlist_are_looked_at_beside_each_other():
    found = close(LINES)
    suffixed, title = found[LINES[1]], found[TITLE]
    assert (suffixed["suffixed"], title["suffixed"]) == (1, 0)
    assert (suffixed["shared_key"], title["head_of_other"]) == (1, 1)
    assert (title["byline_next"], title["date_next"]) == (1, 2)
    assert found["Oleh Sari Dewi"]["byline_close"] == 1
    assert found["3 Juni 2024"]["date"] == 1
    assert found["Beranda"]["date_before_2"] == 0
    assert 0 < title["known"] < 1
    assert close(["Banjir Bandang Desa", *BODY])["Banjir Bandang Desa"]["known_all"] == 1
    assert close(["Harga Cabai Turun", *BODY])["Harga Cabai Turun"]["known_none"] == 1
    assert close(["Sari Dewi", TITLE, *BODY])["Sari Dewi"]["name_only"] == 1


def test_a_tail_of_another_line_is_told():
    found = close([TITLE, TITLE.partition(" ")[2], *BODY])
    assert found[TITLE.partition(" ")[2]]["tail_of_earlier"] == 1
    assert found[TITLE]["holds_tail"] == 1


def test_a_second_look_fills_the_same_columns():
    survey = surveyed(*batch([LINES]))
    weights = np.zeros(len(CHEAP), np.float32)
    short = shortlist(survey, weights)
    numbers = np.zeros_like(short.numbers)
    listed = Listed(short.rows, short.scores, numbers)
    numbered = survey.lines["line"].to_numpy()
    close_kernel.look_closely(
        survey.text, line_facts.code_points(), see(survey), numbered, short.pages, listed, len(CHEAP)
    )
    assert numbers[:, len(CHEAP) :].tolist() == short.numbers[:, len(CHEAP) :].tolist()
    assert (numbers[:, : len(CHEAP)] == 0).all()


def facts_of(lines, latest=2026):
    text = text_buffers(pl.Series(lines, dtype=pl.String))
    size = len(lines)
    facts = Facts(
        np.empty((size, 4), np.int32), np.empty(size, np.uint32), *(np.empty(size, np.uint64) for _ in range(3))
    )
    known = line_facts.known_words()
    unit, month = np.uint64(line_facts.UNIT), np.uint64(line_facts.MONTH)
    read_lines(text, line_facts.code_points(), known, unit, month, np.full(size, latest, np.int32), facts)
    return facts


def test_one_pass_counts_signs_and_finds_words_and_years():
    facts = facts_of(["Oleh: Sari Dewi", "3 Juni 2024", "tahun 2024 dan 2031", "", "京都"])
    assert facts.counts[:, CHARS].tolist() == [15, 11, 19, 0, 2]
    assert facts.counts[:, SPACES].tolist() == [2, 2, 3, 0, 0]
    assert facts.counts[:, LATEST_YEAR].tolist() == [0, 2024, 2024, 0, 0]
    assert ((facts.flags & np.uint32(DATED)) > 0).tolist() == [False, True, True, False, False], "a year is enough"
    assert facts.first_words[0] & np.uint64(line_facts.AUTHOR_LABEL)
    assert not facts.first_words[1] & np.uint64(line_facts.AUTHOR_LABEL)
    assert facts.words[1] & np.uint64(line_facts.MONTH)
    assert len(set(facts.hashes.tolist())) == 5
    assert facts_of(["tahun 2031"], latest=2040).counts[0, LATEST_YEAR] == 2031


def test_equal_lines_have_equal_hashes_wherever_they_stand():
    facts = facts_of(["Banjir surut", "x", "Banjir surut", "Banjir Surut"])
    assert facts.hashes[0] == facts.hashes[2]
    assert facts.hashes[0] != facts.hashes[1]
    assert BYLINE
