"""Two witnesses: what a table's own columns say of a document, and what its page says.

Belongs here: what a column's word is worth beside the page's. Does not belong here: what the columns say (``columns``).
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.columns import DOUBTED
from kliping.text.folding import bare_names

WITNESSED = ("published_on", "title", "authors")
"""Fields that a page states in places of their own."""

STRONG = ("header", "published_label", "heading", "byline_label", "byline")
"""Bases of lines that are witnesses beside a column."""

LIKELY = 0.5
"""Confidence from which a line is one."""

AGREED, DIFFER, DIFFER_IN_WORDS = 0.3, 0.15, 0.05
"""What is left of the doubt where the page agrees, and what the confidence loses where it does not: a day is another
or the same, names and titles are worded in more than one way. Judgements: of labelled tables the truth is the column
itself, so what it is worth beside a page that differs cannot be counted there."""

LONG_TITLE = 15
"""Letters from which a title that begins like the other is the same one, with an outlet's name behind it or cut."""


def weighed(said: pl.DataFrame, from_lines: pl.DataFrame) -> pl.DataFrame:
    """The statements with two witnesses heard: the table's own value and the page's.

    Where they agree the confidence rises; where they differ it falls, and the evidence shows both and which was
    believed. The column is, but where its table shows it corrupt, and where a day of the page (in a line, its markup,
    its address) is told twice.

    Args:
        said: statements: doc, field, value, basis, rank, confidence, evidence.
        from_lines: CANDIDATES of the lines, each with the choice among its own.
    """
    rows = said.with_row_index("at")
    columns = rows.filter((pl.col("basis") == "column") & pl.col("field").is_in(WITNESSED))
    if columns.is_empty():
        return said
    heard = _heard(columns, _page_says(said, from_lines))
    rows = rows.join(heard, on="at", how="left", maintain_order="left")
    doubted = pl.col("rank") >= DOUBTED
    page_is = pl.concat_str(pl.lit(" (the page says "), "page", pl.lit(": "), "rule", pl.lit(")"))
    rule = (
        pl.when(doubted)
        .then(pl.lit("it is believed, the column is doubted"))
        .when("outvoted")
        .then(pl.lit("it is believed, told twice"))
        .otherwise(pl.lit("the column is believed"))
    )
    lost = pl.when(pl.col("field") == "published_on").then(DIFFER).otherwise(DIFFER_IN_WORDS)
    rows = rows.with_columns(rule=rule).with_columns(
        confidence=pl.when("agrees")
        .then(1 - (1 - pl.col("confidence")) * AGREED)
        .when(~pl.col("agrees"))
        .then(pl.col("confidence") - lost)
        .otherwise("confidence"),
        evidence=pl.col("evidence")
        + pl.when("agrees")
        .then(pl.lit(" (the page agrees)"))
        .when(~pl.col("agrees"))
        .then(page_is)
        .otherwise(pl.lit("")),
    )
    beaten = rows.filter("outvoted").select("doc", pl.lit(value=True).alias("beaten")).unique()
    rows = rows.join(beaten, on="doc", how="left", maintain_order="left")
    lower = (pl.col("basis") == "column") & pl.col("field").is_in(["published_on", "published_at"]) & pl.col("beaten")
    return rows.with_columns(rank=pl.when(lower & ~doubted).then(pl.col("rank") + DOUBTED).otherwise("rank")).select(
        said.columns
    )


def _page_says(said: pl.DataFrame, from_lines: pl.DataFrame) -> pl.DataFrame:
    """What the page itself says of the fields that have two witnesses: doc, field, page, witness."""
    line = pl.col("chosen") & pl.col("basis").is_in(STRONG) & (pl.col("confidence") >= LIKELY)
    lines = from_lines.filter(line & pl.col("field").is_in(WITNESSED)).with_columns(witness=pl.lit("line"))
    address = (pl.col("basis") == "url") & (pl.col("field") == "published_on")
    others = said.filter((pl.col("basis") == "markup") & pl.col("field").is_in(WITNESSED) | address)
    chosen = pl.col("value").alias("page")
    return pl.concat(
        [
            lines.select("doc", "field", chosen, "witness"),
            others.select("doc", "field", chosen, pl.col("basis").alias("witness")),
        ]
    )


def _heard(columns: pl.DataFrame, page: pl.DataFrame) -> pl.DataFrame:
    """Of each column's value about which the page says something: at, agrees, page (its words), outvoted."""
    pairs = columns.select("at", "doc", "field", "value").join(page, on=["doc", "field"], maintain_order="left")
    pairs = pairs.with_columns(own=bare_names("value"), other=bare_names("page"))
    long = pl.min_horizontal(pl.col("own", "other").str.len_chars()) >= LONG_TITLE
    begins = pl.col("own").str.starts_with(pl.col("other")) | pl.col("other").str.starts_with(pl.col("own"))
    same = (pl.col("own") == pl.col("other")) | ((pl.col("field") == "title") & long & begins)
    told = pairs.with_columns(same=same).with_columns(
        twice=pl.struct("witness").n_unique().over("at", "other"),
    )
    each = told.group_by("at", maintain_order=True).agg(
        pl.col("doc", "field").first(),
        pl.col("same").any(),
        pl.col("page").unique(maintain_order=True).str.join(", "),
        outvoted=((pl.col("field") == "published_on") & ~pl.col("same") & (pl.col("twice") > 1)).any(),
    )
    # of several authors one that both name is enough: the others stand on the column alone
    agreed = each.with_columns(some=pl.col("same").any().over("doc", "field"))
    heard = agreed.filter(pl.col("same") | ~pl.col("some"))
    return heard.select("at", "page", agrees="same", outvoted=pl.col("outvoted") & ~pl.col("same"))
