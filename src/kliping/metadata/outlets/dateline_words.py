"""What a piece of a dateline is by its words: an outlet in one word, the beginning of an address, a story's kicker.

Belongs here: telling what stands where a place would and is none. Does not belong here: where datelines stand and what
their pieces make (``datelines``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.plain_words import made_of_plain_words
from kliping.metadata.vocabulary import alternation, small_words
from kliping.text.hosts import ENDING
from kliping.text.patterns import letters
from kliping.words import made_of_words, phrases

if TYPE_CHECKING:
    from kliping.metadata.survey import Survey

_REST = "{4,20}"
"""Capitals beside such a word in an outlet's name: with fewer it is another word that begins or ends so."""


@made_of_words
def fused() -> str:
    """An outlet in capitals without blanks: "KABARCONTOH", "CONTOHNEWS"."""
    word = rf"(?i:{alternation(phrases('outlet', 'fused'))})"
    return letters(rf"^(?:{word}\p{{Lu}}{_REST}|\p{{Lu}}{_REST}{word})$")


@made_of_words
def kickers() -> tuple[str, ...]:
    """What opens an article and is no place: "EXCLUSIVE – …", "OPINI – …", "VIDEO: …"."""
    return (
        *phrases("title", "sections", "generic"),
        *phrases("navigation", "equals"),
        *phrases("related", "labels", "equals"),
        *phrases("caption", "labels"),
    )


def heads_a_story(column: str) -> pl.Expr:
    """Whether a piece says what kind of story follows, and names nobody: "Breaking News"."""
    return small_words(pl.col(column)).is_in(phrases("title", "sections"))


def broken_ending() -> pl.Expr:
    """Whether a piece is the end of an address that a comma broke: "KABARCONTOH,COM"."""
    return (pl.col("part") > 0) & pl.col("value").str.contains(rf"(?i)^{ENDING}$")


def lone_paper() -> pl.Expr:
    """Whether a first piece is a paper's name that is a town's as well: before another place it is the paper's.

    "METRO, LAMPUNG –" is then as right with "Lampung".
    """
    paper = pl.col("value").str.to_lowercase().is_in(phrases("outlet", "alone")) & (pl.col("part") == 0)
    following = pl.col("kind").shift(-1).over("doc", "line") == "place"
    return (paper & (pl.col("kind") == "place") & following).fill_null(value=False)


def headwords(places: pl.DataFrame, survey: Survey) -> pl.Series:
    """For every row (doc, value) whether plain words are all it is, or its first is one that headlines hold.

    Asked of what stands alone before a dash, with small letters in it: "Rapat Besar - …".
    """
    opens = pl.col("value").str.extract(r"^(\S+)\s", 1)
    heads = frozenset(phrases("person", "no_name")).difference(phrases("place", "opens"))
    held = opens.str.to_lowercase().is_in(sorted(heads)).fill_null(value=False)
    first = places.select("doc", pl.when(held).then(opens).otherwise(pl.lit("")).alias("value"))
    return made_of_plain_words(survey, places) | made_of_plain_words(survey, first)
