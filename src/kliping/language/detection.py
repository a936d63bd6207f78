"""From lines to languages: every paragraph of a cleaned body, and the document its paragraphs make up.

Belongs here: what counts as enough evidence, and how paragraphs vote. Does not belong here: how one text is judged
(``exact``, ``reference``, ``relatives``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import LANGUAGES, conform
from kliping.language.exact import langdetect_exact

if TYPE_CHECKING:
    from kliping.settings import LanguageSettings

UNDETERMINED = "und"
"""ISO 639-2 for a language that nobody could name."""

CONFIDENCE_DIGITS = 6
"""Digits kept of a confidence; the last ones of a float hang on the order in which a disk lists langdetect's files."""


def detect_languages(lines: pl.DataFrame, settings: LanguageSettings) -> pl.DataFrame:
    """Name the language of every paragraph and of every document.

    Args:
        lines: ``LINES``; only rows with a paragraph are read.
        settings: thresholds and the engine.

    Returns:
        ``LANGUAGES``, documents in the order of ``lines``: the paragraphs of a document, then the document itself.
        A document without a body has its one row, ``und``.
    """
    paragraphs = _judge(_paragraphs(lines), settings)
    documents = _vote(lines, paragraphs, settings)
    order = lines.select(pl.col("document_id").unique(maintain_order=True)).with_row_index("place")
    return conform(
        pl.concat([conform(paragraphs, LANGUAGES), conform(documents, LANGUAGES)])
        .join(order, on="document_id", how="left")
        .sort("place", "paragraph", nulls_last=True)
        .with_columns(pl.col("confidence").round(CONFIDENCE_DIGITS)),
        LANGUAGES,
    )


def _paragraphs(lines: pl.DataFrame) -> pl.DataFrame:
    """``document_id, paragraph, text, letters``, a row a paragraph."""
    return (
        lines.filter(pl.col("paragraph").is_not_null())
        .sort("document_id", "paragraph", "line")
        .group_by("document_id", "paragraph", maintain_order=True)
        .agg(pl.col("text").str.join("\n"))
        .with_columns(letters=pl.col("text").str.count_matches(r"\p{L}"))
    )


def _judge(paragraphs: pl.DataFrame, settings: LanguageSettings) -> pl.DataFrame:
    enough = pl.col("letters") >= settings.minimum_letters
    judged = paragraphs.filter(enough)
    answers = _answers(judged["text"], settings)
    known = pl.col("language").is_not_null() & (pl.col("language") != "unknown")
    told = pl.concat([judged.drop("text"), answers], how="horizontal").select(
        "document_id",
        "paragraph",
        "letters",
        language=pl.when(known).then("language").otherwise(pl.lit(UNDETERMINED)),
        confidence=pl.when(known).then("probability").otherwise(0.0),
        decided_by=pl.lit("langdetect"),
        evidence=pl.lit(None, pl.String),
    )
    short = paragraphs.filter(~enough).select(
        "document_id",
        "paragraph",
        "letters",
        language=pl.lit(UNDETERMINED),
        confidence=pl.lit(0.0),
        decided_by=pl.lit("too_short"),
        evidence=pl.lit(None, pl.String),
    )
    return pl.concat([told, short])


def _answers(texts: pl.Series, settings: LanguageSettings) -> pl.DataFrame:
    if settings.engine == "langdetect":
        from kliping.language.reference import langdetect_reference

        return langdetect_reference(texts)
    return langdetect_exact(texts, settings.cache, settings.threads)


def _vote(lines: pl.DataFrame, paragraphs: pl.DataFrame, settings: LanguageSettings) -> pl.DataFrame:
    shares = (
        paragraphs.filter(pl.col("language") != UNDETERMINED)
        .group_by("document_id", "language")
        .agg(pl.col("letters").sum(), confidence=(pl.col("confidence") * pl.col("letters")).sum())
        .with_columns(share=pl.col("letters") / pl.col("letters").sum().over("document_id"))
        .sort(["document_id", "share", "language"], descending=[False, True, False])
    )
    named = pl.format("{} {}", "language", pl.col("share").round(2))
    voted = shares.group_by("document_id", maintain_order=True).agg(
        language=pl.col("language").first(),
        confidence=pl.col("confidence").first() / pl.col("letters").sum(),
        evidence=named.filter(pl.col("share") >= settings.mixed_share).str.join(", "),
        large=(pl.col("share") >= settings.mixed_share).sum(),
    )
    return (
        lines.select(pl.col("document_id").unique(maintain_order=True))
        .join(voted, on="document_id", how="left")
        .select(
            "document_id",
            paragraph=pl.lit(None, pl.Int32),
            language=pl.col("language").fill_null(UNDETERMINED),
            confidence=pl.col("confidence").fill_null(0.0),
            decided_by=pl.when(pl.col("language").is_null()).then(pl.lit("too_short")).otherwise(pl.lit("vote")),
            evidence=pl.when(pl.col("large") > 1).then(pl.format("mixed: {}", "evidence")),
        )
    )
