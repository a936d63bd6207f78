"""``kliping sql``: ask the published file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from workflows.commands.common import console, print_json, printable, settings_of, store_of, with_home, with_json


@click.command(name="sql")
@click.argument("query", required=False)
@with_home
@with_json
def command(query: str | None, home: Path | None, config: Path | None, as_json: bool) -> None:
    """Query the published file; without QUERY, list its tables. `-` reads the query from standard input."""
    import duckdb

    from kliping.warehouse.connections import opened

    text = sys.stdin.read() if query == "-" else query
    with opened(store_of(settings_of(home, config)).published) as connection:
        try:
            found = connection.execute(text or TABLES_QUERY)
            names = [column[0] for column in found.description or ()]
            rows = found.fetchall()
        except duckdb.Error as fault:
            raise click.UsageError(f"DuckDB refuses the query: {fault}") from fault
    if as_json:
        for row in rows:
            print_json(dict(zip(names, row, strict=True)))
        return
    _show(names, rows)


TABLES_QUERY = """
    SELECT table_name AS "table", estimated_size AS "rows", comment FROM duckdb_tables()
    WHERE database_name = 'kliping' ORDER BY table_oid
"""


def _show(names: list[str], rows: list[tuple[object, ...]]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*("NULL" if value is None else printable(str(value)) for value in row))
    terminal = console()
    terminal.print(table)
    terminal.print(f"{len(rows)} rows", style="dim")
