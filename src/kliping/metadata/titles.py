"""The title: the line that stands where titles stand and says what the article says.

Belongs here: choosing the title line and the words of it that are the title. Does not belong here: what a line
looks like (``title_features``), or removing the title's copies from the body (``roles``).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from kliping.metadata.confidence import confidence
from kliping.metadata.title_features import (
    CHEAP,
    ONLY_DATE,
    SUFFIX,
    Pages,
    cheap_features,
    close_features,
    pages,
    with_copies,
)
from kliping.metadata.vocabulary import letters

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER = Path(__file__).parent
SHOWN = 3
"""Candidates a page that are kept as evidence."""
COPIES_WITHIN = 12
"""Lines above the winner in which a copy of it is taken for the title."""
NEVER = (
    ONLY_DATE,
    letters(r"^[0-9]{4}[年./-]\s?[0-9]{1,2}[月./-]\s?[0-9]{1,2}日?.{0,40}$"),
    r"[©®]|https?:|www\.",
    r"(?i:\b(?:min(?:ute)?s?|menit|minuti|minutos|phút)\s(?:read|baca|di lettura|de lectura|đọc)|lesezeit|tiempo de lectura|temps de lecture)",  # noqa: E501
    r"(?:AFP|REUTERS|Reuters|EFE|Getty Images|\(AP\))\)?$",
    letters(r"^(?i:by|von|oleh|par|por|di)\s(?:\p{Lu}[\p{L}\p{M}.'’-]*\s?){1,4}$"),
    r"^(?i:published|posted|updated|diterbitkan)\b.{0,60}$",
)
"""Lines that no title looks like, whatever their place: dates, bylines, addresses. One pattern of all alternatives
outgrows the cache of the regular expressions' engine and takes ten times as long as these one after the other."""
SUFFIX_NAME = r"\s+(?:[|–—·»-]|::)\s+([^|–—·»]{2,40})$"
SHORTLIST = 16
"""Lines of a page that are looked at closely; more cost time and hold the title on hardly more pages."""


@cache
def _weights() -> dict[str, float]:
    loaded: dict[str, float] = json.loads((FOLDER / "title_model.json").read_text(encoding="utf-8"))
    return loaded


@cache
def _ranking() -> Any:  # noqa: ANN401 - lightgbm has no types
    import lightgbm

    return lightgbm.Booster(model_file=str(FOLDER / "title_model.txt"))


def eligible(page: pl.DataFrame, around: Pages) -> NDArray[np.bool_]:
    """Lines of a length that titles have."""
    words = np.where(page["dense"].to_numpy(), 2, page["spaces"].to_numpy() + 1)
    long_word = page["chars"].to_numpy() >= 6
    fits: NDArray[np.bool_] = (around.letters >= 6) & (around.letters <= 330) & ((words >= 2) | long_word)
    return fits


def shortlist(
    page: pl.DataFrame, around: Pages, weights: dict[str, float]
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
    """The most promising lines of each page: their positions in ``page``, rising, their scores and cheap features."""
    cheap = cheap_features(page, around)
    scores = np.zeros(page.height, dtype=np.float32)
    for place, name in enumerate(CHEAP):  # one column after the other: a matrix product rounds by the size of the batch
        scores += cheap[:, place] * np.float32(weights[name])
    rows = np.flatnonzero(eligible(page, around))
    docs = page["doc"].to_numpy()[rows]
    order = np.lexsort((rows, -scores[rows], docs))
    fresh = np.append(True, np.diff(docs[order]) != 0)
    rank = np.arange(len(order)) - np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))
    chosen = np.sort(rows[order[rank < SHORTLIST]])
    return chosen, scores[chosen], cheap[chosen]


