"""What the lines of a short page say of the page itself: that it is another kind of page, or that it reports something.

Belongs here: finding the words (``says``, ``things``, ``reader.words``, ``reporting.words``, ``index.says``) in lines.
Does not belong here: the words (``kliping.words``), adding up what a page's lines say (``page_facts``), what becomes of
the page (``pages``).
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from kliping.text import lengths
from kliping.text.patterns import any_of, holding, letters
from kliping.words import made_of_words, numbers, phrases
from kliping.words.calendar import SHORT, calendar
from kliping.words.sections import PAGE_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kliping.cleaning.kernels import Array

_QUOTATION, _SINGLY_QUOTED = "{1,300}", "{3,200}"
"""Characters of what is quoted: beyond, the second sign belongs to another quotation. Single signs are
apostrophes as well, so that a letter or two between them are no quotation."""

_BEFORE_STAMP, _AFTER_STAMP = "{0,30}", "{0,40}"
"""Characters beside the day of a line that is a stamp: a weekday or a section before it, a clock and its zone
behind."""

_HEADLINE = "{15,120}"
"""Characters of a headline before its day: less is a label, more a sentence."""

_QUOTED = rf"[“„\"«»][^“”„\"«»]{_QUOTATION}[”“\"»«]|(?:^|\s)['‘‚][^'’]{_SINGLY_QUOTED}['’](?:[\s.,!?]|$)"
"""What is quoted is said by somebody else than the page."""
_OPENS = r"((?:^|[.!?:…])[^\p{L}\p{N}]*)(\p{Lu})"
"""The capital that a sentence opens with, which tells nothing of its word."""
_NAMED = r"[\p{Ll},;)] [“„\"'(]?\p{Lu}\p{L}|\p{N}+"
"""A word in capitals within a sentence, or a number."""
_STAMP, _ENTRY = rf"^(?:[^.!?]{_BEFORE_STAMP}[\s|·•,])?", rf"^[^.!?]{_HEADLINE}[\s|·•,-]\(?"
"""What stands before the date of a stamp and of an entry; behind it is what may stand there."""
_BEHIND_STAMP, _BEHIND_ENTRY = rf"(?:[^\d.!?].{_AFTER_STAMP})?$", r"\)?$"
_STAMP_CHARS, _ENTRY_CHARS = 60, 140
_UNSPOKEN = re.compile(r"[\W_]+")
AGE = -1
"""In place of the day of a stamp: an age ("2 hours ago")."""

_MONTHS, _DAYS = 12, 31
"""Of a year and of a month, room for each: numbers of days rise with the days."""


class Said(NamedTuple):
    """What each line says; of a line that was not asked nothing is known."""

    kind: Array
    """Number of the kind of page in PAGE_SECTIONS that one of its phrases names, or -1 (int8)."""
    things: Array
    """How many words it holds that pages of each kind are about (int8 [lines, kinds])."""
    reader: Array
    """Whether it speaks to who reads the page (bool)."""
    reports: Array
    """How many words it holds that tell what somebody said, or name a day of the week (int8)."""
    heading: Array
    """Whether it opens as the heading of a list of articles does (bool)."""
    named: Array
    """How many of its words are names or numbers, as far as capitals within a sentence and digits tell (float32)."""
    stamp: Array
    """Of a date or an age with little beside it, a number that grows with its day (or AGE); 0 elsewhere (int32)."""
    entry: Array
    """The same of a line that ends in its date, as an entry of a list does (int32)."""


def said_by(text: pl.Series, asked: Array, near: Array, folders: tuple[Path, ...] = ()) -> Said:
    """What lines say outside quotation marks.

    Args:
        text: the lines.
        asked: which of them are asked what kind of page they name.
        near: which of them, all of them asked, are asked the rest: the article and what stands beside it.
        folders: folders of further lexicons.
    """
    count = text.len()
    found = Said(
        kind=np.full(count, -1, np.int8),
        things=np.zeros((count, len(PAGE_SECTIONS)), np.int8),
        reader=np.zeros(count, np.bool_),
        reports=np.zeros(count, np.int8),
        heading=np.zeros(count, np.bool_),
        named=np.zeros(count, np.float32),
        stamp=np.zeros(count, np.int32),
        entry=np.zeros(count, np.int32),
    )
    lines = np.flatnonzero(asked)
    low = text.gather(lines).str.to_lowercase()
    found.kind[lines] = _kinds(low, folders)
    low = low.str.strip_chars_start(" #*-–—»›>•|")
    found.heading[lines] = low.str.contains(_opening(phrases("index", "says", folders=folders))).to_numpy()
    size = low.str.len_chars().to_numpy()
    short, long = np.flatnonzero(size <= _STAMP_CHARS), np.flatnonzero(size <= _ENTRY_CHARS)
    found.stamp[lines[short]] = _days(low.gather(short), _STAMP + _day() + _BEHIND_STAMP)
    found.entry[lines[long]] = _days(low.gather(long), _ENTRY + _day() + _BEHIND_ENTRY)
    units = (*phrases("relative", "counted", folders=folders), *numbers("units", folders))
    behind, before = (phrases("relative", kind, folders=folders) for kind in ("behind", "before"))
    age = _age(units, behind, before, phrases("relative", "yesterday", "today", folders=folders))
    found.stamp[lines[holding(low, short, age)]] = AGE
    _say(text, np.flatnonzero(near), folders, found)
    return found


def _say(text: pl.Series, lines: Array, folders: tuple[Path, ...], found: Said) -> None:
    """Fill in what is asked of lines near the article.

    The kind that a line names is taken back where only a quotation in it does, or where the line reports something and
    speaks to nobody.
    """
    whole = text.gather(lines)
    own = whole.str.replace_all(_QUOTED, " ")
    quoted = (own != whole).to_numpy()
    named = lines[quoted & (found.kind[lines] >= 0)]
    low = text.gather(named).str.replace_all(_QUOTED, " ").str.to_lowercase()
    found.kind[named] = _kinds(low, folders)
    found.named[lines] = own.str.count_matches(_NAMED).to_numpy()
    small = _words(own.str.to_lowercase())
    reader = phrases("reader", "words", folders=folders)
    spoken = small.str.contains_any(_spaced(word for word in reader if word.islower())).to_numpy().copy()
    formal = [word for word in reader if not word.islower()]
    hinted = own.str.contains_any([max(_UNSPOKEN.split(word), key=len) for word in formal]).arg_true()
    cased = _words(own.gather(hinted).str.replace_all(_OPENS, "${1}·${2}"))
    spoken[hinted.filter(cased.str.contains_any(_spaced(formal))).to_numpy()] = True
    found.reader[lines] = spoken
    told = _spaced((*phrases("reporting", "words", folders=folders), *_weekdays()))
    count = small.str.extract_many(told, overlapping=True).list.n_unique().fill_null(0).to_numpy()
    found.reports[lines] = count
    found.kind[lines[(count > 0) & ~found.reader[lines]]] = -1
    things = [_spaced(phrases(section, "things", folders=folders)) for section in PAGE_SECTIONS]
    hinted = small.str.contains_any([thing for own in things for thing in own]).arg_true()
    few, rows = small.gather(hinted), lines[hinted.to_numpy()]
    for number, listed in enumerate(things):
        if listed:
            counted = few.str.extract_many(listed, overlapping=True).list.n_unique()
            found.things[rows, number] = counted.fill_null(0).to_numpy()


def _kinds(low: pl.Series, folders: tuple[Path, ...]) -> Array:
    """Number of the first kind of page that each line's phrases name (int8), or -1; of text in small letters."""
    kind = np.full(low.len(), -1, np.int8)
    said = [list(phrases(section, "says", folders=folders)) for section in PAGE_SECTIONS]
    hinted = low.str.contains_any([phrase for own in said for phrase in own]).arg_true()
    few = _words(low.gather(hinted))
    hits = [few.str.contains_any(list(_opened(tuple(own)))).to_numpy() for own in said]
    for number in reversed(range(len(said))):
        kind[hinted.to_numpy()[hits[number]]] = number
    return kind


