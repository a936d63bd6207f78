"""Bare lines: nothing but an address, a time, an age, a count, tags, signs, initials or a few words in brackets.

Belongs here: lines that are no body by their form alone. Does not belong here: lines that are furniture by what they
say (``appeals``), photo credits (``credits``).
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.kernels import OWN
from kliping.text import lengths
from kliping.text.patterns import any_of, holding, letters
from kliping.words import made_of_words, numbers, phrases

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array

_IN_BRACKETS = "{2,60}"
"""Characters of names in brackets: longer ones are a sentence."""

_HANDLE = range(3, 31)
"""Characters of a name behind an @: what the platforms allow."""

_SIGNATURE, _SIGNERS = range(2, 6), range(2, 5)
"""Letters of the initials of one person, and how many persons sign with them."""

_BESIDE_COUNTS = 60
"""Characters beside counts and pictures of a bar of reactions, at most: more is a text."""

_DAY_SIGNS = "{6,16}"
"""Figures and signs of a day before a clock: from 1.1.26 to 2026年11月27日 with blanks."""

PLACE_OR_TIME, AGE, INITIALS, BRACKETED, LINK, COUNTED, COMMENTS = range(1, 8)
"""What a bare line holds; 0 is a line that is not bare. None of them is body, but for brackets: these are no end of it.

