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
    asked = (text.str.len_bytes() <= _LONGEST).arg_true()
    said = text.gather(asked).str.strip_chars(" -–—*:.…|[]()▼▾↓").str.to_lowercase()
    marked = said.is_in(list(reasons)).arg_true()
    none = pl.repeat(None, text.len(), dtype=pl.String, eager=True)
    if not marked.len():
        return none
    rows, names = asked.gather(marked), lines.get_column("document_id")
    found = pl.DataFrame(
        {"row": rows, "name": names.gather(rows), "reason": said.gather(marked).replace_strict(reasons)}
    )
    sizes = names.filter(names.is_in(found.get_column("name").unique().to_list())).value_counts(name="lines")
    counted = found.join(sizes, left_on="name", right_on="document_id", how="left", maintain_order="left")
    held = pl.len().over("name")
    told = counted.filter((held >= _REPEATED) & (pl.col("lines") - held >= _REPEATED))
    return none.scatter(told.get_column("row"), told.get_column("reason"))
