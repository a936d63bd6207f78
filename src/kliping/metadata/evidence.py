"""Candidates: the columns in which every field's module hands over what it found.

Belongs here: the shape of a candidate and how candidates become METADATA_EVIDENCE. Does not belong here: finding them.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from kliping.frames import METADATA_EVIDENCE

CANDIDATES = pl.Schema(
    {
        "doc": pl.UInt32(),  # position of the document in the batch
        **{name: METADATA_EVIDENCE[name] for name in ("field", "value", "basis", "confidence")},
        "row": pl.UInt32(),  # position of the line in the batch; null where the value is from no line
        **{name: METADATA_EVIDENCE[name] for name in ("line", "start", "end", "chosen")},
        "evidence": METADATA_EVIDENCE["evidence"],  # only where there is no line to quote; else cut from the line
        "position": pl.Int32(),  # order among the values of a source that are from no line
    }
)


def candidates(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` in the columns of ``CANDIDATES``; columns it lacks are null."""
    return frame.select(_columns(tuple(name for name in CANDIDATES if name in frame.columns)))


@cache
def _columns(given: tuple[str, ...]) -> list[pl.Expr]:
    return [
        (pl.col(name) if name in given else pl.lit(None)).cast(dtype).alias(name) for name, dtype in CANDIDATES.items()
    ]


def quote(found: pl.DataFrame, documents: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """METADATA_EVIDENCE: ``found`` with document ids, and with the words cut out of the lines they stand in.

    A cell in which no value could be read has none, and is evidence of that.
    """
    rows = found.with_columns(
        documents["document_id"].gather(found["doc"]).alias("document_id"),
        # a batch may have values, from markup or its source, and not a single line
        lines["text"].gather(found["row"].fill_null(0)).alias("text")
        if lines.height
        else pl.lit(None, pl.String).alias("text"),
    )
    words = pl.col("text").str.slice(pl.col("start").cast(pl.Int64), pl.col("end") - pl.col("start"))
    rows = rows.with_columns(
        evidence=pl.when(pl.col("row").is_not_null()).then(words).otherwise(pl.col("evidence")),
        confidence=pl.col("confidence").round(4),
    ).filter(pl.col("evidence").is_not_null() & (pl.col("evidence") != ""))
    order = ["doc", "field", "line", "start", "end", "position", "value", "basis"]
    last = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(-1)) for name in order)
    return (
        # of rows that say the same the last stays: equal values of two markups, each with its own words
        rows.sort(*order, "chosen", "confidence", "evidence", nulls_last=True)
        .filter(last | (pl.int_range(1, pl.len() + 1) == pl.len()))
        .select(pl.col(name).cast(dtype) for name, dtype in METADATA_EVIDENCE.items())
    )
