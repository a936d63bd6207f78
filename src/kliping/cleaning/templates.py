"""Templates: furniture learnt from the corpus, lines that stand in many distinct groups.

Belongs here: counting lines over batches, the threshold, removing what was learnt. Does not belong here: finding copies
(``kliping.duplicates``): copies of one article are one group, so an article's own lines never become templates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.cleaning.recurrence import count_lines
from kliping.frames import BODY_ROLES, LINES, PERSON, TEMPLATES, conform

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kliping.settings.cleaning import CleaningSettings

LINE_KEYS = pl.Schema({"document_id": pl.String(), "lines": pl.List(pl.UInt64()), "body_lines": pl.List(pl.UInt64())})
"""Of each document the keys of its distinct lines, and of those of its body: hashes of 64 bits of the normalised text,
which hold no word of it."""

_LONGEST = 400
"""Characters of a normalised line above which it is a paragraph of its own, and no furniture."""
_NORMALISED = pl.col("text").str.to_lowercase().str.replace_all(r"\d+", "0").str.replace_all(r"\s{2,}|[^\S ]", " ")
"""Small letters, a nought for every number, a space for every run of blanks. A single space, which most runs are, is no
match: matches are what it costs."""

_TOLD = 60
"""Characters of a line with numbers in it that tells something: a page's number is shorter."""

_SPOKEN = 80
"""Characters of running text beside a heading: a teaser and a label beside each other are shorter."""

_BODY = pl.col("role").is_in(BODY_ROLES)
_QUOTED = r"^[\"“”„«‘]"
_SAME_PAGE = pl.col("document_id") == pl.col("document_id").shift()
_GOES_ON = (_SAME_PAGE & (pl.col("paragraph") == pl.col("paragraph").shift())).fill_null(value=False)
_PIECE = _GOES_ON | _GOES_ON.shift(-1, fill_value=False)
_ABOVE_QUOTE = (_SAME_PAGE & pl.col("text").str.contains(_QUOTED)).shift(-1, fill_value=False)
_HEADS = (pl.col("role") == "subheading") & ~pl.col("text").str.contains(r"[\d@|:：…]|[.!?]$|https?")
_PARAGRAPH = _BODY & (pl.col("text").str.len_chars() >= _SPOKEN)
_BETWEEN = (_SAME_PAGE & _PARAGRAPH.shift() & _SAME_PAGE.shift(-1) & _PARAGRAPH.shift(-1)).fill_null(value=False)
_HEADING = _HEADS & _BETWEEN
"""A heading within an article, as a fact check has the same ones each day ("Kesimpulan"): running text right above
and below it. It tells of no furniture; but what is furniture by where it stands on other pages is so here as well."""
_OWN_WORDS = _PIECE | pl.col("text").str.contains(_QUOTED) | (pl.col("text").str.ends_with(":") & _ABOVE_QUOTE)
"""An article's own words, however often they are said: a piece of a paragraph that was broken into lines, what somebody
says, and the line that announces it."""


def line_keys(lines: pl.DataFrame) -> pl.DataFrame:
    """``LINE_KEYS`` of ``LINES`` that may be furniture, sorted by document; keys of one version of Polars compare."""
    return (
        lines.with_columns(heading=_HEADING, own=_OWN_WORDS)
        .filter(~pl.col("own"))
        .select("document_id", text=_NORMALISED, kept=pl.col("role").is_in(BODY_ROLES), heading="heading")
        .filter(pl.col("text").str.len_chars() <= _LONGEST)
        .with_columns(key=pl.col("text").hash())
        .group_by("document_id")
        .agg(
            lines=pl.col("key").filter(~pl.col("heading")).unique().sort(),
            body_lines=pl.col("key").filter("kept").unique().sort(),
        )
        .sort("document_id")
        .pipe(conform, LINE_KEYS)
    )


def keys_of(texts: Iterable[str]) -> pl.Series:
    """The keys of lines that are normalised already, such as ``TEMPLATES`` holds them."""
    return pl.Series("line", sorted(texts), pl.String).hash()


def recurring_lines(keys: pl.LazyFrame, duplicates: pl.DataFrame, settings: CleaningSettings) -> pl.DataFrame:
    """``RECURRING``: lines in enough distinct groups, by ``LINE_KEYS`` of all batches."""
    numbered = keys.with_columns(batch=pl.lit(0, pl.UInt32))
    return count_lines(numbered, duplicates, settings).recurring(settings)


def named_lines(recurring: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """``TEMPLATES`` from ``RECURRING`` and those ``LINES`` in which each of them stands."""
    texts = lines.select(text=_NORMALISED).filter(pl.col("text").str.len_chars() <= _LONGEST).unique()
    named = texts.with_columns(line=pl.col("text").hash()).join(recurring, on="line")
    return named.sort("text").pipe(conform, TEMPLATES)


def documents_holding(keys: pl.LazyFrame, texts: Iterable[str]) -> pl.Series:
    """Ids of the documents of ``LINE_KEYS`` in whose body one of the normalised ``texts`` stands as a line."""
    wanted = keys_of(texts).implode()
    held = pl.col("body_lines").list.eval(pl.element().is_in(wanted)).list.any()
    return keys.filter(held).select("document_id").collect()["document_id"]


def apply_templates(lines: pl.DataFrame, templates: pl.DataFrame) -> pl.DataFrame:
    """``LINES`` in which every body line that is a template is removed: role ``template``, reason ``template:<text>``.

    Lines already removed keep their role, which says more, and so do lines of which a person said that they stay, and
    an article's own words: a body that is nothing but such lines, with numbers of its own, is the day's issue of a
    serial, for furniture stands beside something.
    """
    known = pl.col("template").is_in(templates.get_column("text").implode()) & _BODY
    known &= (pl.col("reason") != PERSON) & ~_OWN_WORDS
    marked = lines.with_columns(template=_NORMALISED).with_columns(hit=known)
    return (
        marked.with_columns(hit=pl.col("hit") & ~pl.col("document_id").is_in(_serials(marked).implode()))
        .with_columns(
            role=pl.when("hit").then(pl.lit("template")).otherwise("role"),
            reason=pl.when("hit").then(pl.lit("template:") + pl.col("template")).otherwise("reason"),
            paragraph=pl.when("hit").then(None).otherwise("paragraph"),
        )
        .pipe(conform, LINES)
    )


def _serials(marked: pl.DataFrame) -> pl.Series:
    """Ids of the documents of ``LINES`` whose body is nothing but what is to go (``hit``), with numbers of its own."""
    holding = marked.filter("hit")["document_id"].unique()
    lines = marked.filter(_BODY & pl.col("document_id").is_in(holding.implode()))
    told = (pl.col("text").str.len_chars() >= _TOLD) & pl.col("text").str.contains(r"\d")
    whole = lines.group_by("document_id").agg(pl.col("hit").all() & told.any())
    return whole.filter("hit")["document_id"]
