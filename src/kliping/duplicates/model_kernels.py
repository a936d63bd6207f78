"""Compiled model of copies: the chance that a pair is one of copies, from its features.

Belongs here: what the model looks at and its sum. Does not belong here: the features (``alignment_kernels``), the
weights (``pair_model.toml``), the judgement (``judgement_kernels``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba as nb
import numpy as np

from kliping.duplicates.pair_features import FEATURES, MODEL_FEATURES

if TYPE_CHECKING:
    from kliping.duplicates.pair_features import Array


@nb.njit(cache=True, nogil=True)
def model_row(row: Array, derived: Array) -> None:
    """Writes to ``derived`` what the pair model looks at, in the order of MODEL_FEATURES, from FEATURES in ``row``."""
    derived[MODEL_FEATURES.words_shorter] = row[FEATURES.words_shorter]
    derived[MODEL_FEATURES.swapped_numbers] = row[FEATURES.swapped_numbers]
    derived[MODEL_FEATURES.title_longer] = row[FEATURES.title_longer]
    derived[MODEL_FEATURES.covered_shorter_by_numbers] = row[FEATURES.covered_shorter] * row[FEATURES.numbers_shorter]
    derived[MODEL_FEATURES.longest] = row[FEATURES.longest]
    derived[MODEL_FEATURES.covered_longer_by_numbers] = row[FEATURES.covered_longer] * row[FEATURES.numbers_longer]
    derived[MODEL_FEATURES.tail_longer] = row[FEATURES.tail_longer]
    derived[MODEL_FEATURES.numbers_either] = min(row[FEATURES.numbers_shorter], row[FEATURES.numbers_longer])
    derived[MODEL_FEATURES.swaps_logarithm] = np.log(1.0 + 5.0 * row[FEATURES.swaps])
    derived[MODEL_FEATURES.names_either] = min(row[FEATURES.names_shorter], row[FEATURES.names_longer])
    derived[MODEL_FEATURES.renamed] = row[FEATURES.renamed]
    derived[MODEL_FEATURES.template] = row[FEATURES.template]
    derived[MODEL_FEATURES.covered_longer_by_lead] = row[FEATURES.covered_longer] * row[FEATURES.lead_longer]
    derived[MODEL_FEATURES.covered_shorter] = row[FEATURES.covered_shorter]


@nb.njit(cache=True, nogil=True)
def copy_chance(row: Array, weights: Array) -> float:
    """The chance that a pair with FEATURES ``row`` is one of copies; ``weights``: the model's, constant first."""
    derived = np.empty(weights.shape[0] - 1, np.float64)
    model_row(row, derived)
    logit = weights[0]
    for at in range(derived.shape[0]):
        logit += weights[at + 1] * derived[at]
    return float(1.0 / (1.0 + np.exp(-logit)))


@nb.njit(cache=True, nogil=True)
def model_rows(found: Array) -> Array:
    """``model_row`` of many pairs."""
    rows = np.empty((found.shape[0], len(MODEL_FEATURES)), np.float64)
    for pair in range(found.shape[0]):
        model_row(found[pair], rows[pair])
    return rows
