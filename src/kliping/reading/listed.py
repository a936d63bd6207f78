"""A file that a source lists, and which names are passed over.

Belongs here: what every way of listing shares, and unpacking with them. Does not belong here: listing itself
(``sources``).
"""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kliping.settings.reading import ReadingSettings


class Listed(NamedTuple):
    """A file that was found."""

    uri: str
    bytes: int
    modified_ns: int | None  # None: nobody says


def ignored(name: str, settings: ReadingSettings) -> bool:
    """Whether a file or folder of this own name is passed over."""
    return bool(_patterns(settings.ignore).match(name))


@lru_cache(maxsize=8)
def _patterns(globs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(translate(pattern) for pattern in globs) or r"(?!)")
