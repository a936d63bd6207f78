"""Files that are still being written: they wait for a later look.

Belongs here: how long ago a file changed, by the clock that wrote its time of change. Does not belong here: waiting.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from typing import TYPE_CHECKING

import polars as pl

from kliping.reading.sources.ledger import not_as_known
from kliping.reading.sources.uris import FILE, local_path

if TYPE_CHECKING:
    from pathlib import Path

_MICROSECONDS = 1_000_000  # of a second


def settling(listed: pl.DataFrame, known: pl.DataFrame, seconds: float, home: Path) -> pl.DataFrame:
    """The local files of ``listed`` that are new or changed, and changed less than ``seconds`` ago.

    A time of change further in the future than that was set by hand or by another clock, and says nothing.

    Args:
        listed: FILES.
        known: FILES with ``first_seen_at``: what is known of them.
        seconds: how long a file has to rest.
        home: a folder that may be written, to ask the clock of its file system.

    Returns:
        FILES, and ``wait``: seconds until the file has rested.
    """
    if seconds <= 0:
        return listed.clear().with_columns(wait=pl.lit(None, pl.Float64))
    changed = not_as_known(listed.filter(pl.col("uri").str.starts_with(FILE)), known).select(listed.columns)
    clocks = _Clocks(home)
    ages = [
        None if at is None else clocks.now(uri) - at / _MICROSECONDS
        for uri, at in changed.select("uri", pl.col("modified_at").dt.epoch("us")).iter_rows()
    ]
    aged = changed.with_columns(wait=seconds - pl.Series(ages, dtype=pl.Float64))
    return aged.filter(pl.col("wait").is_between(0, 2 * seconds, closed="none"))


class _Clocks:
    """The moment by the clock of each file system, in seconds since the epoch."""

    def __init__(self, home: Path) -> None:
        self._known: dict[int | None, float] = {}
        self._folders: dict[str, float] = {}
        for folder in (str(home), tempfile.gettempdir()):
            with contextlib.suppress(OSError):
                self._ask(folder)

    def _ask(self, folder: str) -> None:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b".")
            probe.flush()
            status = os.fstat(probe.fileno())
        self._known.setdefault(status.st_dev, status.st_mtime_ns / 1e9)

    def now(self, uri: str) -> float:
        """The moment where the file lies; the system's own where no file of ours can lie."""
        folder = uri.rpartition("/")[0]
        if folder not in self._folders:
            device = None
            with contextlib.suppress(OSError):
                device = local_path(folder or FILE).stat().st_dev
            self._folders[folder] = self._known.get(device, time.time())
        return self._folders[folder]
