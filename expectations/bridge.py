"""The bridge from Great Expectations to DuckDB: one read-only connection to a candidate that SQLAlchemy can use.

Belongs here: opening and closing, and the dialect. Does not belong here: what is asked over the bridge.

Great Expectations has no DuckDB source, and its way with SQLAlchemy loses DuckDB's results: it reads a result after the
connection went back to the pool, and the rollback on going back clears whatever that connection was about to hand over.
Here every cursor is a DuckDB connection of its own to the same database, so a rollback elsewhere cannot touch its rows,
and nothing is fetched before it is asked for. (duckdb-engine's cursors all share one connection.)
"""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import duckdb_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDialect

from kliping.errors import StoreError
from kliping.files import temporary_name
from kliping.tables.description import quoted
from kliping.warehouse.connections import readable_path, shut_in

if TYPE_CHECKING:
    from collections.abc import Iterator


def too_little_memory(broken: object) -> bool:
    """Whether a fault, or what is told of one, says that DuckDB ran out of the memory that it may use."""
    return isinstance(broken, duckdb.OutOfMemoryException) or "OutOfMemoryException" in str(broken)


TOO_LITTLE_MEMORY = (
    "The audit needs more memory than the setting gate.audit_memory_mb gives it: some 150 MB for 150,000 articles, and "
    "as much again for as many more. Raise it, or take fewer threads (gate.audit_threads)."
)
"""The sentence for that: most of what does not fit is spilt, but a list that is being put together is not."""

_open: dict[str, CandidateConnection] = {}  # by token: how the dialect finds the connection that a URL speaks of


class CandidateConnection:
    """An in-memory DuckDB with a view for every table of the candidate; the candidate itself is attached read-only.

    Measures that several expectations need are made once, as tables beside the views. Close it, or the candidate's file
    stays locked.
    """

    def __init__(self, candidate: Path, readable: str, *, memory_mb: int, threads: int) -> None:
        self.token = uuid.uuid4().hex
        self._children: list[duckdb.DuckDBPyConnection] = []
        config: dict[str, Any] = {
            "memory_limit": f"{memory_mb}MB",
            "threads": threads,
            "preserve_insertion_order": False,
            "temp_directory": str(Path(readable).with_name(temporary_name("audit"))),
        }
        self.duckdb = duckdb.connect(":memory:", config=config)
        try:
            self.duckdb.execute("SET enable_progress_bar = false")
            self.duckdb.execute(f"ATTACH {quoted(readable)} AS candidate (READ_ONLY)")
            tables = self.duckdb.execute(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'candidate' AND schema_name = 'main'"
            ).fetchall()
            for (table,) in tables:
                name = '"' + table.replace('"', '""') + '"'
                self.duckdb.execute(f"CREATE VIEW {name} AS FROM candidate.main.{name}")
            # What a rule of the user's asks for stays inside the candidate.
            shut_in(self.duckdb, spill=True)
        except duckdb.Error as broken:
            self.duckdb.close()
            raise StoreError(
                f"The candidate {candidate} cannot be opened for the audit ({type(broken).__name__}). "
                "End whatever holds the file open, or build it again with 'kliping run --full-refresh'."
            ) from broken
        self.tables = frozenset(table for (table,) in tables)
        _open[self.token] = self

    @property
    def url(self) -> str:
        """The SQLAlchemy address of this connection, good until it is closed."""
        return f"duckdb+candidate:///{self.token}"

    def child(self) -> duckdb.DuckDBPyConnection:
        """Another connection to the same database, closed with this one."""
        made = self.duckdb.cursor()
        self._children.append(made)
        return made

    def close(self) -> None:
        """Close every connection to the candidate; afterwards its file can be replaced."""
        _open.pop(self.token, None)
        for child in self._children:
            child.close()
        self._children.clear()
        self.duckdb.close()
        # SQLAlchemy's reflection remembers every dialect it ever served, and so DuckDB would outlive the interpreter.
        for reflection in vars(PGDialect).values():
            if hasattr(reflection, "cache_clear"):
                reflection.cache_clear()


@contextmanager
def open_candidate(candidate: Path, *, memory_mb: int, threads: int) -> Iterator[CandidateConnection]:
    """A connection to ``candidate`` for one audit, closed whatever happens; what does not fit is spilt beside the file.

    Raises:
        StoreError: the file is missing, broken or held by a writer.
    """
    if not candidate.is_file():
        raise StoreError(f"There is no candidate at {candidate}. Build one with 'kliping run'.")
    with readable_path(candidate) as readable:
        connection = CandidateConnection(candidate, readable, memory_mb=memory_mb, threads=threads)
        try:
            yield connection
        finally:
            connection.close()


class CandidateCursor(duckdb_engine.CursorWrapper):  # type: ignore[misc]
    """A cursor with a DuckDB connection of its own, made when it first runs a statement."""

    def __init__(self, wrapper: CandidateDBAPIConnection) -> None:
        self._own = wrapper.candidate.child()
        super().__init__(self._own, wrapper)

    @property
    def description(self) -> list[tuple[Any, ...]] | None:
        """The columns, their types by name: SQLAlchemy keeps this, and DuckDB's own types outlive it badly."""
        columns = self._own.description
        return None if columns is None else [(name, str(kind), *rest) for name, kind, *rest in columns]

    def close(self) -> None:
        """Give up the rows that were not fetched."""
        self._own.close()


class CandidateDBAPIConnection(duckdb_engine.ConnectionWrapper):  # type: ignore[misc]
    """What SQLAlchemy takes for a connection: its transactions hold nothing, its cursors stand alone."""

    def __init__(self, candidate: CandidateConnection) -> None:
        self.candidate = candidate
        super().__init__(candidate.child())

    def cursor(self) -> CandidateCursor:
        """A cursor that no rollback of this connection reaches."""
        return CandidateCursor(self)


class CandidateDialect(duckdb_engine.Dialect):  # type: ignore[misc]
    """DuckDB for SQLAlchemy, connected to a candidate that is already open."""

    supports_statement_cache = True

    def connect(self, database: str, **_: Any) -> CandidateDBAPIConnection:  # noqa: ANN401 - SQLAlchemy's own signature
        """The open candidate whose token is the address's database."""
        return CandidateDBAPIConnection(_open[database])


registry.register("duckdb.candidate", __name__, "CandidateDialect")
