"""Running heads: lines that a printed document repeats on each of its pages, with the number of the page.

Belongs here: telling them within one document. Does not belong here: furniture that many documents share
(``templates``), marks of advertisements (``marks``), the number of a page alone (``numbering``).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import polars as pl

from kliping.text.patterns import any_of
from kliping.words import phrases

if TYPE_CHECKING:
    from pathlib import Path

REASON = "structure:running_head"
_LONGEST = 120
"""Bytes of the longest running head."""
_PAGES = 2
"""Pages that must have the head: their numbers follow each other."""
_WORDED = r"\p{L}{2}"
"""A head says more than the number: "2/7" alone counts pictures."""
_SIGNS = ("|", "·", "•", "/")
"""One of these or a label stands in every head: they are looked for first, for few lines with figures hold one."""
_APART = 2
"""Lines from one head to the next, at least: what stands closer is a list."""


def running_heads(lines: pl.DataFrame, folders: tuple[Path, ...] = ()) -> pl.Series:
    """Why each line is no part of a text: it is a running head or foot; null for all others.

    Such lines are alike but for the number of the page ("Page 2 of 3", "Warta | Halaman 2", "Warta | 2", "2/3"), which
    grows by one from each to the next. They are not shown to the model: they part paragraphs that go on.
    """
    text, document = lines.get_column("text"), lines.get_column("document_id")
    pages = phrases("pagination", "pages", folders=folders)
    numbered = _numbered(pages)
    short = (text.str.len_bytes() <= _LONGEST).arg_true()
    asked = short.filter(text.gather(short).str.contains("[0-9]"))
    asked = asked.filter(text.gather(asked).str.contains_any([*pages, *_SIGNS], ascii_case_insensitive=True))
    asked = asked.filter(text.gather(asked).str.contains(numbered))
    asked = asked.filter(text.gather(asked).str.contains(_WORDED))
    none = pl.repeat(None, text.len(), dtype=pl.String, eager=True)
    if asked.len() < _PAGES:
        return none
    said, key = text.gather(asked), ("document", "said")
    number = said.str.extract_groups(numbered).struct.unnest()
    grown, apart = (pl.col(name).diff().over(key) for name in ("page", "row"))
    found = (
        pl.DataFrame({"row": asked.cast(pl.Int64), "document": document.gather(asked)})
        .with_columns(said.str.replace(numbered, "#").alias("said"))
        .with_columns(page=number.select(pl.coalesce(pl.all())).to_series().cast(pl.Int32))
    )
    follows = (grown.fill_null(1) == 1) & (apart.fill_null(_APART) >= _APART)
    heads = found.filter(pl.len().over(key) >= _PAGES, follows.all().over(key))
    return none.scatter(heads.get_column("row"), REASON)


@functools.lru_cache(maxsize=8)
def _numbered(pages: tuple[str, ...]) -> str:
    """The number of a page: behind its label or a bar, or before the number of all pages at the end of the line."""
    return rf"(?i)\b{any_of(pages)}\.?\s?(\d{{1,4}})\b|[|·•]\s?(\d{{1,4}})$|\b(\d{{1,4}})\s?/\s?\d{{1,4}}$"
