"""The people: who wrote the article and who edited it.

Belongs here: bylines and editor lines. Does not belong here: outlets and agencies (``outlets``), people the article is about.
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.confidence import confidence
from kliping.metadata.vocabulary import alternation, vocabulary

NAME = r"\p{Lu}[\p{L}\p{M}'’.\-]+(?:\s(?:\p{Lu}[\p{L}\p{M}'’.\-]*|de|van|der|den|von|bin|binti|al|el|da|dos|di|la|le|del|y)){0,4}"


def find_people(page: pl.DataFrame, titles: pl.DataFrame) -> pl.DataFrame:
    """Candidates of ``authors`` and ``editor``.

    Args:
        page: lines as ``page.survey`` makes them.
        titles: chosen title of each document: doc, index.
    """
    words = vocabulary()
    near = page.filter(pl.col("chars") <= 100).join(
        titles.select("doc", pl.col("index").alias("title_index")), on="doc", how="left", maintain_order="left"
    )
    found = []
    for field, basis, labels in (
        ("editor", "editor_label", words["byline"]["editor_labels"]),
        ("authors", "byline_label", words["byline"]["labels"]),
    ):
        parts = pl.col("text").str.extract_groups(rf"^((?i:{alternation(labels)})\s*[:|–-]?\s*)({NAME})")
        found.append(
            near.with_columns(parts.struct.field("1").alias("label"), parts.struct.field("2").alias("value"))
            .filter(pl.col("value").is_not_null() & ((field == "editor") | pl.col("label").str.contains(r"[\s:|–-]$")))
            .with_columns(
                field=pl.lit(field), basis=pl.lit(basis), start=pl.col("label").str.len_chars().cast(pl.Int32)
            )
        )
    distance = pl.col("index") - pl.col("title_index")
    bare = pl.col("text").str.extract(rf"^({NAME})(?:,\s\p{{Lu}}[\p{{L}}.\s]{{1,24}})?$", 1)
    found.append(
        near.filter(distance.is_between(1, 3) & (pl.col("chars") <= 60))
        .with_columns(
            value=bare, field=pl.lit("authors"), basis=pl.lit("byline"), start=pl.lit(0, pl.Int32), label=pl.lit("")
        )
        .filter(
            pl.col("value").is_not_null()
            & ~pl.col("value")
            .str.to_lowercase()
            .str.contains(r"\b" + alternation(words["people"]["not_names"]) + r"\b")
        )
    )
    rows = pl.concat(found, how="diagonal")
    rows = rows.with_columns(end=pl.col("start") + pl.col("value").str.len_chars().cast(pl.Int32))
    order = pl.col("basis").replace_strict(["editor_label", "byline_label", "byline"], [0, 0, 1], return_dtype=pl.Int8)
    return (
        rows.with_columns(order=order)
        .sort("doc", "field", "order", "index")
        .with_columns(
            chosen=pl.int_range(pl.len()).over("doc", "field") == 0,
            confidence=pl.struct("field", "basis").map_elements(
                lambda one: confidence(one["field"], one["basis"]), return_dtype=pl.Float64
            ),
        )
    )
