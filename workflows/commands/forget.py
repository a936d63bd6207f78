"""``kliping forget``: a document leaves every file, and is never read again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from workflows.commands.common import say, settings_of, with_home, writing_to


@click.command(name="forget")
@click.argument("subject", metavar="ID")
@with_home
def command(subject: str, home: Path | None, config: Path | None) -> None:
    """Remove a document everywhere; ID is a file's URI, a document_id or an article_id."""
    from kliping.warehouse.takedown import take_down

    with writing_to(settings_of(home, config), "kliping forget") as store:
        removed = take_down(store, subject, datetime.now(UTC))
    equal = f", and {removed.equal} of the same bytes or text" if removed.equal else ""
    say(
        f"Removed {removed.named} document(s){equal} from the store and the published file; "
        "the next run groups what is left."
    )
