"""Titles of one or two words ("Banjir"), which columns and essays have: no model of lines tells them from a menu's.

Belongs here: which line of a page without any other title is such a one. Does not belong here: longer titles
(``titles``), and headlines on top of a few sentences (``short_pages``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.cleaning.sections import SECTION_ROLES
from kliping.metadata.confidence import confidence
from kliping.metadata.line_facts import AUTHOR_LABEL, BY, FURNITURE, JOB, STATED, WEEKDAY
from kliping.metadata.line_flags import (
    ADDRESS,
    BAR,
    COLON,
    COLON_END,
    COPYRIGHT,
    DATED,
    DENSE,
    NUMBER,
    PAREN,
    SITE,
    SLASH,
    SPACES,
    STARTS_CAPITAL,
    STARTS_EXOTIC,
    STOP,
)
from kliping.metadata.titles.presence import GOES_ON, framed_by_site
from kliping.text.characters import letter_runs
from kliping.words import made_of_words, phrases

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

GRADE = " brief"
"""What is added to the basis of such a title."""
WORDS, LONGEST, LEAST = 2, 30, 3
"""Words of the longest such title, its characters, and those of the shortest."""
HEAD, HEAD_CHARS = 6, 60
"""Lines of a head between title and article, and the characters of one."""
NEAR, NEAR_MENU = 2, 1
"""Lines below the title within which a byline or a date stands, and the same below a menu."""
TOLD_BELOW_MENU = 2
"""Lines of the article, the first of them the first, that name what its title names, below a menu: names of sections
stand there as well."""
_STEM = 5
"""Letters by which two forms of a word are the same."""
_CLAIMS = ("byline", "editor", "source", "date", "reading_time", "related", "template", "contact", "duplicate")
"""Roles of lines that are something else."""


@made_of_words
def furniture() -> frozenset[str]:
    """Names of sections and buttons, in small letters."""
    kinds = ("equals", "labels", "starts")
    return frozenset(phrase.lower() for section in SECTION_ROLES for phrase in phrases(section, *kinds))


def brief_titles(survey: Survey, titles: pl.DataFrame) -> pl.DataFrame:
    """``titles`` and those of one or two words, each on a page of which no title is chosen.

    Such a title is the last short line above the article's first paragraph that the article speaks of. A byline or a
    date stands below it, or the paragraph itself; between them is nothing but a head.
    """
    first, opening = survey.first_line[:-1], survey.opening
    silent = np.flatnonzero(untitled(survey, titles))
    short = _short(survey)
    heads = opening[silent, None] - np.arange(1, HEAD + 1)
    heads = np.where(heads >= first[silent, None], heads, -1)
    silent = silent[(short[heads] & (heads >= 0)).any(axis=1)]
    framed = framed_by_site(first, survey)
    signed = survey.having(flag=DATED, first_word=AUTHOR_LABEL | BY)
    told = (_told(survey, page, short, signed, framed=bool(framed[page])) for page in silent.tolist())
    rows = [row for row in told if row is not None]
    if not rows:
        return titles
    return with_titles(survey, titles, rows, GRADE)


def with_titles(survey: Survey, titles: pl.DataFrame, rows: list[int], grade: str) -> pl.DataFrame:
    """``titles`` and the lines at ``rows``, each chosen, with ``grade`` added to its basis for what it is worth."""
    found = survey.lines[rows].select(
        "doc",
        pl.lit("title").alias("field"),
        pl.col("text").alias("value"),
        pl.lit("heading").alias("basis"),
        pl.lit(confidence("title", f"heading{grade}")).alias("confidence"),
        "row",
        "line",
        pl.lit(0, pl.Int32).alias("start"),
        pl.col("text").str.len_chars().cast(pl.Int32).alias("end"),
        pl.lit(value=True).alias("chosen"),
        "index",
    )
    others = titles.join(found.select("doc", "row"), on=["doc", "row"], how="anti", maintain_order="left")
    return pl.concat([others, found.cast(titles.schema)])


def untitled(survey: Survey, titles: pl.DataFrame) -> Array:
    """Of each page, whether no title is chosen (bool)."""
    titled = np.zeros(survey.documents, np.bool_)
    titled[titles.filter("chosen")["doc"].to_numpy()] = True
    first = survey.first_line[:-1]
    docs = survey.lines["doc"].gather(first).to_numpy() if first.size else np.zeros(0, np.int64)
    silent: Array = ~titled[docs]
    return silent


def _short(survey: Survey) -> Array:
    """Which lines are one or two words that could name something (bool)."""
    chars, spaces = survey.chars, survey.facts.counts[:, SPACES]
    short = (chars >= LEAST) & (chars <= LONGEST) & (spaces < WORDS)
    short &= survey.having(flag=STARTS_CAPITAL | STARTS_EXOTIC)
    signs = NUMBER | STOP | COLON | COLON_END | ADDRESS | SITE | COPYRIGHT | PAREN | SLASH | BAR | DATED | DENSE
    short &= ~survey.having(flag=signs, word=FURNITURE | JOB | WEEKDAY, first_word=AUTHOR_LABEL | BY | STATED)
    return short


def _told(survey: Survey, page: int, short: Array, signed: Array, *, framed: bool) -> int | None:
    """The row of a page's title of one or two words, or None."""
    first, opening, stop = survey.first_line[page], survey.opening[page], survey.first_line[page + 1]
    lines = survey.lines.slice(first, stop - first)
    text, role = lines["text"], lines["role"]
    top = int(opening - first)
    for at in range(top - 1, max(top - HEAD, 0) - 1, -1):
        if not short[first + at]:
            if len(text[at]) > HEAD_CHARS and role[at] != "caption":
                return None
            continue
        below_menu = framed and at > 0
        near = signed[first + at + 1 :][: NEAR_MENU if below_menu else NEAR].any()
        if role[at] in _CLAIMS or not (near or (at + 1 == top and not below_menu)):
            continue
        if text[at].lower() in furniture() or text.gather([at + 1]).str.contains(GOES_ON)[0]:
            continue
        said = [_stems(line) for line in text.slice(top).filter(lines["body"].slice(top))]
        told = [_stems(text[at]) <= line for line in said]
        alone = told[0] and (text.str.to_lowercase() == text[at].lower()).sum() == 1
        enough = sum(told) >= TOLD_BELOW_MENU and alone if below_menu else any(told)
        return int(first) + at if enough else None
    return None


def _stems(text: str) -> set[str]:
    """The beginnings of its words."""
    return {word[:_STEM] for word in letter_runs(text.lower())}
