"""From lines to languages: every paragraph of a cleaned body, and the document its paragraphs make up.

Belongs here: what counts as enough evidence, and how paragraphs vote. Does not belong here: how one text is judged
(``exact``, ``reference``, ``relatives``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import LANGUAGES, LINES, conform
from kliping.language.exact import langdetect_exact
from kliping.language.letters import count_letters
from kliping.language.relatives import tell_relatives_apart
from kliping.language.strangers import unknown

if TYPE_CHECKING:
    from kliping.settings import LanguageSettings

UNDETERMINED = "und"
"""ISO 639-2 for a language that nobody could name."""

CONFIDENCE_DIGITS = 6
"""Digits kept of a confidence; the last ones of a float hang on the order in which a disk lists langdetect's files."""

SHOUTED = 0.6
"""Share of capitals from which a text is judged in small letters: the profiles were made of ordinary text, in which
capitals stand for names."""


def detect_languages(lines: pl.DataFrame, settings: LanguageSettings) -> pl.DataFrame:
    """Name the language of every paragraph and of every document.

    Args:
        lines: ``LINES``; only rows with a paragraph are read.
        settings: thresholds and the engine.

    Returns:
        ``LANGUAGES``, documents in the order of ``lines``: the paragraphs of a document, then the document itself.
        A document without a body has its one row, ``und``.
    """
    lines = conform(lines, LINES)
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
    """``document_id, paragraph, text, letters, capitals``, a row a paragraph."""
    joined = (
        lines.filter(pl.col("paragraph").is_not_null())
        .sort("document_id", "paragraph", "line")
        .group_by("document_id", "paragraph", maintain_order=True)
        .agg(pl.col("text").str.join("\n"))
    )
    return pl.concat([joined, count_letters(joined["text"])], how="horizontal")


def _judge(texts: pl.DataFrame, settings: LanguageSettings) -> pl.DataFrame:
    """The language of each text by itself, the rest of its document considered only between close relatives."""
    shouted = pl.col("capitals") > SHOUTED * pl.col("letters")
    loud = texts.select(shouted).to_series()
    low = texts["text"].filter(loud).str.to_lowercase()
    texts = texts.with_columns(texts["text"].scatter(loud.arg_true(), low), capitals=pl.col("capitals") * ~loud)
    long = texts["letters"] >= settings.minimum_letters
    asked = texts.filter(long)
    answers = pl.concat([asked, _answers(asked["text"], settings)], how="horizontal")
    sure = (pl.col("probability") >= settings.minimum_probability) & (pl.col("language") != "unknown")
    named = answers.filter(sure.fill_null(value=False))
    told = pl.concat(
        [named.drop("language", "probability"), tell_relatives_apart(named)],
        how="horizontal",
    )
    strange = pl.lit(unknown(told))  # asked last: a relative that has lists of its own has its name by now
    told = told.with_columns(
        language=pl.when(strange).then(pl.lit(UNDETERMINED)).otherwise("language"),
        confidence=pl.when(strange).then(0.0).otherwise("confidence"),
        decided_by=pl.when(strange).then(pl.lit("langdetect")).otherwise("decided_by"),
    )
    doubtful = answers.filter(~sure.fill_null(value=False)).select(
        texts.columns, language=pl.lit(UNDETERMINED), confidence=pl.lit(0.0), decided_by=pl.lit("langdetect")
    )
    short = texts.filter(~long).with_columns(
        language=pl.lit(UNDETERMINED), confidence=pl.lit(0.0), decided_by=pl.lit("too_short")
    )
    return pl.concat([told, doubtful, short]).with_columns(evidence=pl.lit(None, pl.String))


def _answers(texts: pl.Series, settings: LanguageSettings) -> pl.DataFrame:
    if settings.engine == "langdetect":
        from kliping.language.reference import langdetect_reference

        return langdetect_reference(texts)
    return langdetect_exact(texts, settings.cache, settings.threads)


def _vote(lines: pl.DataFrame, paragraphs: pl.DataFrame, settings: LanguageSettings) -> pl.DataFrame:
    """Each document's language: that of most letters of its paragraphs, or, where none speaks, of its whole body."""
    shares = (
        paragraphs.filter(pl.col("language") != UNDETERMINED)
        .group_by("document_id", "language")
        .agg(pl.col("letters").sum(), weight=(pl.col("confidence") * pl.col("letters")).sum())
        .with_columns(share=pl.col("letters") / pl.col("letters").sum().over("document_id"))
        .sort(["document_id", "share", "language"], descending=[False, True, False])
    )
    large = pl.col("share") >= settings.mixed_share
    named = pl.concat_str("language", pl.col("share").round(2), separator=" ")
    voted = shares.group_by("document_id", maintain_order=True).agg(
        language=pl.col("language").first(),
        confidence=pl.col("weight").first() / pl.col("letters").sum(),
        evidence=pl.when(large.sum() > 1).then(pl.lit("mixed: ") + named.filter(large).str.join(", ")).first(),
    )
    voted = voted.with_columns(decided_by=pl.lit("vote"))
    silent = paragraphs.join(voted, on="document_id", how="anti").sort("document_id", "paragraph")
    bodies = silent.group_by("document_id", maintain_order=True).agg(
        pl.col("text").str.join("\n"), pl.col("letters", "capitals").sum(), paragraph=pl.lit(None, pl.Int32)
    )
    whole = _judge(bodies.select("document_id", "paragraph", "text", "letters", "capitals"), settings)
    empty = lines.select(pl.col("document_id").unique()).join(paragraphs, on="document_id", how="anti")
    nothing = empty.select(
        "document_id", language=pl.lit(UNDETERMINED), confidence=pl.lit(0.0), decided_by=pl.lit("too_short")
    )
    rows = pl.concat([voted, whole.select(voted.columns), nothing], how="diagonal")
    return rows.with_columns(paragraph=pl.lit(None, pl.Int32))
