"""Templates: furniture learnt from the corpus, lines that stand in many distinct groups.

Belongs here: counting lines over batches, the threshold, removing what was learnt. Does not belong here: finding copies
(``kliping.duplicates``): copies of one article are one group, so an article's own lines never become templates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import BODY_ROLES, LINES, PERSON, TEMPLATES, conform

if TYPE_CHECKING:
    from kliping.settings.cleaning import CleaningSettings

LINE_COUNTS = pl.Schema({"text": pl.String, "group_id": pl.String, "documents": pl.Int64})
"""What one batch knows of its lines: in how many of its documents of each group the normalised line stands."""

_LONGEST = 400
_NORMALISED = pl.col("text").str.to_lowercase().str.replace_all(r"\d+", "0").str.replace_all(r"\s+", " ")


def count_lines(lines: pl.DataFrame, duplicates: pl.DataFrame) -> pl.DataFrame:
    """``LINE_COUNTS`` of ``LINES``; a document that ``DUPLICATES`` does not name is a group of its own."""
    groups = duplicates.select("document_id", "group_id").unique("document_id", keep="first", maintain_order=True)
    return (
        lines.filter(pl.col("text").str.len_chars() <= _LONGEST)
        .select("document_id", text=_NORMALISED)
        .unique()
        .join(groups, on="document_id", how="left")
        .group_by("text", group_id=pl.coalesce("group_id", "document_id"))
        .agg(documents=pl.len().cast(pl.Int64))
        .sort("text", "group_id")
        .pipe(conform, LINE_COUNTS)
    )


def merge_line_counts(counts: list[pl.DataFrame], duplicates: pl.DataFrame, settings: CleaningSettings) -> pl.DataFrame:
    """``TEMPLATES`` from the ``LINE_COUNTS`` of all batches: lines in enough distinct groups.

    Enough is ``template_groups`` or ``template_share`` of all groups, whichever is more. ``duplicates`` names every
    document of the corpus.
    """
    groups = duplicates.get_column("group_id").n_unique() if duplicates.height else 0
    every = pl.concat([pl.DataFrame(schema=LINE_COUNTS), *counts])
    groups = max(groups, every.get_column("group_id").n_unique())
    enough = max(settings.template_groups, settings.template_share * groups)
    return (
        every.group_by("text")
        .agg(groups=pl.col("group_id").n_unique(), documents=pl.col("documents").sum())
        .filter(pl.col("groups") >= enough)
        .with_columns(share=pl.col("groups") / max(groups, 1))
        .sort("text")
        .pipe(conform, TEMPLATES)
    )


def apply_templates(lines: pl.DataFrame, templates: pl.DataFrame) -> pl.DataFrame:
    """``LINES`` in which every body line that is a template is removed: role ``template``, reason ``template:<text>``.

    Lines already removed keep their role, which says more, and so do lines of which a person said that they stay.
    """
    known = pl.col("template").is_in(templates.get_column("text").implode()) & pl.col("role").is_in(BODY_ROLES)
    known &= pl.col("reason") != PERSON
    return (
        lines.with_columns(template=_NORMALISED)
        .with_columns(hit=known)
        .with_columns(
            role=pl.when("hit").then(pl.lit("template")).otherwise("role"),
            reason=pl.when("hit").then(pl.lit("template:") + pl.col("template")).otherwise("reason"),
            paragraph=pl.when("hit").then(None).otherwise("paragraph"),
        )
        .pipe(conform, LINES)
    )
