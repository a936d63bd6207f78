"""Known words and signs of every line, found in one compiled pass: what tells cheaply where a pattern cannot match.

Belongs here: which words are known and what they are, and the way from a column to the kernel's facts. Does not belong
here: the kernel (``line_kernel``), patterns, what a word means for a field.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kliping.metadata.digits import OTHER_DIGITS
from kliping.metadata.line_flags import (
    DENSE_LETTER,
    DENSE_OR_HANGUL,
    EXOTIC_LETTER,
    ODD_SIGN,
    STOP_SIGN,
    Array,
    Characters,
    Facts,
)
from kliping.metadata.line_kernel import read_lines
from kliping.text.buffers import text_buffers
from kliping.text.characters import LOWER, UPPER, WIDE, letter_runs, tables
from kliping.text.hashing import hash_word
from kliping.text.known_words import Known, known_words_of
from kliping.words import labels, made_of_words, numbers, phrases
from kliping.words.agencies import before_other_dates, credit_endings
from kliping.words.calendar import calendar

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from kliping.text.buffers import Text

(
    MONTH,
    WEEKDAY,
    UNIT,  # of time behind a number
    RELATIVE,
    AUTHOR_LABEL,  # the first word of a label before an author
    EDITOR_LABEL,
    SOURCE_LABEL,
    TAG_LABEL,
    BY,  # "by" and its like
    STATED,  # "published" before "by"
    FOLLOW,
    RIGHTS,  # "copyright"
    ATTRIBUTION,
    NO_NAME,  # no name holds it
    FURNITURE,  # menus and calls hold it often, titles seldom
    JOB,
    SEPARATOR,  # between names
    DATE_LABEL,
    OTHER_DATE,  # before a date that is not the article's
    READING,  # "reading time"
    WIRE,  # agencies at the end of a picture's credit
    ANNOUNCED,  # the first word of a label that needs a colon
) = (1 << np.arange(22)).tolist()
"""What a known word is."""

_DENSE_BLOCKS = (
    (0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x3005, 0x3008), (0x3040, 0x3100), (0x31F0, 0x3200),
    (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xA9E0, 0xAA80), (0xF900, 0xFB00), (0xFF66, 0xFFA0),
)  # fmt: skip
_EXOTIC_FROM = 0x0530  # code point from which letters are neither Latin, Greek nor Cyrillic


@made_of_words
def known_words() -> Known:
    """The words of ``kliping.words`` and the calendar by which lines are sorted out."""
    listed: list[tuple[int, Iterable[str]]] = [
        (MONTH, (_longest(name) for name in _calendar_names("months"))),
        (MONTH, phrases("date", "before_month_number")),
        (WEEKDAY, (_longest(name) for name in _calendar_names("weekdays"))),
        (UNIT, phrases("relative", "counted")),
        (RELATIVE, (_longest(word) for word in (*numbers("units"), *phrases("relative", "yesterday", "today")))),
        (AUTHOR_LABEL, (_first(word) for word in labels("byline"))),
        (ANNOUNCED, (_first(word) for word in phrases("byline", "announced"))),
        (EDITOR_LABEL, (_first(word) for word in labels("editor"))),
        (SOURCE_LABEL, (_first(word) for word in labels("source"))),
        (TAG_LABEL, (_first(word) for word in phrases("tags", "labels"))),
        (BY, (_longest(word) for word in phrases("byline", "middle"))),
        (STATED, (*phrases("byline", "stated"), *phrases("title", "dated"))),
        (FOLLOW, (_longest(word) for word in phrases("outlet", "follow_after", "channels"))),
        (RIGHTS, phrases("consent", "rights")),
        (ATTRIBUTION, (_longest(word) for word in phrases("attribution", "verbs"))),
        # of "editor's" the S is no word: an initial of names
        (NO_NAME, map(_longest, set(phrases("person", "no_name")) - set(phrases("person", "given", "abroad")))),
        (FURNITURE, phrases("title", "furniture")),
        (JOB, phrases("person", "jobs")),
        (READING, (_longest(phrase) for phrase in phrases("reading_time", "phrases"))),
        (WIRE, (_first(name) for name in credit_endings())),
        (SEPARATOR, phrases("byline", "joins", "beside")),
        (DATE_LABEL, (_longest(word) for kind in ("published", "updated") for word in labels(kind))),
        (DATE_LABEL, phrases("published", "opening")),
        (OTHER_DATE, (_longest(word) for word in phrases("other_date", "starts", "words", "signs"))),
        (OTHER_DATE, (_longest(word) for word in before_other_dates())),
    ]
    bits: dict[int, int] = {}
    for bit, names in listed:
        for name in names:
            for run in letter_runs(name.lower()):
                key = int(hash_word(np.array([ord(sign) for sign in run], np.uint32)))
                bits[key] = bits.get(key, 0) | bit
    return known_words_of(bits)


def _calendar_names(kind: str) -> set[str]:
    names = calendar(kind)
    return {*names.anywhere, *(name.rpartition(" ")[0] for name in names.by_language)}


def _longest(phrase: str) -> str:
    """The longest word of a phrase: a line without it does not hold the phrase."""
    return max(letter_runs(phrase.lower()), key=len, default="")


def _first(phrase: str) -> str:
    return next(iter(letter_runs(phrase.lower())), "")


@cache
def code_points() -> Characters:
    """Class and marks of every code point of the basic plane and of one beyond it, and its lower case."""
    classes, lower = tables()
    table = np.append(classes, classes[0xFFFF]).astype(np.uint16)
    small = np.append(lower, np.uint32(0x10000)).astype(np.uint32)
    codes = np.arange(table.size)
    letters = np.isin(table, (LOWER, UPPER, WIDE))
    dense = np.zeros(table.size, np.bool_)
    for first, stop in _DENSE_BLOCKS:
        dense[first:stop] = True
    hangul = ((codes >= 0xAC00) & (codes < 0xD7B0)) | ((codes >= 0x1100) & (codes < 0x1200))
    dense[0x30FC] = False  # lengthens a vowel in two scripts
    dense &= letters
    odd = [ord(sign) for sign in OTHER_DIGITS]
    table[letters & (codes >= _EXOTIC_FROM)] |= EXOTIC_LETTER
    table[dense] |= DENSE_LETTER
    table[dense | (hangul & letters)] |= DENSE_OR_HANGUL
    table[odd] |= ODD_SIGN
    table[[ord(sign) for sign in ".!…。"]] |= STOP_SIGN
    return Characters(table, small)


def read_facts(text: Text, latest: Array) -> Facts:
    """The facts of every line; ``latest`` is the latest year it may mention."""
    lines = text.offsets.size - 1
    facts = Facts(
        np.empty((lines, 4), np.int32), np.empty(lines, np.uint32), *(np.empty(lines, np.uint64) for _ in range(3))
    )
    read_lines(text, code_points(), known_words(), np.uint64(UNIT), np.uint64(MONTH), latest, facts)
    return facts


def text_hashes(text: pl.Series) -> Array:
    """The hash of each text as ``Facts.hashes`` has it of a line."""
    return read_facts(text_buffers(text), np.zeros(text.len(), np.int32)).hashes
