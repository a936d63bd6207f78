"""From the frames of the steps to rows of the published tables, one batch at a time.

Belongs here: pure functions of frames. Does not belong here: DuckDB (``candidate``) or any text logic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.cleaning import bodies, paragraphs, removed_lines
from kliping.duplicates import duplicate_paragraph_ratio
from kliping.frames import DUPLICATES, LISTS, QUARANTINE_REASONS, REMOVED_LINES
from kliping.metadata import chosen_values
from kliping.tables.tables import ARTICLES
from kliping.warehouse.article_columns import added_values
from kliping.words import with_lexicons

if TYPE_CHECKING:
    from kliping.settings import Settings

WORDS_A_MINUTE = 200
"""Reading speed behind ``reading_minutes``: the figure news sites use, at the low end of measured silent reading."""

FURNITURE_ROLES = ("boilerplate", "template", "related", "contact", "reading_time")


@dataclass(frozen=True)
class Batch:
    """What the steps made of one batch, with templates applied."""

    name: str
    documents: pl.DataFrame  # DOCUMENTS
    lines: pl.DataFrame  # PARTS, and ``redactions``: contacts replaced in the line
    languages: pl.DataFrame  # LANGUAGES
    evidence: pl.DataFrame  # METADATA_EVIDENCE
    pages: pl.DataFrame  # PAGES
    repeats: pl.DataFrame  # DUPLICATE_PARAGRAPH_RATIOS of documents whose lines are as the steps left them
    failures: pl.DataFrame  # FAILURES


def groups_of(duplicates: pl.DataFrame, documents: pl.Series) -> pl.DataFrame:
    """DUPLICATES of the groups that ``documents`` (ids) are in."""
    named = duplicates.filter(pl.col("document_id").is_in(documents.implode()))["group_id"]
    return duplicates.filter(pl.col("group_id").is_in(named.unique().implode()))


def places(duplicates: pl.DataFrame, held: pl.Series) -> pl.DataFrame:
    """DUPLICATES, and how many ``copies`` beside the canonical a document's group has that are not held.

    Args:
        duplicates: DUPLICATES of the whole corpus.
        held: ids of documents that are held back.
    """
    free = duplicates.filter(~pl.col("document_id").is_in(held.unique().implode()))
    copies = free.group_by("group_id").agg((pl.len() - 1).cast(pl.Int32).alias("copies"))
    return duplicates.select(DUPLICATES.names()).join(copies, on="group_id", how="left", maintain_order="left")


def statuses(
    documents: pl.DataFrame, placed: pl.DataFrame, held: pl.Series, removed: pl.Series | None = None
) -> pl.DataFrame:
    """What became of each document: document_id, status, article_id, group_id, canonical_document_id, copies.

    Args:
        documents: DOCUMENTS.
        placed: ``places`` of these documents.
        held: ids of documents that an expectation holds back, or that made a step raise.
        removed: ids of documents that left their source.
    """
    held_back = pl.col("document_id").is_in(held.unique().implode())
    return (
        documents.select("document_id", pl.col("text").is_null().alias("unreadable"))
        .join(placed, on="document_id", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("document_id").is_in([] if removed is None else removed.to_list()))
            .then(pl.lit("removed"))
            .when("unreadable")
            .then(pl.lit("unreadable"))
            .when(held_back)
            .then(pl.lit("quarantined"))
            .when(pl.col("canonical_document_id") != pl.col("document_id"))
            .then(pl.lit("duplicate"))
            .otherwise(pl.lit("published"))
            .alias("status")
        )
        .with_columns(
            pl.when(pl.col("status").is_in(["published", "duplicate"]))
            .then(pl.lit("a") + pl.col("group_id").str.slice(1))
            .alias("article_id")
        )
        .select(
            "document_id", "status", "article_id", "group_id", "canonical_document_id", "kind", "similarity", "copies"
        )
    )


def table_rows(
    batch: Batch, settings: Settings, status: pl.DataFrame, held: pl.DataFrame, edition: int
) -> dict[str, pl.DataFrame]:
    """The batch's rows of every table but the history: table name to frame, columns by the tables' names.

    Args:
        batch: the batch.
        settings: every threshold.
        status: ``statuses`` of its documents.
        held: QUARANTINE_REASONS of the whole corpus.
        edition: number of the edition being built.
    """
    published = status.filter(pl.col("status") == "published").select("document_id", "article_id")
    found = paragraphs(batch.lines, batch.languages).join(published, on="document_id", maintain_order="left")
    return {
        "articles": _articles(batch, settings, status, found, edition),
        "paragraphs": found,
        "documents": _documents(batch, settings, status),
        "removed_lines": _removed(batch.lines, status),
        "metadata_evidence": batch.evidence,
        "duplicates": status.filter(pl.col("status") == "duplicate"),
        "quarantine": _quarantine(batch, held, edition).join(
            status.filter(pl.col("status") == "removed"), on="document_id", how="anti", maintain_order="left"
        ),
    }


def _articles(
    batch: Batch, settings: Settings, status: pl.DataFrame, found: pl.DataFrame, edition: int
) -> pl.DataFrame:
    counts = found.group_by("document_id").agg(
        pl.col("word_count").sum().cast(pl.Int32), pl.len().cast(pl.Int32).alias("paragraph_count")
    )
    added = settings.publishing.article_columns
    with with_lexicons(settings.cleaning.lexicons):
        values = added_values(batch.documents, added)
    language = batch.languages.filter(pl.col("paragraph").is_null()).select(
        "document_id", "language", pl.col("confidence").alias("language_confidence")
    )
    rows = status.filter(pl.col("status") == "published").select("document_id", "article_id", "group_id", "copies")
    for frame in (
        bodies(batch.documents, found).select("document_id", "body"),
        batch.documents.select("document_id", "first_seen_at"),
        batch.pages.select("document_id", "body_confidence"),
        language,
        counts,
        chosen_values(batch.evidence),
        values,
    ):
        rows = rows.join(frame, on="document_id", how="left", maintain_order="left")
    return rows.with_columns(
        pl.col(*LISTS.values()).fill_null([]),
        pl.col("word_count", "paragraph_count").fill_null(0),
        pl.col("published_at").str.to_datetime("%Y-%m-%dT%H:%M%z", time_unit="us", strict=False),
        pl.lit(edition, pl.Int32).alias("since_edition"),
        (pl.col("word_count").fill_null(0) / WORDS_A_MINUTE).ceil().cast(pl.Int32).alias("reading_minutes"),
    ).select(*(column.name for column in ARTICLES.columns), *added)


def _documents(batch: Batch, settings: Settings, status: pl.DataFrame) -> pl.DataFrame:
    counts = batch.lines.group_by("document_id").agg(
        pl.col("line").n_unique().cast(pl.Int32).alias("raw_lines"),
        pl.col("line").filter(pl.col("paragraph").is_not_null()).n_unique().cast(pl.Int32).alias("body_lines"),
        pl.col("role").is_in(FURNITURE_ROLES).mean().alias("boilerplate_ratio"),
        pl.col("redactions").sum(),
    )
    rows = batch.documents
    for frame in (
        status.select("document_id", "status", "article_id", "group_id"),
        counts,
        batch.pages.drop("body_confidence"),
        _ratios(batch, settings),
    ):
        rows = rows.join(frame, on="document_id", how="left", maintain_order="left")
    kept = pl.when(pl.col("status") == "published").then(pl.col("body_lines")).otherwise(0)
    return rows.with_columns(
        pl.lit(batch.name).alias("batch"), pl.col("raw_lines", "body_lines", "redactions").fill_null(0)
    ).with_columns(kept.alias("kept_lines"), (pl.col("raw_lines") - kept).alias("removed_lines"))


def _ratios(batch: Batch, settings: Settings) -> pl.DataFrame:
    """DUPLICATE_PARAGRAPH_RATIOS: those at hand, and of what has none; a page that made the step raise has none."""
    failed = batch.failures.filter(stage="repeats")
    known = pl.concat([batch.repeats.select("document_id"), failed.select("document_id")])
    fresh = batch.lines.join(known, on="document_id", how="anti", maintain_order="left")
    return pl.concat([batch.repeats, duplicate_paragraph_ratio(fresh, settings.duplicates)])


def _removed(lines: pl.DataFrame, status: pl.DataFrame) -> pl.DataFrame:
    """What is in no article's body: lines and pieces removed, and every line of a document that is not published."""
    told = lines.join(status.select("document_id", "status"), on="document_id", maintain_order="left")
    body_elsewhere = told.filter(pl.col("paragraph").is_not_null() & (pl.col("status") != "published")).with_columns(
        pl.concat_str(pl.lit("document:"), pl.col("status")).alias("reason")
    )
    columns = REMOVED_LINES.names()
    return pl.concat([removed_lines(lines).select(columns), body_elsewhere.select(columns)])


def _quarantine(batch: Batch, held: pl.DataFrame, edition: int) -> pl.DataFrame:
    """Unreadable documents, those that made a step raise, and those an expectation holds back."""
    nameless = pl.lit(None, pl.String).alias("expectation")
    unreadable = batch.documents.filter(pl.col("text").is_null()).select(
        "document_id",
        "uri",
        pl.lit("reading").alias("stage"),
        nameless,
        "reason",
        "detail",
    )
    failed = batch.failures.join(batch.documents.select("document_id", "uri"), on="document_id")
    failed = failed.select("document_id", "uri", "stage", nameless, "reason", "detail")
    refused = held.select(QUARANTINE_REASONS.names()).join(
        batch.documents.select("document_id", "uri"), on="document_id"
    )
    refused = refused.select(
        "document_id", "uri", pl.lit("expectations").alias("stage"), "expectation", "reason", "detail"
    )
    return pl.concat([unreadable, failed, refused]).with_columns(
        pl.lit(batch.name).alias("batch"), pl.lit(edition, pl.Int32).alias("since_edition")
    )
