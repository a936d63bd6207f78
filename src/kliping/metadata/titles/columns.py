"""The numbers that tell a title from other lines, by name: each list is in the order of the columns.

Belongs here: the names, from which the position of every number follows, and the bits of labels. Does not belong
here: how the numbers are counted (``kernels``, ``close_kernel``), what is made of them (``features``).
"""

from __future__ import annotations

from typing import NamedTuple

ROLES = ("article", "duplicate", "related", "caption", "byline", "subheading", "title", "date")
"""Roles that are told apart, by number; all others are one."""

BYLINE, MENU, JOB = 1, 2, 4
"""Bits of a line's label: it begins like a byline, it holds words of menus and calls, it holds words of jobs."""


class Cheap(NamedTuple):
    """Features of every line; a weighted sum of them makes the shortlist."""

    words_2: int
    words_3: int
    words_5: int
    words_8: int
    words_14: int
    words_19: int
    words_26: int
    words_27: int
    letters: int
    letters_150: int
    copies_2: int
    copies_3: int
    copies_4: int
    first: int
    first_3: int
    place: int
    late: int
    ahead_3: int
    behind_3: int
    ahead_8: int
    behind_8: int
    ahead_20: int
    behind_20: int
    share_ahead: int
    balance: int
    next_longer: int
    next_long: int
    next_short: int
    same_next: int
    previous_short: int
    previous_longer: int
    same_previous: int
    longest_of_8: int
    role_article: int
    role_duplicate: int
    role_related: int
    role_caption: int
    role_byline: int
    role_subheading: int
    role_title: int
    role_date: int
    above: int
    above_by: int
    far_above: int
    below_by: int
    opens: int
    date_below: int
    byline_below: int
    dated: int
    address: int
    stop: int
    small: int
    byline: int
    furniture: int
    question: int
    capitals: int


class Close(NamedTuple):
    """Features of the lines on the shortlist, beside the cheap ones."""

    words: int
    stop_close: int
    question_close: int
    colon: int
    lower: int
    upper: int
    number: int
    bar: int
    address_close: int
    date: int
    byline_close: int
    name_only: int
    furniture_close: int
    job: int
    capitals_close: int
    suffixed: int
    shared_key: int
    tail_of_earlier: int
    tail_of_later: int
    holds_tail: int
    head_of_other: int
    holds_head: int
    date_next: int
    byline_next: int
    date_before_2: int
    known: int
    known_all: int
    known_none: int
    known_count: int
    few_words: int
    known_lead: int
    rank: int
    score: int
    gap: int
    to_best: int
    rivals_before: int
    near_rivals: int
    score_before: int
    score_after: int
    letters_before: int
    letters_after: int
    letters_after_2: int
    to_opening: int
    copies_close: int
    block_above: int
    known_before: int
    known_after: int
    between: int
    better_between: int
    lead_margin: int
    block_below: int
    block_gap: int
    gap_of_line_above: int
    stop_of_line_above: int
    dated_of_line_above: int
    byline_of_line_above: int
    furniture_of_line_above: int
    role_of_line_above: int
    capitals_of_line_above: int
    gap_of_line_below: int
    stop_of_line_below: int
    dated_of_line_below: int
    byline_of_line_below: int
    furniture_of_line_below: int
    role_of_line_below: int
    capitals_of_line_below: int


CHEAP = Cheap(*range(len(Cheap._fields)))
"""The column of each cheap feature."""

CLOSE = Close(*range(len(Close._fields)))
"""The column of each close feature, counted from the first of them."""


class Beside(NamedTuple):
    """Close features of the line right above or below."""

    gap: int
    stop: int
    dated: int
    byline: int
    furniture: int
    role: int
    capitals: int


ROLE_COLUMNS = tuple(getattr(CHEAP, f"role_{role}") for role in ROLES)
"""The column of each role."""

ABOVE, BELOW = (
    Beside(*(getattr(CLOSE, f"{field}_of_line_{where}") for field in Beside._fields)) for where in ("above", "below")
)
"""The columns of the lines beside, of the close ones."""
