"""What a date expression leaves open: which numeral is the month, and which year.

Belongs here: solving an expression from its weekday, its language and the page's other dates. Does not belong here:
finding expressions, and what a date is worth.
"""

from __future__ import annotations

from functools import cache

import polars as pl

SPAN = 45
"""Days within which a full date on the page settles one that leaves something open: a page speaks of its own weeks."""

MEMORY = 30
"""Years before the arrival among which a missing year is sought."""

KEY = ["row", "start"]


def resolve(hits: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """``date``: the one day an expression can mean, or null.

    Args:
        hits: rows of ``find_dates`` with ``doc``, ``language`` and ``arrival`` (Date).
        years: ``doc``, ``latest_year`` (Int32): the latest year that the article's body mentions.
    """
    ordered = _in_order(hits)
    dated = ordered.with_columns(date=_date("year", "month", "day"))
    return _missing_years(dated, years)


@cache
def _date(year: str, month: str, day: str) -> pl.Expr:
    """The date, or null where the calendar has no such day."""
    in_year, in_month, in_day = (pl.col(name).cast(pl.Int32) for name in (year, month, day))
    leap = (in_year % 4 == 0) & ((in_year % 100 != 0) | (in_year % 400 == 0))
    february = pl.when(leap).then(29).otherwise(28)
    longest = pl.when(in_month == 2).then(february).when(in_month.is_in([4, 6, 9, 11])).then(30).otherwise(31)
    possible = in_month.is_between(1, 12) & (in_day >= 1) & (in_day <= longest)
    return pl.date(pl.when(possible).then(in_year), in_month, in_day)


def _in_order(hits: pl.DataFrame) -> pl.DataFrame:
    """``month`` and ``day`` of numerals: what is possible, the weekday, the page and the language settle "3/4/2024".

    Points are never put between month and day, and only English puts the month first. In English nothing is
    assumed: what neither the weekday nor another date of the page settles stays open.
    """
    numeral = pl.col("first").is_not_null()
    numerals = hits.filter(numeral)
    if numerals.is_empty():
        return hits
    first, second = pl.col("first"), pl.col("second")
    slashed = ~pl.col("sign").str.starts_with(".")
    # a year that is missing is found later: the weekday of 29 February needs a leap year, any will do for order
    open_ = numerals.with_columns(
        day_first=_date("year", "second", "first"),
        month_first=_date("year", "first", "second"),
        page_says_month=(slashed & (second > 12)).any().over("doc"),
        page_says_day=(slashed & (first > 12)).any().over("doc"),
    )
    known = hits.filter(pl.col("first").is_null() & pl.col("year").is_not_null()).select(
        "doc", known=_date("year", "month", "day")
    )
    near = (
        open_.filter(slashed & (first <= 12) & (second <= 12) & (first != second))
        .select(*KEY, "doc", "day_first", "month_first")
        .join(known.drop_nulls().unique(), on="doc")
        .group_by(KEY)
        .agg(
            ((pl.col("day_first") - pl.col("known")).dt.total_days().abs().min() <= SPAN).alias("near_day_first"),
            ((pl.col("month_first") - pl.col("known")).dt.total_days().abs().min() <= SPAN).alias("near_month_first"),
        )
    )
    open_ = open_.join(near, on=KEY, how="left", maintain_order="left")
    weekday = pl.col("weekday")
    fits_day, fits_month = (pl.col(one).dt.weekday() == weekday for one in ("day_first", "month_first"))
    late_day, late_month = (
        (pl.col(one) > pl.col("arrival").dt.offset_by("1d")).fill_null(value=False)
        for one in ("day_first", "month_first")
    )
    order = (
        pl.when(second > 12)
        .then(pl.lit("month"))
        .when((first > 12) | (first == second) | ~slashed)
        .then(pl.lit("day"))
        .when(weekday.is_not_null() & fits_day & ~fits_month)
        .then(pl.lit("day"))
        .when(weekday.is_not_null() & fits_month & ~fits_day)
        .then(pl.lit("month"))
        .when(late_day & ~late_month)
        .then(pl.lit("month"))
        .when(late_month & ~late_day)
        .then(pl.lit("day"))
        .when(pl.col("page_says_month") & ~pl.col("page_says_day"))
        .then(pl.lit("month"))
        .when(pl.col("page_says_day") & ~pl.col("page_says_month"))
        .then(pl.lit("day"))
        .when(pl.col("near_day_first") & ~pl.col("near_month_first"))
        .then(pl.lit("day"))
        .when(pl.col("near_month_first") & ~pl.col("near_day_first"))
        .then(pl.lit("month"))
        .when(pl.col("language").is_in(["en", "und"]) | pl.col("language").is_null())
        .then(None)
        .otherwise(pl.lit("day"))
    )
    # no column but month and day may come out changed: callers have columns of their own, by whatever name
    by_month, by_day = order == "month", order == "day"
    solved = open_.with_columns(
        month=pl.when(by_month).then(first).when(by_day).then(second).otherwise("month"),
        day=pl.when(by_month).then(second).when(by_day).then(first).otherwise("day"),
    )
    return pl.concat([hits.filter(~numeral), solved.select(hits.columns)]).sort(KEY, maintain_order=True)


def _missing_years(hits: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """A missing year from the weekday, the page's full dates, the years it mentions and the arrival, if one is left.

    First the years that put the day within ``SPAN`` of a full date of the page; then, for a day with its weekday, the
    years from the latest that the article mentions up to the arrival.
    """
    open_ = hits.filter(pl.col("year").is_null() & pl.col("month").is_not_null())
    if open_.is_empty():
        return hits
    full = hits.filter(pl.col("date").is_not_null()).select("doc", pl.col("date").alias("known")).unique()
    last = pl.col("arrival").dt.year()
    tried = (
        open_.select(*KEY, "doc", "month", "day", "weekday", "arrival")
        .join(years, on="doc", how="left")
        .with_columns(candidate=pl.int_ranges(last - MEMORY, last + 1, dtype=pl.Int32))
        .explode("candidate")
        .with_columns(guess=_date("candidate", "month", "day"))
        .filter(pl.col("guess").is_not_null() & (pl.col("guess") <= pl.col("arrival").dt.offset_by("1d")))
        .filter(pl.col("weekday").is_null() | (pl.col("guess").dt.weekday() == pl.col("weekday")))
    )
    near = tried.join(full, on="doc").filter((pl.col("guess") - pl.col("known")).dt.total_days().abs() <= SPAN)
    within = tried.filter(pl.col("weekday").is_not_null() & (pl.col("candidate") >= pl.col("latest_year")))
    solved = (
        pl.concat([_only(near).with_columns(rank=pl.lit(0)), _only(within).with_columns(rank=pl.lit(1))])
        .sort("rank")
        .unique(KEY, keep="first", maintain_order=True)
    )
    return (
        hits.join(solved.drop("rank"), on=KEY, how="left", maintain_order="left")
        .with_columns(date=pl.coalesce("date", "guess"))
        .drop("guess")
    )


def _only(guesses: pl.DataFrame) -> pl.DataFrame:
    """The guess of each expression that has exactly one."""
    return (
        guesses.group_by(KEY)
        .agg(pl.col("guess").first(), pl.col("guess").n_unique().alias("count"))
        .filter(pl.col("count") == 1)
        .select(*KEY, "guess")
    )
