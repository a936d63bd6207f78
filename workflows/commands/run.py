"""``kliping run``: everything, for what is new."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from workflows.collector import collect_again, rest_while_starting
from workflows.commands.common import settings_of, store_of, with_home, with_json
from workflows.commands.places import Source
from workflows.terminal import console, print_json, progress_of, tell

SHOWN_ARTICLES = 10
"""Articles that the report lists; the published file has all."""


@click.command(name="run")
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=Source())
@click.option("--full-refresh", is_flag=True, help="Understand every batch again, whatever was kept.")
@click.option("--workers", type=click.IntRange(0), help="Processes that understand batches side by side [default: 1].")
@with_home
@with_json
def command(
    sources: tuple[str, ...],
    full_refresh: bool,
    workers: int | None,
    home: Path | None,
    config: Path | None,
    as_json: bool,
) -> None:
    """Read what is new, understand it, audit the tables, publish them.

    SOURCE is a file, folder, glob or URL such as s3://bucket/pages; default: the settings' source, seeds/.
    """
    rest_while_starting()
    try:
        from workflows.running import run_everything
        from workflows.starting import keep_apart

        settings = settings_of(home, config, sources, workers=workers)
        if home is None:
            keep_apart(settings, sources)
        with progress_of(bar=sys.stderr.isatty(), shown=not as_json) as progress:
            outcome = run_everything(settings, progress, full_refresh=full_refresh, recorded=home is None, say=tell)
        _tell_of_a_good_run(settings)
        summary = _summary(outcome, settings)
        if as_json:
            print_json(summary)
        else:
            _show(summary)
    finally:
        collect_again()


def _tell_of_a_good_run(settings: Any) -> None:  # noqa: ANN401 - imported late
    """Touch what a watcher looks at, and write the metrics; where that fails the run stands all the same."""
    from kliping.errors import KlipingError
    from workflows.alerting.telling import touch_heartbeat
    from workflows.metrics import write_metrics

    try:
        write_metrics(store_of(settings), settings, datetime.now(UTC))
        touch_heartbeat(settings)
    except KlipingError as fault:
        tell(str(fault))


def _summary(outcome: Any, settings: Any) -> dict[str, Any]:  # noqa: ANN401 - imported late
    from workflows.reporting import edition_report

    store = store_of(settings)
    summary: dict[str, Any] = {
        "files_listed": outcome.arrivals.listed,
        "files_new": outcome.arrivals.fresh,
        "files_settling": outcome.arrivals.settling,
        "batches_understood": outcome.understood,
        "new_edition": outcome.fresh,
        "published_file": None,
    }
    if outcome.edition is not None:
        summary |= {"published_file": str(store.published), **edition_report(store.published)}
    return summary


def _show(summary: dict[str, Any]) -> None:
    from rich.table import Table

    from kliping.shown import counted

    terminal = console()
    listed = counted(summary["files_listed"], "file")
    if summary["files_settling"]:
        terminal.print(f"Of {listed} {summary['files_settling']} still being written: the next run looks again.")
    if summary["published_file"] is None:
        terminal.print(f"{listed} listed: nothing to read, so there is nothing to publish.")
        return
    news = f"{summary['files_new']} new" if summary["files_new"] else "nothing new"
    understood = counted(summary["batches_understood"], "batch", "batches")
    terminal.print(f"{listed} listed, {news}; {understood} understood.")
    counts = ", ".join(
        f"{summary[name]} {name}" for name in ("documents", "articles", "duplicates", "quarantined", "unreadable")
    )
    terminal.print(f"Edition {summary['edition']} {summary['verdict']}: {counts}.", soft_wrap=True)
    for warning in summary["warnings"]:
        terminal.print(f"  warning: {warning['expectation']}: {warning['observed']}")
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    for name in ("published_on", "language", "publisher", "words", "title"):
        table.add_column(name, overflow="ellipsis", no_wrap=True, ratio=1 if name == "title" else None)
    for article in summary["sample"][:SHOWN_ARTICLES]:
        table.add_row(*(str(value) if value is not None else "–" for value in article.values()))
    terminal.print(table)
    terminal.print(f"Published: {summary['published_file']}", soft_wrap=True)
