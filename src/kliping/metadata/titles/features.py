"""What a line looks like to someone who searches for the title, as numbers.

Belongs here: the names of the numbers, cheap ones of every line and close ones of the few on the shortlist, and what
they are made of. Does not belong here: how they are counted (``title_kernels``), their weights (``title_model.json``,
``title_model.txt``), how these were learnt (``kliping.learning.titles``), and the choice (``titles``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kliping.metadata.line_facts import AUTHOR_LABEL, BY, FURNITURE, JOB, code_points
from kliping.metadata.titles import close_kernel as title_close_kernel
from kliping.metadata.titles import kernels as title_kernels
from kliping.metadata.titles.kernels import Lines, Listed

if TYPE_CHECKING:
    import polars as pl

    from kliping.metadata.line_kernel import Array
    from kliping.metadata.page import Page

ARTICLE_ROLES = ("body", "quote")
ROLES = ("article", "duplicate", "related", "caption", "byline", "subheading", "title", "date")
"""Roles that are told apart, by number; all others are one."""

SHORTLIST = 12
"""Lines of a page that are looked at closely; more cost time and hold the title on hardly more pages."""

CHEAP = (
    "words_2", "words_3", "words_5", "words_8", "words_14", "words_19", "words_26", "words_27", "letters",
    "letters_150", "copies_2", "copies_3", "copies_4", "first", "first_3", "place", "late",
    "ahead_3", "behind_3", "ahead_8", "behind_8", "ahead_20", "behind_20", "share_ahead", "balance",
    "next_longer", "next_long", "next_short", "same_next", "previous_short", "previous_longer", "same_previous",
    "longest_of_8", *(f"role_{role}" for role in ROLES),
    "above", "above_by", "far_above", "below_by", "opens",
    "date_below", "byline_below", "dated", "address", "stop", "small", "byline", "furniture", "question", "capitals",
)  # fmt: skip
"""Features of every line; a weighted sum of them makes the shortlist."""

CLOSE = (
    "words", "stop_close", "question_close", "colon", "lower", "upper", "number", "bar", "address_close", "date",
    "byline_close", "name_only", "furniture_close", "job", "capitals_close", "suffixed", "shared_key",
    "tail_of_earlier", "tail_of_later", "holds_tail", "head_of_other", "holds_head",
    "date_next", "byline_next", "date_before_2",
    "known", "known_all", "known_none", "known_count", "few_words", "known_lead", "rank", "score", "gap", "to_best",
    "rivals_before", "near_rivals", "score_before", "score_after", "letters_before", "letters_after", "letters_after_2",
    "to_opening", "copies_close", "block_above", "known_before", "known_after", "between", "better_between",
    "lead_margin", "block_below", "block_gap",
    *(f"{name}_of_line_{side}" for side in ("above", "below") for name in (
        "gap", "stop", "dated", "byline", "furniture", "role", "capitals",
    )),
)  # fmt: skip
"""Features of the lines on the shortlist, beside the cheap ones."""


@dataclass(frozen=True)
class Shortlist:
    """The lines of a batch that are looked at closely."""

    rows: Array
    """Positions in the frame of lines, rising."""
    pages: Array
    """The page each is of, by number."""
    scores: Array
    """The weighted sums of their cheap features."""
    numbers: Array
    """float32: ``CHEAP`` and ``CLOSE`` of each, a row a line."""


def see(page: Page) -> Lines:
    """What the kernels ask of every line."""
    facts = page.facts
    roles = _roles(page.lines)
    count = roles.size
    letters, copies = np.empty(count, np.float32), np.empty(count, np.int32)
    before = np.empty(count + 1, np.int64)
    article = np.where(roles <= 1, 0, 1).astype(np.uint8)
    title_kernels.weigh(page.first_line, facts, article, letters, before, copies)
    byline = (facts.first_words & np.uint64(AUTHOR_LABEL | BY)) > 0
    furniture, job = (facts.words & np.uint64(FURNITURE)) > 0, (facts.words & np.uint64(JOB)) > 0
    labels = byline.astype(np.uint8) + 2 * furniture.astype(np.uint8) + 4 * job.astype(np.uint8)
    return Lines(
        page.first_line, page.opening, facts.counts, facts.flags, labels, roles, facts.hashes, letters, before, copies
    )


def _roles(lines: pl.DataFrame) -> Array:
    """The number of each line's role."""
    numbers = {role: number for number, role in enumerate(ROLES)} | dict.fromkeys(ARTICLE_ROLES, 0)
    import polars as pl

    numbered: Array = lines["role"].replace_strict(numbers, default=len(ROLES), return_dtype=pl.UInt8).to_numpy()
    return numbered


def shortlist(page: Page, weights: Array) -> Shortlist:
    """The most promising lines of every page, with all their features."""
    lines = see(page)
    pages = page.first_line.size - 1
    room = pages * SHORTLIST
    numbers = np.empty((room, len(CHEAP) + len(CLOSE)), np.float32)
    listed = Listed(np.empty(room, np.int64), np.empty(room, np.float32), numbers)
    found = title_kernels.shortlist(lines, weights, SHORTLIST, listed)
    listed = Listed(*(column[:found] for column in listed))
    of_page = np.searchsorted(page.first_line, listed.rows, side="right") - 1
    numbered = page.lines["line"].to_numpy()
    title_close_kernel.look_closely(page.text, code_points(), lines, numbered, of_page, listed, len(CHEAP))
    return Shortlist(listed.rows, of_page, listed.scores, listed.numbers)
