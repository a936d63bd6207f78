"""Groups: which documents are copies of which canonical document, and the names of the groups.

Belongs here: exact copies, the total order, the assignment, ids. Does not belong here: finding or measuring pairs.

A group is a star, not a chain: every member is similar to the canonical document itself. Documents are taken from
best to worst; each that is not yet a copy becomes canonical and takes every free document that can be reached through
its copies and is similar to it. So two articles never become one because a third resembles both.

The result is a function of the set of documents: the order of arrival, batches and threads cannot change it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates.candidates import band_keys, candidate_pairs, supported_pairs
from kliping.duplicates.schemas import FULL_BUCKETS, RANKING
from kliping.duplicates.similarity import limits_of, measurable, verified_pairs
from kliping.frames import DUPLICATES, conform, empty

if TYPE_CHECKING:
    from kliping.settings import DuplicateSettings


def find_duplicates(
    signatures: pl.DataFrame | pl.LazyFrame,
    ranking: pl.DataFrame,
    settings: DuplicateSettings,
    *,
    pairs: pl.DataFrame | None = None,
    full_buckets: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """DUPLICATES of the whole corpus: a row for every document of ``signatures``, sorted by document.

    Args:
        signatures: SIGNATURES of all batches.
        ranking: RANKING; documents it does not know rank as undated and not held.
        settings: thresholds.
        pairs: PAIRS of all batches, where they were found batch by batch; None: they are searched here.
        full_buckets: FULL_BUCKETS of all batches, which belong to ``pairs``.
    """
    if pairs is None:
        keys = band_keys(signatures.lazy().select("body", "keys").collect())
        candidates, full_buckets = candidate_pairs(keys, keys.clear(), settings)
        pairs = verified_pairs(candidates, signatures, settings)
    documents = signatures.lazy().select("document_id", "sha256", "body", "words").collect()
    if documents.is_empty():
        return empty(DUPLICATES)
    ranked = _ranked(documents, conform(ranking, RANKING), settings)
    nodes = _exact_classes(ranked, settings)
    best = nodes.sort("place").unique("node", keep="first", maintain_order=True)
    assigned = _assign(best, nodes, supported_pairs(pairs, _or_none(full_buckets)), signatures, settings)
    anchors = nodes.join(assigned, on="node").with_columns(group_id=_group_id())
    canonical = best.select(leader="node", canonical_document_id="document_id")
    rows = anchors.join(canonical, on="leader").with_columns(
        kind=pl.when(pl.col("document_id") == pl.col("canonical_document_id"))
        .then(pl.lit("canonical"))
        .when(pl.col("node") == pl.col("leader"))
        .then(pl.lit("exact"))
        .otherwise(pl.lit("near"))
    )
    return conform(rows.sort("document_id"), DUPLICATES)


def _or_none(full_buckets: pl.DataFrame | None) -> pl.DataFrame:
    return empty(FULL_BUCKETS) if full_buckets is None else full_buckets


def _ranked(documents: pl.DataFrame, ranking: pl.DataFrame, settings: DuplicateSettings) -> pl.DataFrame:
    """``documents`` in the total order that chooses the canonical one, best first, with ``place`` from 0.

    Not held before held; better dated before worse (by steps of confidence); earlier before later; longer before
    shorter; then smaller SHA-256 and smaller id, so that no two places are equal.
    """
    return (
        documents.join(ranking, on="document_id", how="left")
        .with_columns(
            held=pl.col("held").fill_null(value=False),
            step=pl.when(pl.col("published_on").is_not_null())
            .then((pl.col("published_confidence").fill_null(0.0) / settings.confidence_step).floor())
            .otherwise(-1.0),
            body_length=pl.col("body_length").fill_null(0),
        )
        .sort(
            "held",
            "step",
            "published_on",
            "body_length",
            "sha256",
            "document_id",
            descending=[False, True, False, True, False, False],
            nulls_last=True,
        )
        .with_row_index("place")
    )


def _exact_classes(ranked: pl.DataFrame, settings: DuplicateSettings) -> pl.DataFrame:
    """``ranked`` with ``node``: equal for documents of the same bytes or the same body of enough words."""
    import numpy as np

    from kliping.duplicates import pair_kernels

    numbered = ranked.with_columns(
        same_bytes=pl.col("sha256").fill_null(pl.col("document_id")).rank("dense").cast(pl.Int64) - 1,
        same_body=pl.when(pl.col("words") >= settings.exact_words).then(pl.col("body")).rank("dense").cast(pl.Int64),
    )
    bodies = numbered["same_body"].fill_null(0).to_numpy()
    nodes = pair_kernels.joined_classes(numbered["same_bytes"].to_numpy(), bodies.astype(np.int64))
    return numbered.drop("same_bytes", "same_body").with_columns(node=pl.Series(nodes))


def _assign(
    best: pl.DataFrame,
    nodes: pl.DataFrame,
    pairs: pl.DataFrame,
    signatures: pl.DataFrame | pl.LazyFrame,
    settings: DuplicateSettings,
) -> pl.DataFrame:
    """For each node: its ``leader`` (a node) and the verified ``similarity`` to the leader's body.

    ``best`` holds the best document of every node, from best to worst.
    """
    import numpy as np

    from kliping.duplicates import pair_kernels

    alone = best.select("node", leader="node", similarity=pl.lit(1.0))
    if pairs.is_empty():
        return alone
    places = best.select("node", "body").with_row_index("rank")
    rank_of_body = nodes.select("node", "body").unique().join(places.select("node", "rank"), on="node")
    ends = [
        pairs.select("left", "right").with_row_index("pair").join(rank_of_body, left_on=side, right_on="body")
        for side in ("left", "right")
    ]
    edges = (
        ends[0]
        .select("pair", a="rank")
        .join(ends[1].select("pair", b="rank"), on="pair")
        .filter(pl.col("a") != pl.col("b"))
        .select("a", "b")
        .unique()
    )
    both = pl.concat([edges, edges.select(a="b", b="a")]).sort("a", "b")
    linked = both["a"].unique().sort()
    known = measurable(signatures, places["body"].gather(linked))
    seats = np.full(best.height, -1, np.int64)
    seats[linked.to_numpy()] = known.seats(places["body"].gather(linked))
    starts = np.searchsorted(both["a"].to_numpy(), np.arange(best.height + 1)).astype(np.int64)
    leaders, similarities = pair_kernels.assign_to_leaders(
        starts,
        both["b"].to_numpy().astype(np.int64),
        seats,
        known.sets,
        limits_of(settings),
    )
    return alone.select("node").with_columns(
        leader=alone["node"].gather(pl.Series(leaders)), similarity=pl.Series(similarities)
    )


def _group_id() -> pl.Expr:
    """The name of a group: ``g`` and the first 16 digits of the SHA-256 of its first-dated document's bytes.

    Among dated documents the earliest, then the least SHA-256. It looks neither at what is held back nor at how sure a
    date is nor at lengths, so a change of canonical for those reasons keeps the name; copies that arrive after the
    original, as copies do, keep it as well; and a document alone is named by its own bytes whatever is read from it.
    """
    first = pl.col("sha256").sort_by("published_on", "sha256", nulls_last=True).first()
    return pl.lit("g") + first.str.slice(0, 16).over("leader")
