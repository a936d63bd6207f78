"""``kliping report``: the published tables in numbers."""

from __future__ import annotations

from pathlib import Path

import click

from workflows.commands.common import console, print_json, settings_of, store_of, with_home, with_json


@click.command(name="report")
@with_home
@with_json
def command(home: Path | None, config: Path | None, as_json: bool) -> None:
    """Say in numbers what the published tables hold: languages, outlets, dates, copies, what was held back."""
    from workflows.reporting import corpus_report

    report = corpus_report(store_of(settings_of(home, config)).published)
    if as_json:
        print_json(report)
        return
    from rich.table import Table

    terminal = console()
    for heading, rows in report.items():
        table = Table(box=None, pad_edge=False, show_header=False)
        for name, value in rows.items():
            table.add_row(str(name), str(value))
        terminal.print(heading, style="bold")
        terminal.print(table)
        terminal.print()
