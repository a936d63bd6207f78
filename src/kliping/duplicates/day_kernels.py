"""Compiled days: which days of the year a body states, and whether another states them.

Belongs here: finding days among the words of a body, the features that follow. Does not belong here: which words are
months and weekdays (``calendar_words``), when a page was published (``kliping.metadata.dates``).

The next issue of a series and the next day's news share words with what came before and state another day; a copy
states the day of what it copies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.duplicates.pair_features import FEATURES, LAST_DAY, MONTH, WEEKDAY, YEAR
from kliping.duplicates.token_kernels import GLUED
from kliping.text.compiling import kernel_part

if TYPE_CHECKING:
    from kliping.duplicates.pair_features import Array

_DAYS = 64  # days of a body that are looked at
_MONTHS = 12  # of a year


@kernel_part
def _coded(words: Array, calendar: Array) -> Array:
    """The code of each word in ``calendar`` (rising: its 24 bits and its code in 8 more), 0 of others; two 0 more."""
    codes = np.zeros(words.shape[0] + 2, np.int64)
    for position in range(words.shape[0]):
        low, high = 0, calendar.shape[0]
        while low < high:
            middle = (low + high) // 2
            if calendar[middle] >> np.uint32(8) < words[position]:
                low = middle + 1
            else:
                high = middle
        if low < calendar.shape[0] and calendar[low] >> np.uint32(8) == words[position]:
            codes[position] = int(calendar[low] & np.uint32(0xFF))
    return codes


@kernel_part
def _month_of(code: int) -> int:
    """The month that a code names, or that a number from 1 to 12 may stand for; 0: none."""
    if MONTH < code <= MONTH + _MONTHS:
        return code - MONTH
    return code if 1 <= code <= _MONTHS else 0


@kernel_part
def stated_days(words: Array, marks: Array, calendar: Array) -> Array:
    """The days a body states, in order, as 32 times the month and the day: 9 June is 201.

    Read are 9 June, June 9, 9/6/2025, 2025-06-09, and 9/6 after the name of a weekday: 5,2 or 07.12 alone is none.
    """
    codes = _coded(words, calendar)
    days = np.zeros(_DAYS, np.int64)
    count = 0
    glued = np.zeros(codes.shape[0], np.bool_)
    glued[: words.shape[0]] = marks & GLUED != 0
    for position in range(words.shape[0]):
        code, after, last = codes[position], codes[position + 1], codes[position + 2]
        if glued[position] or count == _DAYS:
            continue
        day = month = 0
        both = glued[position + 1] and glued[position + 2]
        if 1 <= code <= LAST_DAY:
            weekday = WEEKDAY < codes[position - 1] < YEAR  # before the first word stands none, as behind the last
            if glued[position + 1]:
                if after <= _MONTHS and ((both and last == YEAR) or (weekday and not both)):
                    day, month = code, after
            elif after > MONTH:
                day, month = code, _month_of(after)
        elif code == YEAR and both and after <= _MONTHS and last <= LAST_DAY:
            day, month = last, after
        elif (
            MONTH < code <= MONTH + _MONTHS
            and 1 <= after <= LAST_DAY
            and not glued[position + 1]
            and not 1 <= codes[position - 1] <= LAST_DAY
        ):
            day, month = after, code - MONTH
        if day > 0 and month > 0:
            days[count] = 32 * month + day
            count += 1
    return days[:count]


@kernel_part
def _shared(days: Array, others: Array) -> float:
    """The share of ``days`` that are among ``others``."""
    there = 0
    for day in days:
        for other in others:
            if day == other:
                there += 1
                break
    share: float = there / days.shape[0]
    return share


@kernel_part
def write_days(words: Array, marks: Array, other_words: Array, other_marks: Array, calendar: Array, row: Array) -> None:
    """Writes the features of the days that two bodies state to ``row``; zeros where one states none."""
    row[FEATURES.dated] = row[FEATURES.days_apart] = row[FEATURES.days_shared] = 0.0
    days, others = stated_days(words, marks, calendar), stated_days(other_words, other_marks, calendar)
    if days.shape[0] == 0 or others.shape[0] == 0:
        return
    row[FEATURES.dated] = 1.0
    row[FEATURES.days_apart] = 1.0 - (_shared(days[:1], others) + _shared(others[:1], days)) / 2.0
    row[FEATURES.days_shared] = max(_shared(days, others), _shared(others, days))
