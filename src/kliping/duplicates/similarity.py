"""True similarity: the shingles of two bodies compared, never estimated from their MinHash values.

Belongs here: from CANDIDATES to PAIRS, and the test for a copy. Does not belong here: choosing pairs, forming groups.

A pair of bodies is similar when their shingles have enough in common (Jaccard), or when the shorter one stands almost
whole inside the longer one (containment) and makes up enough of it. Numbers are looked at apart: bulletins from one
template share nearly every word and no number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping.duplicates.schemas import PAIRS
from kliping.duplicates.signatures import packed_bytes
from kliping.frames import conform, empty

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from kliping.settings import DuplicateSettings


class ShingleSets(NamedTuple):
    """The shingles of a set of bodies, as arrays: bodies rise, sets are packed one after the other."""

    bodies: npt.NDArray[np.uint64]
    packed: npt.NDArray[np.uint8]
    offsets: npt.NDArray[np.int64]
    scales: npt.NDArray[np.int8]

    def positions(self, bodies: pl.Series) -> npt.NDArray[np.int64]:
        """Where each of ``bodies`` stands; all must be here."""
        import numpy as np

        return np.searchsorted(self.bodies, bodies.to_numpy()).astype(np.int64)


def shingle_sets(signatures: pl.DataFrame | pl.LazyFrame, bodies: pl.Series) -> ShingleSets:
    """The shingles of ``bodies``, read from ``signatures``: only these leave the file they may lie in."""
    wanted = pl.LazyFrame({"body": bodies.unique()})
    rows = (
        signatures.lazy()
        .select("body", "shingles", "scale")
        .join(wanted, on="body", how="semi")
        .unique("body")
        .sort("body")
        .collect()
    )
    packed, offsets = packed_bytes(rows["shingles"])
    return ShingleSets(rows["body"].to_numpy(), packed, offsets, rows["scale"].to_numpy())


def measured(pairs: pl.DataFrame, sets: ShingleSets) -> pl.DataFrame:
    """``pairs`` (columns left and right) with jaccard, left_in_right and right_in_left from their shingles."""
    import numpy as np

    from kliping.duplicates import pair_kernels

    counts = pair_kernels.overlaps(
        sets.packed, sets.offsets, sets.scales, sets.positions(pairs["left"]), sets.positions(pairs["right"])
    ).astype(np.float64)
    left, right, both = counts[:, 0], counts[:, 1], counts[:, 2]
    return pairs.with_columns(
        jaccard=pl.Series(both / np.maximum(left + right - both, 1)),
        left_in_right=pl.Series(both / np.maximum(left, 1)),
        right_in_left=pl.Series(both / np.maximum(right, 1)),
    )


def verified_pairs(
    candidates: pl.DataFrame, signatures: pl.DataFrame | pl.LazyFrame, settings: DuplicateSettings
) -> pl.DataFrame:
    """PAIRS: those ``candidates`` that are similar enough for either to be a copy of the other.

    Candidates with a body that has no signature any more are left out.
    """
    if candidates.is_empty():
        return empty(PAIRS)
    sets = shingle_sets(signatures, pl.concat([candidates["left"], candidates["right"]]))
    known = pl.Series(sets.bodies)
    present = candidates.filter(pl.col("left").is_in(known.implode()) & pl.col("right").is_in(known.implode()))
    return conform(
        measured(present, sets).filter(is_copy("left_in_right", settings) | is_copy("right_in_left", settings)), PAIRS
    )


def is_copy(contained: str, settings: DuplicateSettings) -> pl.Expr:
    """Whether a body is a copy: by Jaccard, or because the share ``contained`` of it stands in the other one.

    ``contained`` names left_in_right (left is the copy) or right_in_left. The share the shorter body makes up of the
    longer one is not below the containment the other way round.
    """
    other = "right_in_left" if contained == "left_in_right" else "left_in_right"
    inside = (pl.col(contained) >= settings.near_containment) & (pl.col(other) >= settings.contained_share)
    return (pl.col("jaccard") >= settings.near_similarity) | inside
