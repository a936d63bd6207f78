"""From documents to lines with roles.

Belongs here: the order of the step's parts. Does not belong here: what each part does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.cleaning.flatten import split_lines
from kliping.cleaning.lexicons import SECTION_ROLES, load
from kliping.frames import LINES, conform

if TYPE_CHECKING:
    from kliping.settings.cleaning import CleaningSettings


def classify(documents: pl.DataFrame, settings: CleaningSettings) -> pl.DataFrame:
    """``LINES`` of ``DOCUMENTS``."""
    pages = documents.select("document_id", text=pl.when("markup").then(_visible()).otherwise("text"))
    lines = split_lines(pages).with_columns(key=pl.col("text").str.to_lowercase())
    first = pl.col("line").first().over("document_id", "key")
    repeated = pl.col("line") > first
    length = pl.col("text").str.len_chars()
    sentence = length.ge(settings.long_line) & pl.col("text").str.contains(r"[.!?…。！？”\"'’)»]$")
    lines = lines.with_columns(_lexicon()).with_columns(
        role=pl.when(repeated & length.ge(40))
        .then(pl.lit("duplicate"))
        .when(pl.col("found").is_not_null())
        .then(pl.col("found"))
        .when(sentence | length.ge(2 * settings.long_line))
        .then(pl.lit("body"))
        .otherwise(pl.lit("boilerplate")),
        same_as_line=pl.when(repeated & length.ge(40)).then(first),
    )
    before = (pl.col("role") == "body").cum_sum().over("document_id") == 0
    headline = before & (pl.col("role") == "boilerplate") & length.ge(25)
    lines = lines.with_columns(
        role=pl.when(headline & (headline.cum_sum().over("document_id") == 1)).then(pl.lit("title")).otherwise("role")
    )
    kept = pl.col("role") == "body"
    return lines.with_columns(
        reason=pl.when(pl.col("role") == "duplicate")
        .then(pl.lit("duplicate"))
        .when(pl.col("found").is_not_null())
        .then(pl.lit("lexicon"))
        .otherwise(pl.lit("model")),
        score=None,
        paragraph=pl.when(kept).then(kept.cum_sum().over("document_id")),
    ).pipe(conform, LINES)


def _visible() -> pl.Expr:
    return (
        pl.col("text")
        .str.replace_all(r"(?is)<(script|style)\b.*?</(script|style)>", "")
        .str.replace_all(r"<[^<>]*>", "\n")
    )


def _lexicon() -> pl.Expr:
    found: dict[str, list[str]] = {}
    for entry in load():
        if entry.kind in ("starts", "equals", "labels"):
            found.setdefault(SECTION_ROLES[entry.section], []).append(entry.phrase)
    hit = pl.lit(None, pl.String)
    short = pl.col("key").str.len_chars() < 160
    for role, listed in found.items():
        equal = pl.col("key").str.strip_chars(" :.").is_in(listed)
        label = pl.col("key").str.contains_any([f"{one} :" for one in listed] + [f"{one}:" for one in listed])
        hit = pl.when(short & (equal | label)).then(pl.lit(role)).otherwise(hit)
    return hit.alias("found")
