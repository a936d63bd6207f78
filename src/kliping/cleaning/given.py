"""Given bodies: short texts that a table holds beside a column of titles. Who gives them says that they are bodies.

Belongs here: which documents these are, and which of their lines are body because of it. Does not belong here: what a
table's columns are (``kliping.reading``), scores (``model``).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.cleaning.sections import SECTION_ROLES

if TYPE_CHECKING:
    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array

_SHORT = 700
"""Characters of the longest text that is taken as it is given: of a longer one the model knows the form."""

GIVEN = 20.0
"""Log-odds by which a line gains that its source calls body: no score speaks against it."""

_HEAD = 2
"""Lines at the top of a text that may be its date."""

_BESIDE = ("byline", "editor", "source", "date", "caption", "reading_time")
"""Sections of lines that stand beside a body as well; any other says that the text is a page with its furniture."""
_CREDITS = np.array([section in _BESIDE for section in SECTION_ROLES])


def given_titles(documents: pl.DataFrame) -> dict[str, str]:
    """The title of each of ``DOCUMENTS`` whose short text a table gives as a body, by ``document_id``."""
    short = documents.filter(
        pl.col("text").str.len_chars() <= _SHORT,
        ~pl.col("markup").fill_null(value=False),
        pl.col("fields").list.len() > 0,
    )
    named = (
        short.select("document_id", "fields")
        .explode("fields")
        .unnest("fields")
        .filter(pl.col("field") == "title", pl.col("column").is_not_null())
    )
    return dict(named.select("document_id", "value").iter_rows())


def given_lines(lines: pl.DataFrame, seen: Seen, section: Array, titles: dict[str, str]) -> Array:
    """Which lines are body because a table gives them (bool): all of such a text but its title, credits and date.

    A text with a line of a page's furniture (a menu, links, consent) is a page, and is left to the model.

    Args:
        lines: columns ``document_id`` and ``text``.
        seen: the lines' features.
        section: section of the lexicon entry on each line, or -1.
        titles: see ``given_titles``.
    """
    given = np.zeros(lines.height, np.bool_)
    if not titles:
        return given
    names, text = lines.get_column("document_id"), lines.get_column("text")
    plain, dated = (section < 0) & (seen.column("address") == 0), seen.column("dated") > 0
    page = (section >= 0) & ~_CREDITS[section]
    for first, stop in pairwise(seen.first_line.tolist()):
        title, top = titles.get(names[first]), min(first + _HEAD, stop)
        if title is not None and not page[first:stop].any():
            own = [line.lower() != title.lower() for line in text[first:stop]]
            given[first:stop] = plain[first:stop] & np.array(own)
            given[first:top] &= ~dated[first:top]
    return given
