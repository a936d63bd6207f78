"""Compiled model of copies: where a pair is one of copies, from its features.

Belongs here: what the model looks at and its sum. Does not belong here: the features (``alignment_kernels``), the
weights (``pair_model.gz``), the judgement (``judgement_kernels``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.duplicates.pair_features import CODES, DERIVED, FEATURES, LATER, MODEL_FIELDS, WEIGHED
from kliping.text.compiling import kernel, kernel_part

if TYPE_CHECKING:
    from kliping.duplicates.pair_features import Array

_SWAPS_APART = 5.0
"""What swaps a sentence are multiplied by before the logarithm: few tell much, more of them little more. The pair
model was fitted to this."""


@kernel_part
def model_row(row: Array, derived: Array) -> None:
    """Writes to ``derived`` what the pair model looks at, in the order of MODEL_FIELDS, from FEATURES in ``row``."""
    for feature in range(WEIGHED):
        derived[feature] = row[feature]
    derived[DERIVED.covered_shorter_by_numbers] = row[FEATURES.covered_shorter] * row[FEATURES.numbers_shorter]
    derived[DERIVED.covered_longer_by_numbers] = row[FEATURES.covered_longer] * row[FEATURES.numbers_longer]
    derived[DERIVED.covered_longer_by_lead] = row[FEATURES.covered_longer] * row[FEATURES.lead_longer]
    derived[DERIVED.numbers_either] = min(row[FEATURES.numbers_shorter], row[FEATURES.numbers_longer])
    derived[DERIVED.names_either] = min(row[FEATURES.names_shorter], row[FEATURES.names_longer])
    derived[DERIVED.swaps_logarithm] = np.log(1.0 + _SWAPS_APART * row[FEATURES.swaps])
    derived[DERIVED.template_by_fresh] = row[FEATURES.template] * row[FEATURES.fresh_longer]
    derived[DERIVED.length_by_moved] = row[FEATURES.length] * row[FEATURES.moved]


@kernel_part
def copies_where(row: Array, weights: Array, least: float) -> int:
    """The circumstances in which a pair with FEATURES ``row`` is one of copies with a chance of ``least``, a bit each.

    ``weights``: the model's, constant first.
    """
    derived = np.empty(len(MODEL_FIELDS), np.float64)
    model_row(row, derived)
    logit = weights[0]
    for at in range(derived.shape[0]):
        logit += weights[at + 1] * derived[at]
    first = 1 + derived.shape[0]
    found = 0
    for code in range(CODES):
        told = logit
        if code % LATER > 0:
            told += weights[first + code % LATER - 1]
        if code >= LATER:
            told += weights[first + LATER - 1]
        if 1.0 / (1.0 + np.exp(-told)) >= least:
            found |= 1 << code
    return found


@kernel
def model_rows(found: Array) -> Array:
    """``model_row`` of many pairs."""
    rows = np.empty((found.shape[0], len(MODEL_FIELDS)), np.float64)
    for pair in range(found.shape[0]):
        model_row(found[pair], rows[pair])
    return rows
