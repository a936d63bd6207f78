"""``kliping doctor``: what is sound in a home, what is not, and what mends it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflows.commands.common import settings_of, store_of, with_home, with_json, writing_to
from workflows.terminal import console, print_json, say, tell

if TYPE_CHECKING:
    from kliping.warehouse.mending import Finding


@click.command(name="doctor")
@click.option("--repair", is_flag=True, help="Mend what can be mended; nothing is lost.")
@with_home
@with_json
def command(repair: bool, home: Path | None, config: Path | None, as_json: bool) -> None:
    """Look through a home: ledger, steps, take-downs, candidate, published file, editions, leftovers.

    Says what is not sound and what would be done about it. Exit code 1 when a fault is found and not repaired.
    """
    from kliping.warehouse.mending import examine, mend

    settings = settings_of(home, config)
    if not repair:
        found = examine(store_of(settings), thorough=True)
        _show(found, as_json=as_json)
        if not all(one.harmless for one in found):
            raise SystemExit(1)
        return
    from workflows.running import run_everything

    with writing_to(settings, "kliping doctor") as store:
        found = examine(store, thorough=True)
        mend(store, found, force=True, say=tell)
        outcome = run_everything(settings, lambda *_: None, looking=False, say=tell)
    edition = outcome.edition
    say("Nothing was ever published here." if edition is None else f"Edition {edition.edition} {edition.verdict}.")


def _show(found: list[Finding], *, as_json: bool) -> None:
    if as_json:
        for one in found:
            print_json({"path": str(one.path), "fault": one.fault, "move": one.move, "harmless": one.harmless})
        return
    faults = [one for one in found if not one.harmless]
    if not faults:
        say("All is sound.")
    else:
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("file", "fault", "with --repair"):
            table.add_column(name, overflow="fold")
        for one in faults:
            table.add_row(str(one.path), one.fault, one.move)
        console().print(table)
    for one in found:
        if one.harmless:
            say(f"{one.path}: left by a command that was stopped; it does no harm, and the next run removes it.")
