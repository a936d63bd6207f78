"""What speaks for a name as the author: points of the line it stands on, and of how the page uses it.

Belongs here: labels, dates beside it, nearness to the title, repetition. Does not belong here: which lines are searched
(``zones``), and whose name wins (``people``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.people import signs
from kliping.metadata.people.zones import HEADED_WITHIN, ZONE
from kliping.metadata.search_kernels import count_openings
from kliping.metadata.survey import NOWHERE
from kliping.text.buffers import text_buffers
from kliping.text.hashing import hash_word
from kliping.text.patterns import HAN_AND_KANA
from kliping.words import phrases

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

OPENED_WITHIN = 3
"""Lines above the article within which a name beside a date is near, however far the title is."""

TOLD_OFTEN = 2
"""Paragraphs of the article from which a name in them is one that it tells of."""

RIGHT_BELOW, SHORTLY_BELOW = 2, 5
"""Lines below the title up to which a name is right below it, and shortly below it: kicker, summary and picture may
stand between."""

NEAR = 8
"""Lines below the title from which every further one takes points."""

PAIR = 2
"""Names on a line from which, without label and date, it is a list of people and no byline."""

POINTS = {
    "explicit": 6.0,  # a label stands before the name, above it or glued to it: more than all that speaks against it
    "by_date": 2.0,  # a date stands on its line or beside it
    "dated": 1.0,  # … and on the very line
    "job_below": 2.0,  # alone on its line, and the line below is a job at a newspaper
    "told_of": -4.0,  # the headline tells of that name
    "told_of_inside": -8.0,  # … and what looks like a label stands in the midst of a sentence
    "repeated": 1.5,  # several lines of the page open with it: the byline, and the box below the article
    "tailed": 1.5,  # a job, an outlet or a place stands behind it
    "shouted": -3.0,  # words in capitals among others, or too few signs of East Asia: a section, an agency
    "byline": 1.0,  # cleaning takes the line for a byline
    "right_below": 2.0,  # right below the title
    "shortly_below": 1.0,  # shortly below it
    "whole": 0.5,  # alone on its line
    "far": -0.4,  # for every line further below the title than near: what stands deep down names others
    "above_explicit": -1.5,  # above the title: labels of what is printed there are teasers' more often
    "above_heading": -0.5,  # … beside a date that heads the title
    "above": -2.5,  # … with nothing that speaks for it
    "well_above": -2.5,  # several lines above the title stand menus
    "section": -2.0,  # the last line before the title, where the date stands below it: a section or a column's name
    "subject": -2.0,  # several paragraphs name it: it is told of
    "listed": -4.0,  # the article has the line once more as a heading: a table of contents
    "lone": 2.0,  # one word right above a date, where bylines stand
    "biography": 4.0,  # below the article, and the next line tells who that is
    "sketch": 3.0,  # a sentence below the article says that this reporter wrote it
    "in_article": -2.0,  # in a line of the article
    "crowd": -2.0,  # one of several names on a line
}
"""What speaks for a name, and against it, in points: ``winners.ENOUGH`` of them make a byline. A model made by hand:
each reason was put in for a layout that training pages showed, with the points that it takes there against the
others."""

OPENS = r"^(\S+)\s"
"""The first word of a line of several."""

HEADING = 40
"""Characters of a heading in the manner of another, which begins with the same word."""

FARTHEST = -3.2
"""The most that distance takes: eight lines' worth. Pages without a body between repeat bylines far down."""


def headlines(survey: Survey, away: Array) -> pl.DataFrame:
    """``headline``: the line of each page's title."""
    return survey.take(away == 0).select("doc", headline="text").unique("doc", keep="first", maintain_order=True)


