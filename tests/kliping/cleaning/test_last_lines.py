"""The last kept line of each text, for all texts at once."""

from __future__ import annotations

import numpy as np
import pytest

from kliping.cleaning.last_lines import kept_above, last_lines

FIRST_LINE = np.array([0, 3, 3, 7, 8])
KEEP = np.array([True, True, False, False, True, True, True, False])


@pytest.mark.parametrize(
    ("asked", "least", "documents", "ends"),
    [
        ([0, 1, 2, 3], 1, [0, 2], [1, 6]),
        ([0, 1, 2, 3], 3, [2], [6]),
        ([1, 3], 1, [], []),
        ([2], 1, [2], [6]),
        ([], 1, [], []),
    ],
)
def test_documents_that_keep_enough_lines_have_a_last_one(asked, least, documents, ends) -> None:
    found = last_lines(FIRST_LINE, KEEP, np.array(asked, np.int64), least)
    assert [one.tolist() for one in found] == [documents, ends]


def test_what_is_kept_above_a_line_is_of_its_document() -> None:
    assert kept_above(FIRST_LINE, KEEP, 2, 6).tolist() == [4, 5]
    assert kept_above(FIRST_LINE, KEEP, 2, 4).tolist() == []
