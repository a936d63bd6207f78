"""Whether the line that looks most like a title is one: texts without their title have such a line as well.

Belongs here: what tells a page that has its title from an article alone, and the learnt odds of it
(``title_presence.gz``, learnt by ``kliping.learning.titles.fit_presence``). Does not belong here: which line looks
most like a title (``titles``).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning import forest
from kliping.metadata.line_facts import AUTHOR_LABEL, BY
from kliping.metadata.line_flags import COLON, DATED
from kliping.metadata.titles.columns import CHEAP, CLOSE
from kliping.packed import parts_of, read_packed
from kliping.text.patterns import letters

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey
    from kliping.metadata.titles.features import Shortlist

FOLDER = Path(__file__).parent
MODEL = "title_presence.gz"
HEAD = "kliping title presence 2"
"""First line of the model's text: what it is, and the version of its form."""
PARTS = ("trees",)

LIKELY = 0.5
"""Odds below which the best line of a page is no title, and the page has none."""
LIKELY_BARE = 0.67
"""The same for a text without a page around it: articles without their titles come so, and a wrong title costs twice
what a missing one does."""
FRAME = 5
"""Lines beside the article from which a page stands around it."""
OUTSIDE = ("boilerplate", "related", "template", "contact")
"""Roles of the lines that make a frame."""
BYLINE_CHARS = 60
"""Characters of a byline's line."""
HEAD_LINES, HEAD_CHARS = 4, 100
"""Lines below a headline in which its byline and its date stand, and their characters."""
DATE_CHARS = 40
"""Characters of a line that is little more than a date."""
LEAST_HEADED = 0.3
"""Odds from which a line with both below it is the title: three of four such lines are, three of eighteen others."""

SIGNS = {
    "starts_within": letters(r"^[^\p{Lu}\p{Lo}\p{N}\"'“”‘’«»¿¡(\[]"),
    "opens_quote": r"^[\"“”«‘]",
    "closes_quote": r"[\"”“»’][.!?]?$",
    "ends_sentence": r"[^.][.][\"”’)]?$",
    "ends_open": r"[,:;–—-]$",
    "ends_cut": r"(?:\.\.\.|…)[\"”’)]?$",
}
"""How a line begins and ends that is a piece of a text, a quotation or the opening of a list."""

GOES_ON = letters(r"^(?:[^\p{L}\p{N}\"“”‘'«(\[]|\p{Ll})")
"""The beginning of a line that goes on what stands above it, broken at a link or behind the place of a dateline."""

PAGE = ("place_in_page", "lines_of_page", "next_goes_on", "previous_open", "in_brackets")

FEATURES = (*CHEAP._fields, *CLOSE._fields, *SIGNS, *PAGE)
"""Columns of ``presence_features``."""


def presence_features(survey: Survey, short: Shortlist, rows: Array) -> Array:
    """``FEATURES`` of lines, float32, a row a line.

    Args:
        survey: the lines of a batch.
        short: its shortlist, which holds every one of ``rows``.
        rows: positions of the lines in the frame of lines.

    How much the ranking prefers a line is no feature: on the pages that it learnt from it is surer than elsewhere.
    """
    last = survey.lines.height - 1
    of_page = np.searchsorted(survey.first_line, rows, side="right") - 1
    first, stop = survey.first_line[of_page], survey.first_line[of_page + 1]
    text = survey.lines["text"]
    mine, after, before = (text.gather(np.clip(rows + step, 0, last)) for step in (0, 1, -1))
    columns = [mine.str.contains(sign).to_numpy() for sign in SIGNS.values()]
    columns += [
        rows - first,
        stop - first,
        after.str.contains(GOES_ON).to_numpy() & (rows + 1 < stop),
        ~before.str.contains(r"[.!?:\"”’)…]$").to_numpy() & (rows > first),
        mine.str.contains(r"^\(.*\)$|^\[.*\]$").to_numpy(),
    ]
    close = short.numbers[np.searchsorted(short.rows, rows)]
    return np.ascontiguousarray(np.column_stack([close, *columns]), np.float32)


@cache
def _model() -> forest.Forest:
    (trees,) = parts_of(read_packed(FOLDER, MODEL), HEAD, PARTS)
    return forest.packaged(trees, MODEL)


def presence(numbers: Array, model: forest.Forest | None = None) -> Array:
    """The odds (0 to 1) that each line, a row of ``presence_features``, is its page's title; float64."""
    return forest.probabilities(model or _model(), numbers, np.arange(numbers.shape[0])).astype(np.float64)


def framed_by_site(rows: Array, survey: Survey) -> Array:
    """Which of the lines stand on a page with a frame: menus, links and rights around the article."""
    outside = survey.lines["role"].is_in(OUTSIDE).to_numpy()
    counted = np.append(0, np.cumsum(outside))
    of_page = np.searchsorted(survey.first_line, rows, side="right") - 1
    framed: Array = (counted[survey.first_line[of_page + 1]] - counted[survey.first_line[of_page]]) >= FRAME
    return framed


def signed_below(rows: Array, survey: Survey) -> Array:
    """Which of the lines have a labelled byline right below them, and a date beside it: a poem has no paragraph."""
    label = survey.having(first_word=AUTHOR_LABEL) & (survey.chars <= BYLINE_CHARS) & survey.having(flag=COLON)
    dated = survey.having(flag=DATED) & (survey.chars <= BYLINE_CHARS)
    return survey.beside(label, rows, 1) & survey.beside(dated, rows, 1, 2)


def dated_below(rows: Array, survey: Survey) -> Array:
    """Which of the lines have a line that is little more than a date among the few below them."""
    dated = survey.having(flag=DATED) & (survey.chars <= DATE_CHARS)
    return survey.beside(dated, rows, *range(1, HEAD_LINES + 1))


def headed(rows: Array, survey: Survey) -> Array:
    """Which of the lines have a byline and a date among the few lines below them, as the head of an article has."""
    below = range(1, HEAD_LINES + 1)
    short = survey.chars <= HEAD_CHARS
    by = survey.having(first_word=AUTHOR_LABEL, word=BY) & short
    dated = survey.having(flag=DATED) & short
    return survey.beside(by, rows, *below) & survey.beside(dated, rows, *below)
