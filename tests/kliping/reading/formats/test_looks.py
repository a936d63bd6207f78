"""How the cells of a column look, in shares of those that are filled."""

from __future__ import annotations

import pytest

from kliping.reading.formats.looks import DAY_CHARS, LONG, Looks, is_day, looks_of


@pytest.mark.parametrize(
    ("cells", "look", "share"),
    [
        (["https://example.org/a", "kabar"], "url", 0.5),
        (["https://example.org/a", "https://example.org"], "path", 0.5),
        (["example.org", "kabar.example.com"], "host", 1.0),
        (["3/6/2024", "3 Juni 2024", f"3 Juni 2024{' ' * DAY_CHARS}", "kabar"], "day", 0.5),
        (["09:15", "kabar"], "clock", 0.5),
        (["banjir-surut-di-desa", "kabar"], "slug", 0.5),
        (["Sari Dewi", "sari dewi", "Sari"], "name", 1 / 3),
        (["kata " * LONG, "k" * LONG], "long", 0.5),
        (["a", "a", "b", "b"], "different", 0.5),
        (["12", "1.229", "kabar", "kabar"], "figures", 0.5),
        (["aa", "bbbb", "cccccc"], "length", 4.0),
    ],
)
def test_a_look_is_a_share_of_the_cells(cells, look, share):
    assert getattr(looks_of(cells), look) == pytest.approx(share)
    assert looks_of(cells).filled == len(cells)


def test_a_column_without_a_cell_looks_like_nothing():
    assert looks_of([]) == Looks(*[0] * len(Looks._fields))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-06-03", True),
        ("June 3, 2024", True),
        ("3", False),
        ("3-Jun-24", True),  # as spreadsheets show it
        ("3 Jun/24", False),
        ("berita 3-Jun-24", False),
    ],
)
def test_a_day_stands_in_figures_or_in_words(cell, day):
    assert is_day(cell) is day
