"""From documents to lines: where a line starts and ends, its number, and its text without surrounding white space.

Belongs here: splitting. Does not belong here: reading HTML (``markup``), judging lines (``classify``).
"""

from __future__ import annotations

import polars as pl

_WHITE_SPACE = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_ZERO_WIDTH = "\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
SURROUNDING = _WHITE_SPACE + _ZERO_WIDTH
"""What is stripped from both ends of a line: Unicode white space and marks without width."""


def split_lines(pages: pl.DataFrame) -> pl.DataFrame:
    r"""The non-blank lines of pages, in order.

    Args:
        pages: ``document_id`` and ``text``; a page whose text is null has no lines.

    Returns:
        ``document_id``, ``line`` (1-based physical number, Int32; a line ends at ``\n``, ``\r\n`` or ``\r``), ``text``
        (stripped, never empty).
    """
    text = pl.col("text")
    ended = (
        pl.when(text.str.contains("\r", literal=True))
        .then(text.str.replace_all("\r\n", "\n", literal=True).str.replace_all("\r", "\n", literal=True))
        .otherwise(text)
    )
    return (
        pages.lazy()
        .filter(text.is_not_null())
        .select("document_id", ended.str.split("\n").alias("text"))
        .with_columns(line=pl.int_ranges(1, pl.col("text").list.len() + 1, dtype=pl.Int32))
        .explode("text", "line", empty_as_null=False, keep_nulls=False)
        .select("document_id", "line", text.str.strip_chars(SURROUNDING))
        .filter(text != "")
        .collect()
    )
