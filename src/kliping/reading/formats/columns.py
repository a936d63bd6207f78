"""Which column or JSON key holds the text of a page and which its title, date, author and so on.

Belongs here: the mapping from names. Does not belong here: parsing rows. The names are in ``columns.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_REST = re.compile(r"[\W_]+")


class Mapped(NamedTuple):
    """Columns of one table: those that may hold the text, best first, and those of each field, best first."""

    text: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def vocabulary() -> tuple[dict[str, int], dict[str, tuple[str, int]]]:
    """Known names in their bare spelling: of the text with their rank, of fields with field and rank."""
    listed = tomllib.loads(files("kliping.reading.formats").joinpath("columns.toml").read_text(encoding="utf-8"))
    text = {bare(name): rank for rank, name in enumerate(listed["page"]["text"])}
    fields = {bare(name): (field, rank) for field, names in listed["fields"].items() for rank, name in enumerate(names)}
    return text, fields


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A column's name as names are compared: lower case, letters and digits only."""
    return _REST.sub("", name.lower()) if len(name) <= 100 else ""


def mapped(columns: Sequence[str], chosen: Mapping[str, str]) -> Mapped:
    """The mapping for a table with these columns; ``chosen`` (field or ``text`` → column) comes first."""
    texts, fields = vocabulary()
    taken = {chosen[field]: field for field in chosen}
    text: list[tuple[int, str]] = []
    found: dict[str, list[tuple[int, str]]] = {}
    for column in columns:
        name = bare(column)
        if column in taken:
            if taken[column] == "text":
                text.append((-1, column))
            else:
                found.setdefault(taken[column], []).append((-1, column))
        elif name in texts:
            text.append((texts[name], column))
        elif name in fields:
            field, rank = fields[name]
            found.setdefault(field, []).append((rank, column))
    return Mapped(
        tuple(column for _, column in sorted(text)),
        {field: tuple(column for _, column in sorted(found[field])) for field in sorted(found)},
    )


def header_is_known(header: Sequence[str]) -> bool:
    """Whether a first row is a header: it names a page's text and at least one more known column."""
    known = mapped(header, {})
    return bool(known.text) and len(known.text) + len(known.fields) >= 2


@lru_cache(maxsize=1)
def common_names() -> tuple[str, ...]:
    """The spellings that a columnar JSON parser always looks for: the first few of each list in ``columns.toml``."""
    listed = tomllib.loads(files("kliping.reading.formats").joinpath("columns.toml").read_text(encoding="utf-8"))
    return (*listed["page"]["text"][:6], "html", *(name for names in listed["fields"].values() for name in names[:3]))
