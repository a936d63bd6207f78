"""Lexicons: the phrases news sites put around an article, one TOML file a language, and the loader.

Belongs here: reading the files and naming what a section means. Does not belong here: matching phrases against lines
(``kliping.cleaning.kernels``), or what a matched value is worth (the metadata step).

A file ``<language>.toml`` holds sections (the keys of ``SECTION_ROLES``); a section holds lists of phrases by kind:
``labels`` stand before a colon, dash, bar or the end of the line, ``starts`` open the line, ``equals`` are the whole
line, ``contains`` stand anywhere in a short line. The section ``date`` also holds ``weekdays`` and ``months``;
``caption`` also ``agencies`` of photographs, as they write themselves; ``advertising`` also ``embeds``, which open the
bracket that a scraper leaves of a player ("[Gambas:Video 20detik]"). ``und.toml`` is of no language in particular.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from kliping.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SECTION_ROLES = {
    "related": "related",
    "share": "boilerplate",
    "byline": "byline",
    "editor": "editor",
    "source": "source",
    "date": "date",
    "reading_time": "reading_time",
    "advertising": "boilerplate",
    "pagination": "boilerplate",
    "comments": "boilerplate",
    "newsletter": "boilerplate",
    "consent": "boilerplate",
    "caption": "caption",
    "contact": "contact",
    "navigation": "boilerplate",
}
"""The role a removed line gets from each section. The order breaks ties: an earlier section wins."""

MATCHED_KINDS = ("equals", "labels", "starts", "contains")
"""Kinds the line matcher knows, the surest first."""

INDEXED_KINDS = (*MATCHED_KINDS, "weekdays", "months")
"""Kinds that are looked up by the words of a line."""

KINDS = (*INDEXED_KINDS, "agencies", "embeds")


@dataclass(frozen=True, order=True)
class Entry:
    """One phrase of one lexicon: ``id related starts "baca juga"``."""

    language: str
    section: str
    kind: str
    phrase: str

    @property
    def name(self) -> str:
        """How a reason names the entry: ``id.related.baca juga``."""
        return f"{self.language}.{self.section}.{self.phrase}"


def load(folders: Iterable[Path] = ()) -> tuple[Entry, ...]:
    """Every phrase of the built-in lexicons and of ``*.toml`` in ``folders``, in a fixed order, each once.

    A file in ``folders`` adds to the built-in lexicon of the same language.

    Raises:
        RuleError: a file is not TOML, or names a section or kind that does not exist.
    """
    return _load(tuple(_written(folders)))


def phrases(section: str, *kinds: str, languages: Iterable[str] = (), folders: Iterable[Path] = ()) -> tuple[str, ...]:
    """The phrases of ``section`` (of ``kinds``, default all matched kinds), of ``languages`` (default all), sorted."""
    wanted, spoken = kinds or MATCHED_KINDS, set(languages)
    found = {
        entry.phrase
        for entry in load(folders)
        if entry.section == section and entry.kind in wanted and (not spoken or entry.language in spoken)
    }
    return tuple(sorted(found))


def _written(folders: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Path and content of every file in ``folders``: an edited lexicon is another one, whatever is kept of it."""
    for folder in folders:
        if not folder.is_dir():
            raise RuleError(f"No folder of lexicons at {folder}. Name an existing folder in cleaning.lexicons.")
        for path in sorted(folder.glob("*.toml")):
            yield str(path), path.read_text(encoding="utf-8")


@functools.lru_cache(maxsize=8)
def _load(written: tuple[tuple[str, str], ...]) -> tuple[Entry, ...]:
    found: dict[Entry, None] = {}
    builtin = [item for item in resources.files(__name__).iterdir() if item.name.endswith(".toml")]
    for item in sorted(builtin, key=lambda one: one.name):
        found.update(dict.fromkeys(_entries(item.name, item.read_text(encoding="utf-8"))))
    for path, content in written:
        found.update(dict.fromkeys(_entries(path, content)))
    return tuple(sorted(found))


def _entries(name: str, content: str) -> list[Entry]:
    language = name.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".toml")
    try:
        sections: dict[str, Any] = tomllib.loads(content)
    except tomllib.TOMLDecodeError as broken:
        raise RuleError(f"The lexicon {name} is not TOML: {broken}. Mend that line.") from broken
    entries = []
    for section, kinds in sections.items():
        if section not in SECTION_ROLES or not isinstance(kinds, dict):
            raise RuleError(f"The lexicon {name} has no section [{section}]. Use one of: {', '.join(SECTION_ROLES)}.")
        for kind, listed in kinds.items():
            if kind not in KINDS or not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
                raise RuleError(f"{name} [{section}] {kind} must be a list of phrases. Use one of: {', '.join(KINDS)}.")
            entries += [Entry(language, section, kind, phrase) for phrase in listed]
    return entries
