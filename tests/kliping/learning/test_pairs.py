"""Learning which pairs are copies and what a title looks like: made pairs, and weights that say what was shown."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from kliping.cleaning import forest
from kliping.learning.pairs import fit, made_pairs, words_worth
from kliping.learning.titles import fit_presence, fit_shortlist
from kliping.metadata.survey import surveyed
from kliping.metadata.titles.columns import CHEAP
from kliping.metadata.titles.presence import FEATURES, MODEL, presence

sys.path.insert(0, str(Path(__file__).parents[1] / "metadata"))
from pages import BODY, batch


def texts(count):
    return [
        (f"Judul Nomor{at} Desa", " ".join(f"kata{at * 100 + word} Nama{word % 7}" for word in range(40)))
        for at in range(count)
    ]


def test_made_pairs_are_copies_and_others_the_same_for_the_same_seed():
    made = made_pairs(texts(12))
    assert made == made_pairs(texts(12))
    assert made != made_pairs(texts(12), seed=1)
    assert [pair.copy for pair in made] == [True, False, True] * 12
    assert made_pairs([("Pendek", "satu dua")] * 3) == [], "too short to be told apart"
    for pair in made:
        mine, other = (set(body.split()) for body in pair.bodies)
        assert mine & other, "both kinds share words"
        assert not pair.copy or len(mine & other) >= 0.5 * min(len(mine), len(other))


def test_weights_of_a_regression_say_what_it_was_shown():
    dice = np.random.default_rng(1)
    rows = dice.normal(size=(400, 2))
    copies = rows[:, 0] - 2 * rows[:, 1] > 0.5
    weights = fit(rows, copies, np.ones(400))
    assert weights[0] < 0 < weights[1]
    assert weights[2] < -weights[1]
    chance = 1 / (1 + np.exp(-(weights[0] + rows @ weights[1:])))
    assert ((chance > 0.5) == copies).mean() > 0.95
    silent = fit(rows, copies, np.where(copies, 1e-9, 1.0))
    assert silent[0] < weights[0], "what counts nothing says nothing"


def test_a_word_is_worth_the_less_the_more_pages_have_it():
    pages = [np.array([1, 1, 2 if at % 2 else 3, 4 + at], np.uint32) for at in range(1000)]
    assert [(word >> 8, word & 0xFF) for word in words_worth(pages).tolist()] == [(1, 0), (2, 38), (3, 38)]
    assert words_worth([]).tolist() == []


def test_cheap_weights_prefer_the_lines_that_readers_call_titles():
    pages = [[f"Menu {at}", f"Warga Desa Nomor {at} Perbaiki Jembatan Gantung", *BODY] for at in range(6)]
    survey = surveyed(*batch(pages))
    is_title = np.zeros(survey.lines.height, np.bool_)
    is_title[survey.first_line[:-1] + 1] = True
    weights = fit_shortlist(survey, is_title)
    assert list(weights) == list(CHEAP._fields)
    assert weights["first"] < 0
    assert weights == fit_shortlist(survey, is_title)


def test_the_odds_of_a_title_are_learnt_from_pages_with_and_without_one():
    pytest.importorskip("lightgbm")
    dice = np.random.default_rng(1)
    numbers = dice.normal(size=(400, len(FEATURES))).astype(np.float32)
    right = numbers[:, 3] > 0
    model = forest.parse(fit_presence(numbers, right), MODEL)
    odds = presence(numbers, model)
    assert ((odds > 0.5) == right).mean() > 0.95
