"""langdetect's rules over UTF-8 bytes, compiled by numba.

Belongs here: what langdetect makes of the n-grams of one text, in its order of floating-point operations. Does not
belong here: the n-grams (``grams``), the tables (``tables``), frames and threads (``exact``).

Every function mirrors one of langdetect 1.0.9, named in its docstring. Importing this module imports numba.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.language.grams import LOOK_AHEAD, compose, drop_addresses, list_grams, points_of, slot_of_gram
from kliping.language.tables import MAXIMUM_LENGTH, WIDTH
from kliping.text.compiling import inlined_part, kernel_of_floats, kernel_part

if TYPE_CHECKING:
    from kliping.language.grams import Bytes, Floats, Grams, Numbers, Points, Words
    from kliping.text.buffers import Text

TRIALS = 7
ITERATION_LIMIT = 1000
NORMALISE_EVERY = 5
CONVERGED = 0.99999
LEAST_PROBABILITY = 0.1
"""As langdetect has them (``N_TRIAL``, ``ITERATION_LIMIT``, ``CONV_THRESHOLD``, ``PROB_THRESHOLD``): ours gives its
answers."""

NO_FEATURES = -2
UNKNOWN = -1

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
    keys: Words
    rows: Grams
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


@inlined_part
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


@inlined_part
def _weigh(
    gram: int, weight: float, numbers: Numbers, keys: Words, rows: Grams, frequencies: Floats, probabilities: Floats
) -> None:
    """Multiply every language's probability by the n-gram's (``_update_lang_prob``)."""
    at = gram >> 2
    length = gram & 3
    second = numbers[at - 1] if length > 1 else np.uint16(0)
    first = numbers[at - 2] if length > 2 else np.uint16(0)
    row = rows[slot_of_gram(keys, first, second, numbers[at])]
    for language in range(WIDTH):
        probabilities[language] *= weight + frequencies[row, language]


@inlined_part
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


@kernel_part
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
            _weigh(grams[drawn], weight, numbers, learnt.keys, learnt.rows, learnt.frequencies, probabilities)
            if iteration % NORMALISE_EVERY == 0:
                largest = _normalise(probabilities, learnt.compensated)
                if largest > CONVERGED or iteration >= ITERATION_LIMIT:
                    break
            iteration += 1
        for language in range(WIDTH):
            mean[language] += probabilities[language] / TRIALS


@kernel_of_floats
def detect_block(text: Text, start: int, stop: int, learnt: Learnt, room: Room, detected: Detected) -> None:
    """Write the language and its probability of the texts ``start`` to ``stop`` to ``detected``."""
    data, offsets = text
    points, mean = room.points, room.mean
    marks = learnt.marks
    for item in range(start, stop):
        count, special = points_of(data, offsets[item], offsets[item + 1], np.int64(LOOK_AHEAD), points)
        if special:
            count, special = points_of(data, offsets[item], offsets[item + 1], len(points), points)
            count = compose(points, drop_addresses(points, count), marks.vowels, marks.marks, marks.composed)
        count = min(count, MAXIMUM_LENGTH)
        found = list_grams(points, count, learnt.characters, learnt.known, learnt.keys, room.numbers, room.grams)
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
