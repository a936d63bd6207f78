"""Take-downs: documents that are to be removed everywhere and never read again.

Belongs here: what is remembered of a removed document (its address, or the hash of its content, and when), and which
rows that concerns. Does not belong here: removing rows from the store or the warehouse.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

from kliping.tables.description import UTC_TIME

if TYPE_CHECKING:
    from datetime import datetime

FORGOTTEN = pl.Schema(
    [
        ("uri", pl.String),  # of a file or a page, forgotten whatever it holds later; null: only a content is
        ("sha256", pl.String),  # of the document's bytes, or of its text, wherever they turn up; null: an address is
        ("forgotten_at", UTC_TIME),
    ]
)
"""What is kept of a take-down: the fact, and what is needed to keep it. No text, no title."""


def forget(forgotten: pl.DataFrame, documents: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """``forgotten`` (FORGOTTEN) with these documents added: uri, member, sha256, and url and text where known.

    A document that is a file by itself is forgotten by address and by content; a member or row by content, because its
    place may hold something else when the file changes, and by the page's own address (``url``), under which another
    crawl brings it again. The text counts as content too: a scraper writes the same text with another time beside it.
    """
    texts = documents.drop_nulls("text").select(sha256=_hashes(pl.col("text")))
    contents = pl.concat([documents.drop_nulls("sha256").select("sha256"), texts]).with_columns(uri=pl.lit(None))
    addresses = documents.filter(pl.col("member").is_null()).select("uri", pl.lit(None).alias("sha256"))
    pages = documents.drop_nulls("url").select(pl.col("url").alias("uri"), pl.lit(None).alias("sha256"))
    return _added(forgotten, [contents, addresses, pages], at)


def forget_address(forgotten: pl.DataFrame, uri: str, at: datetime) -> pl.DataFrame:
    """``forgotten`` with a whole file added: none of its documents, present or future, comes in again."""
    return _added(forgotten, [pl.DataFrame({"uri": [uri], "sha256": [None]})], at)


def remaining(rows: pl.DataFrame, forgotten: pl.DataFrame) -> pl.DataFrame:
    """The ``rows`` (FILES or DOCUMENTS: a frame with ``uri`` and ``sha256``) that no take-down concerns."""
    addresses = forgotten["uri"].drop_nulls().to_list()
    contents = forgotten["sha256"].drop_nulls().to_list()
    concerned = pl.col("uri").is_in(addresses) | pl.col("sha256").is_in(contents).fill_null(value=False)
    if "text" in rows.columns and contents:
        concerned |= _hashes(pl.col("text")).is_in(contents).fill_null(value=False)
    if "fields" in rows.columns:
        named = (pl.element().struct["field"] == "url") & pl.element().struct["value"].is_in(addresses)
        concerned |= pl.col("fields").list.eval(named).list.any().fill_null(value=False)
    return rows.filter(~concerned)


def _hashes(texts: pl.Expr) -> pl.Expr:
    """The SHA-256 of each text, in hexadecimal."""
    return texts.map_elements(lambda text: hashlib.sha256(text.encode()).hexdigest(), return_dtype=pl.String)


def _added(forgotten: pl.DataFrame, more: list[pl.DataFrame], at: datetime) -> pl.DataFrame:
    new = [
        frame.select(
            pl.col("uri").cast(pl.String),
            pl.col("sha256").cast(pl.String),
            pl.lit(at, dtype=UTC_TIME).alias("forgotten_at"),
        )
        for frame in more
    ]
    return pl.concat([forgotten.select(*FORGOTTEN), *new]).unique(["uri", "sha256"], keep="first", maintain_order=True)
