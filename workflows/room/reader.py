"""The published file, held open between requests.

Belongs here: opening it, noticing that another edition took its place, asking it. Does not belong here: the questions.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from kliping.warehouse.connections import questioned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import duckdb

Row = dict[str, Any]


class Reader:
    """Asks the file at ``file``; holds one edition open and drops it when another takes its place.

    A file that is attached anew costs its catalogue and a cold cache, so it stays attached; each question has a cursor
    of its own, so requests do not wait for each other.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Lock()
        self._known: dict[str, Any] = {}
        self._identity: tuple[int, ...] | None = None
        self._held = ExitStack()
        self._connection: duckdb.DuckDBPyConnection | None = None

    def ask(self, query: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The answer to ``query``: a dict a row, by column.

        Raises:
            StoreError: there is no published file, or it does not open.
        """
        with self._lock:
            connection = self._now().cursor()
        try:
            connection.execute("USE kliping")
            answer = connection.execute(query, list(parameters))
            names = [column[0] for column in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        finally:
            connection.close()

    def once(self, name: str, found: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is asked for once
        """What ``found`` answers, asked once an edition: figures over all articles."""
        with self._lock:
            self._now()
            known = self._known
        if name not in known:
            known[name] = found()
        return known[name]

    def close(self) -> None:
        """Let go of the file."""
        self._held.close()
        self._connection = self._identity = None

    def _now(self) -> duckdb.DuckDBPyConnection:
        status = self.file.stat() if self.file.exists() else None
        identity = (status.st_dev, status.st_ino, status.st_mtime_ns) if status else None
        if self._connection is None or identity != self._identity:
            self._held.close()
            self._connection, self._known = None, {}
            self._held = ExitStack()
            self._connection = self._held.enter_context(questioned(self.file))
            self._identity = identity
        return self._connection
