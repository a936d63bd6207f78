"""What no title looks like: days, bylines, addresses, paragraphs, and lines in the article.

Belongs here: these patterns and places. Does not belong here: which of the other lines is the title (``titles``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.metadata.dates.shapes import around_date
from kliping.metadata.line_facts import (
    AUTHOR_LABEL,
    BY,
    DATE_LABEL,
    OTHER_DATE,
    READING,
    STATED,
    WEEKDAY,
    WIRE,
    text_hashes,
)
from kliping.metadata.line_flags import ADDRESS, COPYRIGHT, DENSE_LONG, NUMBER, PAREN, SITE, STARTS_CAPITAL, STOP
from kliping.metadata.outlets.datelines import HEAD_SITE
from kliping.metadata.survey import LONG
from kliping.metadata.vocabulary import alternation
from kliping.text.patterns import holding, letters
from kliping.words import load, made_of_words, phrases
from kliping.words.agencies import credit_endings

if TYPE_CHECKING:
    import polars as pl

    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

_LONGEST = "{180}"
"""Characters from which a line is a paragraph, whatever it ends with."""

_SENTENCE, _DENSE_SENTENCE = "{69,}", "{34,}"
"""Characters before a full stop from which a line is a paragraph, and signs in a script without spaces, which say
twice as much."""

_LAST = "{20,}"
"""Characters of the last part of a path: shorter ones are a section, not the title again."""

_SECTION = "{2,40}"
"""Characters of a section's name in a trail of them."""

_LAST_SECTION = "{2,20}"
"""Characters of the section that a trail ends in."""

_ARROW = r"(?:\s?[»›>]\s?|\s/\s)"
"""What parts the sections of a trail."""

_HEADLINE = "{20,}"
"""Characters of what a trail leads to, behind the first: fewer are one more section."""

_MONTH = "{3,10}"
"""Letters of a month's name."""

_BEHIND_DAY, _BESIDE_DAY = "{0,39}", "{0,40}"
"""Characters beside a day in a line that is no more than a stamp."""

_OWNER = "{1,40}"
"""Characters of whose picture it is, behind the first."""

_LABELLED = "{0,60}"
"""Characters behind the label of a byline or a day."""

PARAGRAPH = rf"^.{_LONGEST}|^.{_SENTENCE}[^.][.:：]['\"”’»)]*$|^.{_DENSE_SENTENCE}[。]$"
"""A line that is a paragraph, and so no title: 180 characters, or 70 that end in a full stop or a colon; half as many
before the full stop of a script that writes without spaces."""
IN_BRACKETS = r"^\([^()]*\)$"
"""A picture's credit or an aside, alone on its line."""
_ANNOUNCING = 3
"""Words before a day on a line that says of itself that it tells one: "Published on Monday,"."""
PATH = rf"[/>»›]\s?([^/>»›]{_LAST})$"
"""What stands last in a path of menus: "News / Region / Bridge reopens after two years of works"."""
PATH_ENDS_WITHIN = 6
"""Lines below a path of menus in which the headline stands that it ends in."""


@made_of_words
def only_day(before: int) -> str:
    """A line with a day or a time, at most ``before`` words before it and little behind.

    Behind a colon stands what a title tells of that day.
    """
    ordinal = around_date("ordinals_behind_month")
    return letters(
        rf"^(?:\p{{L}}+:?,?\s){{0,{before}}}(?:[0-9]{{1,2}}[./]?\s?\p{{L}}{_MONTH}\.?,?\s?[0-9]{{4}}"
        rf"|\p{{L}}{_MONTH}\.?\s[0-9]{{1,2}}{ordinal}?,?\s[0-9]{{4}}"
        rf"|[0-9]{{1,4}}[./-][0-9]{{1,2}}[./-][0-9]{{2,4}}|[0-9]{{1,2}}:[0-9]{{2}})(?:(?:[^:]|:\S).{_BEHIND_DAY})?$"
    )


