"""No step of a page has become slow, beside a loop of plain Python in the same run."""

from __future__ import annotations

import pytest

from benchmarks.guard import LEAST, ratios, recorded
from kliping.steps import PAGE_STEPS


@pytest.mark.slow
def test_every_step_is_about_as_quick_as_it_was() -> None:
    before, now = recorded(), ratios()
    assert set(before) == {step.name for step in PAGE_STEPS}, "python -m benchmarks.guard --write"
    slow = {name: (round(ratio, 2), before[name]) for name, ratio in now.items() if ratio < LEAST * before[name]}
    assert slow == {}, "now and recorded"
