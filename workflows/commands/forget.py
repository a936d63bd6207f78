"""``kliping forget``: a document leaves every file, and is never read again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflows.commands.common import settings_of, with_home, with_json, writing_to
from workflows.terminal import console, print_json, say

if TYPE_CHECKING:
    from kliping.warehouse.receipts import Receipt


@click.command(name="forget")
@click.argument("subject", metavar="ID")
@with_home
@with_json
def command(subject: str, home: Path | None, config: Path | None, as_json: bool) -> None:
    """Remove a document everywhere; ID is a file's URI, a document_id or an article_id.

    Prints a receipt of where it looked and what it removed, and keeps it in the home. Exit code 1 when a place could
    not be reached.
    """
    from dataclasses import asdict

    from kliping.warehouse.takedown import take_down
    from workflows.instance import storage_folder

    with writing_to(settings_of(home, config), "kliping forget") as store:
        receipt = take_down(store, subject, datetime.now(UTC), [storage_folder(store.home)])
    if as_json:
        print_json(asdict(receipt))
    else:
        _show(receipt)
    if not receipt.complete:
        raise SystemExit(1)


def _show(receipt: Receipt) -> None:
    from rich.table import Table

    from kliping.shown import counted

    equal = f", and {receipt.equal} of the same bytes or text" if receipt.equal else ""
    say(f"Removed {counted(receipt.named, 'document')}{equal}; the next run groups what is left.")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("looked in", "files", "done", "rows or files", ""):
        table.add_column(name, justify="right" if name in ("files", "rows or files") else "left", overflow="fold")
    for place in receipt.places:
        table.add_row(place.place, str(place.files), place.done, str(place.rows or ""), place.why)
    console().print(table)
