"""What has been read before: which listed files are new or changed, and which are gone.

Belongs here: comparing a listing with the ledger. The ledger is a frame that the store keeps: the columns of FILES with
``batch`` and ``first_seen_at``, one row for every file (or part of a file) that was read. Does not belong here:
keeping it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import FILES
from kliping.reading.sources.opening import opened

if TYPE_CHECKING:
    from kliping.settings.reading import ReadingSettings

_BLOCK = 1024**2


def changed_files(listed: pl.DataFrame, ledger: pl.DataFrame, _settings: ReadingSettings) -> pl.DataFrame:
    """The files of ``listed`` that are new or changed: FILES with ``sha256`` filled, ordered by address.

    A file whose size and time of change are those of its latest ledger row is taken as unchanged without opening it.
    Any other is hashed; the same content under the same address is not new, the same content under another address is.
    A file that cannot be opened keeps ``sha256`` null, and is listed again only when its size, time or readability
    changed.
    """
    known = _latest(ledger)
    fresh = listed.join(known, on="uri", how="left", maintain_order="left")
    same = (
        pl.col("bytes").eq_missing(pl.col("bytes_known"))
        & pl.col("modified_at").eq_missing(pl.col("modified_at_known"))
        & pl.col("seen")
    ).fill_null(value=False)
    fresh = fresh.with_columns(same=same).filter(~(pl.col("same") & pl.col("sha256_known").is_not_null()))
    hashes = [content_hash(uri) for uri in fresh["uri"]]
    fresh = fresh.with_columns(sha256=pl.Series(hashes, dtype=pl.String))
    unchanged = (
        pl.col("seen")
        & pl.col("sha256").eq_missing(pl.col("sha256_known"))
        & (pl.col("sha256").is_not_null() | pl.col("same"))
    ).fill_null(value=False)
    return fresh.filter(~unchanged).select(*FILES).sort("uri")


def removed_files(listed: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """The files of ``ledger`` that are not in ``listed`` any more: the latest ledger row of each, as FILES."""
    last = ledger.sort("first_seen_at", maintain_order=True).unique("uri", keep="last")
    return last.join(listed, on="uri", how="anti").select(*FILES).sort("uri")


def _latest(ledger: pl.DataFrame) -> pl.DataFrame:
    last = ledger.sort("first_seen_at", maintain_order=True).unique("uri", keep="last")
    return last.select(
        "uri",
        pl.col("bytes").alias("bytes_known"),
        pl.col("modified_at").alias("modified_at_known"),
        pl.col("sha256").alias("sha256_known"),
        pl.lit(value=True).alias("seen"),
    )


def content_hash(uri: str) -> str | None:
    """SHA-256 of a file's bytes in hexadecimal; None when it cannot be read."""
    try:
        with opened(uri) as file:
            digest = hashlib.sha256()
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError:
        return None
    return digest.hexdigest()
