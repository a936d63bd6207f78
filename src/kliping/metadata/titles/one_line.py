"""The title of a page whose whole text stands on one line: menus, headline, day and article in a row.

Belongs here: reading such a line up to the day printed below its headline. Does not belong here: choosing among lines
(``titles``), the day itself (``dates``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.page import LONGEST_HEAD
from kliping.metadata.vocabulary import alternation, letters
from kliping.text.patterns import any_of
from kliping.words import made_of_words, phrases

if TYPE_CHECKING:
    from kliping.metadata.page import Page

WORDS = (4, 25)
"""The fewest and the most words of a headline."""

CONFIDENCE = 0.7
"""Where the menus end and the headline begins is a guess. A judgement."""


@made_of_words
def _printed_day() -> str:
    """A day as sites print it, with its weekday and time: no sentence writes one so."""
    weekday = alternation(phrases("date", "weekdays"))
    word, year = letters(r"\p{L}{3,12}\.?"), r"(?:19|20)[0-9]{2}"
    day = rf"(?:[0-9]{{1,2}}\s{word}\s{year}|{word}\s[0-9]{{1,2}},\s{year})"
    return rf"^(.{{1,{LONGEST_HEAD}}}?)\s(?i:{weekday}),?\s{day}\s?[,|/–-]?\s?[0-9]{{1,2}}[:.][0-9]{{2}}\b"


@cache
def _menus(words: tuple[str, ...]) -> re.Pattern[str]:
    """Three names of menus in a row, or more."""
    return re.compile(rf"(?:(?<!\S){any_of(words)}\s+){{3,}}", re.IGNORECASE)


def headline(head: str) -> str:
    """The headline at the end of ``head``, what stands before the day: all of it, or what follows the last menus."""
    words = (*phrases("navigation", "equals"), *phrases("related", "equals"), *phrases("share", "equals"))
    runs = list(_menus(tuple(sorted(set(words)))).finditer(head))
    rest = (head[runs[-1].end() :] if runs else head).strip(" |–-•·,")
    fits = WORDS[0] <= len(rest.split()) <= WORDS[1] and rest[:1].isupper()
    return rest if fits and not re.search(r"[.!?]\s+[^\W\d_a-z]", rest) else ""


def one_line_titles(page: Page) -> pl.DataFrame:
    """Titles of pages on one line, in the columns of ``titles.find_titles``; each is its page's choice."""
    lines = page.take(page.only_lines()).with_columns(head=pl.col("text").str.extract(_printed_day(), 1))
    lines = lines.filter(pl.col("head").is_not_null())
    values = [headline(head) for head in lines["head"].to_list()]
    found = lines.with_columns(value=pl.Series(values, dtype=pl.String)).filter(pl.col("value") != "")
    end = pl.col("head").str.strip_chars_end(" |–-•·,").str.len_chars().cast(pl.Int32)
    return found.select(
        "doc",
        pl.lit("title").alias("field"),
        "value",
        pl.lit("heading").alias("basis"),
        pl.lit(CONFIDENCE).alias("confidence"),
        "row",
        "line",
        (end - pl.col("value").str.len_chars().cast(pl.Int32)).alias("start"),
        end.alias("end"),
        pl.lit(value=True).alias("chosen"),
        "index",
    )
