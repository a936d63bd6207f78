"""The lines of a batch with what every field's rules ask about a line: its place, its length, its surroundings.

Belongs here: facts of a line and its place in the page that more than one field needs. Does not belong here: any
judgement about a field.
"""

from __future__ import annotations

import polars as pl

from kliping.frames import BODY_ROLES
from kliping.metadata.expressions import with_plain_digits

LONG = 80
"""Characters of a line that reads like a paragraph; half of it in scripts that write without spaces."""


def survey(documents: pl.DataFrame, lines: pl.DataFrame, languages: pl.DataFrame) -> pl.DataFrame:
    """Every line with its surroundings.

    Returns:
        ``row`` (UInt32, position in the frame), ``doc`` (UInt32, position of the document in ``documents``),
        ``document_id``, ``line``, ``text``, ``plain`` (text with plain digits), ``role``, ``index`` (position in the
        document, from 0), ``chars``, ``language`` (of the document, or null), ``body`` (the line is in the article),
        ``start`` (index of the article's first long line; null without one), ``lines_in_page``.
    """
    spoken = languages.filter(pl.col("paragraph").is_null()).select("document_id", "language")
    pages = documents.select("document_id").with_row_index("doc")
    pages = pages.join(spoken.unique("document_id", keep="first"), on="document_id", how="left", maintain_order="left")
    seen = (
        lines.select("document_id", "line", "text", "role")
        .join(pages, on="document_id", how="inner", maintain_order="left")
        .with_row_index("row")
        .with_columns(
            plain=with_plain_digits(pl.col("text")),
            index=pl.int_range(pl.len(), dtype=pl.Int32).over("doc"),
            chars=pl.col("text").str.len_chars().cast(pl.Int32),
            body=pl.col("role").is_in(BODY_ROLES),
        )
    )
    dense = pl.col("text").str.contains(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]{8}")
    long = pl.col("body") & (pl.col("chars") >= pl.when(dense).then(LONG // 2).otherwise(LONG))
    return seen.with_columns(
        start=pl.col("index").filter(long).min().over("doc"),
        lines_in_page=pl.len().over("doc").cast(pl.Int32),
    )
