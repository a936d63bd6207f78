"""What a change can touch: the documents that must be grouped again when some are new, changed or gone.

Belongs here: following copies and pairs outwards from a change. Does not belong here: grouping.

A group hangs on nothing beyond its connected part of the graph of pairs and equal documents, so the parts that hold
no change keep their groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping.duplicates.candidates import merged_buckets

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def touched_documents(
    documents: pl.DataFrame,
    pairs: pl.DataFrame,
    full_buckets: pl.DataFrame,
    previous: pl.DataFrame,
    changed: pl.Series,
) -> pl.Series:
    """For each of ``documents`` whether a change may reach it.

    Args:
        documents: columns document_id, sha256 and body of SIGNATURES.
        pairs: PAIRS of all batches.
        full_buckets: FULL_BUCKETS of all batches; pairs they took part in may have lost their support.
        previous: DUPLICATES of the earlier corpus.
        changed: ids of documents that are new or changed.
    """
    gone = previous.join(documents.select("document_id"), on="document_id", how="anti").select("group_id").unique()
    bereft = previous.join(gone, on="group_id", how="semi").select("document_id")
    start = pl.concat([changed.to_frame("document_id").cast(pl.String), bereft]).unique()
    seeds = documents.filter(pl.col("document_id").is_in(start["document_id"].implode()))
    reached = pl.concat([seeds["body"].drop_nulls(), _unsettled_bodies(documents, pairs, full_buckets)]).unique()
    parts = _parts_of(pairs)
    touched = pl.Series([False]).new_from_index(0, documents.height)
    while True:
        reached = parts.reached_from(reached)
        hashes = pl.concat([seeds["sha256"], documents.filter(touched)["sha256"]]).unique()
        grown = documents.select(
            pl.col("body").is_in(reached.implode()).fill_null(value=False)
            | pl.col("sha256").is_in(hashes.implode()).fill_null(value=False)
        ).to_series()
        if grown.sum() == touched.sum():
            return touched
        touched = grown
        reached = pl.concat([reached, documents.filter(touched)["body"].drop_nulls()]).unique()


def _unsettled_bodies(documents: pl.DataFrame, pairs: pl.DataFrame, full_buckets: pl.DataFrame) -> pl.Series:
    """Bodies in pairs that may no longer count: found through a full bucket, or with a body that is gone."""
    full = merged_buckets(full_buckets).select("key")
    ends = pairs.select("left", "right", "keys").with_row_index("pair")
    crowded = ends.select("pair", key="keys").explode("key", empty_as_null=False, keep_nulls=False)
    crowded = crowded.join(full, on="key", how="semi").select("pair").unique() if full.height else crowded.clear()
    bodies = documents.select("body").unique()
    lost = pl.concat(
        [ends.join(bodies, left_on=side, right_on="body", how="anti").select("pair") for side in ("left", "right")]
    )
    unsettled = ends.join(pl.concat([crowded.select("pair"), lost]), on="pair", how="semi")
    return pl.concat([unsettled["left"], unsettled["right"]]).unique()


class _Parts(NamedTuple):
    """The connected parts of the graph of pairs: the bodies in pairs, rising, and a number of its part for each."""

    bodies: npt.NDArray[np.uint64]
    parts: npt.NDArray[np.int64]

    def reached_from(self, bodies: pl.Series) -> pl.Series:
        """``bodies`` and all that can be reached from them through pairs."""
        import numpy as np

        if self.bodies.size == 0 or bodies.is_empty():
            return bodies
        wanted = bodies.to_numpy()
        seats = np.minimum(np.searchsorted(self.bodies, wanted), self.bodies.size - 1)
        reached = np.zeros(self.bodies.size, np.bool_)  # by number of part: it is the place of one of its bodies
        reached[self.parts[seats[self.bodies[seats] == wanted]]] = True
        return pl.concat([bodies, pl.Series(self.bodies[reached[self.parts]], dtype=pl.UInt64)]).unique()


def _parts_of(pairs: pl.DataFrame) -> _Parts:
    import numpy as np

    from kliping.duplicates import pair_kernels

    ends = np.concatenate([pairs["left"].to_numpy(), pairs["right"].to_numpy()])
    bodies, seats = np.unique(ends, return_inverse=True)
    return _Parts(bodies, pair_kernels.connected_parts(bodies.size, seats[: pairs.height], seats[pairs.height :]))
