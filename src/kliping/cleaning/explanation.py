"""Why the model judged a line as it did: the features that moved its score most.

Belongs here: contributions of features, for people. Does not belong here: scoring (``model``), the trees (``forest``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.cleaning.classify import as_lines, judge
from kliping.cleaning.features import SECOND
from kliping.cleaning.forest import contributions
from kliping.cleaning.model import load_model
from kliping.frames import LINES

if TYPE_CHECKING:
    from kliping.cleaning.kernels import Array
    from kliping.settings.cleaning import CleaningSettings

STRONGEST = 3
"""Features named for each line."""


def explain(documents: pl.DataFrame, settings: CleaningSettings) -> pl.DataFrame:
    """``LINES`` of ``DOCUMENTS`` and ``features``: the strongest contributions, in log-odds, the strongest first.

    ``words +1.20`` says that the line's number of words spoke for the article, by 1.2; ``~-12`` is a mean over the
    twelve lines before, ``@+1`` the next line.
    """
    model = load_model(settings.model)
    parts = []
    for judged in judge(documents, settings):
        given = contributions(model.second, judged.seen.matrix)
        given = np.vstack([given, np.zeros((1, given.shape[1]), given.dtype)])  # of a line that it was not shown
        parts.append(as_lines(judged).with_columns(features=_strongest(given[judged.part_of])))
    return pl.concat(parts) if parts else pl.DataFrame(schema={**LINES, "features": pl.List(pl.String)})


def _strongest(given: Array) -> pl.Series:
    order = np.argsort(-np.abs(given), axis=1, kind="stable")[:, :STRONGEST]
    named = [[f"{SECOND[at]} {row[at]:+.2f}" for at in best] for best, row in zip(order, given, strict=True)]
    return pl.Series(named, dtype=pl.List(pl.String))
