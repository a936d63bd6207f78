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

from kliping.duplicates.candidates import all_candidate_pairs, supported_pairs
from kliping.duplicates.circumstances import circumstances, copies_in, told_of
from kliping.duplicates.kinds import COPIES, KINDS
from kliping.duplicates.schemas import FULL_BUCKETS, NAME_DIGITS, RANKING
from kliping.duplicates.similarity import measurable, verified_pairs
from kliping.frames import DUPLICATES, conform, empty
from kliping.text.buffers import read_only

if TYPE_CHECKING:
    from kliping.duplicates.circumstances import Told
    from kliping.duplicates.group_kernels import Graph
    from kliping.duplicates.similarity import Texts
    from kliping.settings import DuplicateSettings

LIKELY = 0.5
"""Confidence above which a date is more likely right than wrong."""


def group_copies(
    signatures: pl.DataFrame | pl.LazyFrame,
    ranking: pl.DataFrame,
    settings: DuplicateSettings,
    *,
    pairs: pl.DataFrame | None = None,
    full_buckets: pl.DataFrame | None = None,
    texts: Texts | None = None,
) -> pl.DataFrame:
    """DUPLICATES of ``signatures``; arguments as for ``kliping.duplicates.find_duplicates``, which adds older texts."""
    known: Texts = signatures if texts is None else texts
    if pairs is None:
        candidates, full_buckets = all_candidate_pairs(signatures, settings)
        pairs = verified_pairs(candidates, known, settings)
    full_buckets = empty(FULL_BUCKETS) if full_buckets is None else full_buckets
    documents = signatures.lazy().select("document_id", "sha256", "body", "words").collect()
    pairs = pairs.filter(pl.col("kind").is_in(COPIES))
    bodies = documents.select("body").drop_nulls().unique()
    pairs = pairs.join(bodies, left_on="left", right_on="body", how="semi")
    pairs = supported_pairs(pairs.join(bodies, left_on="right", right_on="body", how="semi"), full_buckets)
    related = documents.select(_related(pairs)).to_series()
    alone = documents.filter(~related).select(
        "document_id",
        canonical_document_id="document_id",
        group_id=pl.lit("g") + pl.col("sha256").str.slice(0, NAME_DIGITS),
        kind=pl.lit("canonical"),
        similarity=1.0,
    )
    grouped = _grouped(documents.filter(related), pairs, known, conform(ranking, RANKING), settings)
    return pl.concat([conform(alone, DUPLICATES), grouped]).sort("document_id")


def _related(pairs: pl.DataFrame) -> pl.Expr:
    """Whether a document may be a copy: its bytes or body are not its own, or the body is in a pair."""
    paired = pl.concat([pairs["left"], pairs["right"]]).unique()
    same_body = pl.col("body").is_not_null() & pl.col("body").is_duplicated()
    return pl.col("sha256").is_duplicated() | same_body | pl.col("body").is_in(paired.implode()).fill_null(value=False)


def _grouped(
    documents: pl.DataFrame,
    pairs: pl.DataFrame,
    texts: Texts,
    ranking: pl.DataFrame,
    settings: DuplicateSettings,
) -> pl.DataFrame:
    """DUPLICATES of ``documents``, each of which may be a copy of another."""
    if documents.is_empty():
        return empty(DUPLICATES)
    nodes = _exact_classes(_ranked(documents, ranking, settings), settings)
    best = nodes.unique("node", keep="first", maintain_order=True)
    assigned = _assign(best, nodes, pairs, texts, settings)
    named = nodes.join(assigned, on="node").with_columns(group_id=_group_id())
    canonical = best.select(leader="node", canonical_document_id="document_id")
    rows = named.join(canonical, on="leader").with_columns(
        kind=pl.when(pl.col("document_id") == pl.col("canonical_document_id"))
        .then(pl.lit("canonical"))
        .when(pl.col("node") == pl.col("leader"))
        .then(pl.lit("exact"))
        .otherwise(pl.col("copy"))
    )
    return conform(rows, DUPLICATES)


def _ranked(documents: pl.DataFrame, ranking: pl.DataFrame, settings: DuplicateSettings) -> pl.DataFrame:
    """``documents`` in the total order that chooses the canonical one, best first, with ``place`` from 0.

    Not held before held; still in its source before gone; better dated before worse (by steps of confidence); earlier
    before later; longer before shorter; then smaller SHA-256 and smaller id, so that no two places are equal.
    """
    return (
        documents.join(ranking, on="document_id", how="left")
        .with_columns(
            held=pl.col("held").fill_null(value=False),
            gone=pl.col("gone").fill_null(value=False),
            step=pl.when(pl.col("published_on").is_not_null())
            .then((pl.col("published_confidence").fill_null(0.0) / settings.confidence_step).floor())
            .otherwise(-1.0),
            body_length=pl.col("body_length").fill_null(0),
        )
        .sort(
            "held",
            "gone",
            -pl.col("step"),
            "published_on",  # of the undated, all of which are of one step, there is none
            -pl.col("body_length").cast(pl.Int64),
            "sha256",
            "document_id",
        )
        .with_row_index("place")
    )


def _exact_classes(ranked: pl.DataFrame, settings: DuplicateSettings) -> pl.DataFrame:
    """``ranked`` with ``node``: equal for documents of the same bytes or the same body of enough words."""
    from kliping.duplicates import pair_kernels

    numbered = ranked.with_columns(
        same_bytes=pl.col("sha256").fill_null(pl.col("document_id")).rank("dense").cast(pl.Int64) - 1,
        same_body=pl.when(pl.col("words") >= settings.exact_words).then(pl.col("body")).rank("dense").cast(pl.Int64),
    )
    files, bodies = (read_only(numbered[name].fill_null(0).to_numpy()) for name in ("same_bytes", "same_body"))
    nodes = pair_kernels.joined_classes(files, bodies)
    return numbered.drop("same_bytes", "same_body").with_columns(node=pl.Series(nodes))


