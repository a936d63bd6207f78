"""What speaks for a header's date as the day of publication, and against it, in points.

Belongs here: label, time and nearness to the title, crowds of other dates, comments and signatures below the article.
Does not belong here: which dates are headers (``bases``), and the choice (``published``).
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.survey import NOWHERE
from kliping.metadata.vocabulary import alternation
from kliping.words import made_of_words, phrases

POINTS = {
    "plain": 100,  # where all begin: a date right below the title, and the odds of a day in a sentence in a hundred
    "published": 40,  # a label says that it is; and of what distance takes, half
    "updated": -20,  # a label says that it is the day of a change: one of publication near by goes before it
    "timed": 8,  # a time stands on the line: of two days the one with a time is the page's
    "listed": -30,  # one of several dates in short distances: lists of teasers are dated line by line
    "listed_below_title": -5,  # … which begin right below the title, where the page's own date is the first of them
    "word": -2,  # for every word on the line beyond those that headers have
    "foreign": -100,  # below the article, unlabelled and unsigned, or a comment's: never of the page
    "signed": -40,  # below the article, beside the name that signs it: wherever the title is
    "byline": 25,  # a byline stands before it
    "only_day": 20,  # no header of the page has another day
    "retold": -30,  # the later of two dates that are glued together
}
"""What speaks for a date and against it. A model made by hand: each reason was put in for a layout that training pages
showed; ``published.ENOUGH`` of the points make a day of publication, ``published.CLEAR`` one that is no weak one."""

HEAD, FURTHER, MOST_BELOW = 10, 3, 70
"""Lines below the title of which each takes a point, the points that every further line takes, and the most that
distance takes: kickers, pictures and summaries stand between a title and its date, teasers below."""

ABOVE, ABOVE_LINE, MOST_ABOVE = 6, 4, 80
"""The same above the title, at once and for every line: what stands there is the site's, or another page's."""

UNTITLED, UNTITLED_LINE, UNTITLED_LINES = 8, 4, 20
"""Lines that a date counts as below the title where none was found: with the article's first line, for every line below
it, and up to how many of these."""

UNDER_LINE = 6
"""Points that every line below the article takes of a label at most: one right below is as good as one above."""

RIGHT_BELOW = 4
"""Lines below the title in which the page's own date stands, though a list begins there."""

ONE_GAP, TWO_GAPS = 8, 14
"""Lines between one date and the next, and the one after that, up to which they make a list."""

FREE_WORDS = 8
"""Words beside a date that take nothing: a byline, an outlet, a number of views."""

SIGNED = 5
"""Lines below the article in which a date below a byline is the article's; further down stand teasers."""

SIGNATURE = r"^(?:\p{Lu}[\pL.'’-]*\s){0,3}\p{Lu}[\pL.'’-]*(?:\p{Ll}|,\s)$"
"""A name that a date below the article is glued to, or the place where it was signed: "Jane DoeMay 3, 2024"."""

COMMENTED = 3
"""Different days behind labels from which those below the article are comments'."""

RANKS = {"header": 0, "dateline": 1, "attribution": 2, "event": 2, "page_clock": 3}
"""Bases in the order in which they win; labels are points within the first."""


@made_of_words
def byline() -> str:
    """A date behind a byline is the article's."""
    return rf"^(?i:{alternation(phrases('byline', 'by', 'opening_by', 'opening'))})[\s:]"


@made_of_words
def _by_behind() -> str:
    """A name behind the date of a line below the article: it signs the article."""
    return rf"^\W*(?i:{alternation(phrases('byline', 'by', 'opening_by'))})\s\pL"


@made_of_words
def _counted() -> str:
    """The number of a post's comments, behind its day: "June 3, 2024 · 6 Comments"."""
    return rf"^\s?[·•|–-]?\s?[0-9]+\s(?i:{alternation(phrases('comments', 'equals'))})\b"


