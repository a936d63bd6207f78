"""The third step: text of a language that langdetect has no profile for, which it gives a relative's name.

Belongs here: when such a name is taken back. Does not belong here: naming relatives (``relatives``), the lists
themselves (``data/own_words.toml``).

langdetect must name one of its 55 languages, and is as sure of it in a text of another as in one of its own: Zulu is
Swahili at .99. A language's own function words make up a third of its texts, and hardly any of a relative's.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from kliping.language.features import fold, folding
from kliping.language.relatives import DATA, Weights, hash_weights, score


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((DATA / "own_words.toml").read_text("utf-8"))


@cache
def _words() -> Weights:
    """One for every listed word in the column of its language: the sums are counts."""
    lists = _told()["languages"]
    table = folding()
    weights: dict[str, list[float]] = {}
    for column, told in enumerate(lists.values()):
        for word in told["words"].split():
            weights.setdefault(fold(word, table), [0.0] * len(lists))[column] = 1.0
    return hash_weights(weights)


def unknown(texts: pl.DataFrame) -> pl.Series:
    """Whether each text is of another language than langdetect says, one that it does not know.

    Args:
        texts: ``document_id``, ``text`` and langdetect's ``language``; the texts of a document are asked together.
    """
    told = _told()
    odd = pl.any_horizontal(
        pl.col("language").is_in(rule["asked_when"]) & pl.col("text").str.contains(rule["letters"])
        for rule in told["letters"].values()
    )
    strange = texts.select(odd.fill_null(value=False)).to_series().to_numpy().copy()
    names = list(told["languages"])
    at = texts["language"].is_in(names).arg_true().to_numpy()
    if not len(at):
        return pl.Series(strange)
    hits, words = score(texts["text"].gather(at), _words(), 0)
    columns = np.array([names.index(name) for name in texts["language"].gather(at)])
    own = hits[np.arange(len(at)), columns]
    _, document = np.unique(texts["document_id"].gather(at).to_numpy(), return_inverse=True)
    counted, all_words = (np.bincount(document, weights=column)[document] for column in (own, words))
    least = np.array([told["languages"][name]["least_share"] for name in names])[columns]
    strange[at] |= (all_words >= told["least_words"]) & (counted < least * all_words)
    return pl.Series(strange)