def _assign(
    best: pl.DataFrame,
    nodes: pl.DataFrame,
    pairs: pl.DataFrame,
    texts: Texts,
    settings: DuplicateSettings,
) -> pl.DataFrame:
    """For each node: its ``leader`` (a node), the verified ``similarity`` to it, and the kind of ``copy``.

    ``best`` holds the best document of every node, from best to worst.
    """
    from kliping.duplicates.walks import assign_texts

    alone = best.select("node", leader="node", similarity=pl.lit(1.0), copy=pl.lit("exact"))
    if pairs.is_empty():
        return alone
    told = told_of(best, best.select(published_days()).to_series().to_numpy())
    graph, seated = _graph(best, nodes, pairs, told)
    known = measurable(texts, best["body"].gather(seated), settings, words=True)
    graph.seats[seated.to_numpy()] = known.seats(best["body"].gather(seated))
    graph.days[:] = told.days
    leaders, similarities, kinds = assign_texts(graph, known.judge, told)
    return alone.select("node").with_columns(
        leader=alone["node"].gather(pl.Series(leaders)),
        similarity=pl.Series(similarities),
        copy=pl.Series([KINDS[kind] for kind in kinds.tolist()], dtype=pl.String),
    )


def _graph(best: pl.DataFrame, nodes: pl.DataFrame, pairs: pl.DataFrame, told: Told) -> tuple[Graph, pl.Series]:
    """The pairs as a graph of the rows of ``best``, and the rows whose shingles will be asked for.

    Copies of equal bytes may have been cleaned differently. Of the pairs between two such classes the one between
    their best documents counts, else the most similar; and in what circumstances these best documents are. A pair that
    is none of copies in these is left out: it is no sign of a compilation either.
    """
    import numpy as np

    from kliping.duplicates import group_kernels

    ranks = best.select("node", best_body="body").with_row_index("rank")
    bodies = nodes.select("node", "body").unique().join(ranks, on="node")
    bodies = bodies.select("body", "rank", is_best=pl.col("body") == pl.col("best_body"))
    code = {kind: at for at, kind in enumerate(KINDS)}
    edges = (
        pairs.drop("keys", "shared", "otherwise")
        .join(bodies, left_on="left", right_on="body")
        .join(bodies, left_on="right", right_on="body", suffix="_right")
        .filter(pl.col("rank") != pl.col("rank_right"))
        .with_columns(turned=pl.col("rank") > pl.col("rank_right"))
        .select(
            "jaccard",
            a=pl.min_horizontal("rank", "rank_right"),
            b=pl.max_horizontal("rank", "rank_right"),
            a_copies=pl.when("turned").then("right_copies").otherwise("left_copies"),
            b_copies=pl.when("turned").then("left_copies").otherwise("right_copies"),
            a_holds=pl.when("turned").then("right_holds").otherwise("left_holds"),
            b_holds=pl.when("turned").then("left_holds").otherwise("right_holds"),
            kind=pl.col("kind").replace_strict(code, return_dtype=pl.Int8),
            between_best=pl.col("is_best") & pl.col("is_best_right"),
        )
    )
    once = edges.sort("a", "b", ~pl.col("between_best"), -pl.col("jaccard"), "kind").unique(
        ["a", "b"], keep="first", maintain_order=True
    )
    codes = circumstances(told, once["a"].to_numpy(), once["b"].to_numpy())
    holding = [copies_in(once[f"{side}_holds"].to_numpy(), codes) for side in "ab"]
    once = once.with_columns(
        pl.when(pl.Series(holds)).then(f"{side}_copies").otherwise(0.0).alias(f"{side}_copies")
        for side, holds in zip("ab", holding, strict=True)
    ).filter(pl.Series(holding[0] | holding[1]))
    left, right = once["a"].to_numpy(), once["b"].to_numpy()
    told_of_pairs = (once[name].to_numpy() for name in ("jaccard", "a_copies", "b_copies", "kind"))
    graph = group_kernels.as_graph(group_kernels.Pairs(left, right, *told_of_pairs), best.height)
    pairs_of = np.diff(graph.starts)
    busy = (pairs_of[left] > 1) | (pairs_of[right] > 1)
    return graph, pl.Series(np.unique(np.concatenate([left[busy], right[busy]])))


def published_days() -> pl.Expr:
    """The day a document was published as the kernel takes it; a date that is as likely wrong as right is none."""
    from kliping.duplicates.group_kernels import UNDATED

    day = pl.col("published_on").cast(pl.Date).dt.epoch("d").cast(pl.Int64)
    return pl.when(pl.col("published_confidence") > LIKELY).then(day).fill_null(UNDATED)


def _group_id() -> pl.Expr:
    """The name of a group: ``g`` and the first 16 digits of the SHA-256 of its first-dated document's bytes.

    Among dated documents the earliest, then the least SHA-256. It looks neither at what is held back nor at how sure a
    date is nor at lengths, so a change of canonical for those reasons keeps the name; copies that arrive after the
    original, as copies do, keep it as well; and a document alone is named by its own bytes whatever is read from it.
    """
    first = pl.col("sha256").sort_by("published_on", "sha256", nulls_last=True).first()
    return pl.lit("g") + first.str.slice(0, NAME_DIGITS).over("leader")
