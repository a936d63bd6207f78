"""What a language looks like in the news: one TOML file a language, read once for every step.

Belongs here: the words, reading them, and handing them out by section and kind. Does not belong here: matching them
against lines, or what a match is worth (each step's own package).

``sections.py`` tells what a file may hold. ``und.toml`` is of no language in particular. A folder of one's own adds to
the built-in files by the same format: ``with_lexicons`` puts such folders in use, and whatever is made of words is made
anew for them (``made_of_words``).
"""

from __future__ import annotations

import functools
import re
import tomllib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from kliping.errors import RuleError
from kliping.files import written_by_hand
from kliping.words.sections import CALENDAR, LISTS, MANNERS, NUMBERS, OF_CALENDAR, ZONES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

_CALENDAR = "calendar"

_OFFSET = re.compile(r"[+-](?:0[0-9]|1[0-4]):[0-5][0-9]")


class Entry(NamedTuple):
    """One word or phrase of one language: ``id related starts "baca juga"``."""

    language: str
    section: str
    kind: str
    phrase: str

    @property
    def name(self) -> str:
        """How a reason names the entry: ``id.related.baca juga``."""
        return f"{self.language}.{self.section}.{self.phrase}"


@dataclass(frozen=True, eq=False)
class Words:
    """All words of the built-in files and of some folders."""

    entries: tuple[Entry, ...]
    """Sorted, each once."""
    written: Mapping[Entry, int]
    """Their places in the order in which they are written, file by file."""
    numbers: Mapping[str, Mapping[str, Mapping[str, float]]]
    """By section of ``NUMBERS`` and by language what each word stands for."""
    calendar: Mapping[str, Mapping[str, Mapping[str, int]]]
    """By kind of ``CALENDAR`` and by name the number of the month or weekday in each language."""
    full: Mapping[str, Mapping[str, frozenset[str]]]
    """By kind of ``CALENDAR`` the names that stand first in their text and are not cut short, and their languages."""
    dated: Mapping[str, Mapping[str, frozenset[str]]]
    """The same of all names that make a short line look dated: the full ones, and short ones where a file says so."""
    anywhere: frozenset[str]
    """Short names of the calendar that are believed on pages in any language."""
    zones: Mapping[str, str]
    """The offset of each abbreviation."""
    listed: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)
    """The entries by section and kind."""

    def __post_init__(self) -> None:
        for entry in self.entries:
            self.listed.setdefault((entry.section, entry.kind), []).append(entry)


_in_use: ContextVar[Words | None] = ContextVar("words in use", default=None)

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def load(folders: Iterable[Path] = ()) -> Words:
    """The built-in words and those of ``*.toml`` in ``folders``, which add to the built-in ones of their language.

    Without folders: the words in use.

    Raises:
        RuleError: there is no such folder, a file is not TOML, or it holds what ``sections.py`` does not know.
    """
    named = tuple(folders)
    return (not named and _in_use.get()) or _load(tuple(_written(named)))


def built_in() -> Words:
    """The words of the built-in files, whichever are in use: for what has to hang on nothing else."""
    return _load(())


@contextmanager
def with_lexicons(folders: Iterable[Path]) -> Iterator[None]:
    """Within it the words in use are the built-in ones and those of ``folders``: of this thread or task alone.

    Raises:
        RuleError: as ``load``.
    """
    before = _in_use.set(_load(tuple(_written(folders))))
    try:
        yield
    finally:
        _in_use.reset(before)


