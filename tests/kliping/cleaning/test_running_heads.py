"""Lines that a printed document repeats on each page, and lists that only look so."""

import polars as pl
import pytest

from kliping.cleaning.running_heads import REASON, running_heads

TOLD = "The mill on the river turns again after seven years of work, and flour is sold."


def found(*lines):
    frame = pl.DataFrame({"document_id": ["a"] * len(lines), "text": lines})
    return [at for at, reason in enumerate(running_heads(frame)) if reason == REASON]


@pytest.mark.parametrize(
    "head",
    ["Page {} of 3", "Warta Contoh | Edisi 12 Mei 2024 | Halaman {}", "Contoh-Bote Nr. 40 · Seite {}", "Warta | {}",
     "https://example.org/mill {}/3"],
)  # fmt: skip
def test_alike_lines_with_the_numbers_of_pages_are_running_heads(head):
    pages = [line for page in (1, 2, 3) for line in (head.format(page), TOLD, TOLD)]
    assert found(*pages) == [0, 3, 6]


@pytest.mark.parametrize(
    "lines",
    [
        ("Page 1", TOLD, TOLD),
        ("Page 1", "Page 2", "Page 3", TOLD),
        ("Day 1", TOLD, "Day 2", TOLD, "Day 3", TOLD),
        ("Page 4", TOLD, "Page 9", TOLD),
        ("Match | 1", TOLD, "Final | 2", TOLD),
        ("1 / 3", TOLD, "2 / 3", TOLD),
    ],
    ids=["once", "a list", "no pages", "not in a row", "other words", "pictures"],
)
def test_other_numbered_lines_stay(lines):
    assert found(*lines) == []
