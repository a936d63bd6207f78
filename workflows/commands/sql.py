"""``kliping sql``: ask the published file, and nothing but ask."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from kliping.shown import plain
from workflows.commands.common import new_folders, settings_of, store_of, with_home, with_json
from workflows.commands.places import Place
from workflows.terminal import console, print_json, say

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import polars as pl

Answer = TypeVar("Answer")

FILE = Place(file=True)


@click.command(name="sql")
@click.argument("query", required=False)
@click.option("--csv", "csv_file", type=FILE, metavar="FILE", help="Write the rows to FILE as CSV.")
@click.option("--parquet", "parquet_file", type=FILE, metavar="FILE", help="Write the rows to FILE as Parquet.")
@click.option("--edition", metavar="N", default="published", help="Ask edition N, if it is kept, or the candidate.")
@with_home
@with_json
def command(
    query: str | None,
    csv_file: Path | None,
    parquet_file: Path | None,
    edition: str,
    home: Path | None,
    config: Path | None,
    as_json: bool,
) -> None:
    """Query the published file; without QUERY, list its tables, and in a terminal ask on. `-` reads standard input.

    A query reads; it can neither change the file nor reach any other.
    """
    from kliping.warehouse.connections import questioned
    from kliping.warehouse.kept import named_file

    asked = sys.stdin.read().removeprefix("\ufeff") if query == "-" else query
    with questioned(named_file(store_of(settings_of(home, config)), edition)[0]) as connection:
        text = asked or _tables_query(connection)
        if csv_file or parquet_file:
            _write(_answer(connection, text, _frame), csv_file, parquet_file)
            return
        _print(*_answer(connection, text, _rows), as_json=as_json)
        if query is None and not as_json and _before_a_person():
            from workflows.prompt import ask_on

            say("A question ends with a semicolon; quit ends. The tabulator key completes names.", dim=True)
            ask_on(connection, lambda question: _print(*_answer(connection, question, _rows), as_json=False))


def _before_a_person() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _answer(connection: duckdb.DuckDBPyConnection, query: str, made: Callable[..., Answer]) -> Answer:
    """What ``made`` makes of the answer to one question.

    Raises:
        RuleError: it is no question.
        UsageError: DuckDB refuses it.
    """
    import duckdb

    from kliping.warehouse.connections import refuse_all_but_questions

    try:
        refuse_all_but_questions(query)
        return made(connection, query)
    except duckdb.Error as fault:
        raise click.UsageError(plain(f"DuckDB refuses the query: {fault}")) from fault


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[list[str], list[tuple[object, ...]]]:
    from kliping.warehouse.connections import names_apart

    found = connection.execute(query)
    return names_apart([column[0] for column in found.description or ()]), found.fetchall()


def _print(names: list[str], rows: list[tuple[object, ...]], *, as_json: bool) -> None:
    if not as_json:
        _show(names, rows)
        return
    for row in rows:
        print_json(dict(zip(names, row, strict=True)))


TABLES = """
    SELECT table_name, comment FROM duckdb_tables() WHERE database_name = 'kliping' ORDER BY table_oid
"""


def _tables_query(connection: duckdb.DuckDBPyConnection) -> str:
    """The question how many rows each table has; DuckDB's own listing only estimates them."""
    from kliping.tables.description import quoted

    counted = (
        f'SELECT {quoted(name)} AS "table", (SELECT count(*) FROM query_table({quoted(name)})) AS "rows", '  # noqa: S608 - quoted
        f"{'NULL' if comment is None else quoted(comment)} AS comment"
        for name, comment in connection.execute(TABLES).fetchall()
    )
    return " UNION ALL ".join(counted) or "SHOW TABLES"


def _frame(connection: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    from kliping.warehouse.connections import fetch

    return fetch(connection, query)


def _write(rows: pl.DataFrame, csv_file: Path | None, parquet_file: Path | None) -> None:
    """The rows as files, each there whole or not at all; lists and structs stand in CSV as JSON."""
    from kliping.files import replacing
    from kliping.warehouse.exports import flat

    new = new_folders(csv_file, parquet_file)
    if parquet_file is not None:
        with replacing(parquet_file, "file") as temporary:
            rows.write_parquet(temporary)
    if csv_file is not None:
        with replacing(csv_file, "file") as temporary:
            flat(rows).write_csv(temporary)
    written = " and ".join(str(file) for file in (csv_file, parquet_file) if file is not None)
    say(f"{rows.height} rows written to {written}{new}", err=True)


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
