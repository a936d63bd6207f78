"""The pure engine: a batch of documents understood, start to end, without a warehouse.

Belongs here: the order in which the steps follow each other, for everyone who wants one page or a stream of them
understood at once (``kliping clean``, ``kliping explain``, tests). Does not belong here: the steps themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.cleaning import clean, paragraphs
from kliping.language import detect_languages
from kliping.metadata import chosen_values, extract_metadata, settle_roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.settings import Settings


@dataclass(frozen=True)
class Understood:
    """What the steps made of one batch."""

    documents: pl.DataFrame  # DOCUMENTS
    lines: pl.DataFrame  # LINES, roles settled
    languages: pl.DataFrame  # LANGUAGES
    evidence: pl.DataFrame  # METADATA_EVIDENCE


def understand(documents: pl.DataFrame, settings: Settings) -> Understood:
    """All per-document steps over one batch.

    Args:
        documents: DOCUMENTS, readable or not.
        settings: every threshold.
    """
    readable = documents.filter(pl.col("text").is_not_null())
    lines = clean(readable, settings.cleaning)
    languages = detect_languages(lines, settings.language)
    evidence = extract_metadata(readable, lines, languages, settings.metadata)
    return Understood(documents, settle_roles(lines, evidence), languages, evidence)


def bodies(documents: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The cleaned body of every readable document: document_id, sha256, body (empty when nothing was kept).

    Args:
        documents: DOCUMENTS.
        found: PARAGRAPHS.
    """
    joined = (
        found.sort("document_id", "paragraph")
        .group_by("document_id")
        .agg(pl.col("text").str.join("\n\n").alias("body"))
    )
    return (
        documents.filter(pl.col("text").is_not_null())
        .select("document_id", "sha256")
        .join(joined, on="document_id", how="left")
        .with_columns(pl.col("body").fill_null(""))
    )


def as_records(understood: Understood) -> Iterator[dict[str, Any]]:
    """One JSON-ready object a document, in document order: metadata, language, body, every line with its role."""
    documents = understood.documents
    body = bodies(documents, paragraphs(understood.lines, understood.languages)).select("document_id", "body")
    language = understood.languages.filter(pl.col("paragraph").is_null()).select(
        "document_id", "language", pl.col("confidence").alias("language_confidence")
    )
    lines = understood.lines.group_by("document_id", maintain_order=True).agg(
        pl.struct("line", "role", "reason", "same_as_line").alias("lines")
    )
    rows = documents.select("document_id", "uri", "member", "format", "encoding", "reason", "detail")
    for frame in (chosen_values(understood.evidence), body, language, lines):
        rows = rows.join(frame, on="document_id", how="left", maintain_order="left")
    for row in rows.iter_rows(named=True):
        yield {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in row.items()
            if name not in ("reason", "detail") or row["reason"] is not None
        }
