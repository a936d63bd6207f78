"""Which column or JSON key holds the text of a page and which its title, date, author and so on, by its name.

Belongs here: the mapping from names. Does not belong here: what the values say (``profiles``), parsing rows. The names
that programs give are in ``columns.toml``, those in words of languages in ``kliping.words``.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from kliping.fields import METADATA_FIELDS
from kliping.reading.formats.spoken import zone_names, zones
from kliping.text import folding
from kliping.words import made_of_words
from kliping.words.columns import named as spoken_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_WORD = re.compile(r"[A-Z]+(?![a-z])|[^\W\d_][^\W\d_A-Z]*|[0-9]+")
_NUMBERED = re.compile(r"^\s*([^\W\d].*?)[\W_]*(\d{1,3})\s*$")
_LONGEST = 100  # characters of a column's name: longer ones are text

TEXT = "text"
"""What a column is taken for that holds the page's text."""

_REMEMBERED = 4096
"""Names whose meaning is kept: more than the columns of any table that is read."""

_LESS = 1000
"""Ranks behind the listed names: names that are known only without their filler words."""


class Mapped(NamedTuple):
    """Columns of one table: those that may hold the text, best first, and those of each field, best first."""

    text: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]

    @property
    def columns(self) -> list[str]:
        """Every column that means something, each once."""
        return list(dict.fromkeys([*self.text, *(name for names in self.fields.values() for name in names)]))

    def behind(self, parts: tuple[str, ...] = ()) -> dict[str, list[str]]:
        """Columns that stand behind others of their kind, and those: a row has its value from the first that is filled.

        ``parts`` are columns of paragraphs, which stand beside each other.
        """
        kinds = [tuple(name for name in self.text if name not in parts), *self.fields.values()]
        return {name: list(kind[:at]) for kind in kinds for at, name in enumerate(kind) if at}

    def without(self, column: str) -> Mapped:
        """The same without one column."""
        fields = {name: tuple(one for one in some if one != column) for name, some in self.fields.items()}
        return Mapped(
            tuple(one for one in self.text if one != column), {name: some for name, some in fields.items() if some}
        )


@lru_cache(maxsize=1)
def _written() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("kliping.reading.formats").joinpath("columns.toml").read_text(encoding="utf-8"))


@made_of_words
def listed() -> dict[str, dict[str, list[str]]]:
    """``columns.toml``, the words of languages where it asks for them: those of a field last, if nowhere else."""
    written = _written()
    fields = {field: written["fields"].get(field, []) for field in (*written["fields"], *METADATA_FIELDS)}
    behind = {field: names if f"@{field}" in names else [*names, f"@{field}"] for field, names in fields.items()}
    return {
        section: {key: [name for one in names for name in _spoken(one, key)] for key, names in held.items()}
        for section, held in (written | {"fields": behind}).items()
    }


def _spoken(name: str, key: str) -> tuple[str, ...]:
    return spoken_columns(name[1:], key) if name.startswith("@") else (name,)


class Meaning(NamedTuple):
    """What a column's name says that it holds."""

    field: str
    """``text``, a field, or nothing: a value that is none of ours."""
    rank: int
    """How well it says so; the least is best."""


NONE_OF_OURS = Meaning("", 0)


@made_of_words
def vocabulary() -> dict[str, Meaning]:
    """Known names in their bare spelling, and what they say."""
    known = {bare(name): NONE_OF_OURS for names in listed()["other"].values() for name in names}
    for field, names in listed()["fields"].items():
        known.update({bare(name): Meaning(field, rank) for rank, name in enumerate(names)})
    known.update({bare(name): Meaning(TEXT, rank) for rank, name in enumerate(listed()["page"]["text"])})
    return known


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A column's name as names are compared: lower case, letters and digits only; of a text in its place nothing."""
    return folding.bare(name) if len(name) <= _LONGEST else ""


def named(column: str) -> Meaning | None:
    """What a column's name says; None: it is unknown.

    Of a nested name (``article.meta.published``) the last step counts that says something.
    """
    seen = _seen()
    if column in seen:
        return seen[column]
    if len(seen) >= _REMEMBERED:
        seen.clear()
    meant = seen[column] = _named(column)
    return meant


