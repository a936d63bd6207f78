"""Words in SQL: lists of them as literals and as alternatives of a pattern.

Belongs here: turning words into SQL. Does not belong here: the words (``kliping.words``).
"""

from __future__ import annotations

import re

from kliping.words import load


def weekdays() -> tuple[tuple[str, int], ...]:
    """Names of weekdays, lower case, with their ISO number (Monday is 1); only those that name one day everywhere."""
    days: dict[str, set[int]] = {}
    for named in load().numbers["days"].values():
        for name, number in named.items():
            days.setdefault(name, set()).add(int(number))
    return tuple((name, next(iter(numbers))) for name, numbers in sorted(days.items()) if len(numbers) == 1)


def sql_list(values: tuple[str, ...]) -> str:
    """``values`` as string literals for ``IN (…)``."""
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


def alternation(values: tuple[str, ...]) -> str:
    """``values`` as alternatives of a regular expression in an SQL literal, each taken to the letter."""
    return "|".join(re.escape(value).replace("'", "''") for value in values)
