"""Large text files compressed, each with its checksum beside it, and texts that are made of named parts.

Belongs here: reading and writing them whole. Does not belong here: what they say (the package that holds each).

``weights.tsv.gz`` lies beside ``weights.tsv.gz.sha256``, which ``sha256sum --check`` reads as well. The same text gives
the same bytes: neither a name nor a time is in them.
"""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

from kliping.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

SUFFIX = ".sha256"


def read_packed(folder: Traversable, name: str) -> str:
    """The text of the compressed file ``name`` in ``folder``.

    Raises:
        StoreError: it is not the file that its checksum was taken of.
        OSError: it or its checksum is not there.
    """
    content = (folder / name).read_bytes()
    known = (folder / f"{name}{SUFFIX}").read_text("utf-8").split()
    if known[:1] != [hashlib.sha256(content).hexdigest()]:
        raise StoreError(f"{name}, a part of Kliping, is damaged. Install Kliping again.")
    return gzip.decompress(content).decode("utf-8")


def joined(head: str, parts: Mapping[str, str]) -> str:
    """One text of named parts behind ``head``, a line that names what it is and the version of its form."""
    return f"{head}\n" + "".join(f"== {name} ==\n{part.rstrip()}\n" for name, part in parts.items())


def parts_of(text: str, head: str, names: Sequence[str]) -> list[str]:
    """The parts of a text that ``joined`` made, in the order of ``names``.

    Raises:
        ValueError: it has another head or other parts.
    """
    first, *told = text.split("\n== ")
    parts = {name: part for name, _, part in (part.partition(" ==\n") for part in told)}
    if first != head or set(parts) != set(names):
        raise ValueError(head)
    return [parts[name] for name in names]


def write_packed(path: Path, text: str) -> None:
    """Write ``text`` compressed to ``path``, and its checksum beside it."""
    content = gzip.compress(text.encode("utf-8"), mtime=0)
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    path.with_name(path.name + SUFFIX).write_text(f"{digest}  {path.name}\n", "utf-8")
