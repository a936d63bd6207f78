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
        ({"publish_cron": "99 4 * * *"}, "no cron"),
        ({"publish_cron": "0 24 * * *"}, "no cron"),
        ({"publish_cron": "0 4 * * someday"}, "no cron"),
        ({"publish_cron": "*/0 4 * * *"}, "no cron"),
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
        {"publish_cron": "0,30 22-2 L jan-mar 1#2"},
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


@pytest.mark.parametrize(
    "given",
    [
        {"webhook": "hooks.example.org/secret"},
        {"url": "file:///etc/secret"},
        {"heartbeat_url": "https:///secret"},
        {"email_to": ["secret"]},
        {"email_to": ["a@example.org, secret@example.org"]},
        {"email_to": ["a@example.org\nBcc: secret@example.org"]},
    ],
)
def test_an_address_that_cannot_be_is_refused_and_not_shown(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=r"use (an address|addresses)") as fault:
        AlertSettings(**given)
    assert "secret" not in str(fault.value.errors()[0]["msg"])


@pytest.mark.parametrize("one", ["ibu@example.org", "Ibu Rina <rina@example.org>", "root@localhost"])
def test_an_address_of_somebody_is_taken(one: str) -> None:
    assert AlertSettings(email_to=(one,)).email_to == (one,)
