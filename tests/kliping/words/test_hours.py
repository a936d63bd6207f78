"""Halves of the day, with or without full stops."""

from __future__ import annotations

import re

from kliping.words import phrases
from kliping.words.hours import HALVES, half_of_day


def test_a_half_of_the_day_is_known_with_and_without_full_stops():
    words = phrases("date", *HALVES)
    written = [form for word in words for form in (word, ".".join(word))]
    assert [form for form in written if not re.fullmatch(half_of_day(), form)] == []
    assert re.fullmatch(half_of_day("after_noon"), "pm")
    assert not re.fullmatch(half_of_day("after_noon"), "am")
