"""Where bylines stand: around the title, below the article, beside a date, under a label.

Belongs here: which lines of a page are searched for people. Does not belong here: what is a name (``names``), and who
of those found wrote the page (``people``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.line_facts import (
    ANNOUNCED,
    AUTHOR_LABEL,
    BY,
    DATE_LABEL,
    EDITOR_LABEL,
    JOB,
    MONTH,
    NO_NAME,
    SOURCE_LABEL,
    WEEKDAY,
)
from kliping.metadata.line_flags import COLON_END, DATED, DAY, SLASH, SPACES, STARTS_CAPITAL, STARTS_EXOTIC
from kliping.metadata.people import signs
from kliping.metadata.people.labels import LONGEST_LABEL, alone, named_by
from kliping.metadata.survey import NOWHERE
from kliping.metadata.vocabulary import alternation
from kliping.text.patterns import letters
from kliping.words import labels, phrases

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

LONGEST = 140
"""Characters of a line that may be a byline."""

ZONE = 16
"""Lines below the title in which a byline is looked for; above it, one."""

ABOVE = 12
"""Lines above the title in which a labelled byline is looked for."""

LAST_LINES = 2
"""Lines at the end of a page in which a labelled byline is its own."""

DATE_LINE = 80
"""Characters of a line that is little more than a date."""

BARE_DAY = 12
"""Characters of a line that is a day without its year."""

NAME_LINE = 40
"""Characters of a line that is a name and little else."""

HEADED_WITHIN = 3
"""Lines above the title within which a name beside a date heads it, where no date stands below the title."""

SHORTLY_BELOW = 4
"""Lines below the article's end in which a name is looked for, whatever stands between it and the title."""

INITIALS = letters(r"^[\p{L}.]{1,3}(?:/[\p{L}.]{1,3})+$")
"""Signs of several people, parted by strokes, which name nobody: "swd/str"."""

ONE_WORD = (3, 20)
"""Characters of a name of one word, the fewest and the most."""

HEADS = 3
"""Lines below the title in which one word above a date is a byline."""

BOXED = 2
"""Lines below the label of a box that are its author's."""

CLOSING = 5
"""Lines below the article in which a labelled byline is still its own."""

BY_DATE_WITHIN = 8
"""Lines below the title within which a name beside a date is a byline, though a summary stands above it."""

SKETCH = 600
"""Characters of a line that may be such a sentence and what follows it."""

TOLD_BELOW = 12
"""Lines below the article in which what is told of a name makes it a byline."""

SIGNED_BELOW = 3
"""Lines below the article in which a job at a newspaper below a name makes it one."""


@dataclass(frozen=True)
class Zone:
    """Where bylines may stand: arrays with a row a line of the batch."""

    lines: Array  # which lines may hold one
    near: Array  # right below the title
    closing: Array  # right below the article
    inside: Array  # between a little above the title and a little below the article
    beneath: Array  # below the article
    dated: Array
    by_date: Array  # it or a line beside it looks dated
    under_label: Array  # named by a label that stands alone
    lone: Array  # one word right above a date, below the title or on top of the page
    biography: Array  # below the article, and the next line tells who or what that is
    sketch: Array  # below the article, and may be a sentence that tells who a reporter is


