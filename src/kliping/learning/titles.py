"""Learns what a title looks like from labelled pages: the weights of the shortlist and the model that ranks it.

Belongs here: fitting, which a person starts. Does not belong here: using the fitted model (``titles``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kliping.metadata.titles import listing as title_listing
from kliping.metadata.titles.columns import CHEAP, CLOSE
from kliping.metadata.titles.features import see, shortlist
from kliping.metadata.titles.presence import FEATURES

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

_STEPS, _RATE, _RIDGE = 400, 0.05, 0.01
"""Steps of the conditional logit, their size, and the pull of every weight towards zero."""

_KEPT, _NEW, _KEPT_SQUARE, _NEW_SQUARE, _STILL = 0.9, 0.1, 0.999, 0.001, 1e-8
"""Of Adam, as Kingma and Ba ("Adam: A Method for Stochastic Optimization", 2015) took them."""

_FLAT, _NOTHING = 1e-6, 1e-12
"""In place of the spread of a feature that is the same everywhere, and of no share at all."""

ROUNDS = 180  # trees
REPEATABLE: dict[str, Any] = {
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
"""What both models share: the same pages give the same trees."""

PARAMETERS: dict[str, Any] = {
    **REPEATABLE,
    "objective": "lambdarank",
    "lambdarank_truncation_level": 3,
    "num_leaves": 12,
    "learning_rate": 0.06,
    "min_data_in_leaf": 25,
    "feature_fraction": 0.6,
}


def fit_shortlist(survey: Survey, is_title: Array) -> dict[str, float]:
    """Weights of the cheap features: a conditional logit, each page a choice among its lines.

    Args:
        survey: the lines of labelled pages.
        is_title: for every line, whether a reader says it is the title; a page may have several copies or none.
    """
    numbers = np.empty((survey.lines.height, len(CHEAP)), np.float32)
    rows = title_listing.every_line(see(survey), numbers)
    of_page = np.repeat(np.arange(survey.first_line.size - 1), np.diff(survey.first_line))[rows]
    labels = is_title[rows]
    titled = np.isin(of_page, np.unique(of_page[labels]))
    rows, labels, of_page = rows[titled], labels[titled], of_page[titled]
    numbers = numbers[rows].astype(np.float64)
    spread = numbers.std(axis=0) + _FLAT
    weights = _conditional_logit((numbers - numbers.mean(axis=0)) / spread, labels, of_page) / spread
    return {name: round(float(weight), 4) for name, weight in zip(CHEAP._fields, weights, strict=True)}


def _conditional_logit(numbers: Array, labels: Array, pages: Array) -> Array:
    starts = np.flatnonzero(np.append(True, np.diff(pages) != 0))
    lengths = np.diff(np.append(starts, len(pages)))

    def per_page(values: Array) -> Array:
        return np.repeat(np.add.reduceat(values, starts), lengths)

    weights = np.zeros(numbers.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        scores = numbers @ weights
        raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), lengths))
        share = raised / per_page(raised)
        wanted = np.where(labels, share, 0)
        slope = numbers.T @ (share - wanted / (per_page(wanted) + _NOTHING)) / len(starts) + _RIDGE * weights
        first, second = _KEPT * first + _NEW * slope, _KEPT_SQUARE * second + _NEW_SQUARE * slope**2
        weights -= _RATE * (first / (1 - _KEPT**step)) / (np.sqrt(second / (1 - _KEPT_SQUARE**step)) + _STILL)
    return weights


def fit_ranking(survey: Survey, is_title: Array, weights: dict[str, float], importance: Array | None = None) -> str:
    """A LightGBM ranking model of the shortlists, as text.

    Args:
        survey: the lines of labelled pages.
        is_title: for every line, whether a reader says it is the title.
        weights: what ``fit_shortlist`` made.
        importance: what a mistake on each page counts; by default all the same.
    """
    import lightgbm

    short = shortlist(survey, np.array([weights[name] for name in CHEAP._fields], np.float32))
    labels = is_title[short.rows]
    titled = np.isin(short.pages, np.unique(short.pages[labels]))
    groups = np.unique(short.pages[titled], return_counts=True)[1]
    data = lightgbm.Dataset(
        short.numbers[titled],
        labels[titled].astype(int),
        group=groups,
        weight=None if importance is None else importance[short.pages[titled]],
        feature_name=[*CHEAP._fields, *CLOSE._fields],
        free_raw_data=False,
    )
    model: str = lightgbm.train(PARAMETERS, data, ROUNDS).model_to_string()
    return model


PRESENCE: dict[str, Any] = {
    **REPEATABLE,
    "objective": "binary",
    "num_leaves": 10,
    "learning_rate": 0.07,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.4,
}
PRESENCE_ROUNDS = 140  # trees


def fit_presence(numbers: Array, right: Array) -> str:
    """A LightGBM model, as text, of whether the best line of a page is its title.

    Args:
        numbers: ``presence_features`` of the best lines.
        right: whether each is the title.
    """
    import lightgbm

    data = lightgbm.Dataset(numbers, right.astype(int), feature_name=list(FEATURES))
    model: str = lightgbm.train(PRESENCE, data, PRESENCE_ROUNDS).model_to_string()
    return model
