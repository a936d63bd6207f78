"""``kliping doctor``: what is sound in a home, what is not, and what mends it."""

from __future__ import annotations

from pathlib import Path

import click

from workflows.commands.common import settings_of, store_of, with_home, with_json, writing_to
from workflows.terminal import console, print_json, say, tell


@click.command(name="doctor")
@click.option("--repair", is_flag=True, help="Mend what can be mended; nothing is lost.")
@with_home
@with_json
def command(repair: bool, home: Path | None, config: Path | None, as_json: bool) -> None:
    """Look through a home: ledger, steps, take-downs, candidate, published file, editions, leftovers.

    Says what is not sound and what would be done about it. Exit code 1 when something is found and not repaired.
    """
    from kliping.warehouse.mending import examine, mend

    settings = settings_of(home, config)
    if not repair:
        found = examine(store_of(settings), thorough=True)
        _show([(str(one.path), one.fault, one.move) for one in found], as_json=as_json)
        if found:
            raise SystemExit(1)
        return
    from workflows.running import run_everything

    with writing_to(settings, "kliping doctor") as store:
        found = examine(store, thorough=True)
        mend(store, found, force=True, say=tell)
        outcome = run_everything(settings, lambda *_: None, looking=False, say=tell)
    edition = outcome.edition
    say("Nothing was ever published here." if edition is None else f"Edition {edition.edition} {edition.verdict}.")


def _show(found: list[tuple[str, str, str]], *, as_json: bool) -> None:
    if as_json:
        for path, fault, move in found:
            print_json({"path": path, "fault": fault, "move": move})
        return
    if not found:
        say("All is sound.")
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("file", "fault", "with --repair"):
        table.add_column(name, overflow="fold")
    for row in found:
        table.add_row(*row)
    console().print(table)