def weighed_names(named: pl.DataFrame, survey: Survey) -> pl.DataFrame:
    """``points`` of every name: a label, a date beside it, nearness to the title, the name alone or repeated."""
    named = named.sort("row", maintain_order=True)
    explicit = pl.col("labelled") | pl.col("glued") | pl.col("inside") | pl.col("under_label")
    distance, sketch = pl.col("distance"), pl.col("sketch").is_not_null()
    shouted = pl.col("value").str.count_matches(r"\p{Lu}{2,}").is_between(1, pl.col("value").str.count_matches(r"\s"))
    east = pl.col("value").str.contains(rf"^(?:[{HAN_AND_KANA}\s]{{1,2}}|[\p{{Katakana}}ー\s]+)$")
    # of "Jane Doe. Why we wait" and "Jane Doe: …" she is the author, a column's headline names her first
    headline, value = pl.col("headline"), pl.col("value")
    opening = pl.col("whole") & pl.col("by_date") & pl.col("opens").is_between(1, OPENED_WITHIN) & (distance > 0)
    heads = (
        (pl.col("dated") | (pl.col("role") == "byline") | (pl.col("whole") & pl.col("next_dated")))
        & pl.col("by_date")
        & distance.is_between(-HEADED_WITHIN, -1)
        & ~pl.col("dated_below")
    )
    column = headline.str.starts_with(value + ".") | headline.str.starts_with(value + ":")
    # "Daftar Isi" and the article's headings below it
    listed = pl.col("whole") & pl.Series(_in_article(named, survey))
    job_below = pl.col("next_text").str.contains(signs.newsroom())
    subject = pl.Series(_told_often(named, survey)) & ~explicit & ~pl.col("biography") & ~sketch
    told_of = (headline.str.contains(value, literal=True) & ~column).fill_null(value=False)
    above, beyond = distance < 0, distance.is_between(NEAR + 1, NOWHERE - 1)
    # in the order in which they are summed: points are fractions, and a sum of them hangs on it
    reasons = (
        ("explicit", explicit),
        ("by_date", pl.col("by_date")),
        ("dated", pl.col("dated") & ~explicit),
        ("job_below", pl.col("whole") & ~explicit & job_below),
        ("told_of", told_of & ~explicit),
        ("told_of_inside", told_of & explicit & pl.col("inside")),
        ("repeated", (pl.col("times") > 1) & ~sketch),
        ("tailed", pl.col("tailed") & ~explicit & ~sketch),
        ("shouted", (shouted | east) & ~explicit & ~pl.col("group")),
        ("byline", pl.col("role") == "byline"),
        ("right_below", distance.is_between(1, RIGHT_BELOW)),
        ("shortly_below", distance.is_between(RIGHT_BELOW + 1, SHORTLY_BELOW)),
        ("whole", pl.col("whole")),
        ("far", beyond & ~pl.col("biography") & ~sketch & ~opening.fill_null(value=False)),
        ("above_explicit", above & explicit),
        ("above_heading", above & ~explicit & heads),
        ("above", above & ~explicit & ~heads.fill_null(value=False)),
        ("well_above", (distance < -1) & ~explicit & ~heads),
        # "Lifestyle", "Look Good", the title, the date
        ("section", (distance == -1) & ~explicit & pl.col("whole") & pl.col("dated_below")),
        ("subject", subject & ~pl.col("group")),
        ("listed", listed & ~explicit & ~pl.col("group")),
        ("lone", pl.col("lone")),
        ("biography", pl.col("biography") & pl.col("whole")),
        ("sketch", sketch),
        ("in_article", pl.col("body") & ~explicit & ~pl.col("biography") & ~sketch),
        ("crowd", ~pl.col("whole") & ~explicit & ~pl.col("dated") & (pl.col("pieces") > PAIR)),
    )
    worth = {name: pl.lit(points) for name, points in POINTS.items()}
    worth["far"] = ((distance - NEAR) * POINTS["far"]).clip(FARTHEST, 0)
    points = pl.lit(0.0)
    for name, speaks in reasons:
        points += pl.when(speaks).then(worth[name]).otherwise(0.0)
    return named.with_columns(times=pl.Series(_openings(named, survey))).with_columns(explicit=explicit, points=points)


def _in_article(named: pl.DataFrame, survey: Survey) -> pl.Series:
    """Whether the article holds each name's line once more, as a heading of its own, or a heading in its manner.

    "Division One" with "Division Two" further down heads a part of the article.
    """
    asked = named.filter("whole").select("doc", "text").unique()
    body = survey.lines.filter(pl.col("body") & pl.col("doc").is_in(asked["doc"].unique().implode()))
    opens = pl.col("text").str.extract(OPENS).alias("opens")
    headings = body.select("doc", opens, again="index", heading="text").filter(
        pl.col("heading").str.len_chars() <= HEADING
    )
    found = named.select("doc", "index", "text", "body", opens).join(
        headings, on=["doc", "opens"], how="left", maintain_order="left"
    )
    twin = pl.col("text") == pl.col("heading")
    # right below itself a name that opens the article stands twice: its picture's words and its link
    below = pl.col("again") > pl.col("index") + (twin & pl.col("body"))
    later = found.group_by("doc", "index", "text", maintain_order=True).agg(
        again=((twin | pl.col("body")) & below).any()
    )
    told = named.select("doc", "index", "text").join(
        later, on=["doc", "index", "text"], how="left", maintain_order="left"
    )
    return told["again"].fill_null(value=False)


def _told_often(named: pl.DataFrame, survey: Survey) -> pl.Series:
    """Whether several paragraphs of the article name each name beside its title: it is told of, and no author."""
    asked = named.filter(pl.col("distance").is_between(-HEADED_WITHIN, ZONE)).select("doc", "value").unique()
    body = survey.lines.filter(pl.col("body") & pl.col("doc").is_in(asked["doc"].unique().implode())).select(
        "doc", "text"
    )
    told = asked.join(body, on="doc").filter(
        pl.col("text").str.contains(pl.col("value"), literal=True) & (pl.col("text") != pl.col("value"))
    )
    often = told.group_by("doc", "value").agg(often=pl.len() >= TOLD_OFTEN)
    rows = named.select("doc", "value").join(often, on=["doc", "value"], how="left", maintain_order="left")
    return rows["often"].fill_null(value=False)


def _openings(named: pl.DataFrame, survey: Survey) -> Array:
    """How many lines of its page begin with each name, "By" and its like passed over."""
    names = text_buffers(named["value"])
    pages = np.searchsorted(survey.first_line, named["row"].to_numpy(), side="right") - 1
    times = np.empty(named.height, np.int64)
    skipped = np.array(
        [hash_word(np.array([ord(sign) for sign in word], np.uint32)) for word in phrases("person", "passed")],
        np.uint64,
    )
    count_openings(survey.text, survey.first_line, skipped, pages, names, times)
    return times
