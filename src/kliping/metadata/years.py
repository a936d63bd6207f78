"""What a date expression leaves open: which numeral is the month, and which year.

Belongs here: solving an expression from its weekday, its language and the page's other dates. Does not belong here: finding
expressions, and what a date is worth.
"""

from __future__ import annotations

import polars as pl

SPAN = 45
"""Days within which a full date on the page fixes the year of one without."""


def resolve(hits: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """``date``: the one day an expression can mean, or null.

    Args:
        hits: rows of ``find_dates`` with ``doc``, ``language``, ``arrival`` (Date) and ``latest_day`` (Date).
        years: ``doc``, ``latest_year`` (Int32): the latest year that the article's body mentions.
    """
    ordered = _numerals(hits).with_columns(
        date=pl.when(pl.col("year").is_not_null()).then(pl.date("year", "month", "day"))
    )
    return _missing_years(ordered, years)


def _numerals(hits: pl.DataFrame) -> pl.DataFrame:
    day_first = (
        (pl.col("first") > 12)
        | (pl.col("sign").str.starts_with("."))
        | (pl.col("language").fill_null("en") != "en")
        | (pl.col("first") == pl.col("second"))
    )
    month_first = pl.col("second") > 12
    return hits.with_columns(
        month=pl.when(month_first).then("first").when(day_first).then("second").otherwise("month"),
        day=pl.when(month_first).then("second").when(day_first).then("first").otherwise("day"),
    )


def _missing_years(hits: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """A missing year from the weekday, the page's full dates, the years it mentions and the arrival; one solution only."""
    full = hits.filter(pl.col("date").is_not_null()).select("doc", pl.col("date").alias("known")).unique()
    open_ = hits.filter(pl.col("year").is_null() & pl.col("month").is_not_null())
    if open_.is_empty():
        return hits
    tried = (
        open_.select("row", "start", "doc", "month", "day", "weekday", "arrival")
        .join(years, on="doc", how="left")
        .with_columns(
            candidate=pl.int_ranges(pl.col("arrival").dt.year() - 30, pl.col("arrival").dt.year() + 1, dtype=pl.Int32)
        )
        .explode("candidate")
        .with_columns(guess=pl.date("candidate", "month", "day"))
        .filter(pl.col("guess").is_not_null() & (pl.col("guess") <= pl.col("arrival").dt.offset_by("1d")))
        .filter(pl.col("weekday").is_null() | (pl.col("guess").dt.weekday() == pl.col("weekday")))
    )
    near = (
        tried.join(full, on="doc")
        .filter((pl.col("guess") - pl.col("known")).dt.total_days().abs() <= SPAN)
        .unique(["row", "start", "guess"])
    )
    within = tried.filter(pl.col("weekday").is_not_null() & (pl.col("candidate") >= pl.col("latest_year")))
    solved = (
        pl.concat([_only(near).with_columns(rank=0), _only(within).with_columns(rank=1)])
        .sort("rank")
        .unique(["row", "start"], keep="first", maintain_order=True)
    )
    return (
        hits.join(solved.drop("rank"), on=["row", "start"], how="left", maintain_order="left")
        .with_columns(date=pl.coalesce("date", "guess"))
        .drop("guess")
    )


def _only(guesses: pl.DataFrame) -> pl.DataFrame:
    return (
        guesses.group_by("row", "start")
        .agg(pl.col("guess").first(), pl.col("guess").n_unique().alias("n"))
        .filter(pl.col("n") == 1)
        .select("row", "start", "guess")
    )
