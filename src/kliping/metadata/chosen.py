"""The winners as one row a document, for the table of articles.

Belongs here: turning chosen evidence into columns. Does not belong here: choosing.
"""

from __future__ import annotations

import polars as pl

LISTS = {"authors": "authors", "tags": "tags", "caption": "image_captions"}
SINGLE = ("title", "subtitle", "editor", "publisher", "source", "place", "url")

NEAR_BASES = ("event", "attribution")
"""Bases on which a date is the day of the news: the page appeared then or at most two days later."""

_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "document_id": pl.String,
    "title": pl.String,
    "subtitle": pl.String,
    "authors": pl.List(pl.String),
    "editor": pl.String,
    "publisher": pl.String,
    "source": pl.String,
    "place": pl.String,
    "published_on": pl.Date,
    "published_precision": pl.String,
    "published_basis": pl.String,
    "published_confidence": pl.Float64,
    "published_evidence": pl.String,
    "published_line": pl.Int32,
    "published_at": pl.String,
    "published_local": pl.String,
    "updated_on": pl.Date,
    "url": pl.String,
    "tags": pl.List(pl.String),
    "image_captions": pl.List(pl.String),
}
CHOSEN = pl.Schema(_COLUMNS)
"""Columns of ``chosen_values``. A date of month or year precision stands as its first day; a time whose zone the page
does not name is in ``published_local`` alone."""

OFFSET = r"(?:Z|[+-][0-9]{2}:[0-9]{2})$"
"""How a time with a zone ends; without it there is a clock, and no moment."""

LOCAL = len("2024-06-03T14:56")
"""Characters of a time without its zone."""


def chosen_values(evidence: pl.DataFrame) -> pl.DataFrame:
    """One row a document that has evidence; a field without a chosen value is null, a list empty.

    Args:
        evidence: METADATA_EVIDENCE.

    Returns:
        CHOSEN, in the order in which documents first appear in ``evidence``.
    """
    won = evidence.filter(pl.col("chosen"))
    table = evidence.select("document_id").unique(maintain_order=True)
    for field in SINGLE:
        table = _joined(table, won.filter(pl.col("field") == field).select("document_id", pl.col("value").alias(field)))
    for field, column in LISTS.items():
        several = (
            won.filter(pl.col("field") == field)
            .group_by("document_id", maintain_order=True)
            .agg(pl.col("value").unique(maintain_order=True).alias(column))
        )
        table = _joined(table, several).with_columns(pl.col(column).fill_null([]))
    day = pl.col("value").add("-01-01").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    table = _joined(table, won.filter(pl.col("field") == "updated_on").select("document_id", updated_on=day))
    moment = pl.col("value")
    times = won.filter(pl.col("field") == "published_at").select(
        "document_id",
        published_at=pl.when(moment.str.contains(OFFSET)).then(moment),
        published_local=moment.str.slice(0, LOCAL),
    )
    table = _joined(table, times)
    dates = won.filter(pl.col("field") == "published_on").select(
        "document_id",
        day.alias("published_on"),
        pl.when(pl.col("basis").is_in(NEAR_BASES))
        .then(pl.lit("near"))
        .otherwise(
            pl.col("value")
            .str.len_chars()
            .replace_strict([4, 7, 10], ["year", "month", "day"], default=None, return_dtype=pl.String)
        )
        .alias("published_precision"),
        pl.col("basis").alias("published_basis"),
        pl.col("confidence").alias("published_confidence"),
        pl.col("evidence").alias("published_evidence"),
        pl.col("line").alias("published_line"),
    )
    table = _joined(table, dates)
    return table.select(pl.col(name).cast(dtype) for name, dtype in CHOSEN.items())


def _joined(table: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    return table.join(
        more.unique("document_id", keep="first", maintain_order=True),
        on="document_id",
        how="left",
        maintain_order="left",
    )
