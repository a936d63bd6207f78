"""The two tables that together hold every line once: paragraphs of the body, and what was removed.

Belongs here: joining lines into paragraphs, and paragraphs into bodies. Does not belong here: deciding which line
is body.
"""

from __future__ import annotations

import polars as pl

from kliping.cleaning.joining import SEAM, close_seams
from kliping.cleaning.pieces import parts_of
from kliping.frames import BODY_ROLES, PARAGRAPHS, REMOVED_LINES, conform

_KEPT = pl.col("role").is_in(BODY_ROLES)
_WIDE = r"\x{0e00}-\x{0e7f}\x{3040}-\x{30ff}\x{3400}-\x{9fff}"
_WORD = rf"[{_WIDE}]|[^\s{_WIDE}]+"


def paragraphs(lines: pl.DataFrame, languages: pl.DataFrame) -> pl.DataFrame:
    """``PARAGRAPHS`` of ``LINES``: body lines of one paragraph number joined with a space, renumbered densely.

    A paragraph has the role of its first line. ``languages`` (``LANGUAGES``) is joined on the number before
    renumbering; a paragraph it does not speak of has no language. ``word_count`` counts runs without white space,
    and letters in scripts that write none.
    """
    spoken = languages.filter(pl.col("paragraph").is_not_null()).select(
        "document_id", "paragraph", "language", language_confidence="confidence"
    )
    number = pl.col("paragraph").rank("dense").over("document_id")
    return (
        joined_lines(lines)
        .join(spoken, on=["document_id", "paragraph"], how="left", maintain_order="left")
        .sort("document_id", "paragraph")
        .with_columns(paragraph=number, word_count=pl.col("text").str.count_matches(_WORD))
        .pipe(conform, PARAGRAPHS)
    )


def joined_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """What ``paragraphs`` are made of: numbers as ``LINES`` have them, text, role and lines; enough for ``bodies``."""
    return (
        parts_of(lines)
        .filter(_KEPT)
        .with_columns(pl.col("text").str.strip_chars())
        .sort("document_id", "line", maintain_order=True)
        .group_by("document_id", "paragraph", maintain_order=True)
        .agg(
            pl.col("text").str.join(SEAM),
            pl.col("role").first(),
            line_from=pl.col("line").min(),
            line_to=pl.col("line").max(),
        )
        .with_columns(pl.col("text").pipe(close_seams))
    )


def bodies(documents: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The cleaned body of every readable document: document_id, sha256, body (empty when nothing was kept).

    ``documents`` are ``DOCUMENTS``, ``found`` are ``PARAGRAPHS``, or ``joined_lines``.
    """
    joined = (
        found.sort("document_id", "paragraph")
        .group_by("document_id")
        .agg(pl.col("text").str.join("\n\n").alias("body"))
    )
    return (
        documents.filter(pl.col("text").is_not_null())
        .select("document_id", "sha256")
        .join(joined, on="document_id", how="left", maintain_order="left")
        .with_columns(pl.col("body").fill_null(""))
    )


def removed_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """``REMOVED_LINES`` of ``LINES``: lines and pieces of lines that are not of the body, in their order."""
    return parts_of(lines).filter(~_KEPT).sort("document_id", "line", "start").pipe(conform, REMOVED_LINES)
