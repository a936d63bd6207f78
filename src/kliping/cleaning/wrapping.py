"""Text that was wrapped at a column: which of its lines go on with the one above.

Belongs here: telling such pages and lines. Does not belong here: joining them (``joining``), paragraphs that were
broken by markup (``fragments``).

A terminal, a mail or a PDF breaks a line where the next word would not fit. So a line was broken, and did not end,
where the first word below it would have gone beyond the column; lists, menus and verse do not pass that test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from kliping.cleaning.kernels import Array

_NARROWEST, _WIDEST = 30, 120
"""Characters of the columns that text is wrapped at."""
_BREAKS = 5
"""Lines that open in lower case right below another, from which a page may be called wrapped."""
_FITTING = 0.8
"""Share of those whose first word would not have fitted above."""
_SHARE = 0.25
"""Share of a page's characters in lines with such a line below: with less, a list of words in lower case is all."""
_EDGE = 0.9
"""Quantile of their widths that is taken for the column: a long line of furniture among them is none."""

_HYPHENATED = r"\p{L}-$"


def wrapped_lines(lines: pl.DataFrame) -> Array:
    """Which of ``document_id``, ``line`` and ``text`` (bool) go on with the one right above: parts of wrapped pages."""
    text, number = lines.get_column("text"), lines.get_column("line").to_numpy()
    document = lines.get_column("document_id").rle_id().to_numpy()
    under = np.zeros(lines.height, np.bool_)
    under[1:] = (np.diff(number) == 1) & (np.diff(document) == 0)
    lower = under & text.str.contains(r"^\p{Ll}").to_numpy()
    width = text.str.len_chars().to_numpy()
    broken = np.flatnonzero(lower) - 1
    broken = broken[width[broken] <= _WIDEST]
    often = np.bincount(document[broken], minlength=int(document.max(initial=0)) + 1) >= _BREAKS
    often &= np.bincount(document[broken], width[broken], often.size) >= _SHARE * np.bincount(
        document, width, often.size
    )
    joined = np.zeros(lines.height, np.bool_)
    if often.any():
        asked = np.flatnonzero(np.isin(document, np.flatnonzero(often)))
        joined[asked] = _joined(text.gather(asked), document[asked], under[asked], lower[asked])
    return joined


def _joined(text: pl.Series, document: Array, under: Array, lower: Array) -> Array:
    frame = pl.DataFrame({"text": text, "document": document, "under": under, "lower": lower})
    width, first = pl.col("text").str.len_chars(), pl.col("text").str.extract(r"^(\S+)").str.len_chars()
    broken = pl.col("text").str.contains(_HYPHENATED).shift(fill_value=False)
    told = frame.with_columns(above=width.shift(), needed=width.shift() + 1 + first, broken=broken)
    column = pl.col("above").filter("lower").quantile(_EDGE, "higher").over("document")
    full = (pl.col("needed") > pl.col("column")) | pl.col("broken")
    return (
        told.with_columns(column=column)
        .with_columns(goes_on=pl.col("under") & full)
        .with_columns(
            fitting=pl.col("goes_on").filter("lower").mean().over("document"),
            wrapped=pl.col("column").is_between(_NARROWEST, _WIDEST),
        )
        .select(pl.col("goes_on") & pl.col("wrapped") & (pl.col("fitting") >= _FITTING).fill_null(value=False))
        .to_series()
        .to_numpy()
    )