Which lines are links is found by ``links``."""

_INITIALS = r"^\(\p{Ll}+(?:/\p{Ll}+)+\)\.?$"
_BRACKETED = letters(rf"^(?:\([^()]{_IN_BRACKETS}\)|\[\p{{Lu}}[\p{{L}}.'’-]+(?: \p{{Lu}}[\p{{L}}.'’-]*){{1,4}}\])\.?$")
"""In square brackets a name alone: other signs in them are marks of a player or a picture."""
_ACCOUNTS = r"^(?:@[\w.]+\s*)+$"
_POSTER, _POST_HANDLE, _POST_DAY = "{1,80}", "{2,30}", "{0,40}"
"""Characters of who posted something elsewhere, of the handle, and of the day behind it."""
_POSTED = letters(
    rf"^[^.!?:—–-][^.!?:]{_POSTER}\(@[\p{{L}}0-9_.]{_POST_HANDLE}\)(?:[\s,·]+[^.!?]{_POST_DAY})?$|^pic\.twitter\.com/\w+$"
)
"""What stands below a post of another site that was set into the page: "A post shared by Name (@name)". Who is quoted
("— Name (@name) 3 May 2024") goes with the words that are kept."""
_POST = 16.0
"""Words of it."""
_PICTURE = r"[\x{2600}-\x{27BF}\x{1F000}-\x{1FAFF}]"
_COUNTS = rf"^[\d\s.,:+×xKkMm|•·]*{_PICTURE}([^\p{{L}}\n]*)$"
"""Accounts, or how many chose which picture below a post: "@kabarcontoh", "👍 12 ❤️ 3". As one pattern they are asked
ten times as slowly. How long their parts may be is asked of what they match: a bounded number of any letters or signs
takes ten milliseconds to compile."""
_TAGS = letters(r"^(?:#[\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*[\s,;]*)+$")
"""Tags and nothing else: "#banjir #demak". A number behind the sign is one of a list."""
_WORDLESS = r"^[^\p{L}\p{N}]+$"
"""Neither letter nor figure: rules, dots, arrows."""
_CODES = {"counted": COUNTED, "comments": COMMENTS, "age": AGE}
"""What the groups of ``_figures`` tell."""
_DOT_ABOVE = "\u0307"
"""What the small letter of a Turkish İ has above it; patterns in any case take it for an i."""
_SHORT = 8.0
"""Words of the longest age with its section before it ("Gaya Hidup - 15 menit yang lalu"), or signature in brackets."""


def bare_lines(text: pl.Series, seen: Seen, folders: tuple[Path, ...] = ()) -> Array:
    """What each line holds if that is all it holds (int8).

    Of some 1,700 labelled pages no line of an article is an age or initials, and none of their articles ends with a
    line in brackets, which is a signature ("(Sari Wulandari)", "(contoh.com/Sari)"); five of 37 bare addresses were.

    Args:
        text: the lines.
        seen: the lines' features.
        folders: folders of further lexicons.
    """
    found = np.zeros(text.len(), np.int8)
    column = {name: seen.column(name) for name in ("words", "address", "clock")}
    placed = np.flatnonzero((column["address"] > 0) | (column["clock"] > 0))
    found[holding(text, placed, _place_or_time())] = PLACE_OR_TIME
    short = np.flatnonzero(column["words"] <= _SHORT)
    few = text.gather(short)
    figured, bracketed = (seen.scanned.own[short][:, [OWN.digit_share, OWN.brackets]] > 0).T
    named, pictured = few.str.starts_with("@").to_numpy(), few.str.contains(_PICTURE).to_numpy()
    found[short[bracketed][few.filter(bracketed).str.contains(_BRACKETED).to_numpy()]] = BRACKETED
    signed = few.filter(bracketed).str.contains(_INITIALS).to_numpy()
    for at in short[bracketed][signed].tolist():
        people = text[at].strip("().").split("/")
        if len(people) in _SIGNERS and all(len(one) in _SIGNATURE for one in people):
            found[at] = INITIALS
    posted = np.flatnonzero(column["words"] <= _POST)
    posted = posted[text.gather(posted).str.contains_any(["(@", "pic.twitter.com/"]).to_numpy()]
    found[holding(text, posted, _POSTED)] = COUNTED
    for at in short[named][few.filter(named).str.contains(_ACCOUNTS).to_numpy()].tolist():
        if all(len(handle) in _HANDLE for handle in text[at].replace("@", " ").split()):
            found[at] = COUNTED
    beside = few.filter(pictured).str.extract(_COUNTS).str.len_chars()
    found[short[pictured][(beside <= _BESIDE_COUNTS).fill_null(value=False).to_numpy()]] = COUNTED
    tagged = text.str.starts_with("#").arg_true().to_numpy()
    found[holding(text, tagged, _TAGS)] = COUNTED
    found[short[few.str.contains(_WORDLESS).to_numpy()]] = COUNTED
    _put_figures(few.filter(figured), short[figured], folders, found)
    return found


def _put_figures(text: pl.Series, lines: Array, folders: tuple[Path, ...], found: Array) -> None:
    """Ages and numbers among short lines with figures; of those a few hold a word or a slash that these have."""
    counted, behind = (phrases("relative", kind, folders=folders) for kind in ("counted", "behind"))
    kinds = (("pagination", "equals", "labels"), ("comments", "equals"), ("relative", "before"))
    pages, comments, before = (phrases(*kind, folders=folders) for kind in kinds)
    low = text.str.to_lowercase().str.replace_all(_DOT_ABOVE, "", literal=True)
    aged = np.flatnonzero(low.str.contains_any([word.lower() for word in behind]).to_numpy())
    found[lines[holding(text, aged, _age(counted, behind))]] = AGE
    told = _figures(pages, comments, before, tuple(numbers("units", folders)))
    worded = low.str.contains_any(["/", *(word.lower() for word in (*pages, *comments, *before))]).arg_true()
    for at, line in zip(lines[worded.to_numpy()].tolist(), text.gather(worded), strict=True):
        match = told.match(line)  # Polars keeps few patterns compiled: not one more
        if match:
            found[at] = _CODES[match.lastgroup or ""]


@made_of_words
def _place_or_time() -> str:
    """An address, or a time with or without its day in figures."""
    signs, behind = any_of(phrases("date", "behind_year", "behind_month", "behind_day")), phrases("date", "after_time")
    day = rf"(?:[\d/., -]|{signs}){_DAY_SIGNS}"
    address = r"(?:https?://|mailto:)\S+"
    return rf"^(?:{address}|(?:{day})?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?: {any_of(behind)})?)$"


@functools.lru_cache(maxsize=8)
def _age(counted: tuple[str, ...], behind: tuple[str, ...]) -> str:
    """An age in any case, alone or behind a name and a dash, a bar or a dot."""
    return rf"(?i)^(?:[^.!?]{lengths.ASIDE}\s[-–—|·•]\s)?\d{{1,2}}\s+{any_of(counted)}\s+{any_of(behind)}$"


@functools.lru_cache(maxsize=8)
def _figures(
    pages: tuple[str, ...], comments: tuple[str, ...], before: tuple[str, ...], units: tuple[str, ...]
) -> re.Pattern[str]:
    """The number of a picture or the time of a player, the numbers of a text's pages, of comments, or an age.

    "2 / 7", "00:00 / 02:31", "Page 1 2 3 Next", "3 comments", "Comments (3)", "hace 3 horas". Marks out of five have
    no blanks in them.
    """
    page, row = any_of(pages), r"1(?:[\s|·,]+\d{1,3})+"
    counter = r"\d{1,3}\s/\s\d{1,3}|\d{1,2}:\d{2}\s?/\s?\d{1,2}:\d{2}"
    numbered = rf"(?:{page}\W+)?{row}(?:\W+{page}){{1,2}}\W*|{page}\W+{row}\W*"
    return re.compile(
        rf"(?i)(?:(?P<counted>{counter}|{numbered})|(?P<comments>\d{{1,4}}\s+{any_of(comments)}|{any_of(comments)}\s?\(\d{{1,4}}\))"
        rf"|(?P<age>{any_of(before)}\s+\d{{1,2}}\s+{any_of(units)}))$"
    )
