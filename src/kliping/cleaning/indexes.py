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
    from collections.abc import Iterator
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
_ONE_RUN = float(np.log2(1 + 1))
"""One run of lines that are kept, as the fact tells it."""
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
    asked = (facts[:, FACTS.index("ended_share")] == 0) & (facts[:, FACTS.index("kept_chars")] > 0)
    for page, rows in _kept(lines, first_line, asked):
        if rows.size >= _LINES:
            found[page] = _are_headlines(lines.get_column("text").gather(rows))
    return found


def front_pages(lines: pl.DataFrame, first_line: Array, facts: Array) -> Array:
    """Which pages keep little, and no two lines of it near each other: blurbs between the headlines of a page (bool).

    Takes what ``headline_lists`` takes.
    """
    found = np.zeros(first_line.size - 1, np.bool_)
    asked = (facts[:, FACTS.index("kept_share")] <= _LITTLE) & (facts[:, FACTS.index("apart_share")] > 0)
    for page, rows in _kept(lines, first_line, asked):
        if rows.size >= _BLURBS and np.diff(rows).min() > _APART:
            found[page] = bool((lines.get_column("text").gather(rows).str.len_chars() <= _BLURB).all())
    return found


def lone_teasers(lines: pl.DataFrame, first_line: Array, facts: Array, folders: tuple[Path, ...] = ()) -> Array:
    """Which pages keep one beginning that breaks off in the midst of a sentence, a link to read on below it (bool).

    Takes what ``headline_lists`` takes, and folders of further lexicons.
    """
    found = np.zeros(first_line.size - 1, np.bool_)
    brief = facts[:, FACTS.index("kept_chars")] <= np.log2(1 + _TEASER)
    asked = brief & (facts[:, FACTS.index("runs")] == _ONE_RUN)
    last = [(page, int(rows[-1])) for page, rows in _kept(lines, first_line, asked)]
    pages, ends = np.array([one for one in last if one[1] + 1 < first_line[one[0] + 1]], np.int64).reshape(-1, 2).T
    text = lines.get_column("text")
    link = text.gather(ends + 1).str.strip_chars(_AROUND).str.to_lowercase()
    broken = text.gather(ends).str.contains(_BROKEN_OFF)
    found[pages] = (link.is_in(phrases("related", "more", folders=folders)) & broken).to_numpy()
    return found


def _kept(lines: pl.DataFrame, first_line: Array, asked: Array) -> Iterator[tuple[int, Array]]:
    """The pages that are ``asked`` (bool), each with its lines that are kept."""
    kept = lines.get_column("paragraph").is_not_null().to_numpy()
    for page in np.flatnonzero(asked).tolist():
        yield page, first_line[page] + np.flatnonzero(kept[first_line[page] : first_line[page + 1]])


def _are_headlines(text: pl.Series) -> bool:
    words, longer = text.str.count_matches(letters(r"\p{L}+")), text.str.count_matches(letters(r"\p{L}{4,}"))
    capital = text.str.count_matches(letters(r"\b\p{Lu}\p{L}{3,}"))
    look = words.is_between(*_WORDS) & (text.str.len_chars() <= _CHARS) & (capital >= _CAPITALS * longer)
    return bool((text.str.len_chars() <= _CHARS).all() and look.sum() >= _MOST * text.len())
