"""The lines of a batch with what every field's rules ask about a line: its place, its length, its surroundings.

Belongs here: facts of a line and its place in the page that more than one field needs. Does not belong here: any
judgement about a field.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from kliping.frames import BODY_ROLES
from kliping.metadata.line_facts import read_facts, text_hashes
from kliping.metadata.line_flags import CHARS, DENSE_LONG, Array, Facts
from kliping.text.buffers import Text, text_buffers

LONG = 80
"""Characters of a line that reads like a paragraph; half of it in scripts that write without spaces."""

ONLY = 400
"""Characters from which a page's only line holds more than its headline."""

LONGEST_HEAD = 600
"""Characters of such a line in which menus and headline stand, before the day that is printed there."""

BELOW_FIRST = 3
"""Lines below the first copy of a title that belong to it, where a second copy follows."""

NOWHERE = 1 << 20
"""The distance to a title of a line whose page has none: farther than any."""


@dataclass(frozen=True)
class Survey:
    """The lines of a batch, a row a line, and the same as arrays.

    ``lines`` has the columns ``row`` (UInt32, position in the frame), ``doc`` (UInt32, position of the document in
    ``documents``), ``line``, ``text``, ``role``, ``index`` (position in the document, from 0), ``chars``, ``language``
    (of the document, or null), ``body`` (the line is in the article), ``start`` (index of the article's first long
    line; null without one).
    """

    lines: pl.DataFrame
    facts: Facts
    body: Array
    """Whether each line is in the article."""
    goes_on: Array
    """Whether each line is of the same paragraph of the article as the line above."""
    text: Text
    """The bytes of all lines."""
    first_line: Array
    """Position of each page's first line, and the number of lines; a page is a document that has lines."""
    opening: Array
    """Position of the first long line of each page's article, or -1."""
    documents: int

    def take(self, wanted: Array) -> pl.DataFrame:
        """The rows of ``lines`` for which ``wanted`` is true."""
        return self.lines[np.flatnonzero(wanted)]

    def having(self, *, flag: int = 0, word: int = 0, first_word: int = 0) -> Array:
        """Which lines have any of the flags, any word of the given kinds, or such a first word."""
        found = np.zeros(self.lines.height, np.bool_)
        if flag:
            found |= (self.facts.flags & np.uint32(flag)) != 0
        if word:
            found |= (self.facts.words & np.uint64(word)) != 0
        if first_word:
            found |= (self.facts.first_words & np.uint64(first_word)) != 0
        return found

    def beside(self, said: Array, rows: Array, *steps: int) -> Array:
        """Whether ``said`` (bool, of all lines) is true of a line so many ``steps`` below ``rows``, on the same page.

        A step below zero leads up. What stands beyond a page is another page's, and says nothing of this one.
        """
        doc = self.lines["doc"].to_numpy()
        found = np.zeros(rows.size, np.bool_)
        for step in steps:
            at = rows + step
            there = np.flatnonzero((at >= 0) & (at < doc.size))
            at = at[there]
            found[there] |= said[at] & (doc[at] == doc[rows[there]])
        return found

    @property
    def chars(self) -> Array:
        """Characters of each line."""
        return self.lines["chars"].to_numpy()

    def least_long(self) -> Array:
        """Characters from which each line reads like a paragraph, by its script."""
        return _least_long(self.facts)

    def only_lines(self) -> Array:
        """Which lines are their page's only one, and long enough to hold its article."""
        sizes = np.diff(self.first_line)
        found: Array = np.repeat(sizes == 1, sizes) & (self.chars >= ONLY)
        return found

    def below_article(self) -> Array:
        """Lines from the last long line of its page's article down to each line; negative in the article and above.

        Past everything (``NOWHERE`` and more) on pages without an article.
        """
        index = self.lines["index"].to_numpy()
        long = np.flatnonzero(self.body & (self.chars >= self.least_long()))
        last = np.full(self.first_line.size - 1, -NOWHERE, np.int64)
        of_page = np.repeat(np.arange(last.size), np.diff(self.first_line))
        last[of_page[long]] = index[long]  # the last of a page is written last
        below: Array = index - last[of_page]
        return below

    def distances(self, titles: pl.DataFrame) -> Array:
        """How far below its page's title each line stands; ``NOWHERE`` for pages without one.

        Args:
            titles: chosen title of each document: doc, index.
        """
        where = np.full(self.documents, NOWHERE, np.int64)
        where[titles["doc"].to_numpy()] = titles["index"].to_numpy()
        of_line = where[self.lines["doc"].to_numpy()]
        return np.where(of_line == NOWHERE, NOWHERE, self.lines["index"].to_numpy() - of_line)

    def distances_of_days(self, titles: pl.DataFrame, away: Array) -> Array:
        """``away``, but right below the first copy of a title that is printed again lines count from there.

        Dates stand there as well; names of sections do too, so bylines are not looked for there.

        Args:
            titles: chosen title of each document: doc, row (of its first copy).
            away: what ``distances`` makes of them.
        """
        first = np.full(self.documents, -NOWHERE, np.int64)
        index = self.lines["index"].to_numpy()
        first[titles["doc"].to_numpy()] = index[titles["row"].to_numpy()]
        below = index - first[self.lines["doc"].to_numpy()]
        return np.where((away < 0) & (below > 0) & (below <= BELOW_FIRST), below, away)

    def copies(self, titles: pl.DataFrame, away: Array) -> Array:
        """Whether each line says what its page's title says, with the outlet's name behind it or without.

        Args:
            titles: chosen title of each document: doc, index, value.
            away: what ``distances`` makes of them.
        """
        if titles.is_empty():
            return np.zeros(self.lines.height, np.bool_)
        docs = self.lines["doc"].to_numpy()
        of_title = np.full(self.documents, -1, np.int64)
        of_title[titles["doc"].to_numpy()] = np.arange(titles.height)
        mine = of_title[docs]
        where = np.flatnonzero(away == 0)
        hashes = np.zeros(titles.height, np.uint64)
        hashes[mine[where]] = self.facts.hashes[where]
        own = self.facts.hashes
        same: Array = ((own == hashes[mine]) | (own == text_hashes(titles["value"])[mine])) & (mine >= 0)
        return same


