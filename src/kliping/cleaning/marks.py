"""Marks of advertisements between the paragraphs of an article ("ADVERTISEMENT", "Iklan"), which part nothing.

Belongs here: which lines are nothing but such a mark that its page repeats. Does not belong here: the words
(``kliping.words``), what becomes of the lines (``classify``), a mark inside a line (``pieces``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.words import load

if TYPE_CHECKING:
    from pathlib import Path

_KINDS = ("labels", "starts", "equals", "contains")
_LONGEST = 60
"""Characters of the longest mark."""
_REPEATED = 2
"""Times that a page holds such lines, from which they stand between paragraphs: once, one opens an advertisement."""


def repeated_marks(lines: pl.DataFrame, folders: tuple[Path, ...] = ()) -> pl.Series:
    """The reason why each line is nothing but a mark of an advertisement that its page repeats; null for all others.

    Such lines are not shown to the model: on the pages that it learnt from an article is over where advertisements
    come in a row, and so it lost the paragraphs that had one below each.
    """
    reasons = {
        entry.phrase: f"lexicon:{entry.name}"
        for kind in _KINDS
        for entry in load(folders).listed.get(("advertising", kind), ())
    }
    text = lines.get_column("text")
    short = text.str.len_bytes() <= _LONGEST
    said = pl.when(short).then(text.str.strip_chars(" -–—*:.…|[]()▼▾↓").str.to_lowercase())
    found = lines.select("document_id", reason=said.replace_strict(reasons, default=None, return_dtype=pl.String))
    if not found.get_column("reason").count():
        return found.get_column("reason")
    repeated = pl.col("reason").count() >= _REPEATED
    beside = pl.len() - pl.col("reason").count() >= _REPEATED
    return found.select(pl.when((repeated & beside).over("document_id")).then("reason").alias("reason")).to_series()
