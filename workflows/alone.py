"""One user interface a home: two would take each other's code server, and neither's sensors would go on.

Belongs here: finding out that another is open. Does not belong here: its processes (``serving``).
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from typing import TYPE_CHECKING

from kliping.errors import HomeBusy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = "ui.lock"


@contextlib.contextmanager
def alone(folder: Path, address: str) -> Iterator[None]:
    """Be the only user interface over the state in ``folder`` for the block, however it ends.

    Args:
        folder: of Dagster's state.
        address: where this one will answer, for whoever comes second.

    Raises:
        HomeBusy: another one is open.
    """
    with (folder / LOCK).open("a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise HomeBusy(
                f"The user interface over {folder.parent} is open already{_where(handle.read())}. "
                "Open that one, or end it first."
            ) from None
        handle.truncate(0)
        handle.write(json.dumps({"process": os.getpid(), "address": address}))
        handle.flush()
        yield


def _where(told: str) -> str:
    try:
        known = json.loads(told)
        return f": {known['address']} (process {known['process']})"
    except (ValueError, KeyError, TypeError):
        return ""
