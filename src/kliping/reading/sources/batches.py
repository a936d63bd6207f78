"""Cutting files into batches.

Belongs here: which files are read together, and what the batch is called. Does not belong here: reading them.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import FILES
from kliping.reading.sources.files import File, is_one_page, pieces_of
from kliping.reading.sources.parts import Share, shares
from kliping.words import with_lexicons

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kliping.settings.reading import ReadingSettings

PLANNED = pl.Schema([*FILES.items(), ("part", pl.String), ("batch", pl.String)])
"""FILES with the part of the file (null: all of it) and the batch."""


def plan_batches(files: pl.DataFrame, settings: ReadingSettings, lexicons: Sequence[Path] = ()) -> pl.DataFrame:
    """``files`` (FILES) with the columns ``part`` and ``batch``, ordered by address: the PLANNED frame.

    A batch holds at most ``settings.batch_documents`` documents and ``settings.batch_bytes`` bytes. A file that holds
    more stands in several rows, each a ``part`` (which documents, and where the file is opened for them); to know them,
    every file that can hold more than one page is gone through once. What stands in ``batch`` keeps the batches of a
    plan apart, ``b-`` and 12 hexadecimal digits made from the addresses, content and parts it holds; the ledger names
    them (``kliping.warehouse.store``). ``lexicons`` are the folders of words that the files are read with.
    """
    with with_lexicons(lexicons):
        return _planned(files, settings)


def _planned(files: pl.DataFrame, settings: ReadingSettings) -> pl.DataFrame:
    ordered = files.sort("uri")
    rows: list[int] = []
    parts: list[str | None] = []
    numbers: list[int] = []
    documents, size, number = 0, 0, 0
    for row, (uri, length) in enumerate(ordered.select("uri", "bytes").iter_rows()):
        for share in _shares(uri, length, settings):
            if documents and (
                documents + share.documents > settings.batch_documents or size + share.bytes > settings.batch_bytes
            ):
                documents, size, number = 0, 0, number + 1
            documents, size = documents + share.documents, size + share.bytes
            rows.append(row)
            parts.append(share.part)
            numbers.append(number)
    planned = ordered[rows].with_columns(
        part=pl.Series(parts, dtype=pl.String), number=pl.Series(numbers, dtype=pl.Int64)
    )
    content = pl.concat_str("uri", pl.col("sha256").fill_null(""), pl.col("part").fill_null(""), separator="\0")
    contents = planned.group_by("number", maintain_order=True).agg(content.str.join("\n").alias("content"))["content"]
    names = ["b-" + hashlib.sha256(one.encode()).hexdigest()[:12] for one in contents]
    return planned.select(
        *FILES, "part", pl.Series("batch", [names[number] for number in planned["number"]], dtype=pl.String)
    )


def _shares(uri: str, length: int, settings: ReadingSettings) -> list[Share]:
    if is_one_page(uri, length):
        return [Share(None, 1, length)]
    return shares(pieces_of(File(uri, length), settings), settings)
