"""The outlets: who publishes the page, whom it is taken from, and the place in its dateline.

Belongs here: publisher, source, place. Does not belong here: people (``people``).
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.confidence import confidence
from kliping.metadata.vocabulary import alternation, vocabulary


def find_outlets(page: pl.DataFrame) -> pl.DataFrame:
    """Candidates of ``source``, ``publisher`` and ``place``.

    Args:
        page: lines as ``page.survey`` makes them.
    """
    words = vocabulary()
    label = rf"^((?i:{alternation(words['byline']['source_labels'])})\s*:\s*)(.{{2,40}})$"
    parts = pl.col("text").str.extract_groups(label)
    sources = (
        page.filter(pl.col("chars") <= 80)
        .with_columns(parts.struct.field("1").alias("label"), parts.struct.field("2").alias("value"))
        .filter(pl.col("value").is_not_null())
        .with_columns(
            field=pl.lit("source"), basis=pl.lit("source_label"), start=pl.col("label").str.len_chars().cast(pl.Int32)
        )
    )
    rows = sources.with_columns(
        end=pl.col("start") + pl.col("value").str.len_chars().cast(pl.Int32),
        confidence=pl.lit(confidence("source", "source_label")),
    )
    return rows.sort("doc", "field", "index").with_columns(chosen=pl.int_range(pl.len()).over("doc", "field") == 0)
