"""One compiled pass over the bytes of lines: what signs and which known words each line holds.

Belongs here: the numba kernel over an Arrow column of text. Does not belong here: the flags it sets (``line_flags``),
which words are known (``line_facts``), what a flag means for a field.

The kernel is deterministic, single-threaded and cached on disk after its first compilation.
"""

# ruff: noqa: SIM109 - a compiled comparison is quicker than a search in a tuple

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.metadata.line_flags import (
    ADDRESS,
    BAR,
    BULLET,
    CAPITALS,
    CHARS,
    CLOSED,
    COLON,
    COLON_END,
    COPYRIGHT,
    DASH,
    DATED,
    DAY,
    DENSE,
    DENSE_LETTER,
    DENSE_LONG,
    DENSE_OR_HANGUL,
    EAST_MONTH,
    EXOTIC,
    EXOTIC_LETTER,
    GLUED,
    HASH,
    JOINED,
    LATEST_YEAR,
    MIDDOT,
    NUMBER,
    ODD,
    ODD_SIGN,
    PAREN,
    QUESTION,
    SHOUT,
    SITE,
    SLASH,
    SMALL,
    SPACES,
    STARTS_CAPITAL,
    STARTS_DIGIT,
    STARTS_EXOTIC,
    STARTS_SMALL,
    STOP,
    STOP_SIGN,
    YEAR,
)
from kliping.text.characters import DIGIT, FIRST_YEAR, LAST_YEAR, LOWER, MARK, SPACE, UPPER, WIDE
from kliping.text.compiling import kernel
from kliping.text.hashing import GOLDEN, rolled, spread
from kliping.text.known_words import known_bits
from kliping.text.utf8 import Number, decode

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array, Characters, Facts
    from kliping.text.buffers import Text
    from kliping.text.known_words import Known

_APART, _BEHIND = 16, 5
"""Bytes between a number and the name of a month behind or before it in a date: \"1st of the May\"."""
_LONGEST_GLUED, _LATIN_TO_CYRILLIC = 4, 0x600  # letters of what is glued; code points below this have small letters
_SHOUTED, _DENSE, _DENSE_LONG = 3, 6, 8
"""Letters of a run in capitals, and of one in a script without spaces, alone or with Korean, from which it is one."""
_OF_YEAR, _OF_DAY, _FIRST_DAY, _LAST_DAY = 4, 8, 101, 1231
"""Digits of a year, and of a day that is written without signs (20220214), whose last four are a month and a day."""


