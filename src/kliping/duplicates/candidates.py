"""Candidates: pairs of bodies worth comparing, found through keys they share.

Belongs here: the index of keys, and joining a batch with it. Does not belong here: similarity.

A key is a band of MinHash values, or a paragraph. All bodies with one key are a *bucket*. In a bucket every body is
paired with the few smallest by hash (its anchors), so a bucket of n bodies costs n times a constant. Which bodies are
anchors depends on the bucket alone, never on the order of arrival: a body that joins can only take the place of an
anchor, and ``supported_pairs`` drops the pairs that one bucket over all batches would not have made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping.duplicates.schemas import BAND_KEYS, CANDIDATES, FULL_BUCKETS
from kliping.duplicates.signatures import list_values
from kliping.frames import conform, empty
from kliping.text.buffers import read_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TypeAlias

    import numpy.typing as npt

    from kliping.settings import DuplicateSettings

    Array: TypeAlias = npt.NDArray[Any]

_PARTS = 16
"""Keys are sorted a part at a time, so that the search needs little memory beyond what it is given."""


class Candidates(NamedTuple):
    """What a batch adds: pairs to compare, and the buckets too large to compare every pair of."""

    pairs: pl.DataFrame
    """CANDIDATES."""
    full_buckets: pl.DataFrame
    """FULL_BUCKETS."""


def band_keys(signatures: pl.DataFrame) -> pl.DataFrame:
    """BAND_KEYS of ``signatures``: the batch's part of the index, each body once."""
    once = signatures.filter(pl.col("body").is_first_distinct()).select("body", key="keys")
    return conform(once.explode("key", empty_as_null=False), BAND_KEYS)


def candidate_pairs(
    new_keys: pl.DataFrame, index: pl.DataFrame | pl.LazyFrame, settings: DuplicateSettings
) -> Candidates:
    """The pairs of bodies that ``new_keys`` brings: among its own bodies, and with those in ``index``.

    Both are BAND_KEYS; the index may hold the new keys too, and of it nothing counts but the keys that are new.
    """
    touched = new_keys.lazy().select("key").unique()
    known = index.lazy().select("key", "body").join(touched, on="key", how="semi").collect()
    entries = pl.concat([new_keys.select("key", "body"), known])
    return _paired(_parts(entries), new_keys["body"].unique(), settings)


def all_candidate_pairs(signatures: pl.DataFrame | pl.LazyFrame, settings: DuplicateSettings) -> Candidates:
    """The pairs of bodies among ``signatures``: ``candidate_pairs`` of one batch that is everything, in less memory."""
    signed = signatures.lazy().select("body", "keys").collect()
    return _paired(_parts_of_lists(signed), signed["body"].drop_nulls().unique(), settings)


def _parts(entries: pl.DataFrame) -> Iterator[tuple[Array, Array]]:
    """Keys and bodies of BAND_KEYS, a part of the keys at a time."""
    import numpy as np

    keys, bodies = entries["key"].to_numpy(), entries["body"].to_numpy()
    part = (keys >> np.uint64(60)).astype(np.uint8)
    for number in range(_PARTS):
        chosen = np.flatnonzero(part == number)
        yield keys[chosen], bodies[chosen]


def _parts_of_lists(signed: pl.DataFrame) -> Iterator[tuple[Array, Array]]:
    """Keys and bodies of the columns body and keys of SIGNATURES, a part of the keys at a time."""
    import numpy as np

    bodies = signed["body"].fill_null(0).to_numpy()
    chunks = []
    start = 0
    for chunk in signed["keys"].get_chunks():
        values, ends = list_values(chunk)
        chunks.append((values, ends, bodies[start : start + len(chunk)]))
        start += len(chunk)
    for number in range(_PARTS):
        found = [
            (np.flatnonzero(values >> np.uint64(60) == number), values, ends, owners) for values, ends, owners in chunks
        ]
        keys = [values[chosen] for chosen, values, _, _ in found]
        owned = [owners[np.searchsorted(ends, chosen, "right") - 1] for chosen, _, ends, owners in found]
        yield np.concatenate([np.zeros(0, np.uint64), *keys]), np.concatenate([np.zeros(0, np.uint64), *owned])


