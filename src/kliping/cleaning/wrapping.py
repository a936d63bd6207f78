"""Text that was wrapped at a column: the whole lines that its physical lines are parts of.

Belongs here: telling such pages, and joining their lines before anything is judged. Does not belong here: splitting a
page into lines (``flatten``), lines of one paragraph that was broken for another reason (``numbering``).

A terminal, a mail or a PDF breaks a line where the next word would not fit. So a line was broken, and did not end,
where the first word below it would have gone beyond the column; lists, menus and verse do not pass that test.
"""

from __future__ import annotations

import re
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

SEAM = "\n"
"""Between lines of a paragraph while they are joined; no line holds it."""
_BROKEN = re.compile(rf"([^\W\d_]+)-{SEAM}([^\W\d_A-Z]+)")
_HYPHENATED = r"\p{L}-$"


def join_wrapped(lines: pl.DataFrame) -> tuple[pl.DataFrame, Array]:
    """``document_id``, ``line`` and ``text`` with the lines of wrapped pages whole, and which of them each line is of.

    The numbers of whole lines leave out what was joined, so that they differ by one where no blank line is between.
    """
    text, number = lines.get_column("text"), lines.get_column("line").to_numpy()
    every = np.arange(lines.height)
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
    if not often.any():
        return lines, every
    asked = np.flatnonzero(np.isin(document, np.flatnonzero(often)))
    joined = np.zeros(lines.height, np.bool_)
    joined[asked] = _joined(text.gather(asked), document[asked], under[asked], lower[asked])
    if not joined.any():
        return lines, every
    whole = np.cumsum(~joined) - 1
    before = np.concatenate([[0], np.cumsum(joined)])
    earlier = before[np.searchsorted(document, document)]
    renumbered = lines.with_columns(
        line=pl.Series(number - (before[1:] - earlier), dtype=pl.Int32), whole=pl.Series(whole)
    )
    made = renumbered.group_by("whole", maintain_order=True).agg(
        pl.col("document_id", "line").first(), pl.col("text").str.join(SEAM)
    )
    return made.select("document_id", "line", pl.col("text").pipe(close_seams)), whole


def _joined(text: pl.Series, document: Array, under: Array, lower: Array) -> Array:
    """Which lines (bool) go on with the one right above: parts of wrapped pages."""
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


def close_seams(text: pl.Expr) -> pl.Expr:
    """``text`` with its seams closed: a blank, or nothing where a word was broken at the end of a line."""
    broken = text.str.contains(_BROKEN.pattern)
    whole = pl.when(broken).then(text).map_elements(_whole_words, return_dtype=pl.String)
    return pl.coalesce(whole, text).str.replace_all(SEAM, " ", literal=True)


def _whole_words(text: str) -> str:
    """A word doubled ("anak-anak") keeps its hyphen; any other that was broken at a seam loses it."""
    return _BROKEN.sub(_whole_word, text)


def _whole_word(at: re.Match[str]) -> str:
    if at[2][0].isupper():  # a capital outside A to Z: another word
        return at[0]
    return f"{at[1]}-{at[2]}" if at[1].casefold() == at[2].casefold() else at[1] + at[2]
