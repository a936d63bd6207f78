"""The winners as one row a document, for the table of articles.

Belongs here: turning chosen evidence into columns. Does not belong here: choosing.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from kliping.fields import METADATA_FIELDS
from kliping.frames import LISTS
from kliping.tables.groups import ARTICLE_VERSIONS
from kliping.tables.tables import ARTICLES

NEAR_BASES = ("event", "attribution")
"""Bases on which a date is the day of the news: the page appeared then or at most two days later."""

_ARTICLE = ARTICLES.schema()

SINGLE = tuple(name for name in METADATA_FIELDS if _ARTICLE.get(name) == pl.String())
"""Fields of one value that is text: each has a column of its name."""

_DATED = tuple(name for name in _ARTICLE if name.startswith("published_"))

_FOUND = ARTICLES.schema(*SINGLE, *LISTS.values(), *_DATED)

_BEHIND = list(_FOUND).index(_DATED[-1]) + 1

CHOSEN = pl.Schema(
    {
        "document_id": _ARTICLE["document_id"],
        **dict(list(_FOUND.items())[:_BEHIND]),
        "published_at": pl.String(),  # as it was read, with its zone
        **ARTICLE_VERSIONS.schema("updated_on"),  # behind the other days
        **dict(list(_FOUND.items())[_BEHIND:]),
    }
)
"""Columns of ``chosen_values``. A date of month or year precision stands as its first day; a time whose zone the page
does not name is in ``published_local`` alone."""

OFFSET = r"(?:Z|[+-][0-9]{2}:[0-9]{2})$"
"""How a time with a zone ends; without it there is a clock, and no moment."""

UNIVERSAL = r"(?:Z|\+00:00)$"
"""How a time in UTC ends, which markup writes for machines: it is no clock of the page's."""

LOCAL = len("2024-06-03T14:56")
"""Characters of a time without its zone."""


ZONES, ZONE_STEP = (-48, 56), 15
"""How far clocks are from UTC, in steps, and the minutes of such a step: twelve hours behind it to fourteen before."""


def chosen_values(evidence: pl.DataFrame) -> pl.DataFrame:
    """One row a document that has evidence; a field without a chosen value is null, a list empty.

    Args:
        evidence: METADATA_EVIDENCE.

    Returns:
        CHOSEN, in the order in which documents first appear in ``evidence``.
    """
    ids = evidence.get_column("document_id").unique(maintain_order=True)
    seats = pl.DataFrame({"document_id": ids, "seat": pl.int_range(len(ids), eager=True)})
    won = evidence.filter(pl.col("chosen")).join(seats, on="document_id", how="left", maintain_order="left")
    fields = won.partition_by("field", as_dict=True, maintain_order=True)

    def chosen(field: str) -> pl.DataFrame:
        return fields.get((field,), won.clear())

    found = [ids]
    for field in SINGLE:
        found += _placed(chosen(field).select("seat", pl.col("value").alias(field)), len(ids))
    for field, column in LISTS.items():
        several = chosen(field).group_by("seat").agg(pl.col("value").unique(maintain_order=True).alias(column))
        found += [each.fill_null([]) for each in _placed(several, len(ids))]
    day = pl.col("value").add("-01-01").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    found += _placed(chosen("updated_on").select("seat", updated_on=day), len(ids))
    moment = pl.col("value")
    seated = evidence.join(seats, on="document_id", maintain_order="left")
    clocks = _printed_clocks(seated, chosen("published_on"), chosen("published_at"))
    times = chosen("published_at").join(clocks, on="seat", how="left", maintain_order="left")
    times = times.select(
        "seat",
        published_at=pl.when(moment.str.contains(OFFSET)).then(moment),
        published_local=pl.when(moment.str.contains(UNIVERSAL) & pl.col("day").is_not_null())
        .then(pl.coalesce("printed", pl.when(moment.str.starts_with(pl.col("day"))).then(moment.str.slice(0, LOCAL))))
        .otherwise(moment.str.slice(0, LOCAL)),
    )
    found += _placed(times, len(ids))
    dates = chosen("published_on").select(
        "seat",
        day.alias("published_on"),
        pl.when(pl.col("basis").is_in(NEAR_BASES))
        .then(pl.lit("near"))
        .otherwise(
            pl.col("value")
            .str.len_chars()
            .replace_strict([4, 7, 10], ["year", "month", "day"], default=None, return_dtype=pl.String)
        )
        .alias("published_precision"),
        pl.col("basis").alias("published_basis"),
        pl.col("confidence").alias("published_confidence"),
        pl.col("evidence").alias("published_evidence"),
        pl.col("line").alias("published_line"),
    )
    found += _placed(dates, len(ids))
    return pl.DataFrame(found).select(pl.col(name).cast(dtype) for name, dtype in CHOSEN.items())


def _printed_clocks(evidence: pl.DataFrame, days: pl.DataFrame, moments: pl.DataFrame) -> pl.DataFrame:
    """``seat``, ``day`` (the chosen one) and ``printed``: the clock by which lines of the page tell the chosen moment.

    It is that moment somewhere: some quarters of an hour away from UTC, and no other moment of that day.

    Args:
        evidence: METADATA_EVIDENCE with ``seat``.
        days: the chosen rows of ``published_on``.
        moments: the chosen rows of ``published_at``.
    """
    told = days.filter(~pl.col("basis").is_in(NEAR_BASES)).select("seat", day="value").unique("seat", keep="first")
    known = told.join(moments.select("seat", moment="value"), on="seat", how="left", maintain_order="left")
    lines = evidence.filter((pl.col("field") == "published_at") & pl.col("line").is_not_null()).join(
        known, on="seat", maintain_order="left"
    )
    printed, universal = (
        pl.col(name).str.slice(0, LOCAL).str.to_datetime("%Y-%m-%dT%H:%M", strict=False) for name in ("value", "moment")
    )
    away = (printed - universal).dt.total_minutes()
    somewhere = (away // ZONE_STEP).is_between(*ZONES) & (away % ZONE_STEP == 0)
    lines = lines.filter(pl.col("value").str.starts_with(pl.col("day")) & somewhere)
    best = lines.sort("seat", -pl.col("confidence"), maintain_order=True)
    best = best.unique("seat", keep="first", maintain_order=True)
    clocks = best.select("seat", printed=pl.col("value").str.slice(0, LOCAL))
    return told.join(clocks, on="seat", how="left", maintain_order="left")


def _placed(rows: pl.DataFrame, count: int) -> list[pl.Series]:
    """The columns behind ``seat``, each row at its seat, the first of several; null where there is none."""
    row = np.full(count, -1, np.int64)
    row[rows["seat"].to_numpy()[::-1]] = np.arange(rows.height)[::-1]
    at = pl.select(pl.when(pl.Series(row) >= 0).then(pl.Series(row))).to_series()
    return [column.gather(at) for column in rows.drop("seat")]
