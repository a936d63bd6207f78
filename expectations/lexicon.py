"""Words in SQL: lists of them as literals and as alternatives of a pattern.

Belongs here: turning words into SQL. Does not belong here: the words (``kliping.words``).
"""

from __future__ import annotations

from kliping.text.patterns import any_of


def sql_list(values: tuple[str, ...]) -> str:
    """``values`` as string literals for ``IN (…)``."""
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


def alternation(values: tuple[str, ...]) -> str:
    """``values`` as alternatives of a regular expression in an SQL literal, each taken to the letter."""
    return any_of(values).replace("'", "''")
