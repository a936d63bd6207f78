"""What changed between two texts is cut out with the words around it."""

from __future__ import annotations

import pytest

from kliping.warehouse import word_changes as module
from kliping.warehouse.word_changes import Change, word_changes

FIRST = "Harga cabai turun di pasar induk pada pekan ini."
SECOND = "Pembeli menyambut baik penurunan itu."


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (FIRST, FIRST, []),
        (f"{FIRST}\n\n{SECOND}", f"{FIRST}\n\n{SECOND}", []),
        (FIRST, FIRST.replace("cabai", "cabai  "), []),
        (
            FIRST,
            FIRST.replace("pasar induk", "dua pasar"),
            [
                Change("Harga cabai turun di", "", "dua", "pasar induk pada pekan ini."),
                Change("Harga cabai turun di pasar", "induk", "", "pada pekan ini."),
            ],
        ),
        (FIRST, f"{FIRST}\n\n{SECOND}", [Change("", "", SECOND, "")]),
        (f"{SECOND}\n\n{FIRST}", FIRST, [Change("", SECOND, "", "")]),
        ("", "kata", [Change("", "", "kata", "")]),
        ("a a a", "a a", [Change("a a", "a", "", "")]),
    ],
)
def test_what_changed(before: str, after: str, changes: list[Change]) -> None:
    assert word_changes(before, after) == changes


def test_passages_too_long_to_align_differ_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CELLS_MAX", 3)
    assert word_changes("satu b c d tujuh", "satu c x d tujuh") == [Change("satu", "b c", "c x", "d tujuh")]