@made_of_words
def _seen() -> dict[str, Meaning | None]:
    """What names of columns said so far: keys of JSON are asked row by row."""
    return {}


def _named(column: str) -> Meaning | None:
    known = vocabulary()
    if found := known.get(bare(column)):
        return found
    steps = [step for step in column.split(".") if step]
    if len(steps) > 1:
        hollow = {bare(word) for word in listed()["words"]["hollow"]}
        said = [step for step in steps if not (bare(step) in hollow or step.isdigit() or step.startswith("_"))]
        for last in dict.fromkeys([steps[-1], *said[-1:]]):
            if (found := known.get(bare(last))) and not (last == steps[-1] and bare(last) in hollow and said):
                return _less(found)
        # below a step that says nothing of it (`meta.date`), a name that is often part of another is its own
        found = known.get(bare(steps[-1])) or _without_fillers(steps[-1])
        return _less(found) if found and found.field != TEXT else None
    return _without_fillers(column)


def _without_fillers(column: str) -> Meaning | None:
    """What a name says without the words and zones in it that say nothing; None: it has none, or is unknown."""
    if len(column) > _LONGEST:
        return None
    filler, passed = listed()["words"]["filler"], zone_names()
    words = [word.lower() for word in _WORD.findall(column)]
    kept = [word for word in words if word not in filler and word not in passed]
    if kept and kept != words and (found := vocabulary().get("".join(kept))):
        return _less(found)
    return None


def _less(meant: Meaning) -> Meaning:
    """What only a part of a name says."""
    return meant._replace(rank=meant.rank + _LESS) if meant.field else meant


def numbered(columns: Iterable[str]) -> list[tuple[str, ...]]:
    """Columns that are named like a paragraph each (``p1``, ``isi_2``), those of one stem together, in order."""
    parts = {*map(bare, listed()["page"]["parts"]), *map(bare, listed()["page"]["text"])}
    stems: dict[str, list[tuple[int, str]]] = {}
    for column in columns:
        if len(column) <= _LONGEST and (found := _NUMBERED.match(column)) and bare(found[1]) in parts:
            stems.setdefault(bare(found[1]), []).append((int(found[2]), column))
    return [tuple(column for _, column in sorted(some)) for some in stems.values() if len(some) > 1]


def keys_a_page(column: str) -> bool:
    """Whether a column's name is that of a key, in whose place the page's address may stand."""
    return bare(column) in listed()["other"]["keys"]


def zone_named(column: str) -> str | None:
    """The offset from UTC that a column's name states: ``tanggal_wib`` is +07:00."""
    words = {word.lower() for word in _WORD.findall(column)} if len(column) <= _LONGEST else set()
    return next((offset for name, offset in zones().items() if name in words), None)


def mapped(columns: Sequence[str], chosen: Mapping[str, str]) -> Mapped:
    """The mapping for a table with these columns; ``chosen`` (field or ``text`` → column) comes first."""
    taken = {chosen[field]: field for field in chosen}
    found: dict[str, list[tuple[int, str]]] = {}
    for column in columns:
        if column in taken:
            found.setdefault(taken[column], []).append((-1, column))
        elif (meant := named(column)) and meant.field:
            found.setdefault(meant.field, []).append((meant.rank, column))
    return ordered(found)


def ordered(found: Mapping[str, Sequence[tuple[int, str]]]) -> Mapped:
    """The mapping from ``text`` or field → columns with their ranks."""
    best = {field: tuple(column for _, column in sorted(ranked)) for field, ranked in sorted(found.items())}
    return Mapped(best.pop(TEXT, ()), best)


def header_is_known(header: Sequence[str]) -> bool:
    """Whether a first row is a header: it names a page's text and at least one more known column."""
    known = [vocabulary().get(bare(name), NONE_OF_OURS).field for name in header]
    return TEXT in known and len(set(known) - {""}) >= 2


@made_of_words
def common_names() -> tuple[str, ...]:
    """The spellings that a columnar JSON parser always looks for, seen in the first rows or not: each costs time."""
    names = listed()
    most = {"url", "title", "authors", "published_on"}
    fields = (name for field, some in names["fields"].items() for name in some[: 2 if field in most else 1])
    return (*names["page"]["text"][:4], "html", *fields)
