"""Large text files that come with the package, compressed, each with its checksum beside it.

Belongs here: reading and writing them whole. Does not belong here: what they say (the package that holds each), or
files of a user.

``weights.tsv.gz`` lies beside ``weights.tsv.gz.sha256``, which ``sha256sum --check`` reads as well. The same text gives
the same bytes: neither a name nor a time is in them.
"""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

from kliping.errors import StoreError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

SUFFIX = ".sha256"


def read_packed(folder: Traversable, name: str) -> str:
    """The text of the compressed file ``name`` in ``folder``.

    Raises:
        StoreError: it is not the file that its checksum was taken of.
    """
    content = (folder / name).read_bytes()
    known = (folder / f"{name}{SUFFIX}").read_text("utf-8").split()
    if known[:1] != [hashlib.sha256(content).hexdigest()]:
        raise StoreError(f"{name}, a part of Kliping, is damaged. Install Kliping again.")
    return gzip.decompress(content).decode("utf-8")


def write_packed(path: Path, text: str) -> None:
    """Write ``text`` compressed to ``path``, and its checksum beside it."""
    content = gzip.compress(text.encode("utf-8"), mtime=0)
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    path.with_name(path.name + SUFFIX).write_text(f"{digest}  {path.name}\n", "utf-8")
