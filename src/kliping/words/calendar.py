"""Names of months and weekdays with their numbers: Unicode's CLDR (``calendar.json``) and what newsrooms add to it.

Belongs here: looking names up. Does not belong here: dates in text (``kliping.metadata.dates``), compiling CLDR
(``compile_calendar``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources

from kliping.words import made_of_words, numbers

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


@made_of_words
def calendar(kind: str) -> Names:
    """The names of ``months`` or ``weekdays``: CLDR's and those of the files of words, which never overrule them."""
    cldr: dict[str, dict[str, int]] = json.loads(
        (resources.files("kliping.words") / "calendar.json").read_text("utf-8")
    )[kind]
    extra = {name: int(number) for name, number in numbers(kind).items()}
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
