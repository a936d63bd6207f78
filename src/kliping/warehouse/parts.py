"""What a part of the store says of itself: what it was made with, how long that took, and what was dropped of it since.

Belongs here: that, in the metadata of a Parquet file. Does not belong here: where parts lie (``store``), or what is
dropped (``dropped``).
"""

from __future__ import annotations

import json
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_KEY = "kliping"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Dropped(NamedTuple):
    """What was dropped of a part (``kliping.warehouse.dropped``)."""

    dropped: tuple[str, ...]
    """Columns, or ``rows``."""
    written: str | None = None
    """``written_as`` of the whole part; None: documents went from it since, so it is another part now."""


def about(recipe: str, seconds: float | None, less: Dropped | None) -> dict[str, str]:
    """The metadata of a part."""
    told = {"recipe": recipe, "seconds": seconds}
    if less is not None:
        told |= {name: value for name, value in less._asdict().items() if value is not None}
    return {_KEY: json.dumps(told)}


def told_by(path: Path) -> Mapping[str, Any]:
    """What the part at ``path`` says of itself; nothing when it is not there or cannot be read."""
    try:
        file = path.stat()
    except OSError:
        return _NOTHING
    return _told_by(path, file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns)


@lru_cache(maxsize=1 << 16)
def _told_by(path: Path, *written: int) -> Mapping[str, Any]:
    """The same; a file is replaced and never written into, so ``written`` names it."""
    del written
    try:
        told = json.loads(pl.read_parquet_metadata(path)[_KEY])
        return MappingProxyType({**told, "recipe": str(told["recipe"])})
    except (OSError, KeyError, ValueError, TypeError, pl.exceptions.PolarsError):
        return _NOTHING  # whatever keeps it from being read will be said by what makes it again


def written_as(path: Path) -> str:
    """What names the very file that was made as the part at ``path``; '': there is none.

    Size and time of writing name a file well enough: the store never writes into a file, it replaces it. A part of
    which something was dropped goes by the name it had when it was whole.
    """
    told = told_by(path)
    if "written" in told:
        return str(told["written"])
    if not path.is_file():
        return ""
    file = path.stat()
    return f"{file.st_size}-{file.st_mtime_ns}"
