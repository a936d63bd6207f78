"""Which files make up a home that lies at an address, and the object that names them.

Belongs here: what of a folder is shared, and a manifest as bytes and back, with every path of it checked. Does not
belong here: fetching and putting (``working_copy``).
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import zstandard

from kliping.errors import StoreError
from kliping.files import TEMPORARY
from kliping.warehouse.layout import LOCK, WORKING

if TYPE_CHECKING:
    from collections.abc import Mapping

KNOWN = ".working-copy-files.json"
"""Of a working copy, the files that it was brought up to last."""

OWN = frozenset((WORKING, KNOWN, LOCK, "dagster"))
"""What stays on its machine: the lock, the record of runs (a database that is written in place), and the state."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Copied(NamedTuple):
    """A file of a home, as a manifest names it."""

    sha256: str
    bytes: int
    modified_ns: int
    """Parts of the store are told by size and time, so a file keeps its time wherever it goes."""

    def is_at(self, here: os.stat_result) -> bool:
        """Whether a file is this one, by size and time."""
        return (self.bytes, self.modified_ns) == (here.st_size, here.st_mtime_ns)


def is_digest(named: str) -> bool:
    """Whether an object can be named so."""
    return _DIGEST.fullmatch(named) is not None


def is_shared(name: str) -> bool:
    """Whether a path below a home can be that of a file that lies at its address too."""
    parts = name.split("/")
    return (
        name == PurePosixPath(name).as_posix()
        and "\0" not in name
        and not {"", ".", ".."} & set(parts)
        and parts[0] not in OWN
        and not any(part.startswith(TEMPORARY) for part in parts)
    )


def files_of(home: Path) -> dict[str, os.stat_result]:
    """The files of a home that are shared, by their paths below it; links are none."""
    found = {}
    for folder, folders, names in os.walk(home):
        at = Path(folder)
        folders[:] = [one for one in folders if not one.startswith(TEMPORARY) and not (at == home and one in OWN)]
        for name in names:
            path = at / name
            below = path.relative_to(home).as_posix()
            if is_shared(below) and not path.is_symlink() and path.is_file():
                found[below] = path.stat()
    return found


def packed(files: Mapping[str, Copied]) -> bytes:
    """A manifest of ``files`` by their paths."""
    told = {"files": {name: list(one) for name, one in files.items()}}
    return zstandard.ZstdCompressor().compress(json.dumps(told, sort_keys=True).encode())


def unpacked(content: bytes, place: str) -> dict[str, Copied]:
    """The files that a manifest names.

    Args:
        content: its bytes.
        place: where it lies, to be told.

    Raises:
        StoreError: it is none of ours, or a path of it leads out of the home.
    """
    try:
        told = json.loads(zstandard.ZstdDecompressor().decompress(content))
        files = {name: Copied(str(one[0]), int(one[1]), int(one[2])) for name, one in told["files"].items()}
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, zstandard.ZstdError) as broken:
        raise StoreError(f"{place} is no manifest of ours. Name another address.") from broken
    strange = [name for name, one in files.items() if not is_shared(name) or not is_digest(one.sha256)]
    if strange:
        raise StoreError(f"{place} names {strange[0][:80]!r}, which is no file of a home. Name another address.")
    return files
