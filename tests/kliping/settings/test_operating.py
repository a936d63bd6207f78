"""Settings of what runs by itself: what cannot be is refused with a sentence, and secrets stay where they are used."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kliping.settings.alerts import HIDDEN, AlertSettings
from kliping.settings.automation import AutomationSettings
from kliping.settings.retention import RetentionSettings


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"timezone": "Asia/Jakrta"}, "no time zone"),
        ({"publish_cron": "at four"}, "no cron"),
        ({"publish_cron": "0 4 * *"}, "no cron"),
        ({"owners": ["korpus"]}, "no owner"),
        ({"retry_minutes": []}, "at least 1"),
        ({"look_seconds": 1}, "greater than or equal to 5"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, object], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        AutomationSettings(**given)


@pytest.mark.parametrize(
    "given",
    [
        {"timezone": "Asia/Jakarta"},
        {"publish_cron": "*/5 0-6 * * MON-FRI"},
        {"publish_cron": ""},
        {"owners": ["team:korpus", "ibu@example.org"]},
    ],
)
def test_what_can_be_is_taken(given: dict[str, object]) -> None:
    ((name, value),) = given.items()
    found = getattr(AutomationSettings(**given), name)
    assert found == (tuple(value) if isinstance(value, list) else value)


def test_nothing_is_kept_for_no_time_at_all() -> None:
    with pytest.raises(ValidationError):
        RetentionSettings(runs_days=0)


def test_what_holds_a_secret_is_used_and_not_shown() -> None:
    alerts = AlertSettings(webhook="https://example.org/T0/secret", smtp_password="secret", url="")
    assert alerts.webhook.endswith("secret")
    dumped = alerts.model_dump(mode="json")
    assert (dumped["webhook"], dumped["smtp_password"], dumped["url"]) == (HIDDEN, HIDDEN, "")
    assert "secret" not in repr(alerts)
    assert alerts.anybody
    assert not AlertSettings().anybody
