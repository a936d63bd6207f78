"""Agencies: those that send texts, those that send pictures, and those that send both, which stand once.

Belongs here: the two lists that steps ask for. Does not belong here: the names (``<language>.toml``), or what an agency
means for a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.words import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_BOTH = "agencies_with_pictures"


def news_agencies() -> tuple[str, ...]:
    """The agencies whose texts pages take over, in small letters, sorted."""
    return tuple(sorted({name.lower() for name in phrases("outlet", "agencies", _BOTH)}))


def picture_agencies(folders: Iterable[Path] = ()) -> tuple[str, ...]:
    """The agencies of photographs, as they write themselves, sorted."""
    named = tuple(folders)
    return tuple(sorted({*phrases("caption", "agencies", folders=named), *phrases("outlet", _BOTH, folders=named)}))
