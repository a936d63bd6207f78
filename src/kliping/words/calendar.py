"""Names of months and weekdays with their numbers: of each language (``[calendar]``) and what newsrooms add to them.

Belongs here: looking names up. Does not belong here: dates in text (``kliping.metadata.dates``), where the names come
from (``cldr``).
"""

from __future__ import annotations

from dataclasses import dataclass

from kliping.words import load, made_of_words, numbers, phrases

SHORT = 4
"""Letters up to which a name of a month is also a word of other languages ("pro", "mac", "mar")."""

ANY = "any"
"""Stands for the language of further spellings."""


@dataclass(frozen=True)
class Names:
    """Numbers of months or weekdays by lower-case name."""

    anywhere: dict[str, int]  # names that mean one thing, whatever the language
    by_language: dict[str, int]  # "listopad hr": names that mean several things
    short: frozenset[str]  # "pro cs": short names with a language in which they are one


@made_of_words
def calendar(kind: str) -> Names:
    """The names of ``months`` or ``weekdays``: every language's, and further spellings, which never overrule them."""
    own = load().calendar[kind]
    extra = {name: int(number) for name, number in numbers(kind).items()}
    anywhere = {name: next(iter(by.values())) for name, by in own.items() if len(set(by.values())) == 1}
    anywhere |= {name: number for name, number in extra.items() if name not in own}
    several = {
        f"{name} {language}": number
        for name, by in own.items()
        if name not in anywhere
        for language, number in by.items()
    }
    short = {f"{name} {language}" for name, by in own.items() if len(name) <= SHORT for language in by}
    believed = {name for name in (*extra, *(load().anywhere & own.keys())) if len(name) <= SHORT}
    return Names(anywhere, several, frozenset(short | {f"{name} {ANY}" for name in believed}))


@made_of_words
def full_names(kind: str) -> dict[str, int]:
    """The full names of ``months`` or ``weekdays`` that mean one thing in every language, with their numbers."""
    known = load()
    named = {name: set(known.calendar[kind][name].values()) for name in sorted(known.full[kind])}
    return {name: next(iter(numbers)) for name, numbers in named.items() if len(numbers) == 1}


@made_of_words
def named_days() -> tuple[str, ...]:
    """Names of weekdays that stand for a day wherever they stand: full ones, and those that make a line look dated."""
    known = load()
    dated, full = known.dated["weekdays"], known.full["weekdays"]
    short = {name for name, spoken in dated.items() if spoken != full.get(name)}
    return tuple(sorted({*full_names("weekdays"), *short, *phrases("date", "weekdays")}))
