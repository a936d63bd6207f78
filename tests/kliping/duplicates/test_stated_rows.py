"""Days, sentences and passages, decision by decision, on arrays made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kliping.duplicates.day_kernels import _coded, _month_of, _shared, stated_days
from kliping.duplicates.pair_features import FEATURES, LAST_DAY, MONTH, WEEKDAY, YEAR
from kliping.duplicates.passage_kernels import linked
from kliping.duplicates.sentence_kernels import (
    Said,
    _counted,
    _said_again,
    _wholes,
    _write_places,
    _write_side,
    _write_worth,
    sentences,
)
from kliping.duplicates.token_kernels import GLUED, PARAGRAPH_END, SENTENCE_END
from tests.compiled import from_python

MAY, JUNE, TUESDAY, THE_YEAR, OTHER = MONTH + 5, MONTH + 6, WEEKDAY + 2, YEAR, 0


def days_of(*codes):
    """The days of words with these codes; a word glued to the one before it is told as a pair."""
    told = [code if isinstance(code, tuple) else (code, False) for code in codes]
    words = np.array([code + 1000 if code else 7 for code, _ in told], np.uint32)
    marks = np.array([GLUED if glued else 0 for _, glued in told], np.uint8)
    known = sorted({code for code, _ in told if code})
    calendar = np.array([((code + 1000) << 8) | code for code in known], np.uint32)
    return [(day % 32, day // 32) for day in from_python(stated_days)(words, marks, calendar).tolist()]


def glued(*codes):
    return [codes[0], *((code, True) for code in codes[1:])]


@pytest.mark.parametrize(
    ("codes", "days"),
    [
        ([9, JUNE], [(9, 6)]), ([1, JUNE], [(1, 6)]), ([31, MAY], [(31, 5)]), ([LAST_DAY + 1, OTHER], []),
        ([9, MONTH], []), ([9, MONTH + 1], [(9, 1)]), ([9, MONTH + 12], [(9, 12)]), ([9, MONTH + 13], []),
        ([9, TUESDAY], []), ([9, 6], []), ([9, OTHER, JUNE], []), ([OTHER, 9, JUNE, OTHER], [(9, 6)]),
        ([9, JUNE, 10, JUNE], [(9, 6), (10, 6)]),
        # the month first, where no day stands before it
        ([JUNE, 9], [(9, 6)]), ([JUNE, 31], [(31, 6)]), ([JUNE, 1], [(1, 6)]), ([OTHER, JUNE, 9], [(9, 6)]),
        ([1, JUNE, 9], [(1, 6)]), ([31, JUNE, 9], [(31, 6)]), ([THE_YEAR, JUNE, 9], [(9, 6)]), ([JUNE, THE_YEAR], []),
        ([MONTH + 1, 9], [(9, 1)]), ([MONTH + 12, 9], [(9, 12)]), ([MONTH + 13, 9], []), ([JUNE, (9, True)], []),
        # numbers joined: with the year, in either order, or behind the name of a weekday
        (glued(9, 6, THE_YEAR), [(9, 6)]), (glued(9, 12, THE_YEAR), [(9, 12)]), (glued(9, 13, THE_YEAR), []),
        (glued(31, 6, THE_YEAR), [(31, 6)]), (glued(9, 6), []), ([9, (6, True), THE_YEAR], []),
        ([9, 6, (THE_YEAR, True)], []), (glued(9, 6, 24), []),
        ([TUESDAY, *glued(9, 6)], [(9, 6)]), ([TUESDAY, *glued(9, 12)], [(9, 12)]), ([TUESDAY, *glued(9, 13)], []),
        ([TUESDAY, *glued(9, 6, 24)], []), ([TUESDAY, *glued(9, 6, THE_YEAR)], [(9, 6)]),
        ([WEEKDAY + 1, *glued(9, 6)], [(9, 6)]), ([WEEKDAY, *glued(9, 6)], []), ([YEAR - 1, *glued(9, 6)], [(9, 6)]),
        ([YEAR, *glued(9, 6)], []), ([OTHER, *glued(9, 6)], []), ([TUESDAY, 9], []),
        (glued(THE_YEAR, 6, 9), [(9, 6)]), (glued(THE_YEAR, 12, 31), [(31, 12)]), (glued(THE_YEAR, 13, 9), []),
        ([THE_YEAR, (6, True), 9], []), ([THE_YEAR, 6, 9], []), (glued(THE_YEAR, 6, JUNE), []), ([9], []), ([JUNE], []),
        (glued(THE_YEAR, 6), []), (glued(9, OTHER, THE_YEAR), []), (glued(THE_YEAR, OTHER, 9), []),
        (glued(THE_YEAR, 6, OTHER), []),
    ],
)  # fmt: skip
def test_what_states_a_day(codes, days):
    assert days_of(*codes) == days


def test_words_are_looked_up_in_the_calendar():
    calendar = np.array([(3 << 8) | 31, (5 << 8) | 38, (9 << 8) | 50], np.uint32)
    found = from_python(_coded)(np.array([5, 3, 9, 4, 10, 2], np.uint32), calendar)
    assert found.tolist() == [38, 31, 50, 0, 0, 0, 0, 0]
    assert from_python(_coded)(np.array([5], np.uint32), calendar[:0]).tolist() == [0, 0, 0]
    months = [from_python(_month_of)(code) for code in (0, 1, 12, 13, MONTH, MONTH + 1, MONTH + 12, MONTH + 13)]
    assert months == [0, 1, 12, 0, 0, 1, 12, 0]
    shared = from_python(_shared)
    assert shared(np.array([201, 202]), np.array([202, 202])) == 0.5
    assert shared(np.array([201, 201]), np.array([201])) == 1
    assert shared(np.array([201]), np.array([202])) == 0


@pytest.mark.parametrize(
    ("count", "ends", "starts"),
    [
        (4, {}, [0, 4]), (5, {4: SENTENCE_END}, [0, 5]), (9, {3: SENTENCE_END}, [0, 9]),
        (10, {4: SENTENCE_END}, [0, 5, 10]), (9, {4: SENTENCE_END}, [0, 9]), (10, {4: PARAGRAPH_END}, [0, 5, 10]),
        (61, {}, [0, 61]), (62, {}, [0, 62]), (66, {}, [0, 61, 66]), (65, {}, [0, 65]),
        (70, {4: SENTENCE_END}, [0, 5, 70]), (71, {4: SENTENCE_END}, [0, 5, 66, 71]),
    ],
)  # fmt: skip
def test_sentences_have_five_words_and_sixty(count, ends, starts):
    marks = np.zeros(count, np.uint8)
    for place, mark in ends.items():
        marks[place] = mark
    assert from_python(sentences)(marks).tolist() == starts


def said(numbers, starts, size):
    numbers, starts = np.array(numbers), np.array(starts)
    return Said(numbers, starts, from_python(_counted)(numbers, starts, size))


def test_a_word_is_counted_once_a_sentence():
    assert said([0, 1, 0, 0, 2, 1], [0, 3, 6], 4).counts.tolist() == [2, 2, 1, 0]


FLAT, FOUR = [1.0] * 6, ([0, 1, 2, 3], [0, 4])
AGAIN = [
    (FOUR, ([0, 1, 4, 5], [0, 4]), FLAT, [0.5], [0], [0.5]),
    (FOUR, ([4, 5], [0, 2]), FLAT, [0], [-1], [0]),
    # the best of two, and half of what the one beside it adds
    (FOUR, ([0, 1, 2, 4, 3, 5], [0, 4, 6]), FLAT, [0.875], [0], [0.75]),
    (FOUR, ([3, 5, 0, 1, 2, 4], [0, 2, 6]), FLAT, [0.875], [1], [0.75]),
    # of either side the better, and not what stands further off
    (FOUR, ([3, 5, 0, 1, 4, 2], [0, 2, 5, 6]), FLAT, [0.625], [1], [4 / 7]),
    (FOUR, ([0, 1, 4, 5, 2, 3], [0, 2, 4, 6]), FLAT, [0.5], [0], [2 / 3]),
    # words count by their worth and once, and what both sentences say is not added again
    (([0, 0, 1, 2], [0, 4]), ([0, 4], [0, 2]), [2.0, 1, 1, 1, 1], [0.5], [0], [4 / 7]),
    (([0, 1, 2], [0, 3]), ([0, 1, 0, 4], [0, 2, 4]), FLAT, [2 / 3], [0], [0.8]),
    (([0, 1, 2, 3], [0, 2, 4]), ([2, 3, 0, 1], [0, 2, 4]), FLAT, [1, 1], [1, 0], [1, 1]),
]


@pytest.mark.parametrize(("own", "other", "worths", "shares", "places", "alike"), AGAIN)
def test_a_sentence_is_said_again_by_the_one_that_says_most_of_its_worth(own, other, worths, shares, places, alike):
    size = len(worths)
    sides, told = (said(*own, size), said(*other, size)), np.array(worths, float)
    found = from_python(_said_again)(*sides, told, from_python(_wholes)(sides[1], told))
    assert found[0].tolist() == pytest.approx(shares)
    assert found[1].tolist() == places
    assert found[2].tolist() == pytest.approx(alike)


def row_of(own, shares, side):
    row = np.zeros(len(FEATURES))
    from_python(_write_side)(own, shares, row, side)
    return row


@pytest.mark.parametrize(("side", "body"), [(0, "shorter"), (1, "longer")])
def test_what_is_said_again_of_a_side(side, body):
    own = said(list(range(40)), [0, 10, 15, 20, 40], 40)
    row = row_of(own, np.array([0.45, 0.44, 0.2, 0.9]), side)
    assert row[getattr(FEATURES, f"again_{body}")] == 30 / 40
    assert row[getattr(FEATURES, f"run_{body}")] == 10 / 40
    assert row[getattr(FEATURES, f"faint_{body}")] == pytest.approx((5 * 0.44 + 5 * 0.2) / 10)
    assert row[getattr(FEATURES, f"first_{body}")] == 0.45
    one = row_of(said([0], [0, 1], 1), np.array([0.4]), side)
    assert one[getattr(FEATURES, f"faint_{body}")] == pytest.approx(0.4)
    whole = row_of(own, np.ones(4), side)
    assert (whole[getattr(FEATURES, f"run_{body}")], whole[getattr(FEATURES, f"faint_{body}")]) == (0, 0)


@pytest.mark.parametrize(
    ("shares", "where", "others", "told"),
    [
        ([1.0, 1.0], [0, 1], [0, 1], (0, 0, 1)),
        ([1.0, 1.0], [2, 3], [-1, -1, 0, 1], (0.25, 0.25, 1)),
        ([0.45], [0], [0, 0], (-0.25, 0.25, 1)),
        ([0.44], [0], [0, 0], (0, 0, 0)),
        ([1.0, 1.0], [0, 0], [1, 1, 1], (-1 / 3, 1 / 3, 0.5)),
    ],
)
def test_how_far_what_is_said_again_has_moved(shares, where, others, told):
    row = np.zeros(len(FEATURES))
    from_python(_write_places)(np.array(shares), np.array(where), np.array(others), row)
    assert (row[FEATURES.moved], row[FEATURES.moved_far], row[FEATURES.mutual]) == pytest.approx(told)


def test_words_in_common_by_their_worth():
    row = np.zeros(len(FEATURES))
    own, other = said([0, 1, 1, 2], [0, 2, 4], 5), said([0, 3], [0, 2], 5)
    from_python(_write_worth)(own, other, np.array([1.0, 0.5, 0.25, 2.0, 9.0]), row)
    mine, theirs = np.log([2, 3, 2]) * [1, 0.5, 0.25], np.log(2) * np.array([1.0, 2.0])
    whole = np.sqrt((mine**2).sum() * (theirs**2).sum())
    assert row[FEATURES.cosine] == pytest.approx(np.log(2) ** 2 / whole, abs=1e-6)
    assert row[FEATURES.fresh_shorter] == pytest.approx(np.log(1.75))
    assert row[FEATURES.fresh_longer] == pytest.approx(np.log(3))
    assert row[FEATURES.openings_shorter] == pytest.approx(1 / 2.25)
    assert row[FEATURES.openings_longer] == pytest.approx(1 / 3)


@pytest.mark.parametrize(("place", "known"), [(59, True), (60, False)])
def test_openings_have_sixty_words(place, known):
    numbers = [0] * place + [1] + [0] * (99 - place)
    row = np.zeros(len(FEATURES))
    from_python(_write_worth)(said(numbers, [0, 100], 2), said([1], [0, 1], 2), np.ones(2), row)
    assert (row[FEATURES.openings_shorter] > 1e-6) is np.bool_(known)


@pytest.mark.parametrize(
    ("own", "others", "found"),
    [
        ([1, 2, 3], [1, 2, 3], [0, 1, 2]),
        ([1, 9, 3], [1, 2, 3], [0, -1, 2]),
        ([0, 1], [1, 0], [-1, 0]),
        ([1, 1], [1, 2, 1], [0, 2]),
        ([2, 1], [1, 2], [1, 0]),  # what stands before the last one is taken from its first place
        ([2, 1, 2], [1, 2, 1], [1, 2, 1]),
        ([5, 1], [*[1] * 16, 5, 1], [16, 17]),
        ([5, 1], [*[1] * 17, 5, 1], [17, 0]),  # sixteen places are looked at
        ([], [], []),
    ],
)
def test_passages_are_linked_onwards(own, others, found):
    keys = np.array(own, np.uint64) << np.uint64(20), np.array(others, np.uint64) << np.uint64(20)
    assert from_python(linked)(*keys).tolist() == found