@kernel
def read_lines(  # noqa: C901 - one pass over the bytes, for speed
    text: Text, characters: Characters, known_words: Known, unit: int, month: int, latest: Array, out: Facts
) -> None:
    """What each line holds.

    Args:
        text: the lines.
        characters: what each code point is.
        known_words: the words that are known.
        unit: the bit of words that make a number before them a distance in time.
        month: the bit of names of months.
        latest: the latest year that each line may mention.
        out: receives what is found.
    """
    data, offsets = text
    table, lower = characters
    counts, flags, words, first_words, hashes = out
    nothing = np.uint64(0)
    for line in range(offsets.size - 1):
        start, stop = offsets[line], offsets[line + 1]
        chars: Number = 0
        spaces = capitals = year = 0
        flag = 0
        found = first = line_hash = nothing
        spoken = False
        chain = 0  # short numbers joined by points or slashes before this one
        month_end = number_end = start - _APART - 1  # where the last of each ended
        away = 0  # 1 right behind a number, 2 a space further
        previous: Number = 32
        before_previous: Number = 32
        last_kind = SPACE
        code, size = decode(data, start) if start < stop else (32, 1)
        kind: Number = np.int64(table[code]) & 0xFF
        if code == 35:
            flag |= HASH
        elif kind == UPPER:
            flag |= STARTS_CAPITAL
        elif kind == LOWER and code < _LATIN_TO_CYRILLIC:
            flag |= STARTS_SMALL
        elif kind == DIGIT:
            flag |= STARTS_DIGIT
        if np.int64(table[code]) & EXOTIC_LETTER:
            flag |= STARTS_EXOTIC
        at = start
        while at < stop:
            if data[at] == 32:
                spaces += 1
                chars += 1
                away = 2 if away == 1 else 0
                before_previous = previous
                previous = 32
                last_kind = SPACE
                at += 1
                continue
            code, size = decode(data, at)
            entry = np.int64(table[code])
            kind = entry & 0xFF
            if kind == LOWER or kind == UPPER or kind == WIDE:
                begun = at
                whole = tail = loud = heads = nothing
                length = shouted = dense = dense_long = 0
                torn = False
                if kind == UPPER and previous != 95 and last_kind != DIGIT:
                    capitals += 1
                month_sign = code == 0x6708 or code == 0xC6D4
                if month_sign and away > 0:
                    flag |= EAST_MONTH
                while True:
                    if kind == LOWER:
                        shouted = 0
                        if code < _LATIN_TO_CYRILLIC:
                            flag |= SMALL
                        small = code
                    elif kind == UPPER:
                        shouted += 1
                        if shouted == _SHOUTED:
                            flag |= SHOUT
                        if shouted == 1:
                            loud = nothing
                        loud = rolled(loud, np.int64(lower[code]))
                        if length > 0:
                            tail = nothing
                            torn = True
                            if shouted == 1 or not spoken:
                                head = known_bits(known_words, spread(whole))
                                heads |= head
                                if head and not spoken and length <= _LONGEST_GLUED:
                                    flag |= GLUED
                        small = np.int64(lower[code])
                    else:
                        small = code
                    if entry > 0xFF:
                        flag |= EXOTIC
                        if entry & ODD_SIGN:
                            flag |= ODD
                        dense_long = dense_long + 1 if entry & DENSE_OR_HANGUL else 0
                        dense = dense + 1 if entry & DENSE_LETTER else 0
                        if dense == _DENSE:
                            flag |= DENSE
                        if dense_long == _DENSE_LONG:
                            flag |= DENSE_LONG
                    elif code > 0x2FFF:
                        dense = dense_long = 0
                    whole = rolled(whole, small)
                    tail = rolled(tail, small)
                    length += 1
                    chars += 1
                    at += size
                    previous = code
                    run = at
                    while at < stop and 97 <= data[at] <= 122:
                        whole = rolled(whole, data[at])
                        tail = rolled(tail, data[at])
                        at += 1
                    if at > run:
                        chars += at - run
                        length += at - run
                        flag |= SMALL
                        shouted = dense = dense_long = 0
                        previous = np.int64(data[at - 1])
                    if at >= stop:
                        break
                    code, size = decode(data, at)
                    entry = np.int64(table[code])
                    kind = entry & 0xFF
                    if not (kind == LOWER or kind == UPPER or kind == WIDE or kind == MARK):
                        break
                key = spread(whole)
                known = known_bits(known_words, key)
                if torn:
                    known |= known_bits(known_words, spread(tail)) | heads
                    if _SHOUTED <= shouted < length:  # "HealthDECEMBER 22"
                        known |= known_bits(known_words, spread(loud)) & np.uint64(month)
                if known & month:
                    if begun - number_end <= _APART:
                        flag |= DAY
                    month_end = at
                found |= known
                if not spoken:
                    first = known
                    spoken = True
                if away > 0 and known & unit:
                    flag |= DATED
                line_hash = spread(line_hash ^ key)
                away = chain = 0
                last_kind = LOWER
                before_previous = 97
                continue
            if kind == DIGIT:
                flag |= NUMBER
                if at - month_end <= _BEHIND:
                    flag |= DAY
                bounded = not (last_kind == LOWER or previous == 95)
                digits = value = joined = opened = 0
                century = False
                if 48 <= before_previous <= 57:
                    if previous == 46 or previous == 47 or previous == 45:
                        flag |= JOINED
                    if previous == 45 or previous == 58:
                        chain = 0
                    joined = previous
                else:
                    chain = 0
                    if before_previous == 46 and previous == 32 and at - number_end == 2:
                        flag |= JOINED
                while True:
                    if code < 128:
                        value = value * 10 + code - 48
                        if digits >= 3:
                            value %= 10000
                            cut = value // 100
                            century |= cut == 20 or cut == 19 or cut == 25
                    else:
                        century = True
                        if entry & ODD_SIGN:
                            flag |= ODD
                    digits += 1
                    if digits == _OF_YEAR:
                        opened = value
                    chars += 1
                    at += size
                    before_previous = previous
                    previous = code
                    if at >= stop:
                        code, size, kind = 32, 1, SPACE
                        break
                    code, size = decode(data, at)
                    entry = np.int64(table[code])
                    kind = entry & 0xFF
                    if kind != DIGIT:
                        break
                if century:
                    flag |= YEAR
                bounded &= not (kind == LOWER or kind == UPPER or kind == WIDE or kind == MARK or code == 95)
                if bounded and digits == _OF_YEAR and FIRST_YEAR <= value <= LAST_YEAR:
                    flag |= DATED
                    if year < value <= latest[line]:
                        year = value
                day = digits == _OF_DAY and _FIRST_DAY <= value <= _LAST_DAY
                if bounded and day and FIRST_YEAR <= opened <= LAST_YEAR:
                    flag |= JOINED | DATED  # "20220214"
                if digits >= 2 and (joined == 58 or chain >= 2):
                    flag |= DATED
                chain = chain + 1 if digits <= 2 else 0
                line_hash = spread(line_hash ^ np.uint64(value) ^ GOLDEN)
                away = 1
                number_end = at
                last_kind = DIGIT
                continue
            if kind == SPACE:
                if entry & ODD_SIGN:
                    flag |= ODD
                away = 2 if away == 1 else 0
            else:
                away = 0
                line_hash = spread(line_hash ^ np.uint64(code))
                if code == 46:
                    if at + 1 < stop:
                        after = data[at + 1] | 0x20
                        if (97 <= after <= 122 or after >= 0x80) and (last_kind == LOWER or last_kind == DIGIT):
                            flag |= SITE
                elif code == 40:
                    flag |= PAREN
                elif code == 47:
                    flag |= SLASH
                    if previous == 47 and before_previous == 58:
                        flag |= ADDRESS
                elif code == 58:
                    flag |= COLON
                    if previous == 58:
                        flag |= BAR
                elif code == 45 or code == 0x2013 or code == 0x2014:
                    if previous == 32:
                        flag |= DASH
                elif code == 124:
                    flag |= BAR
                elif code == 64 or code == 123 or code == 125 or code == 60 or code == 61:
                    flag |= ADDRESS
                elif code == 41:
                    if previous == 99 or previous == 67:
                        flag |= COPYRIGHT
                elif code == 0xB7:
                    flag |= MIDDOT
                elif code == 0xBB or code == 0x2022:
                    flag |= BULLET
                elif code == 0xA9 or code == 0xAE:
                    flag |= COPYRIGHT | ADDRESS
                elif entry & ODD_SIGN:
                    flag |= ODD
            chars += 1
            before_previous = previous
            previous = code
            last_kind = kind
            at += size
        if previous == 41:
            flag |= CLOSED
        elif previous == 63 or previous == 0xFF1F:
            flag |= QUESTION
        elif previous == 58:
            flag |= COLON_END
        if np.int64(table[previous]) & STOP_SIGN:
            flag |= STOP
        counts[line, CHARS] = chars
        counts[line, SPACES] = spaces
        counts[line, CAPITALS] = capitals
        counts[line, LATEST_YEAR] = year
        flags[line] = flag
        words[line] = found
        first_words[line] = first
        hashes[line] = line_hash