@made_of_words
def never_patterns() -> tuple[tuple[dict[str, int], str], ...]:
    """Lines that no title looks like, whatever their place: dates, bylines, addresses, leads that open with an outlet.

    Each with what a line must hold for it to match. One pattern of all alternatives outgrows the cache of the engine
    and takes ten times as long.
    """

    def any_of(section: str, *kinds: str) -> str:
        return alternation(phrases(section, *kinds))

    clock = alternation([*load().zones, *phrases("date", "after_time", "before_noon", "after_noon")])
    year, month, day = (around_date(f"behind_{part}") for part in ("year", "month", "day"))
    reported = [label for label in phrases("byline", "reporting") if " " in label]
    names = alternation([*phrases("byline", "by", "opening_by"), *phrases("title", "signed")])
    return (
        ({"flag": NUMBER}, only_day(1)),  # a place before it
        ({"word": WEEKDAY | DATE_LABEL | OTHER_DATE | STATED}, only_day(_ANNOUNCING)),
        ({"flag": NUMBER}, rf"^.{_BESIDE_DAY}[0-9]{{1,2}}:[0-9]{{2}}(?:\s?(?i:{clock}))*$"),
        (
            {"flag": NUMBER},
            rf"^[0-9]{{4}}(?:{year}|[./-])\s?[0-9]{{1,2}}(?:{month}|[./-])\s?[0-9]{{1,2}}{day}?.{_BESIDE_DAY}$",
        ),
        (
            {"flag": NUMBER},
            rf"(?i:\b{any_of('reading_time', 'contains')})",
        ),
        ({"flag": ADDRESS | COPYRIGHT | SITE}, r"[©®]|https?:|www\."),
        ({"flag": PAREN}, IN_BRACKETS),
        ({"flag": PAREN}, rf"\((?i:{any_of('caption', 'labels', 'media')})\b[^()]*\)[.]?$"),
        ({"flag": STARTS_CAPITAL}, _credited()),
        ({"flag": STARTS_CAPITAL}, _only_trail()),
        ({"flag": SITE}, HEAD_SITE),
        ({"word": READING}, rf"(?i:{any_of('reading_time', 'phrases')})"),
        ({"word": WIRE}, rf"{alternation(credit_endings())}\)?$"),
        ({"first_word": BY}, letters(rf"^(?i:{names})\s(?:\p{{Lu}}[\p{{L}}\p{{M}}.'’-]*\s?){{1,4}}$")),
        ({"first_word": AUTHOR_LABEL}, rf"^(?i:{alternation(reported)})\s.{_LABELLED}$"),
        ({"flag": STARTS_CAPITAL}, rf"^(?i:{any_of('title', 'skips')})$"),
        ({"first_word": STATED}, rf"^(?i:{any_of('title', 'dated')})\b.{_LABELLED}$"),
    )


@made_of_words
def trail() -> str:
    """A trail of sections that leads to the title on one line with it: "Home » News » Bridge reopens"."""
    opened = alternation(phrases("title", "trails"))
    return rf"^((?:(?i:{opened})\s?:\s)?(?i:{opened}){_ARROW}(?:[^»›>/]{_SECTION}?{_ARROW}){{0,4}})\S.{_HEADLINE}$"


@made_of_words
def _credited() -> str:
    """A caption and whose picture it is: "Warga di tepi sungai. Dok. Keluarga", "… . Foto: Sari Wulandari"."""
    media = alternation(phrases("caption", "media"))
    return letters(rf"\p{{Ll}}\.[\"”’]?\s(?i:{media})\s?[.:]\s?\p{{Lu}}[^.:]{_OWNER}\.?$")


@made_of_words
def _only_trail() -> str:
    """A trail that leads to a section and no title: "Home / Tips / Book reviews"."""
    opened = alternation(phrases("title", "trails"))
    return rf"^(?i:{opened}){_ARROW}(?:[^»›>/]{_SECTION}?{_ARROW}){{0,4}}[^»›>/]{_LAST_SECTION}$"


def never(text: pl.Series, rows: Array, survey: Survey) -> Array:
    """Which of the lines no title looks like."""
    found = np.zeros(rows.size, np.bool_)
    for needs, pattern in never_patterns():
        asked = np.flatnonzero(survey.having(**needs)[rows] & ~found)
        found[holding(text, asked, pattern)] = True
    return found | _paths(text, rows, survey)


def _paths(text: pl.Series, rows: Array, survey: Survey) -> Array:
    """Which of the lines are a path of menus that ends in the headline below it."""
    found = np.zeros(rows.size, np.bool_)
    last = text.str.extract(PATH, 1)
    asked = np.flatnonzero(last.is_not_null().to_numpy())
    if asked.size:
        below = rows[asked][:, None] + np.arange(1, PATH_ENDS_WITHIN + 1)
        stop = survey.first_line[np.searchsorted(survey.first_line, rows[asked], side="right")]
        same = (
            survey.facts.hashes[np.minimum(below, survey.lines.height - 1)] == text_hashes(last.gather(asked))[:, None]
        )
        found[asked] = (same & (below < stop[:, None])).any(axis=1)
    return found


def inside_article(text: pl.Series, rows: Array, survey: Survey) -> Array:
    """Which of the lines are paragraphs, or stand at or below the first paragraph of their page's article.

    A long line of the article that does not end as a sentence does opens nothing: it may be the title, kept for body.
    """
    long = np.where(survey.having(flag=DENSE_LONG), LONG // 2, LONG)
    told = np.flatnonzero(survey.body & (survey.chars >= long) & survey.having(flag=STOP))
    first = np.full(survey.first_line.size - 1, survey.lines.height)
    of_page = np.searchsorted(survey.first_line, told, side="right") - 1
    first[of_page[::-1]] = told[::-1]  # the first of a page is written last
    below = rows >= first[np.searchsorted(survey.first_line, rows, side="right") - 1]
    inside: Array = below | text.str.contains(PARAGRAPH).to_numpy()
    return inside
