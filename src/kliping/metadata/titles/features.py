"""What a line looks like to someone who searches for the title, as numbers.

Belongs here: what the numbers are made of, cheap ones of every line and close ones of the few on the shortlist. Does
not belong here: their names (``columns``), how they are counted (``kernels``, ``close_kernel``), their weights
(``title_model.gz``), how these were learnt (``kliping.learning.titles``), and the choice
(``titles``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata import line_facts
from kliping.metadata.titles import close_kernel, kernels, listing
from kliping.metadata.titles.columns import BYLINE, CHEAP, CLOSE, JOB, MENU, ROLES
from kliping.metadata.titles.kernels import Lines
from kliping.metadata.titles.listing import Listed
from kliping.text.buffers import read_only

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

ARTICLE_ROLES = ("body", "quote")
SHORTLIST = 12
"""Lines of a page that are looked at closely; more cost time and hold the title on hardly more pages."""


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
    """float32: ``Cheap`` and ``Close`` of each, a row a line."""


def see(survey: Survey) -> Lines:
    """What the kernels ask of every line."""
    facts = survey.facts
    roles = _roles(survey.lines)
    count = roles.size
    letters, copies = np.empty(count, np.float32), np.empty(count, np.int32)
    before = np.zeros(count + 1, np.int64)
    article = (roles > 1).astype(np.uint8)
    kernels.weigh(survey.first_line, facts, article, letters, before, copies)
    byline = survey.having(first_word=line_facts.AUTHOR_LABEL | line_facts.BY)
    furniture, job = survey.having(word=line_facts.FURNITURE), survey.having(word=line_facts.JOB)
    labels = np.where(byline, BYLINE, 0) | np.where(furniture, MENU, 0) | np.where(job, JOB, 0)
    return Lines(
        survey.first_line,
        survey.opening,
        facts.counts,
        facts.flags,
        labels.astype(np.uint8),
        roles,
        facts.hashes,
        letters,
        before,
        copies,
    )


def _roles(lines: pl.DataFrame) -> Array:
    """The number of each line's role."""
    numbers = {role: number for number, role in enumerate(ROLES)} | dict.fromkeys(ARTICLE_ROLES, 0)
    numbered: Array = lines["role"].replace_strict(numbers, default=len(ROLES), return_dtype=pl.UInt8).to_numpy()
    return numbered


def shortlist(survey: Survey, weights: Array) -> Shortlist:
    """The most promising lines of every page, with all their features."""
    lines = see(survey)
    pages = survey.first_line.size - 1
    room = pages * SHORTLIST
    numbers = np.empty((room, len(CHEAP) + len(CLOSE)), np.float32)
    listed = Listed(np.empty(room, np.int64), np.empty(room, np.float32), numbers)
    found = listing.shortlist(lines, weights, SHORTLIST, listed)
    listed = Listed(*(column[:found] for column in listed))
    of_page = np.searchsorted(survey.first_line, listed.rows, side="right") - 1
    numbered = read_only(survey.lines["line"].to_numpy())
    close_kernel.look_closely(survey.text, line_facts.code_points(), lines, numbered, of_page, listed, len(CHEAP))
    return Shortlist(listed.rows, of_page, listed.scores, listed.numbers)
