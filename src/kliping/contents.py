"""Digests of what decides an outcome and is no frame: settings, the files they name, data that a package ships.

Belongs here: that equal contents give equal digests, wherever they lie. Does not belong here: which of them decide a
step (``kliping.steps``).
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable


def plain_setting(value: object) -> object:
    """``value`` as JSON can hold it: a path by the contents there, a set in an order that no hash seed changes."""
    if isinstance(value, Path):
        return _contents(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=repr)
    return [plain_setting(one) for one in value] if isinstance(value, (tuple, list)) else value


def _contents(path: Path) -> str:
    """A digest of a file, or of every file below a folder with its place there; of nothing where there is none."""
    found = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    return _digest((str(file.relative_to(path)), file.read_bytes()) for file in found if file.is_file())


@cache
def packaged_data(package: str) -> str:
    """A digest of every file of ``package`` that is no code, with its place there."""
    return _digest(_data_files(files(package), ""))


def _data_files(folder: Traversable, place: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _data_files(entry, f"{place}{entry.name}/")
        elif entry.is_file() and not entry.name.endswith((".py", ".pyc")):
            yield f"{place}{entry.name}", entry.read_bytes()


def _digest(contents: Iterator[tuple[str, bytes]]) -> str:
    total = hashlib.sha256()
    for place, content in contents:
        total.update(f"{place}\0{len(content)}\0".encode() + content)
    return total.hexdigest()
