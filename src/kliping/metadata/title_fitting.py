"""Learns what a title looks like from labelled pages: the weights of the shortlist and the model that ranks it.

Belongs here: fitting, which a person starts. Does not belong here: using the fitted model (``titles``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.metadata.title_features import CHEAP, CLOSE, cheap_features, close_features, pages, with_copies
from kliping.metadata.titles import eligible, shortlist

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

ROUNDS = 180
PARAMETERS = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 3,
    "num_leaves": 12,
    "learning_rate": 0.06,
    "min_data_in_leaf": 25,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


def fit_shortlist(page: pl.DataFrame, is_title: NDArray[np.bool_]) -> dict[str, float]:
    """Weights of the cheap features: a conditional logit, each page a choice among its lines.

    Args:
        page: lines as ``page.survey`` makes them.
        is_title: for every line, whether a reader says it is the title; a page may have several copies or none.
    """
    full = with_copies(page)
    around = pages(full)
    rows = np.flatnonzero(eligible(full, around))
    labels, docs = is_title[rows], full["doc"].to_numpy()[rows]
    titled = np.isin(docs, np.unique(docs[labels]))
    rows, labels, docs = rows[titled], labels[titled], docs[titled]
    numbers = cheap_features(full, around)[rows].astype(np.float64)
    spread = numbers.std(axis=0) + 1e-6
    weights = _conditional_logit((numbers - numbers.mean(axis=0)) / spread, labels, docs) / spread
    return {name: round(float(weight), 4) for name, weight in zip(CHEAP, weights, strict=True)}


def _conditional_logit(
    numbers: NDArray[np.float64], labels: NDArray[np.bool_], docs: NDArray[np.uint32], steps: int = 400
) -> NDArray[np.float64]:
    starts = np.flatnonzero(np.append(True, np.diff(docs) != 0))
    lengths = np.diff(np.append(starts, len(docs)))

    def per_page(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.repeat(np.add.reduceat(values, starts), lengths)

    weights = np.zeros(numbers.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        scores = numbers @ weights
        raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), lengths))
        share = raised / per_page(raised)
        wanted = np.where(labels, share, 0)
        slope = numbers.T @ (share - wanted / (per_page(wanted) + 1e-12)) / len(starts) + 0.01 * weights
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def fit_ranking(page: pl.DataFrame, is_title: NDArray[np.bool_], weights: dict[str, float]) -> str:
    """A LightGBM ranking model of the shortlists, as text."""
    import lightgbm

    full = with_copies(page)
    around = pages(full)
    rows, scores, cheap = shortlist(full, around, weights)
    labels, docs = is_title[rows], full["doc"].to_numpy()[rows]
    numbers = close_features(full, around, rows, scores, cheap)
    titled = np.isin(docs, np.unique(docs[labels]))
    groups = np.unique(docs[titled], return_counts=True)[1]
    data = lightgbm.Dataset(
        numbers[titled], labels[titled].astype(int), group=groups, feature_name=[*CHEAP, *CLOSE], free_raw_data=False
    )
    model: str = lightgbm.train(PARAMETERS, data, ROUNDS).model_to_string()
    return model
