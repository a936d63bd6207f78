"""langdetect's rules over UTF-8 bytes, compiled by numba.

Belongs here: what langdetect does to one text, step by step, in its order of n-grams and of floating-point operations.
Does not belong here: the tables (``tables``), frames and threads (``exact``).

Every function mirrors one of langdetect 1.0.9, named in its docstring. Importing this module imports numba.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numba import njit

from kliping.language.tables import (
    CHARACTER_BITS,
    COMMON,
    MAXIMUM_LENGTH,
    MULTIPLIER,
    ROW_BITS,
    SLOT_BITS,
    SPACE,
    UPPER,
    WIDTH,
)
from kliping.text.utf8 import decode_whole

if TYPE_CHECKING:
    import numpy.typing as npt

    from kliping.text.buffers import Text

    Bytes: TypeAlias = npt.NDArray[np.uint8]
    Numbers: TypeAlias = npt.NDArray[np.uint16]
    Points: TypeAlias = npt.NDArray[np.uint32]
    Words: TypeAlias = npt.NDArray[np.uint64]
    Grams: TypeAlias = npt.NDArray[np.int32]
    Floats: TypeAlias = npt.NDArray[np.float64]

TRIALS = 7
ITERATION_LIMIT = 1000
NORMALISE_EVERY = 5
CONVERGED = 0.99999
LEAST_PROBABILITY = 0.1
LOOK_AHEAD = MAXIMUM_LENGTH + 65
"""An e-mail address or a combining mark that begins later than this cannot change the characters that count."""

NO_FEATURES = -2
UNKNOWN = -1

NUMBER = np.uint32(UPPER - 1)
COMMON_BITS = COMMON.bit_length() - 1
FIBONACCI = np.uint64(MULTIPLIER)
BLANK = np.uint32(ord(" "))

SPARE = 8
"""Places of work space beyond what a text can need."""


class Marks(NamedTuple):
    """Vietnamese vowels, combining marks, and the letter that each mark and vowel make up."""

    vowels: Points
    marks: Points
    composed: Points


class Learnt(NamedTuple):
    """What a detection consults: the arrays of ``Tables``, whose docstrings tell them, as numba takes them."""

    characters: Numbers
    known: Bytes
    slots: Words
    frequencies: Floats
    stream: Points
    weights: Floats
    marks: Marks
    languages: int
    """Columns of ``frequencies`` that are filled."""
    compensated: bool
    """Whether Python's ``sum()`` is."""


class Room(NamedTuple):
    """Work space of one thread."""

    points: Points
    """A place for each byte of the longest text, and a few more."""
    numbers: Numbers
    """``MAXIMUM_LENGTH`` places and a few more."""
    grams: Grams
    """Three times as many."""
    probabilities: Floats
    mean: Floats


class Detected(NamedTuple):
    """What is written for each text."""

    language: Grams
    """The column of ``frequencies``, ``UNKNOWN`` or ``NO_FEATURES``."""
    probability: Floats
    """langdetect's."""


def working_room(longest: int) -> Room:
    """Work space for texts of at most ``longest`` bytes."""
    places = MAXIMUM_LENGTH + SPARE
    return Room(
        np.empty(longest + SPARE, np.uint32),
        np.empty(places, np.uint16),
        np.empty(3 * places, np.int32),
        np.empty(WIDTH),
        np.empty(WIDTH),
    )


@njit
def _in_address(point: int) -> bool:
    """Whether it is in ``[-_.0-9A-Za-z]``."""
    return 97 <= point <= 122 or 65 <= point <= 90 or 48 <= point <= 57 or point == 45 or point == 95 or point == 46


@njit
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


@njit
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


@njit
def decode(text: Bytes, at: int, end: int, limit: int, points: Points) -> tuple[int, bool]:
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


@njit
def _drop_addresses(points: Points, count: int) -> int:
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


@njit
def _compose(points: Points, count: int, vowels: Points, marks: Points, composed: Points) -> int:
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


@njit(inline="always")
def _row_of(slots: Words, first: int, second: int, third: int) -> np.int64:
    """Row of the n-gram in langdetect's profiles, or -1."""
    key = (
        ((np.uint64(first) << np.uint64(CHARACTER_BITS)) | np.uint64(second)) << np.uint64(CHARACTER_BITS)
    ) | np.uint64(third)
    place = (key * FIBONACCI) >> np.uint64(64 - SLOT_BITS)
    while True:
        entry = slots[place]
        if entry == 0:
            return np.int64(-1)
        if (entry >> np.uint64(ROW_BITS)) == key:
            return np.int64(entry & np.uint64((1 << ROW_BITS) - 1))
        place = (place + np.uint64(1)) & np.uint64((1 << SLOT_BITS) - 1)


