"""Repeats within a document: lines that say again what an earlier line said.

Belongs here: exact and near repeats among the raw lines of a page, and their share. Does not belong here: what becomes
of such a line (cleaning), copies between documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates.schemas import DUPLICATE_PARAGRAPH_RATIOS, REPEATED_LINES
from kliping.duplicates.signatures import Reading, read_texts
from kliping.duplicates.similarity import judge_of, limits_of
from kliping.frames import conform, empty
from kliping.text.buffers import read_only
from kliping.text.hash_numbers import GOLDEN

if TYPE_CHECKING:
    from kliping.settings import DuplicateSettings

_VALUES, _ROWS = 32, 2
"""MinHash values and rows a band for lines: a pair of similarity 0.8 is missed once in ten million."""


def repeated_lines(lines: pl.DataFrame, settings: DuplicateSettings) -> pl.DataFrame:
    """REPEATED_LINES: every line of ``lines`` (columns document_id, line, text) that repeats an earlier one.

    Lines are equal when their words are (case, width, punctuation and spacing aside; a line without words, when its
    characters are), and near when both have ``paragraph_words`` words and ``repeat_similarity`` of their shingles in
    common. ``same_as_line`` is the earliest line that stays. Furniture counts like any other line.
    """
    if lines.is_empty():
        return empty(REPEATED_LINES)
    ordered = lines.select("document_id", "line", "text").sort("document_id", "line")
    reading = Reading(_VALUES, _ROWS, settings.paragraph_words, 0, identify=False)
    numbered = (
        pl.concat([ordered, read_texts(ordered["text"], reading, settings)], how="horizontal")
        .with_row_index("row")
        .with_columns(same=pl.coalesce("body", pl.col("text").hash()))
        .with_columns(first=pl.col("row").first().over("document_id", "same"))
    )
    near = _near_repeats(numbered.filter(pl.col("row") == pl.col("first")), settings)
    leaders = numbered.join(near, left_on="first", right_on="row", how="left", maintain_order="left").with_columns(
        stays=pl.coalesce("stays", "first")
    )
    repeats = leaders.filter(pl.col("row") != pl.col("stays"))
    return conform(
        repeats.with_columns(
            same_as_line=ordered["line"].gather(repeats["stays"]), similarity=pl.col("similarity").fill_null(1.0)
        ),
        REPEATED_LINES,
    )


def _near_repeats(firsts: pl.DataFrame, settings: DuplicateSettings) -> pl.DataFrame:
    """For lines that nearly repeat an earlier line of their document: row, the row that stays, similarity."""
    import numpy as np

    from kliping.duplicates import group_kernels, judgement_kernels, pair_kernels
    from kliping.duplicates.walks import assign_lines

    eligible = firsts.filter(pl.col("keys").list.len() > 0)
    entries = (
        eligible.select("document_id", "keys")
        .with_row_index("seat")
        .with_columns(document=pl.col("document_id").rank("dense").cast(pl.UInt64))
        .explode("keys")
        .with_columns(key=pl.col("keys") ^ (pl.col("document") * pl.lit(GOLDEN >> 24, pl.UInt64)))
        .sort("key", "seat")
    )
    fresh = np.ones(eligible.height, np.bool_)
    found = pair_kernels.bucket_pairs(
        read_only(entries["key"].to_numpy()),
        entries["seat"].to_numpy().astype(np.int64),
        fresh,
        settings.bucket_anchors,
    )
    pairs = np.unique(found.pairs)
    left, right = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    documents = eligible["document_id"].rank("dense").to_numpy()
    within = documents[left] == documents[right]
    left, right = left[within], right[within]
    limits = limits_of(settings, settings.repeat_similarity)
    sets = judge_of(eligible, limits, read_only(np.zeros(0, np.float64))).sets
    jaccard = judgement_kernels.measure_pairs(sets, left, right).jaccard
    similar = jaccard >= settings.repeat_similarity
    alike = jaccard[similar]
    pairs_of = group_kernels.Pairs(
        left[similar], right[similar], alike, alike, alike, np.full(alike.size, judgement_kernels.NEAR, np.int8)
    )
    graph = group_kernels.as_graph(pairs_of, eligible.height)
    leaders, similarities, _ = assign_lines(graph, sets, limits)
    return (
        eligible.select("row")
        .with_columns(stays=eligible["row"].gather(pl.Series(leaders)), similarity=pl.Series(similarities))
        .filter(pl.col("row") != pl.col("stays"))
    )


def duplicate_paragraph_ratio(lines: pl.DataFrame, settings: DuplicateSettings) -> pl.DataFrame:
    """DUPLICATE_PARAGRAPH_RATIOS of ``lines`` (columns document_id, line, text), in order of document.

    Weighted by characters, as Gopher's quality filters do (Rae et al. 2021), so that a body pasted twice weighs more
    than a menu entry printed twice.
    """
    repeats = repeated_lines(lines, settings).select("document_id", "line", repeated=pl.lit(value=True))
    sized = lines.select("document_id", "line", size=pl.col("text").str.len_chars().cast(pl.Float64)).join(
        repeats, on=["document_id", "line"], how="left"
    )
    repeated = pl.col("repeated").fill_null(value=False)
    return conform(
        sized.group_by("document_id")
        .agg(
            lines=pl.len(),
            repeated_lines=repeated.sum(),
            duplicate_paragraph_ratio=pl.col("size").filter(repeated).sum() / pl.col("size").sum().clip(1),
        )
        .sort("document_id"),
        DUPLICATE_PARAGRAPH_RATIOS,
    )