def _days(low: pl.Series, pattern: str) -> Array:
    """A number that grows with the day that each line names (int32); 0 where it names none as ``pattern`` wants it."""
    found = np.zeros(low.len(), np.int32)
    asked = np.flatnonzero(low.str.contains(pattern).to_numpy())
    part = low.gather(asked).str.extract_groups(_day()).struct.unnest().fill_null("")
    year, month, day = (
        part.select(pl.concat_str(*groups)).to_series()
        for groups in (("3", "6", "7"), ("2", "4", "8"), ("1", "5", "9"))
    )
    named = month.replace_strict(calendar("months").anywhere, default=None, return_dtype=pl.Int32)
    number = named.fill_null(month.cast(pl.Int32, strict=False)).fill_null(0)
    found[asked] = (
        (year.cast(pl.Int32) * _MONTHS + number) * _DAYS + day.cast(pl.Int32, strict=False).fill_null(0)
    ).to_numpy()
    return found


@made_of_words
def _day() -> str:
    """A date, of a line in small letters."""
    ordinal, of, year = (any_of(phrases("date", kind)) for kind in ("ordinals", "of_month", "before_year"))
    return letters(
        rf"(?:(\d{{1,2}})(?:{ordinal}|\.)?[\s./-](?:{of} )?(\p{{L}}{lengths.MONTH}|\d{{1,2}})\.?[\s./-](?:{year} )?"
        rf"((?:19|20)\d\d)|(\p{{L}}{lengths.MONTH})\.? (\d{{1,2}}),? ((?:19|20)\d\d)|((?:19|20)\d\d)-(\d\d)-(\d\d))"
    )


