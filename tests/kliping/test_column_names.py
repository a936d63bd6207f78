"""Names of columns, each once, whatever the numbered ones are called."""

from __future__ import annotations

import pytest

from kliping.column_names import each_once


@pytest.mark.parametrize(
    ("names", "apart"),
    [
        (["a", "b"], ["a", "b"]),
        (["a", "a", "a"], ["a", "a-1", "a-2"]),
        (["a", "a-1", "a"], ["a", "a-1", "a-2"]),
        (["a", "a", "a-1"], ["a", "a-2", "a-1"]),
        (["a", "a", "a-1", "a-1"], ["a", "a-2", "a-1", "a-1-1"]),
        ([], []),
    ],
)
def test_the_first_keeps_its_name_and_no_number_takes_anothers(names, apart):
    assert each_once(names, "{name}-{number}", first=1) == apart


def test_braces_in_a_name_are_letters_of_it():
    assert each_once(["{x}", "{x}"], "{name} ({number})", first=2) == ["{x}", "{x} (2)"]
