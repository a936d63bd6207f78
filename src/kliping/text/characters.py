"""What kind of character a code point is, as two tables the compiled kernels index.

Belongs here: classes and lower case of code points, and which numbers are years. Does not belong here: anything about
lines.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

import numpy as np

from kliping.derived import kept_arrays

SPACE, LOWER, UPPER, DIGIT, WIDE, END, COMMA, COLON, QUOTE, BRACKET, DASH, SEPARATOR, MARK, OTHER = range(14)
"""Classes. ``WIDE`` is a letter of a script without spaces; ``SEPARATOR`` a bar, bullet or arrow; ``MARK`` combines."""

TABLE_SIZE = 0x10000

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Numbers of four digits that are a year in the news: others are sums, places and models."""

THIS_CENTURY, CENTURY, OF_LAST_CENTURY = 2000, 100, 70
"""A year of two digits is of this century below 70, else of the last."""

_ENDS = ".!?…。！？．।۔؟‼⁇⁈⁉"
_COMMAS = ",、，،;；"
_COLONS = ":："
_QUOTES = "\"'“”„‟‘’‚‛«»‹›「」『』`´"
_DASHES = "-‐‑‒–—―−"
_SEPARATORS = "|¦•·●○▪■□◆▸►▶▾▼→⇒>*/\\+=~_^<‣⁃※｜»"
_WIDE_RANGES = (
    (0x0E00, 0x0E80),
    (0x0E80, 0x0F00),
    (0x1000, 0x10A0),
    (0x1780, 0x1800),
    (0x3005, 0x3008),
    (0x3040, 0x3100),
    (0x3400, 0xA000),
    (0xF900, 0xFB00),
)
_LETTERS = {"Lu": UPPER, "Lt": UPPER, "Ll": LOWER, "Lo": LOWER, "Lm": LOWER, "Mn": MARK, "Mc": MARK, "Me": MARK}


def _class_of(character: str) -> int:
    for members, kind in (
        (_ENDS, END),
        (_COMMAS, COMMA),
        (_COLONS, COLON),
        (_QUOTES, QUOTE),
        (_DASHES, DASH),
        (_SEPARATORS, SEPARATOR),
    ):
        if character in members:
            return kind
    category = unicodedata.category(character)
    if category in _LETTERS:
        return _LETTERS[category]
    if category in ("Nd", "Nl", "No"):
        return DIGIT
    if category in ("Ps", "Pe"):
        return BRACKET
    if category.startswith("Z") or character.isspace():
        return SPACE
    return MARK if category == "Cf" else OTHER


def letter_runs(text: str) -> list[str]:
    """The runs of letters in ``text``, with what combines with them: words as the kernels of metadata cut them."""
    return _runs().findall(text)


def spoken_words(text: str) -> list[str]:
    """The words of ``text``: runs of letters and digits with their vowel signs and accents."""
    return _spoken().findall(text)


@functools.cache
def _runs() -> re.Pattern[str]:
    classes = tables()[0]
    letters = np.isin(classes, (LOWER, UPPER, WIDE))
    return re.compile(f"[{_ranges(letters)}][{_ranges(letters | (classes == MARK))}]*")


@functools.cache
def _spoken() -> re.Pattern[str]:
    kept = kept_arrays(__name__, unicodedata.unidata_version, _made)
    return re.compile(rf"[\w{_ranges(kept['combining'])}]+")


def _ranges(chosen: np.ndarray[Any, np.dtype[np.bool_]]) -> str:
    """Code points for the inside of a class of a regular expression."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
    pairs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return "".join(f"\\u{first:04x}-\\u{stop - 1:04x}" for first, stop in pairs)


@functools.cache
def small_letters() -> np.ndarray[Any, np.dtype[np.uint16]]:
    """The lower case of every letter of the basic plane, and 0 for what is none."""
    kept = kept_arrays(__name__, unicodedata.unidata_version, _made)
    return np.where(kept["letters"], kept["lower"], 0).astype(np.uint16)


@functools.cache
def tables() -> tuple[np.ndarray[Any, np.dtype[np.uint8]], np.ndarray[Any, np.dtype[np.uint32]]]:
    """The class and the lower case of every code point of the basic plane."""
    kept = kept_arrays(__name__, unicodedata.unidata_version, _made)
    return kept["classes"], kept["lower"]


def _made() -> dict[str, np.ndarray[Any, np.dtype[Any]]]:
    classes = np.full(TABLE_SIZE, OTHER, np.uint8)
    lower = np.arange(TABLE_SIZE, dtype=np.uint32)
    alphabetic = np.zeros(TABLE_SIZE, np.bool_)
    combining = np.zeros(TABLE_SIZE, np.bool_)
    for code in range(TABLE_SIZE):
        character = chr(code)
        classes[code] = _class_of(character)
        alphabetic[code] = character.isalpha()
        combining[code] = unicodedata.category(character).startswith("M")
        if classes[code] == UPPER:
            small = character.lower()
            lower[code] = ord(small[0])
    for start, stop in _WIDE_RANGES:
        letters = np.isin(classes[start:stop], (LOWER, UPPER, MARK))
        classes[start:stop][letters] = WIDE
    return {"classes": classes, "lower": lower, "letters": alphabetic, "combining": combining}
