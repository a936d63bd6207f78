import numpy as np
import pytest

from kliping.cleaning import forest
from kliping.errors import RuleError

PARAMETERS = {"objective": "binary", "num_leaves": 15, "min_data_in_leaf": 5, "num_threads": 1, "verbose": -1}


@pytest.fixture(scope="module")
def fitted():
    import lightgbm

    dice = np.random.default_rng(1)
    matrix = dice.normal(size=(600, 5)).astype(np.float32).round(1)
    labels = (matrix[:, 0] + matrix[:, 1] * matrix[:, 2] > 0).astype(np.float32)
    return lightgbm.train(PARAMETERS, lightgbm.Dataset(matrix, labels), 20), matrix


def test_scores_are_those_of_lightgbm(fitted):
    booster, matrix = fitted
    trees = forest.parse(booster.model_to_string(), "test")
    every = np.arange(matrix.shape[0])
    assert np.allclose(forest.probabilities(trees, matrix, every), booster.predict(matrix), atol=1e-6)


def test_chosen_rows_are_scored_in_their_order(fitted):
    booster, matrix = fitted
    trees = forest.parse(booster.model_to_string(), "test")
    chosen = np.array([5, 3, 599, 3])
    whole = forest.probabilities(trees, matrix, np.arange(matrix.shape[0]))
    assert (forest.probabilities(trees, matrix, chosen) == whole[chosen]).all()
    assert forest.probabilities(trees, matrix, chosen[:0]).size == 0


def test_contributions_and_the_means_of_the_roots_add_up_to_the_score(fitted):
    booster, matrix = fitted
    trees = forest.parse(booster.model_to_string(), "test")
    given = forest.contributions(trees, matrix)
    score = given.sum(axis=1) + trees.value[trees.roots].sum()
    assert np.allclose(score, booster.predict(matrix, raw_score=True), atol=1e-5)
    assert np.abs(given[:, 3:]).sum() < np.abs(given[:, :3]).sum() / 3  # the last two features say nothing


@pytest.mark.parametrize("content", ["", "no tree", "\nTree=0\nleaf_value=a b\n", "\nTree=0\nsplit_feature=1\n"])
def test_what_is_no_model_is_told(content):
    with pytest.raises(RuleError, match="not a model"):
        forest.parse(content, "given.txt")
