"""Lines that say again what an earlier line says, once pieces are cut out of either.

Belongs here: a body pasted twice, of which one printing has links or marks inside its paragraphs. Does not belong here:
equal lines (``roles``), sections printed twice (``doubled``), lines that hold others (``nested``).
"""

from __future__ import annotations

import polars as pl

from kliping.cleaning.pieces import parts_of
from kliping.frames import CUTS

_LONG = 40
"""Characters from which a paragraph is not said twice by accident, as a refrain or "Ya." is."""


def drop_said_again(lines: pl.DataFrame) -> pl.DataFrame:
    """``LINES`` in which a line of the body that differs from an earlier one in what is cut out alone is its duplicate.

    Args:
        lines: LINES with ``cuts``.
    """
    kept = pl.col("paragraph").is_not_null()
    cut = lines.filter(kept & pl.col("cuts").is_not_null()).get_column("document_id").unique()
    if cut.is_empty():
        return lines
    rows = lines.with_row_index("at")
    asked = rows.filter(kept & pl.col("document_id").is_in(cut.implode()))
    left = (
        parts_of(asked)
        .filter(kept)
        .group_by("at", maintain_order=True)
        .agg(left=pl.col("text").str.join(" ").str.replace_all(r"\s+", " ").str.strip_chars())
    )
    same = ("document_id", "left")
    told = (
        asked.select("at", "document_id", "line", "cuts")
        .join(left, on="at", how="left", maintain_order="left")
        .filter(pl.col("left").str.len_chars() >= _LONG)
        .filter(pl.col("cuts").is_not_null().any().over(same))
        .with_columns(first=pl.col("line").first().over(same), again=pl.int_range(pl.len()).over(same) > 0)
        .filter("again")
        .select("at", "first")
    )
    if told.is_empty():
        return lines
    second, duplicate = pl.col("first").is_not_null(), pl.lit("duplicate")
    return (
        rows.join(told, on="at", how="left", maintain_order="left")
        .with_columns(
            role=pl.when(second).then(duplicate).otherwise("role"),
            reason=pl.when(second).then(duplicate).otherwise("reason"),
            same_as_line=pl.when(second).then("first").otherwise("same_as_line"),
            paragraph=pl.when(~second).then("paragraph"),
            cuts=pl.when(~second).then("cuts").otherwise(pl.lit(None, CUTS)),
        )
        .select(lines.columns)
    )
