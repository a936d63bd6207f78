"""``kliping alert``: what there is to tell, told now."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from workflows.commands.common import settings_of, store_of, with_home, with_json
from workflows.terminal import print_json, say


@click.command(name="alert")
@click.option("--test", "trying", is_flag=True, help="Send a trial alert to everybody the settings name.")
@with_home
@with_json
def command(trying: bool, home: Path | None, config: Path | None, as_json: bool) -> None:
    """Say what is wrong with a home, and tell those whom [alerts] in the settings names.

    Alerts: the gate is shut, a large share is held back, nothing new came in. What was told within the cooldown is not
    told again.
    """
    from workflows.alerting.alerts import alerts_of, trial
    from workflows.alerting.senders import send
    from workflows.alerting.telling import tell

    settings = settings_of(home, config)
    now = datetime.now(UTC)
    if trying:
        if not settings.alerts.anybody:
            raise click.UsageError("Nobody is named: set webhook, url or email_to under [alerts] in kliping.toml.")
        say(f"Sent by {', '.join(send(trial(now), settings.alerts))}.")
        return
    found = alerts_of(store_of(settings), settings, now)
    for alert in found:
        if as_json:
            print_json({"kind": alert.kind, "subject": alert.subject, "text": alert.text})
        else:
            say(alert.subject, bold=True)
            say(f"  {alert.text}")
    told = tell(found, settings, now)
    if not as_json:
        say(f"Told: {', '.join(told)}." if told else "Nothing to tell." if not found else "Nobody was told now.")
