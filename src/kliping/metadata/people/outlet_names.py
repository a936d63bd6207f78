"""Names in whatever letters, with a known outlet behind them: "jane doe -kabarContoh".

Belongs here: bylines that the outlet makes sure, however the name is written, and outlets that stand among names. Does
not belong here: names as names are written (``names``), the outlets themselves (``outlets``).
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.outlets.known import is_known
from kliping.metadata.vocabulary import alternation
from kliping.text.folding import bare_names
from kliping.text.patterns import letters
from kliping.words import made_of_words, phrases

WITHIN = 3
"""Lines below the title in which such a line is its byline."""

_NAME = r"\p{L}[\p{L}\p{M}.'’‘`-]+(?:\s\p{L}[\p{L}\p{M}.'’‘`-]*){0,3}"
_LINE = letters(rf"^({_NAME})\s[-–]\s?(\p{{L}}[\p{{L}}.]+)$")
_OUTLET = (4, 24)
"""Letters of the outlet: a pattern that counts them takes ten times as long to make."""


@made_of_words
def _nobody() -> str:
    """Words that no person's name holds."""
    return rf"(?i)\b{alternation(phrases('person', 'no_name', 'jobs'))}\b"


def before_outlets(lines: pl.DataFrame) -> pl.DataFrame:
    """Such names, a row each, with what ``editors.with_names`` says of a name; the outlet is as good as a date.

    Args:
        lines: lines that may be bylines: text, chars, distance (lines below the title), by_date, rest.
    """
    named = lines.filter(pl.col("distance").is_between(1, WITHIN)).with_columns(
        value=pl.col("text").str.extract(_LINE, 1), outlet=pl.col("text").str.extract(_LINE, 2)
    )
    named = named.filter(pl.col("outlet").str.len_chars().is_between(*_OUTLET) & is_known("outlet"))
    if named.height:  # else the long pattern is not made
        named = named.filter(~pl.col("value").str.contains(_nobody()))
    return named.drop("outlet").with_columns(
        rest=pl.col("value"),
        by_date=pl.lit(value=True),
        start=pl.lit(0, pl.Int32),
        end=pl.col("value").str.len_chars().cast(pl.Int32),
        whole=pl.lit(value=True),
        bare=pl.lit(value=True),
        tailed=pl.lit(value=False),
        pieces=pl.lit(1, pl.UInt32),
    )


def without_outlets(people: pl.DataFrame, outlets: pl.DataFrame) -> pl.DataFrame:
    """Authors without an outlet of their page that stands behind another: "by Jane Doe, Example Press".

    Args:
        people: doc, field, value, chosen, index, start: candidates of ``authors`` and ``editor``.
        outlets: doc, field, value, chosen: candidates of ``publisher``, ``source`` and ``place``.
    """
    named = (
        outlets.filter("chosen", pl.col("field") != "place").select("doc", bare_names("value").alias("_name")).unique()
    )
    marked = people.with_columns(bare_names("value").alias("_name")).join(
        named.with_columns(_outlet=True), on=["doc", "_name"], how="left", maintain_order="left"
    )
    author = pl.col("chosen") & (pl.col("field") == "authors")
    place = pl.col("index").cast(pl.Int64) * 2**20 + pl.col("start")
    behind = author & (place > pl.when(author).then(place).min().over("doc"))
    outlet = behind & pl.col("_outlet").fill_null(value=False)
    return marked.with_columns(chosen=pl.col("chosen") & ~outlet).select(people.columns)
