"""Capitalised words below a title that are no name: the article writes them in small letters too.

Belongs here: telling "Key Takeaways" and "Trade Program" from persons by the page itself. Does not belong here: words
that no name holds on any page (``people.names``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from kliping.metadata.survey import Survey

_WORD = r"\pL{2,}"


def made_of_plain_words(survey: Survey, names: pl.DataFrame) -> pl.Series:
    """For every row of ``names`` (doc, value) whether the article writes all its words in small letters."""
    asked = names.select("doc", "value").unique(maintain_order=True)
    words = asked.with_columns(word=pl.col("value").str.extract_all(_WORD)).explode("word").drop_nulls()
    words = words.filter(pl.col("word").str.contains(r"^\p{Lu}")).with_columns(pl.col("word").str.to_lowercase())
    body = survey.lines.filter(pl.col("body") & pl.col("doc").is_in(asked["doc"].unique().implode()))
    alone = pl.col("text").str.replace_all(r"[^\pL@.]+", " ").str.replace_all(r"[.]+(?:\s|$)", " ")  # no addresses
    article = body.group_by("doc").agg(text=pl.lit(" ") + alone.str.join(" ") + pl.lit(" "))
    said = words.join(article, on="doc", how="left", maintain_order="left").with_columns(
        plain=pl.col("text").str.contains(pl.concat_str(pl.lit(" "), "word", pl.lit(" ")), literal=True)
    )
    each = said.group_by("doc", "value").agg(pl.col("plain").fill_null(value=False).all())
    told = names.select("doc", "value").join(each, on=["doc", "value"], how="left", maintain_order="left")
    return told["plain"].fill_null(value=False)
