"""The prompt of ``kliping sql``: questions one after another, names completed by the tabulator key.

Belongs here: reading a question from a person. Does not belong here: answering it, or what may be asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from kliping.shown import plain
from workflows.terminal import say

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

QUIT = ("quit", "exit", "\\q", ".quit", ".exit")
WORDS = (
    *("SELECT", "FROM", "WHERE", "GROUP", "BY", "ALL", "ORDER", "HAVING", "LIMIT", "JOIN", "LEFT", "USING", "WITH"),
    *("DISTINCT", "count", "sum", "avg", "NULL", "LIKE", "DESCRIBE", "SUMMARIZE", "SHOW", "EXPLAIN", "PIVOT", "search"),
)
"""Words that are completed beside the names in the file."""


def names_in(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables, views and columns of the file that is asked, and the words of SQL one types most, sorted."""
    found = connection.execute(
        "SELECT table_name FROM duckdb_columns() WHERE database_name = 'kliping' "
        "UNION SELECT column_name FROM duckdb_columns() WHERE database_name = 'kliping'"
    ).fetchall()
    return sorted({*WORDS, *(name for (name,) in found)})


def completions(begun: str, names: list[str]) -> list[str]:
    """The ``names`` that go on from ``begun``, whatever its letters' case."""
    return [name for name in names if name.lower().startswith(begun.lower())]


def ask_on(connection: duckdb.DuckDBPyConnection, answer: Callable[[str], None]) -> None:
    """Read questions until there are no more, each up to its semicolon, and have them answered; faults are said.

    Args:
        connection: the file that is asked.
        answer: answers one question, or raises a UsageError or an error of the family.
    """
    from kliping.errors import KlipingError

    _complete(names_in(connection))
    begun = ""
    while True:
        try:
            line = input("   ...> " if begun else "kliping> ")
        except EOFError:
            say("")
            return
        if not begun and line.strip().rstrip(";").lower() in QUIT:
            return
        begun = f"{begun}\n{line}" if begun else line
        if not re.search(r";\s*$", begun):
            continue
        question, begun = begun.strip().rstrip(";"), ""
        if not question.strip():
            continue
        try:
            answer(question)
        except (click.UsageError, KlipingError) as fault:
            say(plain(fault.format_message() if isinstance(fault, click.UsageError) else str(fault)), err=True)


def _complete(names: list[str]) -> None:
    """Have the tabulator key complete; where Python has no readline, nothing is completed."""
    try:
        import readline
    except ImportError:
        return

    def complete(begun: str, turn: int) -> str | None:
        fitting = completions(begun, names)
        return fitting[turn] if turn < len(fitting) else None

    readline.set_completer(complete)
    readline.set_completer_delims(" \t\n,();=<>.'\"")
    readline.parse_and_bind("tab: complete")
