"""The title: the line that stands where titles stand and says what the article says.

Belongs here: choosing the title line. Does not belong here: removing its copies from the body (``roles``).
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.confidence import confidence


def find_titles(page: pl.DataFrame) -> pl.DataFrame:
    """The title candidates of each document: doc, field, value, basis, confidence, line, start, end, chosen, index."""
    before = pl.col("start").is_null() | (pl.col("index") < pl.col("start"))
    lines = page.filter(before & pl.col("chars").is_between(12, 220))
    ranked = lines.with_columns(
        score=(pl.col("role") == "title").cast(pl.Int32) * 100
        - pl.col("role").is_in(["related", "caption"]) * 50
        + pl.col("index")
    ).sort("doc", "score", descending=[False, True])
    best = ranked.unique("doc", keep="first", maintain_order=True)
    return best.select(
        "doc",
        pl.lit("title").alias("field"),
        pl.col("text").alias("value"),
        pl.lit("heading").alias("basis"),
        pl.lit(confidence("title", "heading")).alias("confidence"),
        "line",
        pl.lit(0, pl.Int32).alias("start"),
        pl.col("chars").alias("end"),
        pl.lit(value=True).alias("chosen"),
        "index",
    )
