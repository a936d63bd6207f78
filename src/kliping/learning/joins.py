"""Learns which lines join an article as found: the third pass, from what the first two make of sites held out.

Belongs here: the lines it learns, what each counts, fitting it. Does not belong here: the first two passes (``lines``),
what a line shows in its gap (``kliping.cleaning.blocks``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.blocks import asked_about, joined_lines
from kliping.cleaning.gaps import THIRD, gap_features
from kliping.cleaning.model import keep_lines
from kliping.settings.cleaning import CleaningSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    import lightgbm

    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array
    from kliping.learning.pages import Labelled

    Fit = Callable[[Array, Array, Array, tuple[str, ...]], lightgbm.Booster]
    """A forest from rows of features, whether each belongs, what it counts, and the features' names."""


_LEAD = 2.0
"""What the first line of an article counts more than another."""


def fit_joins(labelled: Labelled, seen: Seen, scores: Array, fit: Fit) -> tuple[str, Array]:
    """The third pass as LightGBM writes it, and which lines are kept with it on sites held out (bool).

    Args:
        labelled: labelled pages, with what each line counts.
        seen: their lines' features, out of fold.
        scores: scores of the second pass, out of fold.
        fit: what makes a forest.
    """
    keep = keep_lines(seen, scores)
    asked = asked_about(seen, scores, keep, CleaningSettings().obvious)
    matrix = gap_features(seen, scores, keep, asked)
    belongs, cost, fold = labelled.belongs[asked], _costs(labelled)[asked], labelled.fold[asked]
    odds = np.zeros(asked.size)
    for part in np.unique(fold):
        out = fold == part
        forest = fit(matrix[~out], belongs[~out], cost[~out], THIRD)
        odds[out] = forest.predict(matrix[out], num_threads=1, raw_score=True)
    joined = joined_lines(seen, keep, asked, matrix, odds)
    return fit(matrix, belongs, cost, THIRD).model_to_string(), keep | joined


def _costs(labelled: Labelled) -> Array:
    article = np.flatnonzero(labelled.belongs)
    costs = labelled.importance.copy()
    costs[article[np.unique(labelled.page[article], return_index=True)[1]]] *= _LEAD
    return costs
