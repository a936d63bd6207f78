"""The words the expectations know, read from ``lexicon.toml``.

Belongs here: reading and turning into SQL. Does not belong here: the words.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import Any


@functools.cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(resources.files("expectations").joinpath("lexicon.toml").read_text(encoding="utf-8"))


def words(name: str) -> tuple[str, ...]:
    """The list ``name`` of ``lexicon.toml``."""
    return tuple(_lexicon()[name])


def weekdays() -> tuple[tuple[str, int], ...]:
    """Names of weekdays, lower case, with their ISO number (Monday is 1); only those that name one day everywhere."""
    days: dict[str, set[int]] = {}
    for names in _lexicon()["weekdays"].values():
        for number, name in enumerate(names, start=1):
            days.setdefault(name, set()).add(number)
    return tuple((name, next(iter(numbers))) for name, numbers in sorted(days.items()) if len(numbers) == 1)


def sql_list(values: tuple[str, ...]) -> str:
    """``values`` as string literals for ``IN (…)``."""
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


def alternation(values: tuple[str, ...]) -> str:
    """``values`` as alternatives of a regular expression in an SQL literal, each taken to the letter."""
    return "|".join(re.escape(value).replace("'", "''") for value in values)
