"""What groups share and who had it first.

Belongs here: paragraphs that stand in several groups, groups that share text, the order of publication within a
group. Does not belong here: forming groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates.schemas import PROVENANCE, RELATED_ARTICLES, SHARED_PARAGRAPHS, SYNDICATION
from kliping.duplicates.signatures import WORDS_ALONE, read_texts
from kliping.frames import conform, empty

if TYPE_CHECKING:
    from kliping.settings import DuplicateSettings


def shared_paragraphs(paragraphs: pl.DataFrame, duplicates: pl.DataFrame, settings: DuplicateSettings) -> pl.DataFrame:
    """SHARED_PARAGRAPHS: paragraphs of ``paragraphs`` whose words stand in more than one group of ``duplicates``.

    Case, punctuation and spacing make no difference; paragraphs below ``paragraph_words`` words are left out. Sorted
    by paragraph_id and group.
    """
    if paragraphs.is_empty():
        return empty(SHARED_PARAGRAPHS)
    read = read_texts(paragraphs["text"], WORDS_ALONE, settings).select("body", "words")
    grouped = (
        pl.concat([paragraphs.select("document_id", "paragraph", "text", "role", "word_count"), read], how="horizontal")
        .filter(pl.col("words") >= settings.paragraph_words)
        .join(duplicates.select("document_id", "group_id", "kind"), on="document_id")
    )
    shared = grouped.with_columns(
        groups=pl.col("group_id").n_unique().over("body"), documents=pl.col("document_id").n_unique().over("body")
    ).filter(pl.col("groups") > 1)
    best = shared.sort(pl.col("kind") != "canonical", "document_id", "paragraph").unique(
        ["body", "group_id"], keep="first", maintain_order=True
    )
    named = best.with_columns(paragraph_id=_hex(best["body"]))
    return conform(named.sort("paragraph_id", "group_id"), SHARED_PARAGRAPHS)


def _hex(hashes: pl.Series) -> pl.Series:
    return pl.Series([f"{value:016x}" for value in hashes], dtype=pl.String)


def related_articles(
    pairs: pl.DataFrame, signatures: pl.DataFrame | pl.LazyFrame, duplicates: pl.DataFrame
) -> pl.DataFrame:
    """RELATED_ARTICLES: groups of ``duplicates`` with members that share text, by group and other group.

    Of several pairs between two groups the one that shares most speaks for them.

    Args:
        pairs: PAIRS of all batches.
        signatures: SIGNATURES of all batches.
        duplicates: DUPLICATES.
    """
    ends = pl.concat([pairs["left"], pairs["right"]]).unique().implode()
    groups = (
        signatures.lazy()
        .select("document_id", "body")
        .filter(pl.col("body").is_in(ends))
        .collect()
        .join(duplicates.select("document_id", "canonical_document_id", "group_id"), on="document_id")
        .select("body", "group_id", document_id="canonical_document_id")
        .unique()
    )
    last = pl.max_horizontal("group_id", "group_id_right")
    kind = pl.coalesce("otherwise", "kind")  # in these circumstances they are no copies
    alike = pairs.lazy().select("left", "right", "shared", kind=kind, similarity="jaccard").unique()
    found = (
        alike.join(groups.lazy(), left_on="left", right_on="body")
        .join(groups.lazy(), left_on="right", right_on="body", suffix="_right")
        .filter(pl.col("group_id") != pl.col("group_id_right"))
        .with_columns(turned=pl.col("group_id") == last)
        .select(
            "kind",
            "shared",
            "similarity",
            group_id=pl.min_horizontal("group_id", "group_id_right"),
            other_group_id=last,
            document_id=pl.when("turned").then("document_id_right").otherwise("document_id"),
            other_document_id=pl.when("turned").then("document_id").otherwise("document_id_right"),
        )
        .sort("group_id", "other_group_id", -pl.col("shared"), -pl.col("similarity"), "kind")
        .unique(["group_id", "other_group_id"], keep="first", maintain_order=True)
    )
    return conform(found.collect(), RELATED_ARTICLES)


def syndication(duplicates: pl.DataFrame, provenance: pl.DataFrame) -> pl.DataFrame:
    """SYNDICATION: every document of ``duplicates`` that is not alone in its group, by group, date and id.

    An older text of the same page is no copy of it.
    ``provenance`` has a PROVENANCE row for each document.
    """
    copied = duplicates.filter(pl.col("kind") != "version")
    members = copied.filter(pl.len().over("group_id") > 1).join(
        conform(provenance, PROVENANCE), on="document_id", how="left"
    )
    firsts = members.filter(pl.col("kind") == "canonical").select(
        "group_id", first_document_id="document_id", first_publisher="publisher", first_published_on="published_on"
    )
    told = members.join(firsts, on="group_id").with_columns(
        days_after=(pl.col("published_on") - pl.col("first_published_on")).dt.total_days(),
        role=pl.when(pl.col("kind") == "canonical")
        .then(pl.lit("first"))
        .when(pl.col("published_on").is_null() | pl.col("first_published_on").is_null())
        .then(pl.lit("undated"))
        .otherwise(pl.lit("copy")),
    )
    return conform(
        told.sort("group_id", pl.col("role") != "first", "published_on", "document_id", nulls_last=True), SYNDICATION
    )
