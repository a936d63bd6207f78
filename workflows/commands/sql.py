"""``kliping sql``: ask the published file, and nothing but ask."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kliping.shown import plain
from workflows.commands.common import console, print_json, say, settings_of, store_of, with_home, with_json

if TYPE_CHECKING:
    import duckdb
    import polars as pl

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(name="sql")
@click.argument("query", required=False)
@click.option("--csv", "csv_file", type=FILE, metavar="FILE", help="Write the rows to FILE as CSV.")
@click.option("--parquet", "parquet_file", type=FILE, metavar="FILE", help="Write the rows to FILE as Parquet.")
@with_home
@with_json
def command(
    query: str | None,
    csv_file: Path | None,
    parquet_file: Path | None,
    home: Path | None,
    config: Path | None,
    as_json: bool,
) -> None:
    """Query the published file; without QUERY, list its tables. `-` reads the query from standard input.

    A query reads; it can neither change the file nor reach any other.
    """
    import duckdb

    from kliping.warehouse.connections import questioned, refuse_all_but_questions

    text = (sys.stdin.read() if query == "-" else query) or TABLES_QUERY
    with questioned(store_of(settings_of(home, config)).published) as connection:
        try:
            refuse_all_but_questions(text)
            if csv_file or parquet_file:
                _write(_frame(connection, text), csv_file, parquet_file)
                return
            found = connection.execute(text)
            names = [column[0] for column in found.description or ()]
            rows = found.fetchall()
        except duckdb.Error as fault:
            raise click.UsageError(plain(f"DuckDB refuses the query: {fault}")) from fault
    if as_json:
        for row in rows:
            print_json(dict(zip(names, row, strict=True)))
        return
    _show(names, rows)


TABLES_QUERY = """
    SELECT table_name AS "table", estimated_size AS "rows", comment FROM duckdb_tables()
    WHERE database_name = 'kliping' ORDER BY table_oid
"""


def _frame(connection: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    from kliping.warehouse.connections import fetch

    return fetch(connection, query)


def _write(rows: pl.DataFrame, csv_file: Path | None, parquet_file: Path | None) -> None:
    """The rows as files, each there whole or not at all; lists and structs stand in CSV as JSON."""
    from kliping.warehouse.exports import flat
    from kliping.warehouse.files import replacing

    if parquet_file is not None:
        with replacing(parquet_file) as temporary:
            rows.write_parquet(temporary)
    if csv_file is not None:
        with replacing(csv_file) as temporary:
            flat(rows).write_csv(temporary)
    written = " and ".join(str(file) for file in (csv_file, parquet_file) if file is not None)
    say(f"{rows.height} rows written to {written}", err=True)


def _show(names: list[str], rows: list[tuple[object, ...]]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*("NULL" if value is None else str(value) for value in row))
    terminal = console()
    terminal.print(table)
    terminal.print(f"{len(rows)} rows", style="dim")
