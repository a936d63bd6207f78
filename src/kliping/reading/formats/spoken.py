"""Words in cells: weekdays, zones and halves of the day beside figures, months in words, marks of a day of change.

Belongs here: the words of languages that reading looks at, ready to be asked. Does not belong here: the words
(``kliping.words``), names of columns and what programs put in cells (``columns``).
"""

from __future__ import annotations

import re

from kliping.text.patterns import any_of
from kliping.words import load, made_of_words, phrases, with_manner
from kliping.words.hours import half_of_day as half

_MONTH = "{3,10}"
"""Letters of a month's name."""

WRITTEN_DAY_FIRST = ("+07:00", "+08:00", "+09:00")
"""Offsets of zones that are written by people who put the day before the month: of Indonesia and its neighbours."""


@made_of_words
def weekdays() -> dict[str, int]:
    """Names of weekdays in small letters, 0 is Monday."""
    known = load()
    full, named = known.full["weekdays"], known.calendar["weekdays"]
    short_in = with_manner("short weekdays")
    found = {}
    for name, numbers in named.items():
        if len(set(numbers.values())) == 1 and (name in full or not numbers.keys().isdisjoint(short_in)):
            found[name] = next(iter(numbers.values())) - 1
    return found


@made_of_words
def zones() -> dict[str, str]:
    """The offset of each abbreviation in small letters."""
    return {name.lower(): offset for name, offset in load().zones.items()}


@made_of_words
def zone_names() -> frozenset[str]:
    """All of ``zones``."""
    return frozenset(zones())


@made_of_words
def zones_written_day_first() -> frozenset[str]:
    """Those of ``zones`` beside which the day stands before the month."""
    return frozenset(name for name, offset in zones().items() if offset in WRITTEN_DAY_FIRST)


@made_of_words
def half_of_day() -> re.Pattern[str]:
    """What tells an hour of the morning from one of the evening; of the latter it has a group ``later``."""
    return re.compile(rf"\b(?:{half('before_noon')}|(?P<later>{half('after_noon')}))\b", re.IGNORECASE)


@made_of_words
def clock_alone() -> re.Pattern[str]:
    """A cell that holds a time of day and no day."""
    told = rf"(?i:{any_of(phrases('date', 'before_noon', 'after_noon'))})"
    return re.compile(rf"^\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:\s?{told})?(?:\s?[A-Z]{{3,4}})?$")


@made_of_words
def month_in_words() -> re.Pattern[str]:
    """A date whose month is a word: which word, is not asked."""
    ordinal, of = any_of(phrases("date", "ordinals")), any_of(phrases("date", "of_month"))
    return re.compile(
        rf"(?<!\d)\d{{1,2}}(?:{ordinal})?\W{{1,3}}(?:{of} )?[^\W\d_]{_MONTH}\.?\W{{1,2}}(?:{of} )?\d{{4}}"
        rf"|[^\W\d_]{_MONTH} \d{{1,2}},? \d{{4}}"
        rf"|^\d{{1,2}}([-/ ])[^\W\d_]{_MONTH}\1\d{{2}}$"  # as spreadsheets show a day, and nothing beside it
    )


@made_of_words
def answers() -> dict[str, bool]:
    """What a cell says that is so, or is not, by its word in small letters, a letter or a figure."""
    said = {"yes": ("1", "t", "true", "y"), "no": ("0", "f", "false", "n")}
    return {word: kind == "yes" for kind, signs in said.items() for word in (*signs, *phrases("cell", kind))}


@made_of_words
def placeholders(kind: str) -> frozenset[str]:
    """What people put in a cell in place of a value (``nothing``), or of a name (``nobody``)."""
    return frozenset(phrases("cell", kind))


@made_of_words
def of_change() -> str:
    """A pattern of what opens a cell whose day is that of a change."""
    return rf"(?i)^\W*{any_of(phrases('updated', 'labels', 'value_labels'))}\b"
