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
from kliping.words import phrases

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

OPENED_WITHIN = 3
"""Lines above the article within which a name beside a date is near, however far the title is."""


TOLD_OFTEN = 2
"""Paragraphs of the article from which a name in them is one that it tells of."""


def headlines(survey: Survey, away: Array) -> pl.DataFrame:
    """``headline``: the line of each page's title."""
    return survey.take(away == 0).select("doc", headline="text").unique("doc", keep="first", maintain_order=True)


def weighed_names(named: pl.DataFrame, survey: Survey) -> pl.DataFrame:
    """``points`` of every name: a label, a date beside it, nearness to the title, the name alone or repeated."""
    named = named.sort("row", maintain_order=True)
    explicit = pl.col("labelled") | pl.col("glued") | pl.col("inside") | pl.col("under_label")
    distance, sketch = pl.col("distance"), pl.col("sketch").is_not_null()
    shouted = pl.col("value").str.count_matches(r"\p{Lu}{2,}").is_between(1, pl.col("value").str.count_matches(r"\s"))
    east = pl.col("value").str.contains(r"^(?:[\p{Han}\p{Hiragana}\p{Katakana}\s]{1,2}|[\p{Katakana}ー\s]+)$")
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
    return named.with_columns(times=pl.Series(_openings(named, survey))).with_columns(
        explicit=explicit,
        points=pl.when(explicit).then(6.0).otherwise(0.0)
        + pl.when("by_date").then(2.0).otherwise(0.0)
        + pl.when(pl.col("dated") & ~explicit).then(1.0).otherwise(0.0)
        + pl.when(pl.col("whole") & ~explicit & job_below).then(2.0).otherwise(0.0)
        - pl.when(told_of & ~explicit).then(4.0).when(told_of & pl.col("inside")).then(8.0).otherwise(0.0)
        + pl.when((pl.col("times") > 1) & ~sketch).then(1.5).otherwise(0.0)
        + pl.when(pl.col("tailed") & ~explicit & ~sketch).then(1.5).otherwise(0.0)
        - pl.when((shouted | east) & ~explicit).then(3.0).otherwise(0.0)
        + pl.when(pl.col("role") == "byline").then(1.0).otherwise(0.0)
        + pl.when(distance.is_between(1, 2)).then(2.0).when(distance.is_between(3, 5)).then(1.0).otherwise(0.0)
        + pl.when(pl.col("whole")).then(0.5).otherwise(0.0)
        - pl.when(
            distance.is_between(9, NOWHERE - 1) & ~pl.col("biography") & ~sketch & ~opening.fill_null(value=False)
        )
        .then(((distance - 8) * 0.4).clip(0, 3.2))
        .otherwise(0.0)
        - pl.when(distance < 0).then(pl.when(explicit).then(1.5).when(heads).then(0.5).otherwise(2.5)).otherwise(0.0)
        - pl.when((distance < -1) & ~explicit & ~heads).then(2.5).otherwise(0.0)
        # "Lifestyle", "Look Good", the title, the date: what stands last before the title is a section
        - pl.when((distance == -1) & ~explicit & pl.col("whole") & pl.col("dated_below")).then(2.0).otherwise(0.0)
        - pl.when(subject).then(2.0).otherwise(0.0)
        - pl.when(listed & ~explicit).then(4.0).otherwise(0.0)
        + pl.when("lone").then(2.0).otherwise(0.0)
        + pl.when(pl.col("biography") & pl.col("whole")).then(4.0).otherwise(0.0)
        + pl.when(sketch).then(3.0).otherwise(0.0)
        - pl.when(pl.col("body") & ~explicit & ~pl.col("biography") & ~sketch).then(2.0).otherwise(0.0)
        - pl.when(~pl.col("whole") & ~explicit & ~pl.col("dated") & (pl.col("pieces") > 2)).then(2.0).otherwise(0.0),
    )


def _in_article(named: pl.DataFrame, survey: Survey) -> pl.Series:
    """Whether the article holds each name's line once more, as a heading of its own."""
    asked = named.filter("whole").select("doc", "text").unique()
    headings = survey.lines.filter(pl.col("body") & pl.col("doc").is_in(asked["doc"].unique().implode()))
    found = named.select("doc", "index", "text").join(
        headings.select("doc", "text", again="index"), on=["doc", "text"], how="left", maintain_order="left"
    )
    later = found.group_by("doc", "index", "text", maintain_order=True).agg((pl.col("again") > pl.col("index")).any())
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
    told = asked.join(body, on="doc").filter(pl.col("text").str.contains(pl.col("value"), literal=True))
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
