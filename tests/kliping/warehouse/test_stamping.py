"""What is to be made of a batch: what is missing or was made otherwise, and all that takes it."""

from __future__ import annotations

import pytest

from kliping.settings import Settings
from kliping.stamps import stamps
from kliping.steps import STEPS
from kliping.warehouse.stamping import AGAIN, CORRECTED, stamp, to_make

KNOWN = stamps(Settings())


def made(**corrections: str) -> dict[str, str | None]:
    """What the parts of a batch carry of which every step was made."""
    recipes: dict[str, str | None] = dict(corrections)
    for step in STEPS:
        recipes[step.name] = stamp(step, KNOWN, recipes) + ("" if step.takes else "ids")
    return recipes


def test_nothing_is_made_twice() -> None:
    assert to_make(KNOWN, made()) == []
    assert to_make(KNOWN, made(**{AGAIN: "x", CORRECTED: "y"})) == []
    assert to_make(KNOWN, {}) == [step.name for step in STEPS]


@pytest.mark.parametrize("lost", [step.name for step in STEPS])
def test_what_is_lost_is_made_and_all_that_takes_it(lost: str) -> None:
    found = to_make(KNOWN, {**made(), lost: None})
    assert found[0] == lost
    wanted = {lost}
    for step in STEPS:
        if wanted & set(step.takes):
            wanted.add(step.name)
    assert set(found) == wanted


def test_a_correction_and_a_wish_to_read_again_outdate_what_heeds_them() -> None:
    assert to_make(KNOWN, {**made(), AGAIN: "x"}) == [step.name for step in STEPS]
    assert "raw_documents" not in to_make(KNOWN, {**made(), CORRECTED: "y"})
    assert "lines" in to_make(KNOWN, {**made(), CORRECTED: "y"})
