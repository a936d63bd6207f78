"""``kliping prune``: what is older than its retention goes."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from workflows.commands.common import settings_of, with_home, with_json
from workflows.terminal import print_json, say


@click.command(name="prune")
@with_home
@with_json
def command(home: Path | None, config: Path | None, as_json: bool) -> None:
    """Remove what is older than its retention: editions, Data Docs, Dagster's runs, what was set aside, leftovers.

    Nothing that is in use goes. Says what it freed.
    """
    from workflows.instance import storage_folder
    from workflows.pruning import prune

    settings = settings_of(home, config)
    folder = storage_folder(settings.home)
    if not folder.is_dir():
        freed = prune(settings, None, datetime.now(UTC))
    else:
        import dagster as dg

        from workflows.instance import instance_folder

        os.environ["DAGSTER_HOME"] = str(instance_folder(settings.home))
        with dg.DagsterInstance.get() as instance:
            freed = prune(settings, instance, datetime.now(UTC))
    for one in freed:
        if as_json:
            print_json({"what": one.what, "count": one.count, "bytes": one.bytes})
        else:
            say(f"{one.what}: {one.count} removed, {one.bytes:,} bytes")
    if not as_json:
        say(f"Freed {sum(one.bytes for one in freed):,} bytes.")
