"""langdetect's rules over UTF-8 bytes, compiled by numba.

Belongs here: what langdetect makes of the n-grams of one text, in its order of floating-point operations. Does not
belong here: the n-grams (``grams``), the tables (``tables``), frames and threads (``exact``).

Every function mirrors one of langdetect 1.0.9, named in its docstring. Importing this module imports numba.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.language.grams import LOOK_AHEAD, compose, drop_addresses, list_grams, points_of, slot_of_gram
from kliping.language.tables import MAXIMUM_LENGTH, STREAM, WIDTH
from kliping.text.compiling import inlined_part, kernel_of_floats, kernel_part

if TYPE_CHECKING:
    from kliping.language.grams import Bytes, Floats, Grams, Numbers, Points, Words
    from kliping.text.buffers import Text
    from kliping.text.utf8 import Number

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

AHEAD = 32
"""Words of the stream that are read at once: no branch hangs on them, and a text that is told early leaves few."""


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
    draws: Draws
    rows: Grams
    """``NORMALISE_EVERY`` places: the rows of the n-grams drawn."""


class Draws(NamedTuple):
    """Which words of the stream draw an n-gram of a text: those that are small enough."""

    drawn: Numbers
    """Of each draw, the number of its n-gram."""
    words: Numbers
    """Of each draw, its place in the stream."""
    before: Numbers
    """At each place of the stream, how many draws come before it."""


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
        Draws(*(np.empty(STREAM + AHEAD, np.uint16) for _ in Draws._fields)),
        np.empty(NORMALISE_EVERY, np.int32),
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
def _row_of(gram: int, numbers: Numbers, keys: Words, rows: Grams) -> int:
    """The row of an n-gram in the frequencies."""
    at = gram >> 2
    length = gram & 3
    second = numbers[at - 1] if length > 1 else np.uint16(0)
    first = numbers[at - 2] if length > 2 else np.uint16(0)
    return int(rows[slot_of_gram(keys, first, second, numbers[at])])


@inlined_part
def _weigh_one(row: int, weight: float, frequencies: Floats, probabilities: Floats) -> None:
    """Multiply every language's probability by the n-gram's (``_update_lang_prob``)."""
    for language in range(WIDTH):
        probabilities[language] *= weight + frequencies[row, language]


@inlined_part
def _weigh_five(rows: Grams, weight: float, frequencies: Floats, probabilities: Floats) -> None:
    """``_weigh_one`` for ``NORMALISE_EVERY`` n-grams, one behind the other, in one pass over the languages."""
    first, second, third, fourth, fifth = rows[0], rows[1], rows[2], rows[3], rows[4]
    for language in range(WIDTH):
        probability = probabilities[language] * (weight + frequencies[first, language])
        probability *= weight + frequencies[second, language]
        probability *= weight + frequencies[third, language]
        probability *= weight + frequencies[fourth, language]
        probabilities[language] = probability * (weight + frequencies[fifth, language])


@inlined_part
def _normalise(probabilities: Floats, compensated: bool) -> bool:
    """Divide by the sum; whether one stands out (``_normalize_prob``): counted, for a maximum is not vectorised."""
    total = _total(probabilities, compensated)
    sure = 0
    for language in range(WIDTH):
        probability = probabilities[language] / total
        probabilities[language] = probability
        sure += probability > CONVERGED
    return sure > 0


@inlined_part
def _read_ahead(read: int, count: int, found: int, shift: Number, stream: Points, draws: Draws) -> int:
    """Read ``AHEAD`` words of the stream from place ``read`` on, behind ``count`` draws; how many draws there are then.

    Which words are small enough cannot be foretold, so nothing branches on it: it would be mistaken at every third.
    """
    for place in range(read, read + AHEAD):
        drawn = stream[place] >> shift
        draws.before[place] = count
        draws.words[count] = place
        draws.drawn[count] = drawn
        count += drawn < found
    return count


@kernel_part
def _sample(found: int, learnt: Learnt, room: Room) -> None:
    """Draw n-grams until one language stands out, seven times over (``_detect_block``)."""
    stream, weights, languages, frequencies = learnt.stream, learnt.weights, learnt.languages, learnt.frequencies
    probabilities, mean, draws, rows = room.probabilities, room.mean, room.draws, room.rows
    bits = 0
    while (found >> bits) > 0:
        bits += 1
    shift = np.uint32(32 - bits)
    at = 0  # in the stream
    paired = -1
    read = count = 0  # words of it that were read ahead, and draws among them
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
        while read <= at:
            count = _read_ahead(read, count, found, shift, stream, draws)
            read += AHEAD
        draw, drawn = int(draws.before[at]), 0
        probabilities[:languages] = 1.0 / languages
        sure = False
        while not sure and drawn <= ITERATION_LIMIT:
            taken = NORMALISE_EVERY if drawn else 1  # the first one is looked at alone
            while count < draw + taken:
                count = _read_ahead(read, count, found, shift, stream, draws)
                read += AHEAD
            for number in range(taken):
                gram = room.grams[draws.drawn[draw + number]]
                rows[number] = _row_of(gram, room.numbers, learnt.keys, learnt.rows)
            if drawn:
                _weigh_five(rows, weight, frequencies, probabilities)
            else:
                _weigh_one(rows[0], weight, frequencies, probabilities)
            sure = _normalise(probabilities, learnt.compensated)
            draw += taken
            drawn += taken
        at = int(draws.words[draw - 1]) + 1
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
