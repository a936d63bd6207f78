"""What an outlet was found by: one shape for the finds of every basis, and their place on the line.

Belongs here: what the searches for publishers, sources and datelines share, and what ``people`` takes of it: an
outlet behind a name. Does not belong here: any of these searches.
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.vocabulary import NAME_WORD, alternation, characters_before
from kliping.text import lengths
from kliping.text.folding import bare, bare_names
from kliping.text.hosts import ENDING
from kliping.text.patterns import letters
from kliping.words import made_of_words
from kliping.words.agencies import news_agencies, outlets_behind_names

DOMAIN = rf"(?i:{ENDING})"
SITE_NAME = letters(rf"(?:www\.)?[\p{{L}}0-9-]{lengths.SITE}\.{DOMAIN}")


def name_of(more: str) -> str:
    """A pattern of an outlet's name: ``more`` says how many words there are behind the first, as patterns do."""
    return letters(r"\p{Lu}[\p{L}0-9.&'’-]*(?:\s(?:\p{Lu}|[0-9])[\p{L}0-9.&'’-]*)" + more)


NAME = name_of("{0,3}")

_SHORT = 4
"""Letters of agencies that are first names as well."""

_FIRST_WORD = "{2,24}"
"""Characters of an outlet's first word behind the first."""

LEAD, VALUE = (pl.col("parts").struct.field(number).alias(name) for number, name in (("1", "lead"), ("2", "value")))
"""What ``groups`` found: the words before a name, and the name."""


@made_of_words
def with_outlet() -> str:
    """A name and the outlet it writes for, on one line below the title: "Muhaimin, Sindonews"."""
    outlet = rf"\p{{Lu}}[\p{{L}}0-9.&-]{_FIRST_WORD}(?:\s{alternation(outlets_behind_names())})?"
    return letters(rf"^({NAME_WORD}(?:\s{NAME_WORD}){{0,3}}),\s?({outlet})$")


@made_of_words
def _bare_agencies() -> tuple[str, ...]:
    return tuple(sorted({bare(name) for name in news_agencies()}))


def is_agency(column: str) -> pl.Expr:
    """Whether a name is an agency's. "Ani" is a person as well: short ones count in capitals or small letters."""
    name = pl.col(column)
    plain = (name.str.to_uppercase() == name) | (name.str.to_lowercase() == name)
    return bare_names(column).is_in(_bare_agencies()) & (plain | (name.str.len_chars() > _SHORT))


def located(rows: pl.DataFrame) -> pl.DataFrame:
    """``start`` and ``end`` of ``value`` in ``text``, from the first place it stands at or behind ``lead``.

    A value that does not stand there has no place, and its row is left out.
    """
    lead = pl.col("lead").fill_null("")
    behind = pl.col("text").str.slice(lead.str.len_chars())
    chars = characters_before(behind, pl.col("value")) + lead.str.len_chars().cast(pl.Int32)
    return (
        rows.with_columns(start=chars)
        .filter(pl.col("start").is_not_null())
        .with_columns(end=pl.col("start") + pl.col("value").str.len_chars().cast(pl.Int32))
        .select("doc", "field", "value", "basis", "row", "line", "index", "start", "end")
    )


def as_field(rows: pl.DataFrame, field: str, basis: str) -> pl.DataFrame:
    """``rows`` with their ``value`` said to be of a field and read on a basis; ``located`` finds them later."""
    lead = pl.col("lead") if "lead" in rows.columns else pl.lit("").alias("lead")
    return rows.select(
        "doc",
        pl.lit(field).alias("field"),
        "value",
        pl.lit(basis).alias("basis"),
        "row",
        "line",
        "index",
        "text",
        lead,
    )


def lead_of_last() -> pl.Expr:
    """What stands before the last place of ``value`` in ``text``: a credit ends its line."""
    pieces = pl.col("text").str.split(pl.col("value"))
    return pieces.list.slice(0, pieces.list.len() - 1).list.join(pl.col("value"))