@njit
def _list_grams(
    points: Points, count: int, characters: Numbers, known: Bytes, slots: Words, numbers: Numbers, grams: Grams
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
                bits = int(_row_of(slots, 0, 0, third) >= 0)
                if second != 0:
                    bits |= int(_row_of(slots, 0, second, third) >= 0) << 1
                    if first != 0 and not was_space:
                        bits |= int(_row_of(slots, first, second, third) >= 0) << 2
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


@njit(inline="always")
def _total(probabilities: Floats, compensated: bool) -> float:
    """``sum()``: plain up to Python 3.11, compensated (Neumaier) from 3.12 on."""
    total = 0.0
    if not compensated:
        for language in range(WIDTH):
            total += probabilities[language]
        return total
    lost = 0.0
    for language in range(WIDTH):
        value = probabilities[language]
        raised = total + value
        if abs(total) >= abs(value):
            lost += (total - raised) + value
        else:
            lost += (value - raised) + total
        total = raised
    return total + lost


@njit(inline="always")
def _weigh(
    gram: int, weight: float, numbers: Numbers, slots: Words, frequencies: Floats, probabilities: Floats
) -> None:
    """Multiply every language's probability by the n-gram's (``_update_lang_prob``)."""
    at = gram >> 2
    length = gram & 3
    second = numbers[at - 1] if length > 1 else np.uint16(0)
    first = numbers[at - 2] if length > 2 else np.uint16(0)
    row = _row_of(slots, first, second, numbers[at])
    for language in range(WIDTH):
        probabilities[language] *= weight + frequencies[row, language]


@njit(inline="always")
def _normalise(probabilities: Floats, compensated: bool) -> float:
    """Divide by the sum; the largest (``_normalize_prob``). Four lanes, because one maximum waits for the last."""
    total = _total(probabilities, compensated)
    largest_0 = largest_1 = largest_2 = largest_3 = 0.0
    for language in range(0, WIDTH, 4):
        probability_0 = probabilities[language] / total
        probability_1 = probabilities[language + 1] / total
        probability_2 = probabilities[language + 2] / total
        probability_3 = probabilities[language + 3] / total
        probabilities[language] = probability_0
        probabilities[language + 1] = probability_1
        probabilities[language + 2] = probability_2
        probabilities[language + 3] = probability_3
        largest_0 = probability_0 if probability_0 > largest_0 else largest_0  # noqa: FURB136 - max() is not vectorised
        largest_1 = probability_1 if probability_1 > largest_1 else largest_1  # noqa: FURB136
        largest_2 = probability_2 if probability_2 > largest_2 else largest_2  # noqa: FURB136
        largest_3 = probability_3 if probability_3 > largest_3 else largest_3  # noqa: FURB136
    return max(max(largest_0, largest_1), max(largest_2, largest_3))


@njit
def _sample(found: int, learnt: Learnt, room: Room) -> None:
    """Draw n-grams until one language stands out, seven times over (``_detect_block``)."""
    stream, weights, languages = learnt.stream, learnt.weights, learnt.languages
    numbers, grams, probabilities, mean = room.numbers, room.grams, room.probabilities, room.mean
    bits = 0
    while (found >> bits) > 0:
        bits += 1
    shift = np.uint32(32 - bits)
    at = 0  # in the stream
    paired = -1
    mean[:] = 0.0
    probabilities[:] = 0.0
    for _ in range(TRIALS):
        if paired >= 0:  # ``random.gauss`` makes two at a time
            weight = weights[1, paired]
            paired = -1
        else:
            weight = weights[0, at]
            paired = at
            at += 4
        probabilities[:languages] = 1.0 / languages
        iteration = 0
        while True:
            drawn = stream[at] >> shift
            at += 1
            while drawn >= found:
                drawn = stream[at] >> shift
                at += 1
            _weigh(grams[drawn], weight, numbers, learnt.slots, learnt.frequencies, probabilities)
            if iteration % NORMALISE_EVERY == 0:
                largest = _normalise(probabilities, learnt.compensated)
                if largest > CONVERGED or iteration >= ITERATION_LIMIT:
                    break
            iteration += 1
        for language in range(WIDTH):
            mean[language] += probabilities[language] / TRIALS


@njit(cache=True, nogil=True, error_model="numpy")
def detect_block(text: Text, start: int, stop: int, learnt: Learnt, room: Room, detected: Detected) -> None:
    """Write the language and its probability of the texts ``start`` to ``stop`` to ``detected``."""
    data, offsets = text
    points, mean = room.points, room.mean
    marks = learnt.marks
    for item in range(start, stop):
        count, special = decode(data, offsets[item], offsets[item + 1], LOOK_AHEAD, points)
        if special:
            count, special = decode(data, offsets[item], offsets[item + 1], len(points), points)
            count = _compose(points, _drop_addresses(points, count), marks.vowels, marks.marks, marks.composed)
        count = min(count, MAXIMUM_LENGTH)
        found = _list_grams(points, count, learnt.characters, learnt.known, learnt.slots, room.numbers, room.grams)
        if found == 0:
            detected.language[item] = NO_FEATURES
            continue
        _sample(found, learnt, room)
        best = 0
        for language in range(1, learnt.languages):
            if mean[language] > mean[best]:
                best = language
        detected.probability[item] = mean[best]
        detected.language[item] = best if mean[best] > LEAST_PROBABILITY else UNKNOWN
