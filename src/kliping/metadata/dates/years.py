"""What a date expression leaves open: which numeral is the month, and which year.

Belongs here: solving an expression from its weekday, its language and the page's other dates. Does not belong here:
finding expressions, and what a date is worth.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from kliping.words import with_manner

MONTHS, DAYS = 12, 31
"""Of a year, and of a month at most."""

SPAN = 45
"""Days within which a full date on the page settles one that leaves something open: a page speaks of its own weeks."""

MEMORY = 30
"""Years before the arrival among which a missing year is sought."""

KEY = ["row", "start"]

SHEET_CLOCK = r"^\s[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$"
"""What a spreadsheet puts behind a day."""


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
    possible = in_month.is_between(1, MONTHS) & (in_day >= 1) & (in_day <= longest)
    return pl.date(pl.when(possible).then(in_year), in_month, in_day)


def _in_order(hits: pl.DataFrame) -> pl.DataFrame:
    """``month`` and ``day`` of numerals: what is possible, the weekday, the page and the language settle "3/4/2024".

    Points are never put between month and day, and few languages put the month first (``with_manner``). But
    spreadsheets write American dates in all, and a line that is nothing but numerals and a clock may be a
    spreadsheet's. In those few nothing is assumed: what neither the weekday nor another date of the page settles
    stays open.
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
        page_says_month=(slashed & (second > MONTHS)).any().over("doc"),
        page_says_day=(slashed & (first > MONTHS)).any().over("doc"),
    )
    away = {
        order: (pl.col(order) - pl.col("known")).dt.total_days().abs().min().alias(f"{order}_away")
        for order in ("day_first", "month_first")
    }
    near = (
        open_.filter(slashed & (first <= MONTHS) & (second <= MONTHS) & (first != second))
        .select(*KEY, "doc", "day_first", "month_first")
        .join(_known_days(hits, open_), on="doc")
        .group_by(KEY)
        .agg(*away.values())
    )
    open_ = open_.join(near, on=KEY, how="left", maintain_order="left")
    by_day, by_month = pl.col("day_first_away"), pl.col("month_first_away")
    weekday = pl.col("weekday")
    fits_day, fits_month = (pl.col(one).dt.weekday() == weekday for one in ("day_first", "month_first"))
    late_day, late_month = (
        (pl.col(one) > pl.col("arrival").dt.offset_by("1d")).fill_null(value=False)
        for one in ("day_first", "month_first")
    )
    alone = (pl.col("rest_before") == "") & pl.col("rest_after").str.contains(SHEET_CLOCK)
    unpadded = pl.col("expression").str.contains(r"\b[0-9]/") | pl.col("rest_after").str.contains(r"^\s[0-9]:")
    may_lead = pl.col("language").is_in([*with_manner("month first"), "und"]) | pl.col("language").is_null()
    which = (
        pl.when(second > MONTHS)
        .then(pl.lit("month"))
        .when((first > MONTHS) | (first == second) | ~slashed)
        .then(pl.lit("day"))
        .when(weekday.is_not_null() & fits_day & ~fits_month)
        .then(pl.lit("day"))
        .when(weekday.is_not_null() & fits_month & ~fits_day)
        .then(pl.lit("month"))
        .when(late_day & ~late_month)
        .then(pl.lit("month"))
        .when(late_month & ~late_day)
        .then(pl.lit("day"))
        .when(~may_lead & ~alone)
        .then(pl.lit("day"))
        .when(pl.col("page_says_month") & ~pl.col("page_says_day"))
        .then(pl.lit("month"))
        .when(pl.col("page_says_day") & ~pl.col("page_says_month"))
        .then(pl.lit("day"))
        .when((by_day <= SPAN) & (by_day < by_month))
        .then(pl.lit("day"))
        .when((by_month <= SPAN) & (by_month < by_day))
        .then(pl.lit("month"))
        .when(alone & unpadded & ~may_lead)
        .then(pl.lit("month"))
        .when(may_lead)
        .then(None)
        .otherwise(pl.lit("day"))
    )
    # no column but month and day may come out changed: callers have columns of their own, by whatever name
    month_first, day_first = which == "month", which == "day"
    solved = open_.with_columns(
        month=pl.when(month_first).then(first).when(day_first).then(second).otherwise("month"),
        day=pl.when(month_first).then(second).when(day_first).then(first).otherwise("day"),
    )
    return pl.concat([hits.filter(~numeral), solved.select(hits.columns)]).sort(KEY, maintain_order=True)


def _known_days(hits: pl.DataFrame, numerals: pl.DataFrame) -> pl.DataFrame:
    """``known``: the days of each document that are beyond doubt: told with the month's name, or with the weekday.

    A day without a year is taken to be of the years that the document's numerals name.

    Args:
        hits: as ``resolve`` takes them.
        numerals: those whose order is open, with both readings.
    """
    named = hits.filter(pl.col("first").is_null() & pl.col("year").is_not_null()).select(
        "doc", known=_date("year", "month", "day")
    )
    weekday = pl.col("weekday")
    fits = {order: pl.col(order).dt.weekday() == weekday for order in ("day_first", "month_first")}
    only_day, only_month = fits["day_first"] & ~fits["month_first"], fits["month_first"] & ~fits["day_first"]
    one = pl.when(only_day.fill_null(fits["day_first"])).then("day_first").when(only_month).then("month_first")
    dayed = numerals.filter(weekday.is_not_null()).select("doc", known=one)
    years = numerals.select("doc", "year").drop_nulls().unique()
    partial = hits.filter(weekday.is_not_null() & pl.col("year").is_null()).drop("year").join(years, on="doc")
    partial = partial.with_columns(month=pl.coalesce("month", "second"), day=pl.coalesce("day", "first")).with_columns(
        known=_date("year", "month", "day")
    )
    dated = partial.filter(pl.col("known").dt.weekday() == weekday).select("doc", "known")
    return pl.concat([named, dayed, dated]).drop_nulls().unique()


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
