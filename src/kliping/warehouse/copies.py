"""Copies across the whole corpus, found batch by batch: the cost of a new batch grows with the batch.

Belongs here: keeping the index of band keys and the verified pairs of every batch, and gathering what decides which
copy stays. Does not belong here: how copies are found (``kliping.duplicates``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates import band_keys, candidate_pairs, find_duplicates, verified_pairs
from kliping.duplicates.schemas import BAND_KEYS, FULL_BUCKETS, PAIRS, SIGNATURES
from kliping.frames import LINES, METADATA_EVIDENCE
from kliping.metadata import chosen_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.settings import Settings
    from kliping.warehouse.store import Store

INDEX = "band_keys"


def index_batches(store: Store, settings: Settings, batches: Sequence[str]) -> None:
    """Compare every batch that the index does not hold yet with those it holds, and enter it.

    The pairs of a batch are kept before its keys: a batch that was interrupted is compared again.
    """
    indexed = [name for name in sorted(batches) if store.recipe(INDEX, name) == settings.recipe]
    for name in sorted(set(batches) - set(indexed)):
        keys = band_keys(store.read("signatures", name))
        found = candidate_pairs(keys, store.scan(INDEX, indexed, BAND_KEYS), settings.duplicates)
        known = store.scan("signatures", [*indexed, name], SIGNATURES)
        store.write("pairs", name, verified_pairs(found.pairs, known, settings.duplicates), recipe=settings.recipe)
        store.write("full_buckets", name, found.full_buckets, recipe=settings.recipe)
        store.write(INDEX, name, keys, recipe=settings.recipe)
        indexed.append(name)


def find_copies(store: Store, settings: Settings, batches: Sequence[str], held: pl.DataFrame) -> pl.DataFrame:
    """DUPLICATES of the whole corpus; a held document is never the canonical of one that is not.

    Args:
        store: the home.
        settings: every threshold.
        batches: finished batches.
        held: QUARANTINE_REASONS.
    """
    index_batches(store, settings, batches)
    return find_duplicates(
        store.scan("signatures", batches, SIGNATURES),
        ranking(store, batches, held),
        settings.duplicates,
        pairs=store.scan("pairs", batches, PAIRS).collect(),
        full_buckets=store.scan("full_buckets", batches, FULL_BUCKETS).collect(),
    )


def ranking(store: Store, batches: Sequence[str], held: pl.DataFrame) -> pl.DataFrame:
    """What decides which copy stays: document_id, held, published_on, published_confidence, body_length.

    Args:
        store: the home.
        batches: finished batches.
        held: QUARANTINE_REASONS: documents that may not stay for others.
    """
    kept = pl.col("text").filter(pl.col("paragraph").is_not_null())
    lengths = (
        store.scan("settled_lines", batches, LINES).group_by("document_id").agg(body_length=kept.str.len_chars().sum())
    )
    dates = store.scan("metadata", batches, METADATA_EVIDENCE).filter(
        pl.col("chosen") & (pl.col("field") == "published_on")
    )
    dated = chosen_values(dates.collect()).select("document_id", "published_on", "published_confidence")
    return (
        lengths.collect()
        .join(dated, on="document_id", how="left")
        .with_columns(held=pl.col("document_id").is_in(held["document_id"].unique().to_list()))
    )
