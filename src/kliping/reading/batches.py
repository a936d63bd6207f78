"""Cutting files into batches.

Belongs here: which files are read together, and what the batch is called. Does not belong here: reading them.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from kliping.settings.reading import ReadingSettings


def plan_batches(files: pl.DataFrame, settings: ReadingSettings) -> pl.DataFrame:
    """``files`` (FILES) with the column ``batch``, ordered by address.

    A batch holds at most ``settings.batch_documents`` documents and ``settings.batch_bytes`` bytes. Its name,
    ``b-`` and 12 hexadecimal digits, is made from the addresses and content of its files: the same files, the same name.
    """
    ordered = files.sort("uri")
    numbers, documents, size, number = [], 0, 0, 0
    for one in ordered["bytes"]:
        if documents and (documents >= settings.batch_documents or size + one > settings.batch_bytes):
            documents, size, number = 0, 0, number + 1
        documents, size = documents + 1, size + one
        numbers.append(number)
    names = (
        ordered.with_columns(number=pl.Series(numbers, dtype=pl.Int64))
        .group_by("number", maintain_order=True)
        .agg(pl.concat_str("uri", pl.col("sha256").fill_null(""), separator="\0").str.join("\n").alias("content"))
    )
    batches = [_name(content) for content in names["content"]]
    return ordered.with_columns(batch=pl.Series([batches[number] for number in numbers], dtype=pl.String))


def _name(content: str) -> str:
    return "b-" + hashlib.sha256(content.encode()).hexdigest()[:12]
