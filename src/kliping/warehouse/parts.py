"""What a part of the store says of itself: what it was made with, how long that took, and what was dropped of it since.

Belongs here: that, in the metadata of a Parquet file. Does not belong here: where parts lie (``store``), or what is
dropped (``dropped``).
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_KEY = "kliping"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


FEW = 8
"""Parts up to which each is looked for by itself, and above which their folder is looked through."""


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
        return _told_by(str(path), *_written(path.stat()))
    except OSError:
        return _NOTHING


def told_in(folder: Path) -> dict[str, Mapping[str, Any]]:
    """``told_by`` of every part in ``folder``, by its name; the folder is looked through once."""
    return {name: told for name, told, _ in _looked_through(folder)}


def _looked_through(folder: Path) -> Iterator[tuple[str, Mapping[str, Any], os.stat_result]]:
    """Every part in ``folder``: its name, what it says of itself, and what the file is."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            name, _, kind = entry.name.rpartition(".")
            if kind == "parquet" and not name.startswith("."):
                try:
                    file = entry.stat()
                except FileNotFoundError:  # it was removed meanwhile
                    continue
                yield name, _told_by(entry.path, *_written(file)), file


def told_of(folder: Path, names: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """``told_by`` of those parts in ``folder`` that are there, sorted by name; many are looked for at once."""
    wanted = sorted(names)
    if len(wanted) > FEW:
        found = told_in(folder)
        return {name: found[name] for name in wanted if name in found}
    paths = {name: folder / f"{name}.parquet" for name in wanted}
    return {name: told_by(path) for name, path in paths.items() if path.is_file()}


def written_in(folder: Path) -> frozenset[tuple[object, ...]]:
    """What names all parts in ``folder`` as they are now: where it is the same, so is every one of them."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        return frozenset((entry.name, *_written(entry.stat())) for entry in entries)
    return frozenset()


def _written(file: os.stat_result) -> tuple[int, ...]:
    return file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns


@lru_cache(maxsize=1 << 16)
def _told_by(path: str, *written: int) -> Mapping[str, Any]:
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
    if "written" not in told and not path.is_file():
        return ""
    return _name_of(told, path.stat())


def written_of(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """``written_as`` of parts in ``folder``, by name; many are looked for at once."""
    wanted = list(names)
    if len(wanted) <= FEW:
        return {name: written_as(folder / f"{name}.parquet") for name in wanted}
    found = {name: _name_of(told, file) for name, told, file in _looked_through(folder)}
    return {name: found.get(name, "") for name in wanted}


def _name_of(told: Mapping[str, Any], file: os.stat_result) -> str:
    return str(told["written"]) if "written" in told else f"{file.st_size}-{file.st_mtime_ns}"
