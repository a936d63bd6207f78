"""Words as parts of regular expressions."""

from __future__ import annotations

import re

from kliping.text.patterns import any_of


def test_words_are_taken_as_they_are_and_the_longer_first():
    found = re.findall(any_of(["a.b", "baca", "baca juga", "baca"]), "baca juga: aXb, a.b, baca")
    assert found == ["baca juga", "a.b", "baca"]
