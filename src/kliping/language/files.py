"""Cache files that appear whole or not at all.

Belongs here: writing derived files that may be lost at any time. Does not belong here: anything a user would miss.
"""

from __future__ import annotations

import os
import tempfile
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def replace_file(path: Path, write: Callable[[IO[bytes]], object]) -> bool:
    """Write ``path`` in one step; False, and no file, where the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as handle:
            write(handle)
        os.replace(handle.name, path)  # noqa: PTH105 - the handle's name is a string
    except OSError:
        return False
    return True
