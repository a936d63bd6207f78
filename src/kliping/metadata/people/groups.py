"""Groups that sign together under a name of their own: "By Kencana Rimba Staff", "Team Rimba".

Belongs here: which bylines name such a group. Does not belong here: persons (``names``), and whose byline wins
(``people``). "By our editors" and "Staff writer" name nobody.
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.vocabulary import alternation
from kliping.text.patterns import letters
from kliping.words import made_of_words, phrases

RIGHT_BELOW, WITHIN = 2, 3
"""Lines below the title in which a group needs no label, and in which it needs none beside a date."""

LONGEST = 80
"""Characters of a line that holds such a byline."""

_NAME = r"[\p{Lu}0-9][\p{L}\p{M}0-9.&'’-]*"


@made_of_words
def _group() -> str:
    """A group and what may stand behind it: "The Kencana Rimba Editorial Team • 4 min read"."""
    opened, behind, before = (alternation(phrases("person", f"groups{kind}")) for kind in ("_opened", "", "_before"))
    named = rf"(?:{_NAME}\s){{1,4}}(?i:{behind})|(?i:{before})\s{_NAME}(?:\s{_NAME}){{0,2}}"
    return letters(rf"^((?:(?i:{opened})\s)?(?:{named}))\s?(?:$|[|•·⋅∙–,/-]|[0-9])")


@made_of_words
def _nobodys() -> frozenset[str]:
    """Words that say what somebody does, and not of which house."""
    return frozenset(phrases("person", "groups", "groups_before", "no_name", "jobs", "nobody"))


def groups_in(lines: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Such groups, a row each, with what ``editors.with_names`` says of a name.

    Args:
        lines: lines that may be bylines, with what ``people`` says of where they stand.
        named: doc, index: lines in which persons were found.
    """
    explicit = pl.col("labelled") | pl.col("glued") | pl.col("under_label") | pl.col("inside")
    beside = pl.col("distance").is_between(1, pl.when("by_date").then(WITHIN).otherwise(RIGHT_BELOW))
    near = pl.col("distance").is_between(1, WITHIN)
    asked = lines.filter((pl.col("chars") <= LONGEST) & ((explicit & near) | (~pl.col("body") & (explicit | beside))))
    asked = asked.with_columns(value=pl.col("rest").str.extract(_group(), 1)).filter(pl.col("value").is_not_null())
    if asked.height:  # else the words are not looked up
        own = pl.col("value").str.to_lowercase().str.extract_all(r"[^\s.]+").list.set_difference(sorted(_nobodys()))
        asked = asked.filter(own.list.len() > 0).join(named.select("doc", "index"), on=["doc", "index"], how="anti")
    start = pl.col("text").str.find(pl.col("value"), literal=True)
    before = pl.col("text").cast(pl.Binary).bin.slice(0, start).cast(pl.String).str.len_chars().cast(pl.Int32)
    length = pl.col("value").str.len_chars().cast(pl.Int32)
    return asked.with_columns(start=before).with_columns(
        end=pl.col("start") + length,
        whole=pl.col("chars") - length <= 1,
        bare=pl.col("rest").str.len_chars().cast(pl.Int32) - length <= 1,
        tailed=pl.lit(value=False),
        pieces=pl.lit(1, pl.UInt32),
    )
