"""Candidates: pairs of bodies worth comparing, found through keys they share.

Belongs here: the index of keys, and joining a batch with it. Does not belong here: similarity.

A key is a band of MinHash values, or a paragraph. All bodies with one key are a *bucket*. In a bucket every body is
paired with the few smallest by hash (its anchors), so a bucket of n bodies costs n times a constant. Which bodies are
anchors depends on the bucket alone, never on the order of arrival: a body that joins can only take the place of an
anchor, and ``supported_pairs`` drops the pairs that one bucket over all batches would not have made.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from kliping.duplicates.schemas import BAND_KEYS, CANDIDATES, FULL_BUCKETS
from kliping.frames import conform, empty
from kliping.settings import DuplicateSettings  # noqa: TC001 - named in public signatures


class Candidates(NamedTuple):
    """What a batch adds: pairs to compare, and the buckets too large to compare every pair of."""

    pairs: pl.DataFrame
    """CANDIDATES."""
    full_buckets: pl.DataFrame
    """FULL_BUCKETS."""


def band_keys(signatures: pl.DataFrame) -> pl.DataFrame:
    """BAND_KEYS of ``signatures``: the batch's part of the index, each body once, sorted by key."""
    keys = (
        signatures.lazy()
        .filter(pl.col("keys").list.len() > 0)
        .select("body", "keys")
        .unique("body")
        .explode("keys", empty_as_null=False, keep_nulls=False)
        .select(key="keys", body="body")
        .sort("key", "body")
        .collect()
    )
    return conform(keys, BAND_KEYS)


def candidate_pairs(
    new_keys: pl.DataFrame, index: pl.DataFrame | pl.LazyFrame, settings: DuplicateSettings
) -> Candidates:
    """The pairs of bodies that ``new_keys`` brings: among its own bodies, and with those in ``index``.

    Both are BAND_KEYS; the index may hold the new keys too. Only buckets the batch touches are read into memory, so
    apart from one scan of the index the cost grows with the batch.
    """
    import numpy as np

    from kliping.duplicates import pair_kernels

    touched = new_keys.lazy().select("key").unique()
    known = index.lazy().select("key", "body").join(touched, on="key", how="semi")
    entries = pl.concat([new_keys.lazy().select("key", "body"), known]).unique().sort("key", "body").collect()
    if entries.is_empty():
        return Candidates(empty(CANDIDATES), empty(FULL_BUCKETS))
    hashes, numbered = np.unique(entries["body"].to_numpy(), return_inverse=True)
    fresh = np.isin(hashes, new_keys["body"].unique().to_numpy())
    keys = entries["key"].to_numpy()
    pairs, origins, starts, sizes = pair_kernels.bucket_pairs(
        keys, numbered.astype(np.int64), fresh, settings.bucket_anchors
    )
    order = np.argsort(pairs, kind="stable")
    pairs, origins = pairs[order], origins[order]
    firsts = np.flatnonzero(np.diff(pairs, prepend=pairs[:1] + np.uint64(1))) if len(pairs) else np.zeros(0, np.int64)
    once = pairs[firsts]
    found = pl.DataFrame(
        {
            "left": hashes[(once >> np.uint64(32)).astype(np.int64)],
            "right": hashes[(once & np.uint64(0xFFFFFFFF)).astype(np.int64)],
        }
    ).with_columns(keys=_split(pl.Series(keys[origins]), np.append(firsts, len(pairs))))
    full = pl.DataFrame(
        {"key": keys[starts], "bodies": sizes, "last_anchor": hashes[numbered[starts + settings.bucket_anchors - 1]]}
    )
    return Candidates(conform(found, CANDIDATES), conform(full, FULL_BUCKETS))


def _split(values: pl.Series, offsets: object) -> pl.Series:
    import pyarrow as pa

    return pl.Series(pl.from_arrow(pa.LargeListArray.from_arrays(pa.array(offsets), values.to_arrow())))


def merged_buckets(full_buckets: pl.DataFrame) -> pl.DataFrame:
    """FULL_BUCKETS of several batches as one row a key: the largest size and the least last anchor seen."""
    return conform(
        full_buckets.group_by("key").agg(pl.col("bodies").max(), pl.col("last_anchor").min()).sort("key"), FULL_BUCKETS
    )


def supported_pairs(pairs: pl.DataFrame, full_buckets: pl.DataFrame) -> pl.DataFrame:
    """``pairs`` (CANDIDATES or PAIRS of all batches) that one search over all batches would have found, each once.

    ``full_buckets`` are those of all batches. Sorted by left and right.
    """
    pairs = pairs.unique(["left", "right"], keep="any").sort("left", "right")
    limits = merged_buckets(full_buckets).select("key", "last_anchor")
    if limits.is_empty():
        return pairs
    numbered = pairs.with_row_index("pair")
    kept = (
        numbered.select("pair", "left", key="keys")
        .explode("key", empty_as_null=False, keep_nulls=False)
        .join(limits, on="key", how="left")
        .filter(pl.col("last_anchor").is_null() | (pl.col("left") <= pl.col("last_anchor")))
        .select("pair")
        .unique()
    )
    return numbered.join(kept, on="pair", how="semi").sort("pair").drop("pair")
