"""``kliping rollback``: an edition that is kept is published again."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

import click

from workflows.commands.common import settings_of, with_home, writing_to
from workflows.terminal import person, say


@click.command(name="rollback")
@click.argument("number", metavar="N", type=click.IntRange(1))
@click.option("--why", required=True, help="The reason; it goes on record with name and time.")
@with_home
def command(number: int, why: str, home: Path | None, config: Path | None) -> None:
    """Publish edition N again, as an edition of its own with number, verdict and reason.

    It stays until something arrives or leaves its source, or a setting, rule, ruling or take-down changes: then the
    next run publishes what it makes of all pages, and says so. 'kliping editions' lists what one can go back to.
    """
    from expectations.editions import inputs_sha256
    from kliping.warehouse.rollback import roll_back

    if not why.strip():
        raise click.UsageError("--why needs a reason: it goes on record.")
    settings = settings_of(home, config)
    with writing_to(settings, "kliping rollback") as store:
        edition = roll_back(
            store,
            settings,
            number,
            f"{why.strip()} ({person()})",
            inputs_sha256=inputs_sha256(store, settings),
            run_id=str(uuid.uuid4()),
            at=datetime.now(UTC),
        )
    say(f"Edition {edition.edition} {edition.verdict}: the tables of edition {number}. Published: {store.published}")
    say(
        "It stays until something arrives or leaves its source, or a setting, rule, ruling or take-down changes; mend "
        "the cause before that: 'kliping hold', 'kliping forget', the settings, or the rules. Pages whose file is "
        "deleted stay: 'kliping hold' or 'kliping forget' them."
    )
