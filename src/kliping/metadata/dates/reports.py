"""Live blogs: reports by the hour, the newest first, each below its own day and time.

Belongs here: telling such stamps from the day of publication. Does not belong here: what else speaks for a date
(``bases``), or reading it (``expressions``).
"""

from __future__ import annotations

import polars as pl

LEAST = 3
"""Stamps in the article from which it is told in reports."""

LONGEST = 14
"""Days over which one live blog runs; stamps of a longer time are those of a chronicle or of several pages."""


def behind_reports(weighed: pl.DataFrame) -> pl.DataFrame:
    """``weighed`` with the first day of a live blog before the later ones, where no label names the day.

    The newest report stands on top, where a day of publication is looked for. The page appeared with its oldest one, or
    on the day that stands above them all.

    Args:
        weighed: dates as ``bases.judged`` weighs them.
    """
    header = (pl.col("basis") == "header") & (pl.col("distance") > 0) & (pl.col("below") <= 1)
    # one that stands above the article is the page's own or the newest report's
    inside = pl.col("time").is_not_null() & (pl.col("index") >= pl.col("opens") - 1)
    rows = weighed.with_row_index("at")
    stamps = rows.filter(header).sort("doc", "index", "start", maintain_order=True)
    stamps = stamps.unique(["doc", "index"], keep="first", maintain_order=True).with_columns(stamp=inside)
    day = pl.col("date").filter("stamp")
    parted = (pl.col("index").filter("stamp").diff() > 1).all()
    live = stamps.group_by("doc", maintain_order=True).agg(
        found=(pl.col("stamp").sum() >= LEAST)
        & (day.diff().dt.total_days() <= 0).all()
        & (day.first() > day.last())
        & ((pl.col("date").max() - pl.col("date").min()).dt.total_days() <= LONGEST)
        & parted,
        earliest=pl.col("date").min(),
        best=pl.col("points").max(),
    )
    live = live.filter("found")
    if live.is_empty():
        return weighed
    oldest = stamps.join(live, on="doc", maintain_order="left").filter(pl.col("date") == pl.col("earliest"))
    oldest = oldest.unique("doc", keep="first", maintain_order=True).select("at", "best")
    return (
        rows.join(oldest, on="at", how="left", maintain_order="left")
        .with_columns(points=pl.when(pl.col("best").is_not_null()).then(pl.col("best") + 1).otherwise("points"))
        .select(weighed.columns)
    )
