"""Lists of words as regular expressions, and the names of fields.

Belongs here: patterns that more than one field is read by, and reading ``fields.toml``. Does not belong here: the words
(``kliping.words``), what they mean for a field.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.text import lengths
from kliping.text.characters import spoken_words
from kliping.text.patterns import any_of, letters
from kliping.words.calendar import named_days

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).parent


@cache
def named_fields() -> dict[str, Any]:
    """``fields.toml`` as it stands."""
    return tomllib.loads((FOLDER / "fields.toml").read_text(encoding="utf-8"))


def alternation(words: Iterable[str]) -> str:
    """``any_of`` with white space of any length between the words of a phrase."""
    return any_of(words, blank=r"\s+")


@cache
def groups(column: str, pattern: str) -> pl.Expr:
    """``parts``: what the groups of ``pattern`` hold of a column; made once, as the engine compiles it to name them."""
    return pl.col(column).str.extract_groups(pattern).alias("parts")


SUFFIX = rf"\s+(?:[|–—·»•-]|::)\s+([^|–—·»•]{lengths.OUTLET})$"
"""An outlet's name behind a title ("… | Example News"); the name is its group."""


BEHIND_DAY = r"\s?[,|/–-]?\s?[0-9]{1,2}[:.][0-9]{2}\b"
"""The time behind a day, as sites print it."""


def characters_before(text: pl.Expr, value: pl.Expr) -> pl.Expr:
    """Characters of ``text`` before the first ``value`` in it, Int32; null where it holds none."""
    offset = text.str.find(value, literal=True)
    before = text.cast(pl.Binary).bin.slice(0, offset).cast(pl.String).str.len_chars().cast(pl.Int32)
    return pl.when(offset.is_not_null()).then(before)  # a slice of unknown length is the whole


def without_day(words: pl.Expr) -> pl.Expr:
    """``words`` without the name of a weekday behind them: "mengutip Kabar Contoh Rabu (3/6)" names an outlet."""
    last = words.str.extract(r"\s(\S+?),?$", 1).str.to_lowercase()
    return pl.when(last.is_in(named_days())).then(words.str.replace(r"\s\S+$", "")).otherwise(words)


def small_words(words: pl.Expr) -> pl.Expr:
    """In small letters, with one blank between words: what a phrase of a language is looked up by."""
    return words.str.replace_all(r"\s+", " ").str.to_lowercase()


def plain(words: str) -> str:
    """The words of a text in small letters with one blank between: what two wordings of a title are compared by."""
    return " ".join(spoken_words(words.lower()))


NAME_WORD = letters(r"\p{Lu}[\p{L}\p{M}'’´`.\-]*")
"""A word of a person's name, as bylines write it."""