def _paired(parts: Iterable[tuple[Array, Array]], new: pl.Series, settings: DuplicateSettings) -> Candidates:
    """Candidates among entries that come in parts, each key in one part only; pairs have a body of ``new``."""
    import numpy as np

    known = new.sort().to_numpy()
    found = [_pairs_of(*_shared(keys, bodies), known, settings.bucket_anchors) for keys, bodies in parts]
    left = np.concatenate([part.left for part in found])
    right = np.concatenate([part.right for part in found])
    keys = np.concatenate([part.key for part in found])
    full = pl.concat([part.full for part in found])
    del found
    if keys.size == 0:
        return Candidates(empty(CANDIDATES), full)
    order = np.lexsort((keys, right, left))
    left, right, keys = left[order], right[order], keys[order]
    first = np.ones(keys.size, np.bool_)
    first[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    pairs = pl.DataFrame({"left": left[first], "right": right[first]}).with_columns(
        keys=_split(pl.Series(keys), np.append(np.flatnonzero(first), keys.size))
    )
    return Candidates(conform(pairs, CANDIDATES), full)


class _Part(NamedTuple):
    """What one part of the entries holds."""

    left: Array
    """The smaller body of each pair."""
    right: Array
    """The larger one."""
    key: Array
    """What both have."""
    full: pl.DataFrame
    """FULL_BUCKETS."""


def _pairs_of(keys: Array, bodies: Array, known: Array, anchors: int) -> _Part:
    """The pairs in sorted entries that have a body of ``known``."""
    import numpy as np

    from kliping.duplicates import pair_kernels

    hashes, seats = np.unique(bodies, return_inverse=True)
    seats = seats.astype(np.int64)
    at = np.minimum(np.searchsorted(known, hashes), known.size - 1)
    fresh = known[at] == hashes if known.size else np.zeros(hashes.size, np.bool_)
    pairs, origins, starts, sizes = pair_kernels.bucket_pairs(read_only(keys), seats, fresh, anchors)
    places, ends = pair_kernels.displaced_anchors(seats, fresh, starts, sizes, anchors)
    full = pl.DataFrame({"key": keys[starts], "bodies": sizes, "last_anchor": bodies[starts + anchors - 1]})
    full = full.with_columns(displaced=_split(pl.Series(bodies[places], dtype=pl.UInt64), ends))
    left = hashes[(pairs >> np.uint64(32)).astype(np.int64)]
    right = hashes[(pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)]
    return _Part(left, right, keys[origins], conform(full, FULL_BUCKETS))


def _shared(keys: Array, bodies: Array) -> tuple[Array, Array]:
    """The entries whose key more than one body has, each once, sorted by key and body."""
    import numpy as np

    if keys.size == 0:
        return keys, bodies
    order = np.argsort(keys)
    ordered = keys[order]
    same = ordered[1:] == ordered[:-1]
    often = order[np.append(same, False) | np.append(False, same)]
    often = often[np.lexsort((bodies[often], keys[often]))]
    keys, bodies = keys[often], bodies[often]
    fresh = np.ones(keys.size, np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]) | (bodies[1:] != bodies[:-1])
    return keys[fresh], bodies[fresh]


def _split(values: pl.Series, offsets: object) -> pl.Series:
    import pyarrow as pa

    return pl.Series(pl.from_arrow(pa.LargeListArray.from_arrays(pa.array(offsets), values.to_arrow())))


def merged_buckets(full_buckets: pl.DataFrame) -> pl.DataFrame:
    """Keys of the full buckets of several batches, each once, with the least last anchor seen."""
    return full_buckets.group_by("key").agg(pl.col("last_anchor").min())


def supported_pairs(pairs: pl.DataFrame, full_buckets: pl.DataFrame) -> pl.DataFrame:
    """``pairs`` (CANDIDATES or PAIRS of all batches) that one search over all batches would have found, each once.

    ``full_buckets`` are those of all batches. Sorted by left and right.
    """
    pairs = pairs.unique(["left", "right"], keep="any").sort("left", "right")
    limits = merged_buckets(full_buckets)
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
