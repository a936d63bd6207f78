"""How scrapers and sites write what stands around the articles of training pages, and names of months.

Belongs here: reading the forms (``manners.toml``). Does not belong here: filling them in (``variants``, ``additions``,
``genres``), words that pages are read by (``kliping.words``).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from kliping.words import built_in


@cache
def _forms() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((resources.files(__package__) / "manners.toml").read_text(encoding="utf-8"))


def forms(of: str, kind: str) -> tuple[str, ...]:
    """The forms of a kind of line, in a fixed order: chance takes them by their place."""
    return tuple(_forms()[of][kind])


@cache
def months(language: str) -> tuple[str, ...]:
    """The full names of the twelve months, with a capital."""
    named = built_in().calendar["months"]
    own = [[name for name, numbers in named.items() if numbers.get(language) == month] for month in range(1, 13)]
    return tuple(max(names, key=len).title() for names in own)
