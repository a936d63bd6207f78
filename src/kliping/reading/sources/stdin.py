"""Standard input as a file that can be read twice.

Belongs here: keeping what was piped in until the process ends. Does not belong here: reading it.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from kliping.errors import SourceError
from kliping.reading.sources.uris import STDIN

_BLOCK = 1024**2  # bytes read at once


@lru_cache(maxsize=1)
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kliping-stdin-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def spool() -> tuple[str, int]:
    """All of standard input, written to a temporary file: its address (``stdin:///`` and its hash) and its bytes.

    The address is made from the content, so the same input piped in twice is the same document.

    Raises:
        SourceError: standard input is closed, or the temporary folder is full.
    """
    if sys.stdin is None or sys.stdin.closed:
        raise SourceError(
            "Standard input is closed, so the source - has nothing to read. Pipe pages in or name a file."
        )
    digest, size = hashlib.sha256(), 0
    arriving = _folder() / "arriving"
    try:
        with arriving.open("wb") as file:
            while block := sys.stdin.buffer.read(_BLOCK):
                digest.update(block)
                size += file.write(block)
        name = digest.hexdigest()[:16]
        arriving.replace(_folder() / name)
    except OSError as broken:
        raise SourceError(
            f"Standard input could not be kept in {_folder()}: {broken.strerror}. Free some space."
        ) from broken
    return STDIN + name, size


def spooled_path(uri: str) -> Path:
    """Where the input with this address is kept; the file is gone when another process piped it in."""
    return _folder() / uri[len(STDIN) :]
