"""``kliping report``: the published tables in numbers, or as a page to look at."""

from __future__ import annotations

from pathlib import Path

import click

from workflows.commands.common import settings_of, store_of, with_home, with_json
from workflows.commands.places import Place
from workflows.terminal import console, print_json, say


@click.command(name="report")
@click.option("--html", type=Place(file=True), metavar="FILE", help="Write a page to FILE.")
@click.option("--open", "opens", is_flag=True, help="Write the page into the home and open it in the browser.")
@click.option("--language", type=click.Choice(["en", "id"]), default="en", show_default=True, help="Of the page.")
@click.option("--edition", metavar="N", default="published", help="Of edition N, if it is kept, or the candidate.")
@with_home
@with_json
def command(
    html: Path | None, opens: bool, language: str, edition: str, home: Path | None, config: Path | None, as_json: bool
) -> None:
    """Say in numbers what the published tables hold: languages, outlets, dates, copies, what was held back.

    With --html or --open as one page with pictures, which needs no network, to be read, printed and handed on.
    """
    from kliping.warehouse.kept import named_file
    from workflows.reporting import corpus_report

    store = store_of(settings_of(home, config))
    file, name = named_file(store, edition)
    if html or opens:
        from kliping.warehouse.accuracy import read_sample, shares
        from workflows.report.page import write_report

        page = html or store.reports / f"{name.replace(' ', '-')}.{language}.html"
        sample = read_sample(store.home)
        write_report(file, page, language, shares(sample) if sample else ())
        say(f"Report of {name}: {page}")
        if opens:
            click.launch(page.absolute().as_uri())
        return
    report = corpus_report(file)
    if as_json:
        print_json(report)
        return
    from rich.table import Table

    terminal = console()
    for heading, rows in report.items():
        if not rows:
            continue
        table = Table(box=None, pad_edge=False, show_header=False)
        for row, value in rows.items():
            table.add_row(str(row), str(value))
        terminal.print(heading, style="bold")
        terminal.print(table)
        terminal.print()
