"""``kliping editions``: every edition on record, and which are kept as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from workflows.commands.common import settings_of, store_of, with_home, with_json
from workflows.terminal import console, print_json, say


@click.command(name="editions")
@with_home
@with_json
def command(home: Path | None, config: Path | None, as_json: bool) -> None:
    """List the editions: when, by which verdict, how much is in them, and which are kept as files."""
    from kliping.warehouse.kept import editions_on_record

    found = editions_on_record(store_of(settings_of(home, config)))
    if as_json:
        for row in found:
            print_json(row)
    elif found:
        _show(found)
    else:
        say("Nothing was ever published here.")


def _show(found: list[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("edition", "published", "verdict", "documents", "articles", "quarantined", "kept", "why"):
        table.add_column(name, justify="right" if name in ("edition", "documents", "articles") else "left")
    for row in found:
        moment = row["published_at"]
        kept = "published" if row["published"] else f"{row['bytes'] / 1e6:.1f} MB" if row["bytes"] else "–"
        facts = (row["verdict"], row["documents"], row["articles"], row["quarantined"], kept, row["why"] or "")
        table.add_row(str(row["edition"]), f"{moment:%Y-%m-%d %H:%M}" if moment else "–", *map(str, facts))
    console().print(table)
