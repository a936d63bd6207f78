"""langdetect's n-grams of a text over UTF-8 bytes, compiled by numba.

Belongs here: what langdetect drops from a text, joins in it and takes from it, in its order. Does not belong here: what
the n-grams say (``kernel``), the tables (``tables``).

Every function mirrors one of langdetect 1.0.9, named in its docstring. Importing this module imports numba.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from kliping.language.tables import (
    CHARACTER_BITS,
    COMMON,
    MAXIMUM_LENGTH,
    SPACE,
    UPPER,
)
from kliping.text.compiling import inlined_part, kernel_part
from kliping.text.hash_table import EMPTY, slot_of
from kliping.text.utf8 import decode_whole

if TYPE_CHECKING:
    import numpy.typing as npt

    from kliping.text.utf8 import Number

    Bytes: TypeAlias = npt.NDArray[np.uint8]
    Numbers: TypeAlias = npt.NDArray[np.uint16]
    Points: TypeAlias = npt.NDArray[np.uint32]
    Words: TypeAlias = npt.NDArray[np.uint64]
    Grams: TypeAlias = npt.NDArray[np.int32]
    Floats: TypeAlias = npt.NDArray[np.float64]

LOOK_AHEAD = MAXIMUM_LENGTH + 65
"""An e-mail address or a combining mark that begins later than this cannot change the characters that count."""

NUMBER = np.uint32(UPPER - 1)
COMMON_BITS = COMMON.bit_length() - 1
BLANK = np.uint32(ord(" "))


@kernel_part
def _in_address(point: int) -> bool:
    """Whether it is in ``[-_.0-9A-Za-z]``."""
    return 97 <= point <= 122 or 65 <= point <= 90 or 48 <= point <= 57 or point == 45 or point == 95 or point == 46


@kernel_part
def _in_url(byte: int) -> bool:
    """Whether it is in ``[-_.?&~;+=/#0-9A-Za-z]``."""
    return (
        _in_address(byte)
        or byte == 63
        or byte == 38
        or byte == 126
        or byte == 59
        or byte == 43
        or byte == 61
        or byte == 47
        or byte == 35
    )


@kernel_part
def _after_url(text: Bytes, at: int, end: int) -> int:
    """Where the URL that begins at ``at`` ends, or ``at``: ``https?://[-_.?&~;+=/#0-9A-Za-z]{1,2076}``."""
    if not (at + 8 <= end and text[at + 1] == 116 and text[at + 2] == 116 and text[at + 3] == 112):
        return at
    body = at + 4
    if text[body] == 115:
        body += 1
    if not (body + 3 < end and text[body] == 58 and text[body + 1] == 47 and text[body + 2] == 47):
        return at
    body += 3
    stop = body
    while stop < end and stop < body + 2076 and _in_url(text[stop]):
        stop += 1
    return stop if stop > body else at


@kernel_part
def points_of(text: Bytes, at: int, end: int, limit: int, points: Points) -> tuple[int, bool]:
    """Code points of ``text[at:end]`` up to ``limit``, URLs replaced by a space (``Detector.append``).

    Returns:
        Their count, and whether an at sign or a combining mark is among them.
    """
    count = 0
    special = False
    while at < end and count < limit:
        byte = np.uint32(text[at])
        if byte < 0x80:
            if byte == 104:
                after = _after_url(text, at, end)
                if after > at:
                    byte = BLANK
                    at = after - 1
            special |= byte == 64
            points[count] = byte
            at += 1
        else:
            point, size = decode_whole(text, at)
            special |= point >= 0x300 and point <= 0x323
            points[count] = point
            at += size
        count += 1
    return count, special


@kernel_part
def drop_addresses(points: Points, count: int) -> int:
    """Replace e-mail addresses by a space, in place; the new count (``Detector.append``).

    ``[-_.0-9A-Za-z]{1,64}@[-_0-9A-Za-z]{1,255}[-_.0-9A-Za-z]{1,255}``: greedy, so the match ends where the second
    class, or 255 of it after the first, ends; only when nothing is left for the second does the first give one back.
    """
    kept = 0
    local = 0  # characters before `at` that may be the local part
    at = 0
    while at < count:
        point = points[at]
        if point == 64 and local > 0:
            host = at + 1
            while host < count and host < at + 256 and points[host] != 46 and _in_address(points[host]):
                host += 1
            stop = host
            while stop < count and stop < host + 255 and _in_address(points[stop]):
                stop += 1
            if host > at + 1 and (stop > host or host > at + 2):
                kept -= min(local, 64)
                points[kept] = BLANK
                kept += 1
                local = 0
                at = stop
                continue
        local = local + 1 if _in_address(point) else 0
        points[kept] = point
        kept += 1
        at += 1
    return kept


@kernel_part
def compose(points: Points, count: int, vowels: Points, marks: Points, composed: Points) -> int:
    """Join Vietnamese vowels and combining marks, in place; the new count (``NGram.normalize_vi``)."""
    kept = 0
    free = False  # whether the last point kept may still take a mark
    for at in range(count):
        point = points[at]
        if free and 0x300 <= point <= 0x323:
            for mark in range(marks.shape[0]):
                if point == marks[mark]:
                    for vowel in range(vowels.shape[0]):
                        if points[kept - 1] == vowels[vowel]:
                            points[kept - 1] = composed[mark, vowel]
                            free = False
                            break
                    break
            if not free:
                continue
        points[kept] = point
        kept += 1
        free = True
    return kept


@inlined_part
def slot_of_gram(keys: Words, first: int, second: int, third: int) -> Number:
    """Where the n-gram stands in the table of langdetect's, or would be: no key is there."""
    key = (
        ((np.uint64(first) << np.uint64(CHARACTER_BITS)) | np.uint64(second)) << np.uint64(CHARACTER_BITS)
    ) | np.uint64(third)
    return slot_of(keys, key)


@kernel_part
def list_grams(
    points: Points, count: int, characters: Numbers, known: Bytes, keys: Words, numbers: Numbers, grams: Grams
) -> int:
    """The n-grams of a text that are in a profile, in langdetect's order; their count (``_extract_ngrams``).

    An n-gram is the place of its last character in ``numbers``, times four, plus its length.
    """
    latin = 0
    other = 0
    for at in range(count):  # ``cleaning_text``
        latin += 65 <= points[at] <= 122
        other += points[at] >= 0x300
    drop_latin = latin * 2 < other
    numbers[0] = 0
    numbers[1] = 1  # langdetect begins with a space
    last = 1
    second = np.uint32(1)
    first = np.uint32(0)
    was_upper = np.uint32(0)
    was_space = True
    found = 0
    for at in range(count):
        if drop_latin and 65 <= points[at] <= 122:
            continue
        fact = np.uint32(characters[points[at]])
        is_space = (fact & SPACE) != 0
        if is_space and was_space:
            continue
        third = fact & NUMBER
        is_upper = fact & UPPER
        last += 1
        numbers[last] = third
        if third != 0 and (is_upper & was_upper) == 0:
            if (first | second | third) < COMMON:
                bits = int(known[(((first << COMMON_BITS) | second) << COMMON_BITS) | third])
            else:
                bits = int(keys[slot_of_gram(keys, 0, 0, third)] != EMPTY)
                if second != 0:
                    bits |= int(keys[slot_of_gram(keys, 0, second, third)] != EMPTY) << 1
                    if first != 0 and not was_space:
                        bits |= int(keys[slot_of_gram(keys, first, second, third)] != EMPTY) << 2
            grams[found] = last * 4 + 1
            found += bits & 1
            grams[found] = last * 4 + 2
            found += (bits >> 1) & 1
            grams[found] = last * 4 + 3
            found += bits >> 2
        first = second
        second = third
        was_upper = is_upper
        was_space = is_space
    return found
