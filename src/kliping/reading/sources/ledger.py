"""What has been read before: which listed files are new or changed, which were only touched, and which are gone.

Belongs here: comparing a listing with what is known. What is known is a frame that the store keeps: the columns of
FILES with ``first_seen_at``, one row for every version of a file (or part of it) and for every later look that saw an
earlier version again. Does not belong here: keeping it.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import polars as pl

from kliping.frames import FILES
from kliping.reading.sources.content import content_of


class Comparison(NamedTuple):
    """A listing beside what is known of its files. Frames are FILES, ordered by address."""

    fresh: pl.DataFrame  # new or changed, ``sha256`` filled where they could be read
    touched: pl.DataFrame  # the bytes that are known, with another time of change
    moving: pl.DataFrame  # written while they were hashed: for the next look


def compared(listed: pl.DataFrame, known: pl.DataFrame) -> Comparison:
    """The files of ``listed`` that are not as they were known last.

    A file whose size and time of change are those of its latest row is taken as unchanged without opening it; a time
    that nobody knows is equal to none. Any other is hashed: the same content under the same address is not new, the
    same content under another address is. A file that could not be opened is tried again at every look.
    """
    fresh = not_as_known(listed, known)
    found = _contents(fresh["uri"])
    fresh = fresh.with_columns(
        found["sha256"],
        found["moving"],
        bytes=pl.coalesce(found["bytes"], fresh["bytes"]),
        modified_at=pl.coalesce(found["modified_at"], fresh["modified_at"]),
    ).sort("uri")
    here = pl.col("seen").is_not_null() & ~pl.col("gone_known")
    unchanged = here.fill_null(value=False) & pl.col("sha256").eq_missing(pl.col("sha256_known"))
    timed = pl.col("sha256").is_not_null() & pl.col("modified_at").is_not_null()
    return Comparison(
        fresh.filter(~unchanged & ~pl.col("moving")).select(*FILES),
        fresh.filter(unchanged & timed & ~pl.col("moving")).select(*FILES),
        fresh.filter("moving").select(*FILES),
    )


def _contents(uris: pl.Series) -> pl.DataFrame:
    """What the files hold now: sha256, bytes, modified_at, moving.

    Made of columns: a frame made of a million rows of Python's would hold up every other thread for seconds.
    """
    sums, sizes, times, moving = list[str | None](), list[int | None](), list[datetime | None](), list[bool]()
    for uri in uris:
        content = content_of(uri)
        sums.append(content.sha256)
        sizes.append(content.bytes)
        times.append(content.modified_at)
        moving.append(content.moving)
    return pl.DataFrame(
        {
            "sha256": pl.Series(sums, dtype=pl.String),
            "bytes": pl.Series(sizes, dtype=pl.Int64),
            "modified_at": pl.Series(times, dtype=FILES["modified_at"]),
            "moving": pl.Series(moving, dtype=pl.Boolean),
        }
    )


def not_as_known(listed: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The files of ``listed`` whose size or time of change is not the latest known, with the columns of ``latest``."""
    beside = listed.join(latest(known), on="uri", how="left", maintain_order="left")
    same = (
        (pl.col("bytes") == pl.col("bytes_known"))
        & (pl.col("modified_at") == pl.col("modified_at_known"))
        & pl.col("sha256_known").is_not_null()
        & ~pl.col("gone_known")
    )
    return beside.filter(~same.fill_null(value=False))


def changed_files(listed: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The files of ``listed`` that are new or changed: FILES with ``sha256`` filled, ordered by address."""
    return compared(listed, known).fresh


def removed_files(listed: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The files of ``known`` that are not in ``listed`` any more: the latest row of each, as FILES."""
    last = known.sort("first_seen_at", maintain_order=True).unique("uri", keep="last")
    return last.join(listed, on="uri", how="anti").select(*FILES).sort("uri")


def latest(known: pl.DataFrame) -> pl.DataFrame:
    """Of every file its latest row: uri, bytes_known, modified_at_known, sha256_known, gone_known, and when: seen.

    A file that was missed by a look is not known as it was: its coming back has to be put on record.
    """
    last = known.sort("first_seen_at", maintain_order=True).unique("uri", keep="last", maintain_order=True)
    return last.select(
        "uri",
        pl.col("bytes").alias("bytes_known"),
        pl.col("modified_at").alias("modified_at_known"),
        pl.col("sha256").alias("sha256_known"),
        (pl.col("gone") if "gone" in last.columns else pl.lit(value=False)).alias("gone_known"),
        pl.col("first_seen_at").alias("seen"),
    )
