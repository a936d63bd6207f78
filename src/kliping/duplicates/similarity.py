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

    from kliping.duplicates.pair_kernels import Limits, Sets
    from kliping.settings import DuplicateSettings


_BLOCK = 1 << 15
"""Pairs verified at once: their shingles are all the memory it takes."""


class Measurable(NamedTuple):
    """Bodies that can be measured: their hashes, rising, and where among the sets each one's shingles lie."""

    bodies: npt.NDArray[np.uint64]
    places: npt.NDArray[np.int64]
    sets: Sets

    def seats(self, bodies: pl.Series) -> npt.NDArray[np.int64]:
        """Where each of ``bodies`` stands; all must be here."""
        import numpy as np

        return self.places[np.searchsorted(self.bodies, bodies.to_numpy())]


def measurable(signatures: pl.DataFrame | pl.LazyFrame, bodies: pl.Series) -> Measurable:
    """Those of ``bodies`` that ``signatures`` knows: only these leave the file they may lie in."""
    import numpy as np

    wanted = pl.col("body").is_in(bodies.unique().implode())  # unlike a join, it is tested before shingles are read
    rows = signatures.lazy().select("body", "shingles", "scale", "numbers").filter(wanted).collect()
    known, places = np.unique(rows["body"].to_numpy(), return_index=True)
    return Measurable(known, places.astype(np.int64), packed_sets(rows))


def packed_sets(rows: pl.DataFrame) -> Sets:
    """The columns shingles, scale and numbers of SIGNATURES as the kernels take them."""
    from kliping.duplicates.pair_kernels import Sets

    return Sets(*packed_bytes(rows["shingles"]), rows["scale"].to_numpy(), *packed_bytes(rows["numbers"]))


def limits_of(settings: DuplicateSettings, similarity: float | None = None) -> Limits:
    """The thresholds of a copy as the kernels take them; with ``similarity``, by this Jaccard similarity alone."""
    from kliping.duplicates.pair_kernels import Limits

    return Limits(
        settings.near_similarity if similarity is None else similarity,
        settings.canonical_similarity if similarity is None else similarity,
        settings.near_containment if similarity is None else 1.1,
        settings.contained_share,
        settings.numbers_needed,
        settings.numbers_shared,
        settings.close_similarity,
        settings.unlike_similarity,
    )


def verified_pairs(
    candidates: pl.DataFrame, signatures: pl.DataFrame | pl.LazyFrame, settings: DuplicateSettings
) -> pl.DataFrame:
    """PAIRS: those ``candidates`` that are similar enough for either to be a copy of the other.

    Candidates with a body that has no signature any more are left out.
    """
    if candidates.is_empty():
        return empty(PAIRS)
    return pl.concat([_verified(block, signatures, settings) for block in candidates.iter_slices(_BLOCK)])


def _verified(
    candidates: pl.DataFrame, signatures: pl.DataFrame | pl.LazyFrame, settings: DuplicateSettings
) -> pl.DataFrame:
    known = measurable(signatures, pl.concat([candidates["left"], candidates["right"]]))
    bodies = pl.LazyFrame({"body": known.bodies})
    present = (
        candidates.lazy()
        .join(bodies, left_on="left", right_on="body", how="semi")
        .join(bodies, left_on="right", right_on="body", how="semi")
        .collect()
    )
    pairs, copies = measured(present, known, settings)
    return conform(pairs.filter(copies), PAIRS)


def measured(pairs: pl.DataFrame, known: Measurable, settings: DuplicateSettings) -> tuple[pl.DataFrame, pl.Series]:
    """``pairs`` (columns left and right) with jaccard, left_in_right and right_in_left; and which are copies."""
    from kliping.duplicates import pair_kernels

    measures, copies = pair_kernels.measure_pairs(
        known.sets, known.seats(pairs["left"]), known.seats(pairs["right"]), limits_of(settings)
    )
    columns = ("jaccard", "left_in_right", "right_in_left")
    return pairs.with_columns(pl.Series(name, measures[:, at]) for at, name in enumerate(columns)), pl.Series(copies)
