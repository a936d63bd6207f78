"""``kliping hold``: a person's ruling on one document."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path

import click

from workflows.commands.common import say, settings_of, with_home


@click.command(name="hold")
@click.argument("subject", metavar="ID")
@click.option("--why", required=True, help="The reason; it goes on record with name and time.")
@with_home
def command(subject: str, why: str, home: Path | None, config: Path | None) -> None:
    """Rule that a document or article must not be published; the next run follows."""
    from expectations import hold

    hold(settings_of(home, config).home, subject, who=getpass.getuser(), why=why, when=datetime.now(UTC))
    say(f"On record: hold {subject}. The next 'kliping run' follows it.")