def score_titles(
    page: pl.DataFrame,
    weights: dict[str, float],
    ranking: Any,  # noqa: ANN401 - lightgbm has no types
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Shortlisted positions in ``page`` and how much each looks like a title."""
    full = with_copies(page)
    around = pages(full)
    rows, scores, cheap = shortlist(full, around, weights)
    return rows, np.asarray(ranking.predict(close_features(full, around, rows, scores, cheap), num_threads=1))


def find_titles(page: pl.DataFrame) -> pl.DataFrame:
    """The title candidates of each document, best first, the best one chosen.

    Args:
        page: lines as ``page.survey`` makes them.

    Returns:
        doc, field, value, basis, confidence, line, start, end, chosen, and ``index``: the position in the page of
        the line that won, which is the last of its copies before the article, where dates and bylines stand.
    """
    if page.is_empty():
        return page.select("doc", "index", "line").with_columns(value=pl.lit(""), chosen=pl.lit(value=False))
    rows, scores = score_titles(page, _weights(), _ranking())
    best = page[rows].select("doc", "index", "line", "text").with_columns(score=pl.Series(scores))
    best = best.filter(~pl.any_horizontal(pl.col("text").str.contains(pattern) for pattern in NEVER))
    share = (pl.col("score") - pl.col("score").max().over("doc")).exp()
    best = (
        best.with_columns(share=share / share.sum().over("doc"))
        .sort("doc", "score", "index", descending=[False, True, False])
        .with_columns(rank=pl.int_range(pl.len()).over("doc"))
        .filter(pl.col("rank") < SHOWN)
    )
    won = best.filter(pl.col("rank") == 0).select(
        "doc", pl.col("index").alias("won_index"), pl.col("text").alias("won")
    )
    best = _without_outlet(best, page)
    return _first_copies(best, won, page).select(
        "doc",
        pl.lit("title").alias("field"),
        "value",
        pl.lit("heading").alias("basis"),
        (confidence("title", "heading") * (0.6 + 0.4 * pl.col("share").clip(0, 1))).alias("confidence"),
        "line",
        pl.lit(0, pl.Int32).alias("start"),
        pl.col("value").str.len_chars().cast(pl.Int32).alias("end"),
        (pl.col("rank") == 0).alias("chosen"),
        "index",
    )


def _without_outlet(best: pl.DataFrame, page: pl.DataFrame) -> pl.DataFrame:
    """``value``: the line without the outlet's name behind it, where the page shows that it is one.

    It is one if the line without it stands on the page as well, or if the name itself stands on a line of its own.
    """
    cut = best.with_columns(
        key=pl.col("text").str.replace(SUFFIX, ""),
        suffix=pl.col("text").str.extract(SUFFIX_NAME, 1).str.to_lowercase(),
    )
    suffixed = cut.filter(pl.col("key") != pl.col("text"))
    if suffixed.is_empty():
        return cut.with_columns(value=pl.col("text"))
    shown = page.join(suffixed.select("doc").unique(), on="doc", how="semi").select("doc", "text")
    proven = pl.concat(
        [
            suffixed.join(shown, left_on=["doc", "key"], right_on=["doc", "text"], how="semi"),
            suffixed.join(
                shown.with_columns(pl.col("text").str.to_lowercase()),
                left_on=["doc", "suffix"],
                right_on=["doc", "text"],
                how="semi",
            ),
        ]
    ).select("doc", "index", pl.lit(value=True).alias("proven"))
    return (
        cut.join(proven.unique(), on=["doc", "index"], how="left", maintain_order="left")
        .with_columns(value=pl.when(pl.col("proven")).then("key").otherwise("text"))
        .drop("proven")
    )


def _first_copies(best: pl.DataFrame, won: pl.DataFrame, page: pl.DataFrame) -> pl.DataFrame:
    """The winner's line is the first of its copies shortly before it: the line that a reader calls the title."""
    winner = best.filter(pl.col("rank") == 0).join(won.select("doc", "won_index"), on="doc")
    near = winner.select("doc", "value", "won_index").join(page.select("doc", "index", "line", "text"), on="doc")
    near = near.filter(
        (pl.col("won_index") - pl.col("index")).is_between(0, COPIES_WITHIN)
        & (
            (pl.col("text") == pl.col("value"))
            | (
                pl.col("text").str.starts_with(pl.col("value"))
                & (pl.col("text").str.replace(SUFFIX, "") == pl.col("value"))
            )
        )
    )
    first = near.sort("index").unique("doc", keep="first").select("doc", pl.col("line").alias("first_line"))
    return (
        best.join(first, on="doc", how="left", maintain_order="left")
        .with_columns(line=pl.when(pl.col("rank") == 0).then(pl.coalesce("first_line", "line")).otherwise("line"))
        .drop("first_line")
    )