def scored(hits: pl.DataFrame) -> pl.DataFrame:
    """``points`` of a header date: label, time and nearness to the title speak for it, other dates against."""
    # without a title the article's opening is what is left to measure from
    untitled = UNTITLED + UNTITLED_LINE * (pl.col("index") - pl.col("opens")).clip(0, UNTITLED_LINES).fill_null(0)
    far = pl.when(pl.col("distance") < NOWHERE).then("distance").otherwise(untitled)
    after = pl.min_horizontal(far, HEAD) + FURTHER * pl.max_horizontal(far - HEAD, 0)
    before = pl.min_horizontal(ABOVE - ABOVE_LINE * far, MOST_ABOVE)
    away = pl.when(far >= 0).then(pl.min_horizontal(after, MOST_BELOW)).otherwise(before)
    # a label right below the article is as good as one above it
    under = pl.col("below").is_between(1, NOWHERE // 2)
    # comments repeat a label ("Posted by: Jane Doe at December 19, 2025"): below the article it says nothing there
    repeated = pl.col("label") == "published"
    days_labelled = pl.col("date").filter(repeated).n_unique().over("doc")
    commented = under & repeated & (days_labelled >= COMMENTED)
    away = (
        pl.when(under & pl.col("label").is_not_null())
        .then(pl.min_horizontal(away, UNDER_LINE * pl.col("below")))
        .otherwise(away)
    )
    near = pl.col("below") <= SIGNED
    signed = pl.col("rest_after").str.contains(_by_behind()) | (near & pl.col("above").str.contains(byline()))
    named = pl.col("rest_before").str.contains(SIGNATURE) & pl.col("weekday").is_null()  # with one a schedule begins
    # "Von Erika am 3.6.2024, 10:23" below a short article is its byline
    named |= pl.col("rest_before").str.contains(byline())
    signed |= near & (named | pl.col("rest_after").str.contains(_counted()))
    foreign = under & pl.col("label").is_null() & ~signed
    lines = hits.filter(pl.col("basis") == "header").select("doc", "index", "label").unique(["doc", "index"])
    crowd = (
        lines.sort("doc", "index")
        .with_columns(next_gap=_gap(-1), next_gap_2=_gap(-2), last_gap=-_gap(1))
        .with_columns(
            listed=((pl.col("next_gap_2") <= TWO_GAPS) & (pl.col("next_gap") > 1)).fill_null(value=False)
            | ((pl.col("last_gap") <= ONE_GAP) & (pl.col("next_gap") <= ONE_GAP) & (pl.col("next_gap") > 1)).fill_null(
                value=False
            )
        )
        .select("doc", "index", "listed")
    )
    points = (
        POINTS["plain"]
        + pl.when(pl.col("label") == "published")
        .then(POINTS["published"])
        .when(pl.col("label") == "updated")
        .then(POINTS["updated"])
        .otherwise(0)
        - pl.when(pl.col("label") == "published").then(away / 2).otherwise(away)
        + pl.when(pl.col("time").is_not_null().any().over("doc", "index")).then(POINTS["timed"]).otherwise(0)
        + pl.when(pl.col("listed") & ~(under & signed).fill_null(value=False))
        .then(pl.when(far.is_between(0, RIGHT_BELOW)).then(POINTS["listed_below_title"]).otherwise(POINTS["listed"]))
        .otherwise(0)
        + pl.when("only").then(0).otherwise(POINTS["word"] * pl.max_horizontal(pl.col("words_beside") - FREE_WORDS, 0))
        + pl.when(foreign | commented)
        .then(POINTS["foreign"])
        .when(under & pl.col("label").is_null())
        .then(POINTS["signed"] + away)
        .otherwise(0)
        + pl.when(pl.col("rest_before").str.contains(byline())).then(POINTS["byline"]).otherwise(0)
        + pl.when(pl.col("only_day")).then(POINTS["only_day"]).otherwise(0)
        + pl.when(pl.col("retold")).then(POINTS["retold"]).otherwise(0)
    )
    ranks = pl.col("basis").replace_strict(RANKS, return_dtype=pl.Int32)
    hits = hits.with_columns(only_day=(pl.col("date").filter(pl.col("basis") == "header").n_unique().over("doc") == 1))
    scored = hits.join(crowd, on=["doc", "index"], how="left", maintain_order="left").with_columns(
        points=pl.when(pl.col("basis") == "header")
        .then(points)
        .otherwise(POINTS["plain"] * pl.col("likely").fill_null(1.0))
        .cast(pl.Float64),
        rank=ranks,
    )
    named = pl.when(pl.col("basis") == "header").then(
        pl.when(pl.col("label") == "published")
        .then(pl.lit("published_label"))
        .when(pl.col("label") == "updated")
        .then(pl.lit("updated_label"))
        .otherwise(pl.lit("header"))
    )
    return scored.with_columns(basis=pl.coalesce(named, "basis"))


def _gap(step: int) -> pl.Expr:
    """Lines to the row ``-step`` rows further, null where that is another page's."""
    same = pl.col("doc").shift(step) == pl.col("doc")
    return pl.when(same).then(pl.col("index").shift(step) - pl.col("index"))