def zone_of(survey: Survey, away: Array, titles: Array) -> Zone:
    """The lines in which bylines are looked for; ``titles`` are the title's copies, which are none."""
    titled = away < NOWHERE
    chars, index = survey.chars, survey.lines["index"].to_numpy()
    since_body = survey.below_article()  # past everything on pages without a body
    checked = np.zeros(chars.size, np.bool_)
    short = chars <= LONGEST
    # "By Jane Doe, a reporter who …" tells of her as long as a paragraph
    short |= (
        survey.having(first_word=AUTHOR_LABEL | BY) & (chars <= SKETCH) & (away >= 1) & (away <= ZONE) & ~survey.body
    )
    by = np.flatnonzero(short & survey.having(word=BY))
    of_others = rf"(?i)\b{alternation(phrases('byline', 'others'))}\b"
    asked = survey.lines["text"].gather(by)
    # "Story by Jane Doe, Photos by John Roe", "Reviewed by John Roe — Written by Jane Doe": the author is named as well
    signed = asked.str.contains(signs.labelled() + r"\p{Lu}").to_numpy()
    stated = asked.str.contains(signs.stated_by()) & ~asked.str.contains(signs.embedded_by())
    signed |= stated.to_numpy() & ~survey.body[by]
    checked[by] = asked.str.contains(of_others).to_numpy() & ~signed
    checked |= _under_others(survey)
    # cleaning takes a line for a caption by its surroundings; one that begins with a label is a byline beside a picture
    pictured = survey.lines["role"].is_in(["caption", "related"]).to_numpy() & ~survey.having(
        first_word=AUTHOR_LABEL | ANNOUNCED | BY
    )
    # but in the midst of what leads elsewhere it is the byline of another article
    elsewhere = survey.lines["role"].to_numpy() == "related"
    pictured |= elsewhere & np.append(False, elsewhere[:-1])
    pictured &= ~_with_agency(survey, pictured & titled & (away >= 1) & (away <= HEADS))
    lonely, others = lone_labels(survey, "byline", AUTHOR_LABEL), lone_labels(survey, "editor", EDITOR_LABEL)
    # of a list below its label cleaning takes "Jane Doe (Jakarta)" for a credit
    named = named_by(survey, lonely & short, others)
    free = short & (~pictured | named) & ~checked & ~titles
    boxed = free & named & _below_only_label(survey, lonely & short & (since_body >= 1) & (since_body < NOWHERE // 2))
    below = np.where(since_body < NOWHERE // 2, since_body, index)
    # two lines more on every side than a byline may be away: what stands beside it is asked for
    wide = titled & (away >= -ABOVE - 2) & ((below <= CLOSING + 2) | (away <= ZONE + 2))
    # two lines at the page's end, where articles without anything around them are signed
    last_lines = np.repeat(survey.first_line[1:], np.diff(survey.first_line)) - np.arange(chars.size) <= LAST_LINES
    told = (since_body >= 0) & (since_body <= TOLD_BELOW) & (chars <= NAME_LINE)
    lines = free & (
        wide
        | told
        | boxed
        | ((since_body >= -1) & (since_body <= SHORTLY_BELOW))
        | last_lines
        | (~titled & (below <= CLOSING))
    )
    dated = lines & survey.having(flag=DATED)
    lonely &= lines
    one_word = (survey.facts.counts[:, SPACES] == 0) & (chars >= ONE_WORD[0]) & (chars <= ONE_WORD[1])
    one_word &= ~survey.having(word=NO_NAME | DATE_LABEL | WEEKDAY | MONTH | AUTHOR_LABEL | EDITOR_LABEL | SOURCE_LABEL)
    one_word &= ~survey.having(flag=COLON_END)
    joined = np.flatnonzero(one_word & survey.having(flag=SLASH))
    one_word[joined[survey.lines["text"].gather(joined).str.contains(INITIALS).to_numpy()]] = False
    # "Ihsan," above "Sari Wulandari" and the date
    rows = np.flatnonzero(one_word)
    listed = np.zeros(chars.size, np.bool_)
    listed[rows] = survey.lines["text"].gather(rows).str.ends_with(",").to_numpy()
    every, stamps = np.arange(chars.size), dated & (chars <= DATE_LINE)
    listed &= survey.beside(stamps, every, -1)
    opening = survey.lines["start"].fill_null(NOWHERE).to_numpy()
    heading = (index < opening) & ((titled & (away >= 1) & (away <= HEADS)) | (index <= 1))
    # a text without its title begins with its byline
    begins = ~titled & (index <= 1) & (index < opening) & (chars <= NAME_LINE)
    begins &= survey.beside(stamps, every, 1)
    # "Jan 23", "3. Mai": a day without its year, and nothing else
    days = stamps | (lines & survey.having(flag=DAY) & (chars <= BARE_DAY))
    by_date = dated | survey.beside(days, every, -2, -1, 1, 2)
    # of several names, a line each, the first stands further from the date below them
    several = titled & (away >= 1) & (away <= HEADS) & lines & ~dated & (chars <= NAME_LINE)
    several &= survey.having(flag=STARTS_CAPITAL) & (survey.facts.counts[:, SPACES] > 0) & ~survey.having(word=NO_NAME)
    by_date |= several & survey.beside(
        several & survey.beside(several & survey.beside(stamps, every, 1), every, 1), every, 1
    )
    heads = titled & (away >= -HEADED_WITHIN) & (away < 0) & by_date & ~dated_below(survey, away, dated)
    return Zone(
        lines & ~lonely,
        heads | (titled & (away >= -1) & (away <= ZONE) & (away != 0)) | begins,
        (since_body >= 1) & (since_body <= 2) & (chars <= NAME_LINE),
        (titled & (away >= -ABOVE) | ~titled) & ((below <= CLOSING) | last_lines) | boxed,
        (since_body >= 1) & (since_body < NOWHERE // 2),
        dated,
        by_date,
        named,
        lines & ~dated & one_word & (survey.beside(days, every, 1) | listed) & heading,
        _above_biographies(survey, free & (chars <= NAME_LINE) & (since_body >= 0) & (since_body <= TOLD_BELOW))
        | _above_jobs(survey, others, free & (chars <= NAME_LINE) & (since_body >= 1) & (since_body <= SIGNED_BELOW)),
        ~titles
        & (chars <= SKETCH)
        & (since_body >= 0)
        & (since_body <= TOLD_BELOW)
        & survey.having(flag=STARTS_CAPITAL)
        & survey.having(word=JOB),
    )


def dated_below(survey: Survey, away: Array, dated: Array) -> Array:
    """For every line, whether a date stands shortly below the title of its page."""
    below = np.append(0, np.cumsum(dated & (away >= 1) & (away <= BY_DATE_WITHIN)))
    first = survey.first_line
    found: Array = np.repeat(below[first[1:]] > below[first[:-1]], np.diff(first))
    return found


def _with_agency(survey: Survey, wanted: Array) -> Array:
    """Which of the lines wanted are a name with its agency, above or below a date: "Jane Doe (AP)".

    Cleaning takes such a line for the credit of a picture, which has no date of its own.
    """
    found = np.zeros(wanted.size, np.bool_)
    rows = np.flatnonzero(wanted & (survey.chars <= NAME_LINE))
    rows = rows[survey.beside(survey.having(flag=DATED), rows, -1, 1)]
    if rows.size:
        found[rows] = survey.lines["text"].gather(rows).str.contains(signs.before_agency()).to_numpy()
    return found


def _under_others(survey: Survey) -> Array:
    """Lines right below "Fact checked by" and its like on a line of its own: whoever stands there wrote nothing."""
    rows = np.flatnonzero(survey.having(word=BY) & (survey.chars <= LONGEST_LABEL))
    others = rf"^(?:\pL+\s)?(?i:{alternation(phrases('byline', 'others'))})\s?[:：]?$"  # "Fact checked by"
    rows = rows[survey.lines["text"].gather(rows).str.contains(others).to_numpy()]
    below = rows[rows + 1 < survey.lines.height] + 1
    found = np.zeros(survey.lines.height, np.bool_)
    found[below[survey.lines["index"].to_numpy()[below] > 0]] = True
    return found


def _below_only_label(survey: Survey, labels: Array) -> Array:
    """Lines that the only lone label below its article may name, however far down the box of its author stands."""
    rows = np.flatnonzero(labels)
    page = np.searchsorted(survey.first_line, rows, side="right")
    only = np.bincount(page)[page] == 1
    below = rows[only][:, None] + np.arange(1, BOXED + 1)
    found = np.zeros(labels.size, np.bool_)
    found[below[below < survey.first_line[page[only]][:, None]]] = True
    return found


def _above_biographies(survey: Survey, wanted: Array) -> Array:
    """Which of the lines wanted the next line tells of in small letters: "Jane Doe", "Jane Doe is", "Jane is"."""
    found = np.zeros(wanted.size, np.bool_)
    index = survey.lines["index"].to_numpy()
    rows = np.flatnonzero(wanted[:-1] & (index[1:] > index[:-1]) & survey.having(flag=STARTS_CAPITAL)[:-1])
    name, told = survey.lines["text"].gather(rows), survey.lines["text"].gather(rows + 1)
    pair = pl.DataFrame({"name": name.str.strip_chars(" :,"), "told": told})
    verbs = alternation(phrases("person", "told"))
    first = pl.col("name").str.extract(letters(r"^(\p{Lu}[\p{L}\p{M}'’-]+)\s\p{Lu}"), 1)
    itself, newsroom = (alternation(phrases("person", kind)) for kind in ("tells_itself", "newsroom"))
    told_of = [
        # whoever comments on the article does not say what he works as
        pl.col("told").str.contains(rf"^(?i:{itself})\b") & pl.Series(survey.having(word=JOB)[rows + 1]),
        pl.col("told").str.contains(rf"^\((?i:{newsroom})\b"),
        *(
            pl.col("told").str.starts_with(of) & pl.col("told").str.strip_prefix(of).str.contains(rest)
            for of, rest in ((pl.col("name"), r"^,?\s\p{Ll}"), (first, rf"^(?:,\s\p{{Ll}}|\s{verbs}\b)"))
        ),
    ]
    found[rows] = pair.select(pl.any_horizontal(told_of).fill_null(value=False).alias("is"))["is"].to_numpy()
    return found


def _above_jobs(survey: Survey, labels: Array, wanted: Array) -> Array:
    """Which of the lines wanted have a job at a newspaper below them, no label: "Jane Doe", "Staff Writer"."""
    found = np.zeros(wanted.size, np.bool_)
    index = survey.lines["index"].to_numpy()
    rows = np.flatnonzero(wanted[:-1] & (index[1:] > index[:-1]) & survey.having(flag=STARTS_CAPITAL)[:-1])
    rows = rows[(survey.chars[rows + 1] <= NAME_LINE) & ~labels[rows + 1]]
    job = survey.lines["text"].gather(rows + 1)
    found[rows] = (job.str.contains(signs.newsroom()) & ~job.str.contains(r"[.!?:：]$")).to_numpy()
    return found


def lone_labels(survey: Survey, section: str, word: int) -> Array:
    """Which lines are a label of a section of words and nothing else."""
    found = np.zeros(survey.lines.height, np.bool_)
    rows = np.flatnonzero(survey.having(first_word=word, flag=STARTS_EXOTIC) & (survey.chars <= LONGEST_LABEL))
    found[rows] = alone(survey.lines["text"].gather(rows), labels(section)).to_numpy()
    return found
