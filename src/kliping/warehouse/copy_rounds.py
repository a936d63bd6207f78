"""The search for copies as works of a shuffle, a range of hashes at a time: no place ever holds all texts or all keys.

Belongs here: what is done with the rows of one range. Does not belong here: which rows come together, in what order the
rounds follow (``kliping.warehouse.copy_shuffle``), or grouping (``groups``).

Rounds: every batch is keyed (``key_batch``); bodies that share a key meet by key (``Paired``); pairs meet the text of
their left body by that body (``halved``), then the text of their right one, and are judged (``Judged``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates.candidates import band_keys, candidate_pairs
from kliping.duplicates.schemas import BAND_KEYS, CANDIDATES, FULL_BUCKETS, PAIRS, SIGNATURES
from kliping.duplicates.similarity import verified_pairs
from kliping.engines import Kept
from kliping.frames import conform, empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kliping.engines import Batch
    from kliping.settings import DuplicateSettings

TEXTS = pl.Schema({name: SIGNATURES[name] for name in ("body", "shingles", "scale", "numbers", "tokens")})
"""What of a body is compared."""

_LEFT = {name: f"left_{name}" for name in TEXTS.names() if name != "body"}

HALVES = pl.Schema({**CANDIDATES, **{renamed: TEXTS[name] for name, renamed in _LEFT.items()}})
"""CANDIDATES with the text of their left body."""


def key_batch(batch: Batch, taken: Mapping[str, Kept]) -> dict[str, Kept]:
    """From ``signatures`` (SIGNATURES) of a batch: its ``keys`` (BAND_KEYS) and its ``texts`` (TEXTS), a row a body."""
    del batch
    signed = taken["signatures"].frame
    texts = signed.filter(pl.col("body").is_not_null()).unique("body", keep="first", maintain_order=True)
    return {"keys": Kept(band_keys(signed)), "texts": Kept(conform(texts, TEXTS))}


@dataclass(frozen=True)
class Paired:
    """Of one range of keys: ``candidates`` (CANDIDATES) and ``full_buckets`` (FULL_BUCKETS) that new bodies bring."""

    settings: DuplicateSettings

    def __call__(self, batch: Batch, taken: Mapping[str, Kept]) -> dict[str, Kept]:
        """From ``new`` (BAND_KEYS), and ``known`` (BAND_KEYS) where there are other batches."""
        del batch
        new = conform(taken["new"].frame, BAND_KEYS)
        known = conform(taken["known"].frame, BAND_KEYS) if "known" in taken else empty(BAND_KEYS)
        found = candidate_pairs(new, known, self.settings)
        return {
            "candidates": Kept(conform(found.pairs, CANDIDATES)),
            "full_buckets": Kept(conform(found.full_buckets, FULL_BUCKETS)),
        }


def halved(batch: Batch, taken: Mapping[str, Kept]) -> dict[str, Kept]:
    """Of one range of left bodies: ``halves`` (HALVES), each pair once, with the keys that any range found.

    From ``candidates`` (CANDIDATES) and ``texts`` (TEXTS). A pair whose left body has no text is left out.
    """
    del batch
    candidates = conform(taken["candidates"].frame, CANDIDATES)
    once = candidates.explode("keys").group_by("left", "right").agg(pl.col("keys").sort()).sort("left", "right")
    texts = _once(taken["texts"].frame)
    return {"halves": Kept(conform(once.join(texts.rename(_LEFT), left_on="left", right_on="body"), HALVES))}


@dataclass(frozen=True)
class Judged:
    """Of one range of right bodies: ``pairs`` (PAIRS)."""

    settings: DuplicateSettings

    def __call__(self, batch: Batch, taken: Mapping[str, Kept]) -> dict[str, Kept]:
        """From ``halves`` (HALVES) and ``texts`` (TEXTS)."""
        del batch
        halves = conform(taken["halves"].frame, HALVES).sort("left", "right")
        lefts = halves.select(
            pl.col("left").alias("body"), *(pl.col(there).alias(name) for name, there in _LEFT.items())
        )
        rights = taken["texts"].frame.filter(pl.col("body").is_in(halves["right"].unique().implode()))
        texts = _once(pl.concat([conform(lefts, TEXTS), conform(rights, TEXTS)]))
        return {"pairs": Kept(conform(verified_pairs(halves.select(*CANDIDATES), texts, self.settings), PAIRS))}


def _once(texts: pl.DataFrame) -> pl.DataFrame:
    """TEXTS, each body once: of documents with one body any will do."""
    return conform(texts, TEXTS).unique("body", keep="first", maintain_order=True)
