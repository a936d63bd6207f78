"""The title of a page whose whole text stands on one line: menus, headline, day and article in a row.

Belongs here: reading such a line up to the day printed below its headline. Does not belong here: choosing among lines
(``titles``), the day itself (``dates``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.confidence import ONE_LINE, confidence
from kliping.metadata.people.names import names_in
from kliping.metadata.survey import LONGEST_HEAD
from kliping.metadata.vocabulary import BEHIND_DAY, alternation, without_day
from kliping.text import lengths
from kliping.text.patterns import any_of, letters
from kliping.words import labels, made_of_words, phrases

if TYPE_CHECKING:
    from kliping.metadata.survey import Survey

_LABELLED = "{2,60}"
"""Characters of whom a label names at the end of a page on one line."""

WORDS = (4, 25)
"""The fewest and the most words of a headline."""


_WORD, _YEAR = letters(rf"\p{{L}}{lengths.MONTH}\.?"), r"(?:19|20)[0-9]{2}"
_CLOCK_DAY = rf"(?:[0-9]{{1,2}}\s{_WORD}\s{_YEAR}|{_WORD}\s[0-9]{{1,2}},\s{_YEAR})"
PRINTED_DAY = rf"^(.{{1,{LONGEST_HEAD}}}?)\s{_CLOCK_DAY}{BEHIND_DAY}"
"""A day as sites print it, with its time: no sentence writes one so. What stands before it may end in its weekday."""


@cache
def _menus(words: tuple[str, ...]) -> re.Pattern[str]:
    """Three names of menus in a row, or more."""
    return re.compile(rf"(?:(?<!\S){any_of(words)}\s+){{3,}}", re.IGNORECASE)


def headline(head: str) -> str:
    """The headline at the end of ``head``, what stands before the day: all of it, or what follows the last menus."""
    words = (*phrases("navigation", "equals"), *phrases("related", "equals"), *phrases("share", "equals"))
    head = re.sub(_announced(), "", head)
    runs = list(_menus(tuple(sorted(set(words)))).finditer(head))
    rest = (head[runs[-1].end() :] if runs else head).strip(" |–-•·,")
    fits = WORDS[0] <= len(rest.split()) <= WORDS[1] and rest[:1].isupper()
    return rest if fits and not re.search(r"[.!?]\s+[^\W\d_a-z]", rest) else ""


@made_of_words
def _announced() -> str:
    """Labels of the day at the end of what stands before it."""
    return rf"(?i)[\s|•·,–-]*\b{alternation((*labels('published'), *labels('updated')))}\s?:?\s*$"


BETWEEN_NAMES = 5
"""Characters beside the names of a byline for each: ", dan ", and a sign behind the last."""


@made_of_words
def _byline() -> re.Pattern[str]:
    """The names at the end of such a headline, behind a label in capitals: "… Kembali Dibuka Oleh Sari Dewi"."""
    opening = {label for label in phrases("byline", "credit") if label[:1].isupper()}
    stated = alternation(labels("byline"))
    return re.compile(rf"[\s|•·,–-]+(?:{alternation(opening)}\s*:?|(?i:{stated})\s*:)\s+([^\W\d_].{_LABELLED})$")


def signed(title: str) -> tuple[str, list[str]]:
    """A headline without the byline at its end, and whom that names."""
    found = _byline().search(title)
    if not found:
        return title, []
    rest = re.sub(r"[\s|•·,–-]+$", "", found.group(1))
    names = names_in(rest, loose=False)
    covered = sum(map(len, names)) + BETWEEN_NAMES * len(names) >= len(rest)
    return (title[: found.start()].rstrip(" |–-•·,"), names) if names and covered else (title, [])


@made_of_words
def _labels() -> re.Pattern[str]:
    """A label with a capital, or with a colon behind it."""
    opening = alternation({label for label in phrases("byline", "credit") if label[:1].isupper()})
    return re.compile(rf"(?:(?<=\s){opening}\s*(:?)|(?<=\s)(?i:{alternation(labels('byline'))})\s*(:))\s+")


_NAMED_DAY = r"(?:\w+,\s)?(?:\d{1,2}\.?\s(?:de\s)?\w+|\w+\s\d{1,2},)\s(?:de\s)?\d{4}"
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_NAMED = re.compile(rf"({_NAME}(?:\s{_NAME}){{0,4}}?)(\.\s|\s*[|•·–—]|\s-\s|,?\s(?={_NAMED_DAY}))")
"""A name and what ends it: a full stop, a sign, or a day."""

_PARTED = re.compile(r"(?:[|•·–—.!?]|\s-)\s+$")
"""What ends a headline before the label."""


def signed_head(text: str) -> tuple[str, list[str]] | None:
    """The headline and the names on top of a text on one line without a time of day, or None.

    A sign before the label or a colon behind it makes it one; else a sign or a day behind the name does.
    """
    head = text[:LONGEST_HEAD]
    for label in _labels().finditer(head):
        named, before = _NAMED.match(head, label.end()), head[: label.start()]
        if named is None or not (label[1] or label[2] or _PARTED.search(before) or named[2] != ". "):
            continue
        names, title = names_in(named[1], loose=False), headline(before.rstrip(" |–—-•·,."))
        if names and title and sum(map(len, names)) + BETWEEN_NAMES * len(names) >= len(named[1]):
            return title, names
    return None


def one_line_titles(survey: Survey) -> pl.DataFrame:
    """Titles and authors of pages on one line, in the columns of ``titles.find_titles``; each is its page's choice."""
    lines = survey.take(survey.only_lines())
    head = pl.col("text").str.extract(PRINTED_DAY, 1) if lines.height else pl.lit(None, pl.String)
    lines = lines.with_columns(head=head).with_columns(head=without_day(pl.col("head")))
    told = [
        (head.rfind, *signed(headline(head))) if head else (text.find, *(signed_head(text) or ("", [])))
        for head, text in lines.select("head", "text").iter_rows()
    ]
    lines, read = (
        lines.filter(pl.Series([bool(one[1]) for one in told], dtype=pl.Boolean)),
        [one for one in told if one[1]],
    )
    found = [
        (at, field, value, place_of(value))  # what is told stands at the end of a head, and on top of a whole text
        for at, (place_of, title, names) in enumerate(read)
        for field, values in (("title", [title] if title else []), ("authors", names))
        for value in values
    ]
    schema = {"at": pl.UInt32, "field": pl.String, "value": pl.String, "start": pl.Int32}
    rows = pl.DataFrame(found, schema=schema, orient="row").join(
        lines.with_row_index("at"), on="at", maintain_order="left"
    )
    return rows.select(
        "doc",
        "field",
        "value",
        basis=pl.when(pl.col("field") == "title").then(pl.lit("heading")).otherwise(pl.lit("byline_label")),
        confidence=pl.when(pl.col("field") == "title")
        .then(confidence("title", f"heading{ONE_LINE}"))
        .otherwise(confidence("authors", f"byline_label{ONE_LINE}")),
        row="row",
        line="line",
        start="start",
        end=pl.col("start") + pl.col("value").str.len_chars().cast(pl.Int32),
        chosen=pl.lit(value=True),
        index="index",
    )
