"""What is told of a line by one look at its bytes: names of the flags, of the counts and of the marks of signs.

Belongs here: these names and the shapes they come in. Does not belong here: the pass that finds them (``line_kernel``),
which words are known (``line_facts``), what a flag means for a field.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

(
    ODD,  # digits or spaces of other scripts: to be made plain before patterns read them
    NUMBER,  # a digit
    YEAR,  # four digits of a year
    JOINED,  # two numbers joined by a point, slash or hyphen, or by a point and a space
    EAST_MONTH,  # a number before the sign of a month
    DATED,  # looks dated: a year, three joined numbers, a clock, "3 hours"
    EXOTIC,  # a letter of a script beyond Latin, Greek and Cyrillic
    SMALL,  # a small letter
    SHOUT,  # three capitals in a row
    DENSE,  # six letters in a row of a script without spaces
    DENSE_LONG,  # eight, Hangul counted as well
    COPYRIGHT,  # © ® or (c)
    ADDRESS,  # @ :// www. or a sign of program code
    SITE,  # a point between letters
    PAREN,
    SLASH,
    COLON,
    DASH,  # a dash or hyphen after a space
    BAR,
    CLOSED,  # ends in a closing parenthesis
    HASH,  # begins with #
    STOP,  # ends as a sentence does
    QUESTION,
    COLON_END,
    STARTS_SMALL,
    STARTS_CAPITAL,
    STARTS_DIGIT,
    STARTS_EXOTIC,
    MIDDOT,
    BULLET,  # a bullet or guillemet
    DAY,  # the name of a month beside a number
    GLUED,  # a known word and a capital right behind it open the line: "ByJane"
) = (1 << np.arange(32)).tolist()
"""Flags of a line."""

ODD_SIGN, EXOTIC_LETTER, DENSE_LETTER, DENSE_OR_HANGUL, STOP_SIGN = (1 << np.arange(8, 13)).tolist()
"""Bits of a code point in the table beside its class (the low eight bits)."""

CHARS, SPACES, CAPITALS, LATEST_YEAR = range(4)
"""Columns of ``Facts.counts``: characters, spaces, words that begin with a capital, the latest year mentioned."""


class Characters(NamedTuple):
    """Every code point of the basic plane, and one for all beyond it."""

    table: Array
    """Its class, with ``ODD_SIGN`` and its like beside it."""
    lower: Array
    """Its lower case."""


class Facts(NamedTuple):
    """What is found, a row a line."""

    counts: Array
    """int32 [lines, 4]: ``CHARS``, ``SPACES``, ``CAPITALS``, ``LATEST_YEAR`` (0: none)."""
    flags: Array
    """The flags of each line."""
    words: Array
    """The bits of all its words."""
    first_words: Array
    """The bits of its first word."""
    hashes: Array
    """A hash of its words and signs, capitals and small letters alike."""