def _least_long(facts: Facts) -> Array:
    least: Array = np.where(facts.flags & np.uint32(DENSE_LONG), LONG // 2, LONG)
    return least


def surveyed(documents: pl.DataFrame, lines: pl.DataFrame, languages: pl.DataFrame) -> Survey:
    """Every line with its surroundings; ``documents`` tells when each page arrived."""
    spoken = languages.filter(pl.col("paragraph").is_null()).select("document_id", "language")
    known = documents.select("document_id", year=pl.col("first_seen_at").dt.year()).with_row_index("doc")
    known = known.join(spoken.unique("document_id", keep="first"), on="document_id", how="left", maintain_order="left")
    run = lines["document_id"].rle_id().to_numpy()
    fresh = np.flatnonzero(np.diff(run, prepend=-1 if run.size else 0)) if run.size else np.zeros(0, np.int64)
    pages = lines.select("document_id")[fresh].join(known, on="document_id", how="left", maintain_order="left")
    if pages["doc"].null_count():  # lines of documents that are not in the batch
        inside = lines.join(known.select("document_id"), on="document_id", how="semi", maintain_order="left")
        return surveyed(documents, inside, languages)
    first_line = np.append(fresh, lines.height).astype(np.int64)
    index = np.arange(lines.height) - np.repeat(fresh, np.diff(first_line))
    text = text_buffers(lines["text"])
    latest = pages["year"].fill_null(0).to_numpy().astype(np.int32)
    facts = read_facts(text, np.repeat(latest, np.diff(first_line)))
    body = lines["role"].is_in(BODY_ROLES)
    in_article = body.to_numpy()
    long = np.flatnonzero(in_article & (facts.counts[:, CHARS] >= _least_long(facts)))
    opening = np.full(fresh.size, -1, np.int64)
    opening[run[long[::-1]]] = long[::-1]  # the first of a page is written last
    start = pl.Series("start", np.where(opening >= 0, opening - fresh, -1).astype(np.int32))
    of_page = pages.select("doc", "language", start=pl.when(start >= 0).then(start))[run]
    frame = pl.DataFrame(
        [
            pl.Series("row", np.arange(lines.height, dtype=np.uint32)),
            of_page["doc"].cast(pl.UInt32),
            lines["line"],
            lines["text"],
            lines["role"],
            pl.Series("index", index.astype(np.int32)),
            pl.Series("chars", np.ascontiguousarray(facts.counts[:, CHARS])),
            of_page["language"],
            body.alias("body"),
            of_page["start"],
        ]
    )
    paragraph = lines["paragraph"].fill_null(-1).to_numpy()
    goes_on = (np.diff(paragraph, prepend=-1) == 0) & (paragraph >= 0) & (index > 0)
    return Survey(frame, facts, in_article, goes_on, text, first_line, opening, documents.height)
