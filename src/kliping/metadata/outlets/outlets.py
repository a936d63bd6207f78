"""The outlets: who publishes the page, whom it is taken from, and the place in its dateline.

Belongs here: putting together what the searches found, and the choice. Does not belong here: the searches (``sources``,
``datelines``, ``publishers``, ``mastheads``), people (``people``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.confidence import UNJUDGED, keyed
from kliping.metadata.outlets import datelines, publishers, sources
from kliping.metadata.outlets.found import as_field, lead_of_last, located
from kliping.metadata.outlets.mastheads import find_mastheads
from kliping.text.folding import bare_names
from kliping.words import phrases

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

PUBLISHER_ORDER = (
    "dateline", "signature", "byline", "follow_us", "title_suffix", "copyright", "masthead", "reporting", "furniture",
    "credit",
)  # fmt: skip

LAST = len(PUBLISHER_ORDER)
"""The rank of bases that are in no order: behind all that are, of which publishers have the most."""

LONGEST = 60
"""Characters of the name of an outlet or a place; longer finds are sentences."""

SHOUTED = r"^(?:\p{Lu}{4}|\p{Lu}{2,3}\.?[\s-]\p{Lu}{2})[\p{Lu}\s.-]*$"
"""A place in capitals: places are published in one spelling."""


def find_outlets(survey: Survey, titles: pl.DataFrame, away: Array, said: pl.DataFrame) -> pl.DataFrame:
    """Candidates of ``source``, ``publisher`` and ``place``, the winners chosen.

    Args:
        survey: the lines of a batch.
        titles: chosen title of each document: doc, index, value.
        away: how far below its page's title each line stands (``Survey.distances``).
        said: doc, field, value: what source, markup and address say of the document.
    """
    mastheads = find_mastheads(survey)
    stated = said.filter(pl.col("field") == "publisher").select("doc", "value")
    own = pl.concat([mastheads.select("doc", "value"), stated]).select("doc", bare_names("value").alias("own")).unique()
    frame = [publishers.suffixes(survey, titles), publishers.followed(survey), publishers.copyrights(survey)]
    framed = pl.concat([one.select("doc", "value") for one in frame]).drop_nulls()
    found = [
        sources.source_lines(survey),
        sources.attributions(survey),
        sources.signatures(survey),
        datelines.datelines(survey, own, framed.select("doc", bare_names("value").alias("framed")).unique()),
        datelines.with_bylines(survey, away),
        *frame,
        publishers.furniture(survey),
        _of_others(publishers.signatures(survey), stated),
        publishers.with_bylines(survey, away),
        publishers.reporting(survey),
        publishers.credited(survey),
        as_field(mastheads.with_columns(lead=lead_of_last()), "publisher", "masthead"),
    ]
    rows = located(
        pl.concat(found, how="vertical_relaxed").filter(pl.col("value").str.len_chars().is_between(2, LONGEST))
    )
    order = {
        "source": ("source_label", "byline", "attribution", "signature", "dateline"),
        "publisher": PUBLISHER_ORDER,
        "place": ("dateline",),
    }
    ranks = {f"{field} {basis}": rank for field, bases in order.items() for rank, basis in enumerate(bases)}
    key = pl.concat_str("field", "basis", separator=" ")
    rows = rows.with_columns(
        rank=key.replace_strict(ranks, default=LAST, return_dtype=pl.Int32),
        confidence=key.replace_strict(keyed(), default=UNJUDGED, return_dtype=pl.Float64),
    ).sort("doc", "field", "rank", "index", "start", "value", "basis")
    shouted = (pl.col("field") == "place") & pl.col("value").str.contains(SHOUTED)
    return rows.with_columns(
        chosen=pl.int_range(pl.len()).over("doc", "field") == 0,
        value=pl.when(shouted).then(_spoken("value")).otherwise("value"),
    )


def _spoken(column: str) -> pl.Expr:
    """The name of a place in capitals as it is written elsewhere: "WASHINGTON DC" is "Washington DC"."""
    name = pl.col(column).str.to_titlecase()
    for ending in phrases("place", "capitals"):
        name = name.str.replace(rf"\b{re.escape(ending.title())}$", ending)
    return name


def _of_others(signatures: pl.DataFrame, stated: pl.DataFrame) -> pl.DataFrame:
    """Signatures as ``source`` where address or markup name another publisher: the article is taken over."""
    names = stated.group_by("doc").agg(bare_names("value").str.join(" ").alias("stated"))
    known = signatures.join(names, on="doc", how="left", maintain_order="left")
    foreign = pl.col("stated").is_not_null() & ~pl.col("stated").str.contains(bare_names("value"), literal=True)
    return known.with_columns(field=pl.when(foreign).then(pl.lit("source")).otherwise("field")).select(
        signatures.columns
    )
