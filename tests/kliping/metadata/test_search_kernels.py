"""Compiled searches in a few lines of each page."""

from __future__ import annotations

import numpy as np
import pytest

from kliping.metadata.search_kernels import keep_apart

STRETCHES = [
    pytest.param([(0, 0, 0, 10), (0, 3, 0, 6)], [True, False], id="a date without its year lies in the whole one"),
    pytest.param([(0, 0, 0, 10), (0, 3, 10, 16)], [True, True], id="side by side"),
    pytest.param([(0, 0, 0, 10), (1, 3, 0, 6)], [True, True], id="on different rows"),
    pytest.param([(0, 1, 0, 10), (0, 1, 5, 12)], [True, True], id="of one rank"),
    pytest.param(
        [(0, 0, 0, 10), (0, 1, 8, 20), (0, 2, 15, 25)], [True, False, True], id="what is shut out shuts nothing out"
    ),
    pytest.param([], [], id="nothing"),
]


@pytest.mark.parametrize(("stretches", "kept"), STRETCHES)
def test_an_earlier_group_of_shapes_shuts_out_what_overlaps_it(
    stretches: list[tuple[int, int, int, int]], kept: list[bool]
) -> None:
    rows, ranks, starts, ends = np.array(stretches, np.int64).reshape(-1, 4).T.copy()
    out = np.empty(rows.size, np.bool_)
    keep_apart(rows, ranks, starts, ends, out)
    assert out.tolist() == kept
