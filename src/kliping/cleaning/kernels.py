"""Compiled passes over the bytes of lines: what each line is made of, its words as hashes, what repeats.

Belongs here: numba kernels over Arrow buffers, one pass each. Does not belong here: what a number means for the role of
a line (``features``), phrases (``phrases``).

Every kernel is deterministic, single-threaded and cached on disk after its first compilation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kliping.text.characters import (
    BRACKET,
    COLON,
    COMMA,
    DASH,
    DIGIT,
    END,
    FIRST_YEAR,
    LAST_YEAR,
    LOWER,
    MARK,
    OTHER,
    QUOTE,
    SEPARATOR,
    SPACE,
    TABLE_SIZE,
    UPPER,
    WIDE,
)
from kliping.text.compiling import kernel
from kliping.text.hashing import FNV_BASIS, chained, fnv
from kliping.text.utf8 import decode

if TYPE_CHECKING:
    from kliping.text.buffers import Text

Array = np.ndarray[Any, np.dtype[Any]]

_YEAR_DIGITS = 4
_NO_YEAR = 99_999
"""What stands for every larger number: none is a year, and long ones would not fit."""


class Own(NamedTuple):
    """What a line shows by itself, in the order of the columns of ``Scan.own``."""

    width: int
    words: int
    upper_share: int
    digit_share: int
    mark_share: int
    commas: int
    sentences: int
    capital_share: int
    shout_share: int
    word_width: int
    longest_word: int
    ends_as: int
    ends_sentence: int
    starts_as: int
    quotes: int
    separators: int
    brackets: int
    colons: int
    joins: int
    address: int
    year: int
    clock: int
    numbers: int
    wide_share: int
    dashes: int
    others: int
    opens_lower: int


OWN = Own(*range(len(Own._fields)))
"""The column of each."""

NOTHING = 255
"""In ``follows``: the word is the last thing on its line."""

WIDE_WIDTH = 2.2
"""Width of a letter of a script without spaces, in Latin letters: as much is said with fewer."""

WIDE_WORDS = 0.5
"""Words in a letter of a script without spaces."""

_NUMBER = np.uint64(48)  # the one token that all numbers are


class Scan(NamedTuple):
    """What one pass over lines found."""

    own: Array
    """float32 [lines, len(OWN)]."""
    hashes: Array
    """uint64: a hash of each line's words and numbers, lower-cased."""
    tokens: Array
    """uint64: a hash of each word (every number is the same word; a wide letter is a word)."""
    follows: Array
    """uint8: class of the first character after each word that is no space; NOTHING at the end of the line."""
    capital: Array
    """uint8: 1 where a word starts with a capital letter."""
    first_token: Array
    """int64: index of each line's first word, and the number of words."""


