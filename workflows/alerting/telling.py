"""Telling people once: a cooldown, and what a good night touches.

Belongs here: the record of what was sent (``<home>/alerts.json``), and the dead man's switch. Does not belong here:
what there is to tell (``alerts``).
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kliping.files import read_json, write_json
from workflows.alerting.senders import FAULTS, AlertError, fetch, send

if TYPE_CHECKING:
    from kliping.settings import Settings
    from workflows.alerting.alerts import Alert

RECORD = "alerts.json"
KEPT = 200
"""Alerts on record: those sent last."""


def tell(alerts: Sequence[Alert], settings: Settings, now: datetime) -> list[str]:
    """Send those alerts that were not sent within the cooldown.

    Returns:
        The subjects that were sent.

    Raises:
        AlertError: one could not be handed over; it is sent again when it is next told.
    """
    if not settings.alerts.anybody:
        return []
    record = settings.home / RECORD
    known = read_json(record)
    sent: dict[str, str] = dict(known) if isinstance(known, dict) else {}
    rest = timedelta(minutes=settings.alerts.cooldown_minutes)
    told, faults = [], []
    for alert in alerts:
        last = _moment(sent.get(alert.key))
        if last is not None and now - last < rest:
            continue
        try:
            send(alert, settings.alerts)
        except AlertError as fault:
            faults.append(str(fault))
            continue
        sent[alert.key] = now.isoformat()
        told.append(alert.subject)
    if told:
        write_json(record, dict(sorted(sent.items(), key=lambda one: one[1])[-KEPT:]))
    if faults:
        raise AlertError(" ".join(faults))
    return told


def touch_heartbeat(settings: Settings) -> list[str]:
    """Renew what a watcher looks at after a good publish: a file's time, a call to an address.

    Returns:
        What was touched: ``file``, ``url``.

    Raises:
        AlertError: it could not be; the publish stands all the same.
    """
    touched = []
    if settings.alerts.heartbeat_file:
        path = Path(settings.alerts.heartbeat_file).expanduser()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        except OSError as fault:
            raise AlertError(f"The heartbeat {path} cannot be touched ({fault.strerror}). Make it writable.") from fault
        touched.append("file")
    if settings.alerts.heartbeat_url:
        try:
            fetch(settings.alerts.heartbeat_url, settings.alerts.timeout_seconds)
        except FAULTS as fault:
            raise AlertError(
                f"The heartbeat's address does not answer ({type(fault).__name__}). Look at alerts.heartbeat_url."
            ) from fault
        touched.append("url")
    return touched


def _moment(text: str | None) -> datetime | None:
    with contextlib.suppress(ValueError, TypeError):
        return datetime.fromisoformat(str(text))
    return None
