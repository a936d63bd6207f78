"""Settings of who is told when nights go wrong."""

from __future__ import annotations

import re

from pydantic import Field, field_serializer, field_validator

from kliping.settings.section import Section

HIDDEN = "(set)"
"""What stands in place of a secret wherever settings are shown or kept."""

_ADDRESS = re.compile(r"(?i)https?://[^\s/?#]+\S*")
_MAIL = re.compile(r"[^@\s,]+@[^@\s,]+|[^@<>\r\n]*<[^@\s,<>]+@[^@\s,<>]+>")


class AlertSettings(Section):
    """Who is told when the gate shuts, a run fails or nothing comes in; and what a good night touches."""

    webhook: str = Field(
        "",
        repr=False,
        description='Address that alerts are posted to as Slack takes them (`{"text": …}`). Used and never stored,'
        " shown or logged. Default: none.",
    )
    url: str = Field(
        "",
        repr=False,
        description="Address that alerts are posted to as one JSON object (`kind`, `subject`, `text`, `at`). Used and"
        " never stored, shown or logged. Default: none.",
    )
    email_to: tuple[str, ...] = Field((), description="Addresses that alerts are mailed to. Default: none.")
    email_from: str = Field("kliping@localhost", description="Address that the mail comes from.")
    smtp_host: str = Field("localhost", description="Mail server that takes it.")
    smtp_port: int = Field(25, ge=1, le=65535, description="Port of the mail server: 25, or 587 with TLS.")
    smtp_tls: bool = Field(False, description="Whether the connection to the mail server changes to TLS (STARTTLS).")
    smtp_user: str = Field("", description="User at the mail server; empty: none is asked for.")
    smtp_password: str = Field(
        "", repr=False, description="Password at the mail server. Used and never stored, shown or logged."
    )
    heartbeat_file: str = Field(
        "",
        description="File whose time of change a good publish renews, for a watcher of another machine: a dead man's"
        " switch. Default: none.",
    )
    heartbeat_url: str = Field(
        "",
        repr=False,
        description="Address that a good publish fetches, for a service that alarms when nobody calls. Used and never"
        " stored, shown or logged. Default: none.",
    )
    quarantine_share_max: float = Field(
        0.3, ge=0, le=1, description="Share of the documents held back in an edition from which on somebody is told."
    )
    nothing_new_hours: float = Field(
        48.0, ge=0, description="Hours without an arrival after which somebody is told; 0: never. Default: a weekend."
    )
    cooldown_minutes: float = Field(
        60.0,
        ge=0,
        description="Minutes in which the same alert is sent once: a fault that lasts is no news each minute.",
    )
    attempts: int = Field(3, ge=1, le=10, description="Times that sending is tried, with a pause between.")
    timeout_seconds: float = Field(10.0, gt=0, description="Seconds that a server is given to answer.")

    @field_validator("webhook", "url", "heartbeat_url")
    @classmethod
    def _of_the_web(cls, given: str) -> str:
        if given and given != HIDDEN and not _ADDRESS.fullmatch(given):
            raise ValueError("use an address that begins with https:// or http://")
        return given

    @field_validator("email_to", "email_from")
    @classmethod
    def _of_somebody(cls, given: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for one in (given,) if isinstance(given, str) else given:
            if not _MAIL.fullmatch(one):
                raise ValueError("use addresses such as rina@example.org, one each")
        return given

    @field_serializer("webhook", "url", "heartbeat_url", "smtp_password")
    def _hidden(self, given: str) -> str:
        return HIDDEN if given else ""

    @property
    def anybody(self) -> bool:
        """Whether there is anybody to tell."""
        return bool(self.webhook or self.url or self.email_to)
