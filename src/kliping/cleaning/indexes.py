"""Lists of other pages that no teasers and dates tell: by what the markup states, or by how little is kept, and where.

Belongs here: these signs. Does not belong here: what a page's own words and teasers say (``page_facts``), and what
becomes of it (``pages``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.cleaning.page_facts import FACTS
from kliping.text import lengths
from kliping.text.patterns import letters
from kliping.words import phrases

if TYPE_CHECKING:
    from pathlib import Path

    from kliping.cleaning.kernels import Array

_LIST = re.compile(
    rf"<meta\b[^<>]{lengths.TAG}og:type[^<>]{lengths.TAG}[\"']profile[\"']"
    rf"|<meta\b[^<>]{lengths.TAG}[\"']profile[\"'][^<>]{lengths.TAG}og:type"
    r"|\"@type\"\s?:\s?\"(?:ProfilePage|CollectionPage|SearchResultsPage)\"",
    re.IGNORECASE,
)
"""A page that says of itself that it is about a person, or a list: Open Graph and schema.org have a type for each."""
_KIND = "{0,20}"
"""Letters of the kind of an article: "News", "Reportage", "SatiricalNews"."""
_ARTICLE = re.compile(
    rf"og:type[^<>]{lengths.TAG}[\"']article[\"']|<meta\b[^<>]{lengths.TAG}[\"']article[\"'][^<>]{lengths.TAG}og:type|\"@type\"\s?:\s?\[?\s?\"(?:\w{_KIND}Article|BlogPosting|LiveBlogPosting)\"",
    re.IGNORECASE,
)
"""A page that says that it is an article, whatever else it says."""
_LINES = 6
"""Headlines, at least, of a page of headlines alone."""
_WORDS, _CHARS = (5, 16), 110
"""Words and characters of a headline."""
_CAPITALS = 0.6
"""Share of a headline's longer words that begin with a capital: where headlines do, no lines of prose or verse do."""
_MOST = 0.7
"""Share of the lines that are kept which look so; none may be longer, or a list of matches is taken with its lead."""
_APART, _BLURBS, _BLURB = 3, 3, 300
"""Lines at least between any two that are kept on a front page, how many are, and characters of the longest: one line
below each story's headline. An article of parts that stand as far from each other has longer ones."""
_LITTLE = 0.05
"""Share of a front page's characters that is kept, at most."""
_AROUND = " .»›>→…"
"""What stands around the words of a link."""
_BROKEN_OFF = letters(r"(?:[\p{Ll},]|…|\.\.\.)\s*$")
"""The end of a text in the midst of a sentence: in a small letter, a comma or dots."""
_TEASER = 1200
"""Characters, at most, of the beginning of an article that a link breaks off."""


def stated_lists(documents: pl.DataFrame) -> set[str]:
    """The documents, by ``document_id``, whose markup says that they are a list or a person's page, and no article."""
    asked = documents.filter("markup", pl.col("text").is_not_null()).select("document_id", "text")
    return {name for name, source in asked.iter_rows() if _LIST.search(source) and not _ARTICLE.search(source)}


def headline_lists(lines: pl.DataFrame, first_line: Array, facts: Array) -> Array:
    """Which pages keep headlines and nothing else: lines in capitals that no sentence stands among (bool).

    Args:
        lines: columns ``text`` and ``paragraph`` of LINES.
        first_line: index of each page's first line, and the number of lines.
        facts: values of ``page_facts``.
    """
    found = np.zeros(first_line.size - 1, np.bool_)
    kept = lines.get_column("paragraph").is_not_null().to_numpy()
    asked = np.flatnonzero((facts[:, FACTS.index("ended_share")] == 0) & (facts[:, FACTS.index("kept_chars")] > 0))
    for page in asked.tolist():
        start, stop = first_line[page], first_line[page + 1]
        rows = start + np.flatnonzero(kept[start:stop])
        if rows.size >= _LINES:
            found[page] = _are_headlines(lines.get_column("text").gather(rows))
    return found


def front_pages(lines: pl.DataFrame, first_line: Array, facts: Array) -> Array:
    """Which pages keep little, and no two lines of it near each other: blurbs between the headlines of a page (bool).

    Args:
        lines: columns ``text`` and ``paragraph`` of LINES.
        first_line: index of each page's first line, and the number of lines.
        facts: values of ``page_facts``.
    """
    found = np.zeros(first_line.size - 1, np.bool_)
    kept = lines.get_column("paragraph").is_not_null().to_numpy()
    share, apart = facts[:, FACTS.index("kept_share")], facts[:, FACTS.index("apart_share")]
    for page in np.flatnonzero((share <= _LITTLE) & (apart > 0)).tolist():
        rows = first_line[page] + np.flatnonzero(kept[first_line[page] : first_line[page + 1]])
        if rows.size >= _BLURBS and np.diff(rows).min() > _APART:
            found[page] = bool((lines.get_column("text").gather(rows).str.len_chars() <= _BLURB).all())
    return found


def lone_teasers(lines: pl.DataFrame, first_line: Array, facts: Array, folders: tuple[Path, ...] = ()) -> Array:
    """Which pages keep one beginning that breaks off in the midst of a sentence, a link to read on below it (bool).

    Args:
        lines: columns ``text`` and ``paragraph`` of LINES.
        first_line: index of each page's first line, and the number of lines.
        facts: values of ``page_facts``.
        folders: folders of further lexicons.
    """
    found = np.zeros(first_line.size - 1, np.bool_)
    kept = lines.get_column("paragraph").is_not_null().to_numpy()
    brief = facts[:, FACTS.index("kept_chars")] <= np.log2(1 + _TEASER)
    pages = np.flatnonzero(brief & (facts[:, FACTS.index("runs")] == 1))
    last = np.array([first_line[at] + np.flatnonzero(kept[first_line[at] : first_line[at + 1]])[-1] for at in pages])
    followed = last + 1 < first_line[pages + 1]
    pages, last = pages[followed], last[followed].astype(np.int64)
    text = lines.get_column("text")
    link = text.gather(last + 1).str.strip_chars(_AROUND).str.to_lowercase()
    broken = text.gather(last).str.contains(_BROKEN_OFF)
    found[pages] = (link.is_in(phrases("related", "more", folders=folders)) & broken).to_numpy()
    return found


def _are_headlines(text: pl.Series) -> bool:
    words, longer = text.str.count_matches(letters(r"\p{L}+")), text.str.count_matches(letters(r"\p{L}{4,}"))
    capital = text.str.count_matches(letters(r"\b\p{Lu}\p{L}{3,}"))
    look = words.is_between(*_WORDS) & (text.str.len_chars() <= _CHARS) & (capital >= _CAPITALS * longer)
    return bool((text.str.len_chars() <= _CHARS).all() and look.sum() >= _MOST * text.len())