@kernel
def scan(text: Text, classes: Array, lower: Array, out: Scan) -> int:  # noqa: C901 - one pass over the bytes, for speed
    """One pass over all lines.

    Args:
        text: the lines.
        classes: class of each code point below 0x10000.
        lower: lower case of each code point below 0x10000.
        out: receives what was found.

    Returns:
        The number of words.
    """
    column = OWN
    data, offsets = text
    own, hashes, tokens, follows, capital, first_token = out
    count = 0
    of_kind = np.zeros(OTHER + 1, np.int64)
    lines = offsets.size - 1
    for line in range(lines):
        first_token[line] = count
        of_kind[:] = 0
        sentences = joins = numbers = capitals = shouts = words = longest = spelt = 0
        address = year = clock = 0
        length = uppers = digits = value = opens = 0
        word_hash = FNV_BASIS
        line_hash = FNV_BASIS
        previous = last = before_last = SPACE
        starts_as = first_letter = -1
        pending = False
        ending = False
        start = offsets[line]
        stop = offsets[line + 1]
        at = start
        while at <= stop:
            code, size = decode(data, at) if at < stop else (32, 1)
            if code < TABLE_SIZE:
                kind = int(classes[code])
                small = np.uint64(lower[code])
            else:
                kind = OTHER
                small = np.uint64(data[at + 3]) + (np.uint64(data[at + 2]) << np.uint64(8)) + np.uint64(TABLE_SIZE)
            if length > 0 and (code == 39 or code == 0x2019) and at + size < stop:
                after, _ = decode(data, at + size)
                if after < TABLE_SIZE and (classes[after] == LOWER or classes[after] == UPPER):
                    at += size  # an apostrophe inside a word is part of it
                    continue
            inside = kind in (LOWER, UPPER, DIGIT) or (kind == MARK and length > 0)
            if length > 0 and not inside:
                numeric = digits == length
                tokens[count] = _NUMBER if numeric else word_hash
                line_hash = chained(line_hash, word_hash)
                follows[count] = NOTHING
                capital[count] = opens
                pending = True
                count += 1
                words += 1
                spelt += length
                longest = max(longest, length)
                capitals += opens
                if length > 1 and uppers == length:
                    shouts += 1
                if digits > 0:
                    numbers += 1
                if numeric and length == _YEAR_DIGITS and FIRST_YEAR <= value <= LAST_YEAR:
                    year = 1
                marked = numeric and length <= 2 and at + 2 < stop and (code in (58, 46))
                if marked and 48 <= data[at + 1] <= 57 and 48 <= data[at + 2] <= 57:
                    clock = 1
                length = uppers = digits = value = opens = 0
                word_hash = FNV_BASIS
            if at >= stop:
                break
            of_kind[kind] += 1
            if kind != SPACE and kind != MARK:
                if starts_as < 0:
                    starts_as = kind
                before_last = last
                last = kind
                if pending:
                    follows[count - 1] = kind
                    pending = False
                if kind != END:
                    if ending and previous == SPACE:
                        sentences += 1
                    ending = False
            if inside:
                if first_letter < 0:
                    first_letter = kind
                if kind == UPPER:
                    if length == 0:
                        opens = 1
                    elif previous == LOWER:
                        joins += 1
                    uppers += 1
                elif kind == DIGIT:
                    digits += 1
                    value = min(value * 10 + code - 48, _NO_YEAR)
                length += 1
                word_hash = fnv(word_hash, small)
            elif kind == WIDE:
                tokens[count] = fnv(FNV_BASIS, small)
                line_hash = chained(line_hash, small)
                follows[count] = NOTHING
                capital[count] = 0
                pending = True
                count += 1
            elif kind == END:
                ending = code < 128 or code == 0x2026
                if not ending:
                    sentences += 1  # no space follows the full stop of a script without spaces
            if code == 64 or (code == 47 and at > start and data[at - 1] == 58):
                address = 1
            previous = kind
            at += size
        if ending:
            sentences += 1
        letters = of_kind[LOWER] + of_kind[UPPER]
        wide = of_kind[WIDE]
        visible = of_kind.sum() - of_kind[SPACE] - of_kind[MARK]
        spoken = words + WIDE_WORDS * wide
        own[line, column.width] = visible + (WIDE_WIDTH - 1.0) * wide + max(words - 1, 0)
        own[line, column.words] = spoken
        own[line, column.upper_share] = of_kind[UPPER] / max(letters, 1)
        own[line, column.digit_share] = of_kind[DIGIT] / max(visible, 1)
        own[line, column.mark_share] = (visible - letters - of_kind[DIGIT] - wide) / max(visible, 1)
        own[line, column.commas] = of_kind[COMMA]
        own[line, column.sentences] = sentences
        own[line, column.capital_share] = capitals / max(words, 1)
        own[line, column.shout_share] = shouts / max(words, 1)
        own[line, column.word_width] = spelt / max(words, 1)
        own[line, column.longest_word] = longest
        own[line, column.ends_as] = last
        own[line, column.ends_sentence] = last == END or (before_last == END and last in (QUOTE, BRACKET))
        own[line, column.starts_as] = starts_as
        own[line, column.quotes] = of_kind[QUOTE]
        own[line, column.separators] = of_kind[SEPARATOR]
        own[line, column.brackets] = of_kind[BRACKET]
        own[line, column.colons] = of_kind[COLON]
        own[line, column.joins] = joins
        own[line, column.address] = address
        own[line, column.year] = year
        own[line, column.clock] = clock
        own[line, column.numbers] = numbers
        own[line, column.wide_share] = wide / max(visible, 1)
        own[line, column.dashes] = of_kind[DASH]
        own[line, column.others] = of_kind[OTHER]
        own[line, column.opens_lower] = first_letter == LOWER
        hashes[line] = line_hash
    first_token[lines] = count
    return count