def made_of_words(make: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """``make``, called once for each set of words in use: for patterns and tables, which a batch should not pay for."""

    def made(known: Words, /, *given: Any, **named: Any) -> Answer:  # noqa: ANN401 - what ``make`` takes
        del known
        return make(*given, **named)

    kept: Callable[..., Answer] = functools.lru_cache(maxsize=64)(made)

    @functools.wraps(make)
    def answer(*given: Asked.args, **named: Asked.kwargs) -> Answer:
        return kept(load(), *given, **named)

    return answer


def phrases(section: str, *kinds: str, languages: Iterable[str] = (), folders: Iterable[Path] = ()) -> tuple[str, ...]:
    """The phrases of ``section`` and ``kinds``, of ``languages`` (default: all), sorted, each once."""
    return _phrases(load(folders), section, kinds, frozenset(languages))


@functools.lru_cache(maxsize=512)
def _phrases(known: Words, section: str, kinds: tuple[str, ...], spoken: frozenset[str]) -> tuple[str, ...]:
    """Made once: a batch of one page asks for every list."""
    found = {
        entry.phrase
        for kind in kinds
        for entry in known.listed.get((section, kind), ())
        if not spoken or entry.language in spoken
    }
    return tuple(sorted(found))


def in_order(section: str, *kinds: str) -> tuple[str, ...]:
    """The phrases of ``section``, each once: language by language as its file has them, English first."""
    known = load()
    found = [
        (entry.language != "en", entry.language, place, known.written[entry], entry.phrase)
        for place, kind in enumerate(kinds)
        for entry in known.listed.get((section, kind), ())
    ]
    return tuple(dict.fromkeys(phrase for *_, phrase in sorted(found)))


def labels(section: str, folders: Iterable[Path] = ()) -> tuple[str, ...]:
    """The labels of ``section`` behind which a value is read."""
    return phrases(section, "labels", "value_labels", folders=folders)


def languages_of(section: str, kind: str, folders: Iterable[Path] = ()) -> dict[str, tuple[str, ...]]:
    """The languages of each phrase of ``section`` and ``kind``."""
    found: dict[str, list[str]] = {}
    for entry in load(folders).listed.get((section, kind), ()):
        found.setdefault(entry.phrase, []).append(entry.language)
    return {phrase: tuple(languages) for phrase, languages in found.items()}


def with_manner(manner: str) -> tuple[str, ...]:
    """The languages whose newspapers do what ``MANNERS`` says of ``manner``."""
    return languages_of("manners", "has").get(manner, ())


def numbers(section: str, folders: Iterable[Path] = ()) -> Mapping[str, float]:
    """What each word of ``section`` stands for, whatever the language."""
    return {word: value for named in load(folders).numbers[section].values() for word, value in named.items()}


def _written(folders: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Path and content of every file in ``folders``: an edited file is another one, whatever is kept of it."""
    for folder in folders:
        if not folder.is_dir():
            raise RuleError(f"No folder of words at {folder}. Name an existing folder in cleaning.lexicons.")
        for path in sorted(folder.glob("*.toml")):
            yield str(path), written_by_hand(path)


@functools.lru_cache(maxsize=8)
def _load(written: tuple[tuple[str, str], ...]) -> Words:
    builtin = [item for item in resources.files(__name__).iterdir() if item.name.endswith(".toml")]
    files = [(item.name, item.read_text(encoding="utf-8")) for item in sorted(builtin, key=lambda one: one.name)]
    entries: dict[Entry, int] = {}
    zones: dict[str, str] = {}
    found: dict[str, dict[str, dict[str, float]]] = {section: {} for section in NUMBERS}
    calendar: dict[str, dict[str, dict[str, int]]] = {kind: {} for kind in CALENDAR}
    full: dict[str, dict[str, frozenset[str]]] = {kind: {} for kind in CALENDAR}
    anywhere: set[str] = set()
    short_dated: set[tuple[str, str]] = set()
    for name, content in (*files, *written):
        language = name.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".toml")
        for section, held in _sections(name, content).items():
            if section == ZONES:
                zones.update(held)
            elif section == _CALENDAR:
                anywhere.update(held.get("anywhere", ()))
                short_dated.update((kind, language) for kind in held.get("dated", ()))
                for kind, listed in ((kind, held[kind]) for kind in CALENDAR if kind in held):
                    for number, names in enumerate(listed, 1):
                        each = [one.strip() for one in names.split(",")]
                        full[kind][each[0]] = full[kind].get(each[0], frozenset()) | {language}
                        for one in each:
                            calendar[kind].setdefault(one, {}).setdefault(language, number)
            elif section in NUMBERS:
                found[section].setdefault(language, {}).update(held)
            else:
                for kind, listed in held.items():
                    for one in listed:
                        entries.setdefault(Entry(language, section, kind, one), len(entries))
    dated = _dated(calendar, full, short_dated)
    return Words(tuple(sorted(entries)), entries, found, calendar, full, dated, frozenset(anywhere), zones)


def _dated(
    calendar: Mapping[str, Mapping[str, Mapping[str, int]]],
    full: Mapping[str, Mapping[str, frozenset[str]]],
    short: set[tuple[str, str]],
) -> dict[str, dict[str, frozenset[str]]]:
    """By kind the names that make a short line look dated: of (kind, language) in ``short`` all of the calendar."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for kind, named in calendar.items():
        by_name = {
            name: full[kind].get(name, frozenset()) | {language for language in of if (kind, language) in short}
            for name, of in named.items()
        }
        found[kind] = {name: languages for name, languages in by_name.items() if languages}
    return found


def _sections(name: str, content: str) -> dict[str, Any]:
    """The sections of a file, looked through."""
    try:
        sections: dict[str, Any] = tomllib.loads(content)
    except tomllib.TOMLDecodeError as broken:
        raise RuleError(f"The file of words {name} is not TOML: {broken}. Mend that line.") from broken
    for section, held in sections.items():
        if section not in (*LISTS, *NUMBERS, _CALENDAR, ZONES) or not isinstance(held, dict):
            known = ", ".join((*LISTS, *NUMBERS, _CALENDAR, ZONES))
            raise RuleError(f"The file of words {name} has no section [{section}]. Use one of: {known}.")
        for key, value in held.items():
            if section == ZONES and not (isinstance(value, str) and _OFFSET.fullmatch(value)):
                raise RuleError(f'{name} [{section}] {key} must be an offset such as "+07:00".')
            if section in NUMBERS and (not isinstance(value, int | float) or isinstance(value, bool)):
                raise RuleError(f"{name} [{section}] {key} must be a number. {NUMBERS[section]}")
            if section == _CALENDAR and key in OF_CALENDAR:
                if not _is_list(OF_CALENDAR, key, value) or (key == "dated" and not CALENDAR.keys() >= set(value)):
                    raise RuleError(f"{name} [{section}] {key} must be a list. {OF_CALENDAR[key]}")
            elif section == _CALENDAR and not (_is_list(CALENDAR, key, value) and len(value) == CALENDAR[key]):
                many = " or ".join(f"{size} {kind}" for kind, size in CALENDAR.items())
                raise RuleError(f"{name} [{section}] {key} must be a list of {many}, the names of each between commas.")
            if section in LISTS and not _is_list(LISTS[section], key, value):
                kinds = ", ".join(LISTS[section])
                raise RuleError(f"{name} [{section}] {key} must be a list of phrases. Use one of: {kinds}.")
            if section == "manners" and not MANNERS.keys() >= set(value):
                raise RuleError(f"{name} [{section}] {key} may say: {', '.join(MANNERS)}.")
    return sections


def _is_list(kinds: Mapping[str, object], kind: str, value: object) -> bool:
    return kind in kinds and isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)
