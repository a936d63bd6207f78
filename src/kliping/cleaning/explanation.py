"""Why the model judged a line as it did: the features that moved its score most.

Belongs here: contributions of features, for people. Does not belong here: scoring (``model``). LightGBM is imported
here because its exact tree contributions (Lundberg et al., From local explanations to global understanding, 2020) are
worth their time when a person asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.cleaning.classify import as_lines, judge
from kliping.cleaning.features import SECOND
from kliping.cleaning.model import load_model
from kliping.frames import LINES

if TYPE_CHECKING:
    import lightgbm

    from kliping.cleaning.kernels import Array
    from kliping.settings.cleaning import CleaningSettings

STRONGEST = 3
"""Features named for each line."""


def explain(documents: pl.DataFrame, settings: CleaningSettings) -> pl.DataFrame:
    """``LINES`` of ``DOCUMENTS`` and ``features``: the strongest contributions, in log-odds, the strongest first.

    ``words +1.20`` says that the line's number of words spoke for the article, by 1.2; ``~-12`` is a mean over the
    twelve lines before, ``@+1`` the next line. Without LightGBM (the extra ``train``) the lists are empty.
    """
    booster = _booster(load_model(settings.model).second_text)
    parts = []
    for judged in judge(documents, settings):
        lines = as_lines(judged)
        if booster is None:
            named: list[list[str]] = [[] for _ in range(lines.height)]
        else:
            given = booster.predict(judged.seen.matrix, pred_contrib=True, num_threads=1)[:, :-1]
            named = _strongest(given[judged.part_of])
        parts.append(lines.with_columns(features=pl.Series(named, dtype=pl.List(pl.String))))
    return pl.concat(parts) if parts else pl.DataFrame(schema={**LINES, "features": pl.List(pl.String)})


def _booster(model: str) -> lightgbm.Booster | None:
    """The model as LightGBM reads it; None where LightGBM is not installed."""
    try:
        import lightgbm
    except ImportError:
        return None
    return lightgbm.Booster(model_str=model)


def _strongest(contributions: Array) -> list[list[str]]:
    order = np.argsort(-np.abs(contributions), axis=1, kind="stable")[:, :STRONGEST]
    return [[f"{SECOND[at]} {given[at]:+.2f}" for at in row] for row, given in zip(order, contributions, strict=True)]
