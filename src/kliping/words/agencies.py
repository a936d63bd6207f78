"""Agencies: those that send texts, those that send pictures, and those that send both, which stand once.

Belongs here: the lists that steps ask for. Does not belong here: the names (``<language>.toml``), or what an agency
means for a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.words import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SURE = "agencies_of_one_meaning"
_BOTH = ("agencies_with_pictures", _SURE)

_SHORT = 2
"""Letters of a name that ends a picture's credit in brackets alone: "TT" and "AP" are initials otherwise."""


def news_agencies() -> tuple[str, ...]:
    """The agencies whose texts pages take over, in small letters, sorted."""
    return tuple(sorted({name.lower() for name in phrases("outlet", "agencies", *_BOTH)}))


def picture_agencies(folders: Iterable[Path] = ()) -> tuple[str, ...]:
    """The agencies of photographs, as they write themselves, sorted."""
    named = tuple(folders)
    return tuple(sorted({*phrases("caption", "agencies", folders=named), *phrases("outlet", *_BOTH, folders=named)}))


def credit_endings() -> tuple[str, ...]:
    """What ends a line that is a picture's credit: names of one meaning, also in capitals, and of several words."""
    sure = phrases("outlet", _SURE)
    several = (name for name in phrases("caption", "agencies") if " " in name)
    bracketed = (f"({name})" for name in phrases("outlet", *_BOTH) if len(name) <= _SHORT)
    return tuple(sorted({*sure, *(name.upper() for name in sure), *several, *bracketed}))


def before_other_dates() -> tuple[str, ...]:
    """What stands before the date of a picture or a claim of rights in a short line, in small letters, sorted."""
    return tuple(sorted({*phrases("other_date", "labels"), *(name.lower() for name in phrases("outlet", _SURE))}))


def outlets_behind_names() -> tuple[str, ...]:
    """The words that end a person's name where they stand behind it without any sign, as they are written, sorted."""
    return phrases("outlet", "words", _SURE)
