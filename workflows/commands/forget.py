"""``kliping forget``: a document leaves every file, and is never read again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from workflows.commands.common import say, settings_of, store_of, with_home


@click.command(name="forget")
@click.argument("subject", metavar="ID")
@with_home
def command(subject: str, home: Path | None, config: Path | None) -> None:
    """Remove a document everywhere; ID is a file's URI, a document_id or an article_id."""
    from kliping.warehouse.takedown import take_down

    removed = take_down(store_of(settings_of(home, config)), subject, datetime.now(UTC))
    say(f"Removed {removed} document(s) from the store and the published file; the next run groups what is left.")
