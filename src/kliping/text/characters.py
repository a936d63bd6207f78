"""What kind of character a code point is, as two tables the compiled kernels index.

Belongs here: classes and lower case of code points, and which numbers are years. Does not belong here: anything about
lines.
"""

from __future__ import annotations

import functools
import unicodedata
from typing import Any

import numpy as np

from kliping.derived import kept_arrays

SPACE, LOWER, UPPER, DIGIT, WIDE, END, COMMA, COLON, QUOTE, BRACKET, DASH, SEPARATOR, MARK, OTHER = range(14)
"""Classes. ``WIDE`` is a letter of a script without spaces; ``SEPARATOR`` a bar, bullet or arrow; ``MARK`` combines."""

TABLE_SIZE = 0x10000

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Numbers of four digits that are a year in the news: others are sums, places and models."""

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
    for code in range(TABLE_SIZE):
        character = chr(code)
        classes[code] = _class_of(character)
        alphabetic[code] = character.isalpha()
        if classes[code] == UPPER:
            small = character.lower()
            lower[code] = ord(small[0])
    for start, stop in _WIDE_RANGES:
        letters = np.isin(classes[start:stop], (LOWER, UPPER, MARK))
        classes[start:stop][letters] = WIDE
    return {"classes": classes, "lower": lower, "letters": alphabetic}
