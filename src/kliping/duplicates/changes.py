"""What changed between two editions' groups, for the edition's record.

Belongs here: comparing two DUPLICATES frames. Does not belong here: making them.
"""

from __future__ import annotations

import polars as pl

from kliping.duplicates.schemas import CANONICAL_CHANGES
from kliping.frames import conform


def canonical_changes(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """CANONICAL_CHANGES from ``old`` to ``new`` (DUPLICATES): documents of both, counted by where they moved.

    One row when a better canonical took over a group; several rows with one ``group_id`` when groups were joined, with
    one ``old_group_id`` when a group came apart. Empty when nothing changed for documents that were there before.
    """
    before = old.select("document_id", old_group_id="group_id", old_canonical_document_id="canonical_document_id")
    moved = new.join(before, on="document_id").filter(
        (pl.col("canonical_document_id") != pl.col("old_canonical_document_id"))
        | (pl.col("group_id") != pl.col("old_group_id"))
    )
    keys = ["old_group_id", "group_id", "old_canonical_document_id", "canonical_document_id"]
    known = pl.col("canonical_document_id").is_in(old["document_id"].implode())
    return conform(
        moved.group_by(keys).agg(documents=pl.len()).with_columns(canonical_is_new=~known).sort(keys),
        CANONICAL_CHANGES,
    )
