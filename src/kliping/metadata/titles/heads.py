"""Titles that stand on top of a head: a headline, who wrote it, when, and below that the article, whatever its form.

Belongs here: which line of a page without any other title is such a one. Does not belong here: what the models of
titles think of it (``titles``, ``presence``), titles of one or two words (``brief``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from kliping.metadata.line_facts import AUTHOR_LABEL, BY, EDITOR_LABEL
from kliping.metadata.line_flags import (
    ADDRESS,
    BAR,
    CAPITALS,
    COLON_END,
    COPYRIGHT,
    DASH,
    DATED,
    DAY,
    JOINED,
    LATEST_YEAR,
    NUMBER,
    SPACES,
    STARTS_CAPITAL,
    STARTS_DIGIT,
    STARTS_EXOTIC,
    STOP,
)
from kliping.metadata.titles.brief import furniture, untitled, with_titles
from kliping.metadata.titles.presence import framed_by_site
from kliping.text.characters import letter_runs
from kliping.words import labels, made_of_words
from kliping.words.calendar import named_days

if TYPE_CHECKING:
    import polars as pl

    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

GRADE = " headed"
"""What is added to the basis of such a title."""
HEAD = 5
"""Lines of a head between title and article."""
LEAST, MOST, WORDS = 12, 140, 3
"""Characters of such a title, and the fewest words."""
DATE_CHARS, CREDIT_CHARS, NAME_WORDS = 60, 80, 5
"""Characters of a line that is little more than a date, of a credit, and words of names."""
DATED_WORDS = 6
"""Fewest words of a headline that holds the page's date itself ("Ramalan bintang hari ini, 3 Februari 2024")."""
SIGNED_WORDS = 6
"""Words of a name, a dash and an outlet."""
NAMED_WORDS = 2
"""Fewest words of a headline before its date, beside the weekday and labels."""
_CLAIMS = ("template", "contact", "duplicate", "body", "subheading")
"""Roles of lines that are something else. A menu's link to other articles makes the headline below it one of them."""


@made_of_words
def _of_dates() -> tuple[str, ...]:
    """Words that stand before a date by itself: weekdays, what says that it was published or changed."""
    said = (*named_days(), *labels("published"), *labels("updated"))
    return tuple(sorted({re.escape(word) for word in said}, key=len, reverse=True))


def headed_titles(survey: Survey, titles: pl.DataFrame) -> pl.DataFrame:
    """``titles`` and those on top of a head, each on a page with a frame of which no title is chosen.

    Of a head every line is a date, a credit or names, a date with its year is among them, and the article begins right
    below: so no kicker above a date passes for the headline below it.
    """
    first = survey.first_line[:-1]
    begins = _begins(survey)
    silent = np.flatnonzero(untitled(survey, titles) & (begins > first + 1))
    silent = silent[framed_by_site(first[silent], survey)]
    if not silent.size:
        return titles
    kinds = _Kinds(survey)
    rows = [kinds.title(int(first[page]), int(begins[page])) for page in silent.tolist()]
    rows = [row for row in rows if row >= 0]
    return with_titles(survey, titles, rows, GRADE) if rows else titles


def _begins(survey: Survey) -> Array:
    """The first line of each page's article, or -1."""
    body = np.flatnonzero(survey.body)
    begins = np.full(survey.first_line.size - 1, -1, np.int64)
    begins[(np.searchsorted(survey.first_line, body, side="right") - 1)[::-1]] = body[::-1]
    return begins


class _Kinds:
    """What the lines of a head may be."""

    def __init__(self, survey: Survey) -> None:
        chars, counts = survey.chars, survey.facts.counts
        spaces = counts[:, SPACES]
        dated = survey.having(flag=DATED) & (survey.having(flag=DAY | JOINED)) & (counts[:, LATEST_YEAR] > 0)
        self.date = dated & (chars <= DATE_CHARS) & ~survey.having(flag=STOP)
        credit = survey.having(first_word=AUTHOR_LABEL | BY | EDITOR_LABEL) & (chars <= CREDIT_CHARS)
        self.credit = credit & ~survey.having(flag=STOP)
        names = (spaces >= 1) & (spaces < NAME_WORDS) & (counts[:, CAPITALS] >= spaces)
        self.name = names & ~survey.having(flag=NUMBER | STOP | COLON_END)
        self.long = spaces >= DATED_WORDS - 1
        self.of_dates = re.compile(rf"(?i)\b(?:{'|'.join(_of_dates())})\b")
        self.one = (spaces == 0) & ~survey.having(flag=NUMBER)
        fine = (chars >= LEAST) & (chars <= MOST) & (spaces >= WORDS - 1) & ~survey.having(flag=STOP)
        fine &= survey.having(flag=STARTS_CAPITAL | STARTS_EXOTIC | STARTS_DIGIT)
        fine &= ~survey.having(flag=ADDRESS | COPYRIGHT | BAR | COLON_END, first_word=AUTHOR_LABEL | BY)
        # "Sari Wulandari - Kabar Contoh": a name and an outlet
        fine &= ~(survey.having(flag=DASH) & (spaces <= SIGNED_WORDS) & (counts[:, CAPITALS] >= spaces))
        self.fine = fine & ~survey.lines["role"].is_in(_CLAIMS).to_numpy()
        self.text = survey.lines["text"]

    def title(self, first: int, begin: int) -> int:
        """The row of the title of a page whose lines begin at ``first`` and its article at ``begin``, or -1."""
        dated = -1
        for at in range(begin - 1, max(first, begin - 1 - HEAD) - 1, -1):
            if self.date[at]:
                if dated >= 0:
                    return at if self._named(at) else -1
                dated = at
            elif dated >= 0 and self._headline(at):
                return at - 1 if self.name[at] and at > first and self._headline(at - 1) else at
            elif not (self.credit[at] or self.name[at] or self.one[at]):
                break
        return dated if dated >= 0 and self.long[dated] and self._named(dated) else -1

    def _named(self, at: int) -> bool:
        """Whether a headline ends in its date: words before it that no date has name something."""
        before = re.split(r"\d", self.text[at], maxsplit=1)[0]
        return self._headline(at) and len(letter_runs(self.of_dates.sub(" ", before))) >= NAMED_WORDS

    def _headline(self, at: int) -> bool:
        return bool(self.fine[at]) and self.text[at].lower() not in furniture()
