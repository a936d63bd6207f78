"""``kliping release``: a person's ruling on one document."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from workflows.commands.common import settings_of, with_home, writing_to
from workflows.terminal import person, say


@click.command(name="release")
@click.argument("subject", metavar="ID")
@click.option("--why", required=True, help="The reason; it goes on record with name and time.")
@with_home
def command(subject: str, why: str, home: Path | None, config: Path | None) -> None:
    """Rule that a document or article may be published whatever an expectation says; the next run follows."""
    from expectations import release
    from kliping.warehouse.takedown import require_known

    with writing_to(settings_of(home, config), "kliping release") as store:
        require_known(store, subject)
        release(store.home, subject, who=person(), why=why, when=datetime.now(UTC))
    say(f"On record: release {subject}. The next 'kliping run' follows it.")