@made_of_words
def _weekdays() -> list[str]:
    return [name for name in calendar("weekdays").anywhere if len(name) > SHORT]


@functools.lru_cache(maxsize=64)
def _opened(listed: tuple[str, ...]) -> tuple[str, ...]:
    """Phrases as ``_words`` has them, that begin where a word begins in scripts that write prefixes and words apart.

    "langgan untuk" is no part of "pelanggan untuk".
    """
    apart = _words(pl.Series(listed, dtype=pl.String)).str.strip_chars_end(" ")
    return tuple(apart.str.replace(r"^ ([^\p{Latin}\p{Cyrillic}\p{Greek}])", "${1}"))


def _words(text: pl.Series) -> pl.Series:
    """Words apart by one space, and one before and behind them."""
    return " " + text.str.replace_all(r"[^\p{L}\p{N}·]+", " ") + " "


def _spaced(words: Iterable[str]) -> list[str]:
    """Each word or phrase as it stands in ``_words``."""
    return [_UNSPOKEN.sub(" ", f" {word} ") for word in words]


@functools.lru_cache(maxsize=8)
def _opening(said: tuple[str, ...]) -> str:
    return rf"^{any_of(said)}"


@functools.lru_cache(maxsize=8)
def _age(counted: tuple[str, ...], behind: tuple[str, ...], before: tuple[str, ...], days: tuple[str, ...]) -> str:
    """An age, or a time of today or yesterday; alone or behind or before a name and a dash, a bar or a dot."""
    beside = rf"(?:[^.!?]{lengths.ASIDE}\s[-–—|·•]\s)?"
    ages = rf"\d{{1,2}}\s{any_of(counted)}\s{any_of(behind)}|{any_of(before)}\s\d{{1,2}}\s{any_of(counted)}"
    clock = rf"{any_of(days)}[\s,|]+\d{{1,2}}[:.h]\d\d(?: \p{{L}}{{1,4}})?"
    return rf"^{beside}(?:{ages}|{clock})(?:\s[-–—|·•].{lengths.ASIDE})?$"
