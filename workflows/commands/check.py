"""``kliping check``: audit the candidate again, or accept what shut the gate."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflows.commands.common import settings_of, store_of, with_home, with_json, writing_to
from workflows.terminal import console, person, print_json, say

if TYPE_CHECKING:
    import polars as pl


@click.command(name="check")
@click.option("--accept", "accepted", multiple=True, metavar="EXPECTATION", help="Publish although it is broken.")
@click.option("--why", help="The reason for --accept; it goes on record.")
@with_home
@with_json
def command(accepted: tuple[str, ...], why: str | None, home: Path | None, config: Path | None, as_json: bool) -> None:
    """Audit the candidate again; publish it if the gate is open and the published file does not hold it yet."""
    from expectations import accept, read_verdict
    from expectations.editions import audit_candidate, is_published, publish_candidate
    from kliping.errors import GateClosed, StoreError
    from kliping.warehouse.dropped import dropped_after
    from kliping.warehouse.publish import last_published

    if bool(accepted) != bool(why):
        raise click.UsageError("--accept and --why go together: what is accepted, and the reason that goes on record.")
    settings = settings_of(home, config)
    there = store_of(settings)
    if not there.candidate.is_file() and last_published(there.published) is None:
        raise StoreError(f"There is no candidate in {settings.home}. Run 'kliping run' first.")
    run_id = str(uuid.uuid4())
    with writing_to(settings, "kliping check") as store, dropped_after(store, settings):
        audit = audit_candidate(store, settings, run_id=run_id, anew=True)
        for expectation in accepted:
            accept(store.home, expectation, str(why), person(), datetime.now(UTC))
        _print(audit.results, as_json=as_json)
        verdict = read_verdict(store.home)
        if verdict is None or verdict.still_shut_by:
            broken = ", ".join(verdict.still_shut_by if verdict else audit.shut_by)
            raise GateClosed(f"The gate is shut by {broken}. The published edition stays as it is.")
        if not is_published(store):
            edition = publish_candidate(store, settings, run_id=run_id)
            say(f"Edition {edition.edition} {edition.verdict}. Published: {store.published}", err=True)


def _print(results: pl.DataFrame, *, as_json: bool) -> None:
    if as_json:
        for row in results.iter_rows(named=True):
            print_json(row)
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "table", "expectation", "severity", "observed"):
        table.add_column(name)
    for row in results.sort("success", "severity", "table_name", "expectation").iter_rows(named=True):
        style = "dim" if row["success"] else ("red" if row["severity"] == "critical" else "yellow")
        mark = "✓" if row["success"] else "✗"
        table.add_row(mark, row["table_name"], row["expectation"], row["severity"], row["observed"], style=style)
    console().print(table)
