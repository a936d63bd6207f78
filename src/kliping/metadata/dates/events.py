"""How likely a day that the article speaks of is its day of publication, or at most two days before it.

Belongs here: the words around such a day and its place, and the probability they make. Does not belong here: finding
dates (``expressions``), and dates that stand outside sentences (``published``).

A reported event is the news of the day: "kata Bupati kepada wartawan, Selasa (13/6/2023)". What will be, and what was
long ago, is dated in the same manner, and the words before and behind the day tell them apart. The weights are those of
a logistic regression over 3,400 such days of 2,500 labelled Indonesian pages; with each site's days judged by weights
learnt from the others, 95 of a hundred days that reach ``LIKELY`` are the day of publication or at most two days early.
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.vocabulary import alternation
from kliping.text import lengths
from kliping.words import made_of_words, phrases

LIKELY = 0.88
"""Probability below which a day in a sentence says nothing of the day of publication."""

WEIGHTS = {
    "today": 2.38,  # the words say that it is the day of writing, or the one before
    "dateline": 0.6,  # a place or an outlet opens the paragraph, as it opens reports
    "comma": 0.64,  # the weekday follows a comma, as after a speaker or a place
    "said": 1.1,  # somebody says something that day
    "counted": 1.74,  # something is counted up to that day, the day of writing
    "soon": -1.22,  # it is yet to come
    "soon_after": -0.22,
    "past": -0.78,  # it is told as what came before
    "past_after": -0.41,
    "lead": 0.83,  # in the first paragraphs
    "deep": -0.37,  # far below them
    "several": -0.56,  # the article tells of other days too
    "earlier": -1.7,  # one of which is later
}
BIAS = 0.95
"""Log-odds of a day of which no word says anything, of the same regression: 72 in a hundred."""

LEAD, DEEP = 3, 7
"""Body lines below the first, up to which a day is in the lead, and behind which it is deep in the article: reports
name the day of the news at once, and further down what led to it. The regression's weights are for these bounds."""

DATELINE = rf"^.{lengths.DATELINE}?\s*(?:--+|—|\s?–|\s-)\s*\p{{Lu}}"
"""As in "SUKAMAJU, Kabar Contoh – Warga …"; the weight is the odds of such days against others of first paragraphs,
94 against 87 in a hundred, somewhat lowered."""

REACH_BEFORE, REACH_AFTER = 120, 60
"""Characters of the sentence on either side that speak of the day."""

SENTENCE_BEFORE = r"((?:[^.!?\"”]|[0-9]\.[0-9])*)$"
"""The sentence up to the day: the point of "5.700 kali" ends none."""

REACH_UNTIL = 33
"""Characters between "until" and the weekday; a pattern that counts them takes longer to make than all the others."""


def with_likelihood(days: pl.DataFrame) -> pl.DataFrame:
    """``days`` with ``likely``: the probability that the page appeared that day or at most two days later.

    Args:
        days: dates in body lines: doc, date, weekday, rest_before, rest_after, index, opens. A day whose weekday is
            another's is a slip of the pen in one or the other, and likely in no case.
    """
    before = pl.col("rest_before").str.extract(SENTENCE_BEFORE, 1).str.to_lowercase().str.slice(-REACH_BEFORE)
    after = pl.col("rest_after").str.slice(0, REACH_AFTER).str.extract(r"^([^.!?]*)", 1).str.to_lowercase()
    place = pl.col("index") - pl.col("opens")
    told = (
        days.with_columns(before=before, after=after)
        .with_columns(_told())
        .with_columns(
            soon=pl.col("soon") & ~pl.col("counted"),
            past=pl.col("past") & ~pl.col("counted"),
            lead=place <= LEAD,
            dateline=pl.col("rest_before").str.contains(DATELINE),
            deep=(place > DEEP) & ~pl.col("counted"),  # a count says the same wherever it stands
            several=pl.col("date").n_unique().over("doc") > 1,
            earlier=pl.col("date") < pl.col("date").max().over("doc"),
        )
    )
    score = pl.lit(BIAS)
    for sign, weight in WEIGHTS.items():
        score += weight * pl.col(sign).fill_null(value=False)
    agrees = (pl.col("date").dt.weekday() == pl.col("weekday")).fill_null(value=False)
    likely = pl.when(agrees).then(1 / (1 + (-score).exp())).otherwise(0.0)
    return days.with_columns(told.select(likely=likely).to_series())


@made_of_words
def _told() -> list[pl.Expr]:
    """What the words before and behind a day say of it."""

    def any_of(*kinds: str) -> str:
        return alternation(phrases("events", *kinds))

    before, after = pl.col("before"), pl.col("after")
    today, today_after = any_of("today"), any_of("today", "today_after")
    counting = rf"^.*\b{any_of('until')}\s((?:[\pL\s]*\s)?)\pL+,?\s?\(?$"
    near = before.str.extract(counting, 1).str.len_chars() <= REACH_UNTIL
    # "… ditonton lebih dari 5.700 kali per Senin (18/11)": what is counted may stand before as well
    counted = after.str.contains(any_of("counted", "tallied")) | before.str.contains(any_of("tallied"))
    return [
        before.str.contains(rf"\b{any_of('said')}\b").alias("said"),
        (near & counted).fill_null(value=False).alias("counted"),
        before.str.contains(rf"\b{any_of('soon', 'until')}\b").alias("soon"),
        after.str.contains(rf"^[^\pL]*{any_of('soon_after')}\b").alias("soon_after"),
        before.str.contains(rf"\b{any_of('past')}\b").alias("past"),
        after.str.contains(rf"^[^\pL]*{any_of('past_after')}\b").alias("past_after"),
        (
            before.str.slice(-REACH_AFTER).str.contains(rf"\b{today}\b")
            | after.str.contains(rf"^[^\pL]*{today_after}\b")
        ).alias("today"),
        before.str.contains(r",\s?[\pL’']+,?\s?\(?$").alias("comma"),
    ]
