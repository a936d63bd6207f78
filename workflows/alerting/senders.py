"""Handing an alert to a server: a webhook as Slack takes it, any address, mail.

Belongs here: one function a way, tried again with a pause. Does not belong here: what is told, or how often.

A fault names the way and what the server said; never the address, which may hold a token.
"""

from __future__ import annotations

import http.client
import json
import smtplib
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import TYPE_CHECKING

from kliping.errors import KlipingError

if TYPE_CHECKING:
    from kliping.settings import AlertSettings
    from workflows.alerting.alerts import Alert

PAUSE_SECONDS = 1.0
"""Pause before the second try; each further one is twice as long."""


FAULTS = (OSError, http.client.HTTPException, smtplib.SMTPException, ValueError)
"""What a server, the way to it or an address that cannot be written in ASCII may raise."""


class AlertError(KlipingError):
    """An alert could not be handed over."""


def send(alert: Alert, settings: AlertSettings, pause: Callable[[float], None] = time.sleep) -> list[str]:
    """Hand ``alert`` to everybody the settings name.

    Args:
        alert: what is told.
        settings: to whom.
        pause: waits between two tries.

    Returns:
        The ways it took: ``webhook``, ``url``, ``e-mail``.

    Raises:
        AlertError: a way failed; the others were tried all the same.
    """
    taken, faults = [], []
    for name, way in _ways(alert, settings):
        try:
            _tried(way, settings.attempts, pause)
            taken.append(name)
        except FAULTS as fault:
            faults.append(f"{name} ({_words(fault)})")
    if faults:
        raise AlertError(
            f"The alert '{alert.subject}' could not be handed to {', '.join(faults)}. Look at [alerts] in the "
            "settings; 'kliping alert --test' tries again."
        )
    return taken


def _ways(alert: Alert, settings: AlertSettings) -> Iterator[tuple[str, Callable[[], None]]]:
    text = f"Kliping: {alert.subject}\n{alert.text}"
    told = {"kind": alert.kind, "subject": alert.subject, "text": alert.text, "at": alert.at.isoformat()}
    if settings.webhook:
        yield "webhook", lambda: _post(settings.webhook, {"text": text}, settings.timeout_seconds)
    if settings.url:
        yield "url", lambda: _post(settings.url, told, settings.timeout_seconds)
    if settings.email_to:
        yield "e-mail", lambda: _mail(alert, settings)


def _tried(way: Callable[[], None], attempts: int, pause: Callable[[float], None]) -> None:
    for number in range(attempts):
        try:
            way()
            return
        except FAULTS:
            if number + 1 == attempts:
                raise
            pause(PAUSE_SECONDS * 2**number)


def _post(address: str, content: dict[str, str], seconds: float) -> None:
    request = urllib.request.Request(  # noqa: S310 - the user's own address
        address, json.dumps(content).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=seconds):  # noqa: S310 - the user's own address
        pass


def fetch(address: str, seconds: float) -> None:
    """Fetch an address, for a service that waits to be called.

    Raises:
        OSError, HTTPException, ValueError: it does not answer, or not well, or cannot be asked; see ``FAULTS``.
    """
    with urllib.request.urlopen(address, timeout=seconds):  # noqa: S310 - the user's own address
        pass


def _mail(alert: Alert, settings: AlertSettings) -> None:
    message = EmailMessage()
    message["Subject"] = f"Kliping: {alert.subject}"
    message["From"] = settings.email_from
    message["To"] = ", ".join(settings.email_to)
    message.set_content(alert.text)
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=settings.timeout_seconds) as server:
        if settings.smtp_tls:
            server.starttls()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message)


def _words(fault: Exception) -> str:
    """What went wrong, without the address it went wrong at."""
    if isinstance(fault, urllib.error.HTTPError):
        return f"the server said {fault.code}"
    reason = getattr(fault, "reason", None) or getattr(fault, "strerror", None)
    return f"{type(fault).__name__}: {reason}" if isinstance(reason, (str, OSError)) else type(fault).__name__
