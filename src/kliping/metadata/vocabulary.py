"""Loads the words by which metadata is recognised, and turns lists of them into regular expressions.

Belongs here: reading ``dates/calendar.json`` and ``vocabulary.toml``. Does not belong here: what the
words mean for a field.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).parent

SHORT = 4
"""Letters up to which a name of a month is also a word of other languages ("pro", "mac", "mar")."""

ANY = "any"
"""Stands for the language of names that were added by hand."""


@dataclass(frozen=True)
class Names:
    """Numbers of months or weekdays by lower-case name."""

    anywhere: dict[str, int]  # names that mean one thing, whatever the language
    by_language: dict[str, int]  # "listopad hr": names that mean several things
    short: frozenset[str]  # "pro cs": short names with a language in which they are one


@cache
def vocabulary() -> dict[str, Any]:
    """``vocabulary.toml`` as it stands."""
    return tomllib.loads((FOLDER / "vocabulary.toml").read_text(encoding="utf-8"))


@cache
def calendar(kind: str) -> Names:
    """The names of ``months`` or ``weekdays``: CLDR's and those of ``vocabulary.toml``, which never overrule CLDR's."""
    cldr: dict[str, dict[str, int]] = json.loads((FOLDER / "dates" / "calendar.json").read_text(encoding="utf-8"))[kind]
    extra: dict[str, int] = vocabulary()["calendar"][kind]
    anywhere = {name: next(iter(by.values())) for name, by in cldr.items() if len(set(by.values())) == 1}
    anywhere |= {name: number for name, number in extra.items() if name not in cldr}
    several = {
        f"{name} {language}": number
        for name, by in cldr.items()
        if name not in anywhere
        for language, number in by.items()
    }
    short = {f"{name} {language}" for name, by in cldr.items() if len(name) <= SHORT for language in by}
    return Names(anywhere, several, frozenset(short | {f"{name} {ANY}" for name in extra if len(name) <= SHORT}))


def alternation(words: Iterable[str]) -> str:
    """A regular expression that matches any of ``words``, the longest first, white space of any length."""
    return _alternation(tuple(words))


@cache
def _alternation(words: tuple[str, ...]) -> str:
    parts = (
        re.escape(word).replace(r"\ ", r"\s+").replace("/", r"\/") for word in sorted(words, key=len, reverse=True)
    )
    return "(?:" + "|".join(parts) + ")"


@cache
def groups(column: str, pattern: str) -> pl.Expr:
    """``parts``: what the groups of ``pattern`` hold of a column; made once, as the engine compiles it to name them."""
    return pl.col(column).str.extract_groups(pattern).alias("parts")


LETTERS = r"A-Za-z\u00AA\u00B5\u00BA\u00C0-\u1FFF\u2C00-\u2DFF\u3040-\uFEFF\uFF21-\U0010FFFF"
"""Blocks of letters and marks, for the inside of a class: coarser than Unicode's tables and far quicker to compile."""


@cache
def letters(pattern: str) -> str:
    """``pattern`` with the blocks of ``LETTERS`` for the classes of all letters and all marks.

    A batch of one page pays for every pattern's compilation, and the exact tables of letters are most of it.
    """
    built, inside, place = [], False, 0
    while place < len(pattern):
        if pattern.startswith((r"\p{L}", r"\p{M}"), place):
            mark = pattern.startswith(r"\p{M}", place)
            built.append("" if mark and inside else LETTERS if inside else f"[{LETTERS}]")
            place += 5
            continue
        sign = pattern[place]
        if sign == "\\":
            built.append(pattern[place : place + 2])
            place += 2
            continue
        inside = (inside or sign == "[") and sign != "]"
        built.append(sign)
        place += 1
    return "".join(built)
