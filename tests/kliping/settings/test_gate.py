"""The thresholds of the gate: every one explained, none outside its bounds, none unknown."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kliping.settings.gate import GateSettings


@pytest.mark.parametrize(
    "wrong",
    [
        {"body_words_min": -1},
        {"held_share_max": 1.1},
        {"near_duplicate_min": 0},
        {"history_editions": 2},
        {"history_editions_min": 2},
        {"press_begins": "never"},
        {"no_such_threshold": 1},
    ],
)
def test_a_threshold_outside_its_bounds_is_refused(wrong):
    with pytest.raises(ValidationError):
        GateSettings(**wrong)


def test_thresholds_do_not_change_under_a_run_and_each_says_why():
    settings = GateSettings()
    with pytest.raises(ValidationError):
        settings.body_words_min = 3
    assert [name for name, field in GateSettings.model_fields.items() if len(field.description or "") < 30] == []
    assert settings.history_editions_min <= settings.history_editions
    assert settings.title_chars_min < settings.title_chars_max
