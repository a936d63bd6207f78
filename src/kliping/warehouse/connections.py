"""Opening DuckDB: late, read-only unless asked to write, closed on every path.

Belongs here: connections and how frames enter and leave them. Does not belong here: what is in the tables.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from kliping.column_names import each_once
from kliping.errors import RuleError, StoreError
from kliping.files import folder_outside, temporary_name
from kliping.tables.description import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kliping.tables.description import Table

STORAGE_VERSION = "v1.0.0"
"""Storage format of a file that nothing is said of: SQL clients ship old drivers, and 1.1.3 still opens this one."""

QUIET_AND_UTC = "SET TimeZone = 'UTC'; SET enable_progress_bar = false"
"""No answer may hang on where the machine stands; and a bar, which DuckDB draws on standard output where Python was
started without a script, would stand in the midst of ours."""


@contextlib.contextmanager
def readable_path(path: Path, *, write: bool = False) -> Iterator[str]:
    r"""``path`` as DuckDB takes it for what it is, whatever its folders are called.

    DuckDB takes a backslash for a slash, so such a folder is reached through a link. It also puts the log of a file
    that it writes at the first question mark of the path, so there the file is written elsewhere and copied.
    """
    whole = path.absolute()
    if not set("?\\") & set(str(whole)):
        yield str(path)
        return
    with folder_outside("link") as folder:
        if write and "?" in str(whole):
            aside = folder / "aside.duckdb"
            if whole.exists():
                shutil.copyfile(whole, aside)
            yield str(aside)
            shutil.copyfile(aside, whole)
            return
        link = folder / "home"
        link.symlink_to(whole.parent, target_is_directory=True)
        yield str(link / whole.name)


@contextlib.contextmanager
def opened(
    path: Path, *, write: bool = False, storage: str = STORAGE_VERSION, memory_mb: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose default database is the file at ``path``.

    What is written is written in one transaction and without a log: rows of many small inserts come together in whole
    row groups, which are packed better, and each is written once. So a writer that dies leaves a file that is broken;
    ``path`` has to be one that nobody reads before it is whole (``files.replacing``).

    Args:
        path: a DuckDB file; with ``write`` it is made where it is missing.
        write: whether it may be changed.
        storage: format of a file that is made; one that is there keeps its own.
        memory_mb: megabytes that DuckDB may use to write (``publishing.memory_mb``), by default most of the machine's;
            what does not fit is spilt beside the file.

    Raises:
        StoreError: the file is missing (read-only), locked by another process, or no DuckDB file; there is no room to
            write it, or too little memory.
    """
    if not write and not path.is_file():
        raise StoreError(f"There is no {path} yet. Run 'kliping run' first.")
    with (
        readable_path(path, write=write) as readable,
        contextlib.closing(duckdb.connect(":memory:")) as connection,
    ):
        connection.execute(QUIET_AND_UTC)
        new = "" if path.exists() else f", STORAGE_VERSION {quoted(storage)}"
        how = f"RECOVERY_MODE 'no_wal_writes'{new}" if write else "READ_ONLY"
        try:
            connection.execute(f"ATTACH {quoted(readable)} AS kliping ({how})")
        except duckdb.Error as broken:
            raise cannot_open(path, broken) from broken
        connection.execute("USE kliping")
        if not write:
            yield connection
            return
        spilt = quoted(str(Path(readable).with_name(temporary_name("spilt"))))
        connection.execute(f"SET temp_directory = {spilt}")
        if memory_mb is not None:
            connection.execute(f"SET memory_limit = '{memory_mb}MB'")
        try:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT; CHECKPOINT")
        except (duckdb.IOException, duckdb.FatalException) as broken:
            raise StoreError(f"Cannot write {path} ({_fault(broken)}). Make room, or name another --home.") from broken
        except duckdb.OutOfMemoryException as broken:
            given = "there is. Close other programs."
            if memory_mb is not None:
                given = f"the {memory_mb} MB of the setting publishing.memory_mb. Raise it."
            raise StoreError(f"Writing {path} needs more memory than {given}") from broken


def storage_of(connection: duckdb.DuckDBPyConnection, database: str) -> str:
    """The storage format of an attached file, such as ``v1.0.0``."""
    query = "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = ?"
    return str(connection.execute(query, [database]).fetchall()[0][0]).removesuffix("+")


READING = ("SELECT", "EXPLAIN", "MULTI")
"""Kinds of statement that answer a question; DuckDB calls a PIVOT that looks up its own columns MULTI."""


@contextlib.contextmanager
def questioned(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can ask the file at ``path`` and do nothing else, whatever it is asked.

    The file is attached read-only, and the configuration is locked with access to every other file, to extensions and
    to Python's own variables switched off. What does not fit into memory is refused, since spilling writes files.

    Raises:
        StoreError: as ``opened``.
    """
    with opened(path) as connection:
        shut_in(connection, spill=False)
        yield connection


def shut_in(connection: duckdb.DuckDBPyConnection, *, spill: bool) -> None:
    """Let ``connection`` reach only what is attached to it already, for good.

    Args:
        connection: to be locked.
        spill: whether it may go on writing to its own temporary folder.
    """
    if not spill:
        connection.execute("SET temp_directory = ''")
    shut = ("autoinstall_known_extensions", "autoload_known_extensions", "python_enable_replacements")
    for setting in (*shut, "enable_external_access"):
        connection.execute(f"SET {setting} = false")
    connection.execute("SET lock_configuration = true")


def refuse_all_but_questions(query: str) -> None:
    """Raise where ``query`` is anything but one statement that reads.

    Raises:
        RuleError: it is another, several, or none.
        duckdb.Error: it cannot be parsed.
    """
    statements = duckdb.extract_statements(query)
    try:
        kinds = {statement.type.name for statement in statements}
    except Exception:  # noqa: BLE001 - the client has no name for the newest kinds
        kinds = {"UNKNOWN"}
    if len(statements) != 1 or not kinds <= set(READING):
        raise RuleError(
            "That is not one question. Ask one SELECT (or FROM, WITH, SHOW, DESCRIBE, SUMMARIZE, PIVOT, EXPLAIN); "
            "results are written to a file by --csv or --parquet."
        )


def cannot_open(path: Path, broken: duckdb.Error) -> StoreError:
    """The sentence for a DuckDB file that does not open; what it advises never loses the file."""
    if "lock" in str(broken):
        return StoreError(f"{path} is open for writing in another program. Close it there, then try again.")
    return StoreError(
        f"{path} is damaged, or no DuckDB file ({type(broken).__name__}). 'kliping doctor' says what can be done; "
        "'kliping run' puts it aside and publishes anew."
    )


def _fault(broken: duckdb.Error) -> str:
    """What DuckDB says of the system, without what it says of the data."""
    said = str(broken)
    return "no space left on device" if "No space left" in said or "too large" in said else type(broken).__name__


def names_apart(names: Sequence[str]) -> list[str]:
    """``names`` of an answer's columns, each once: of two ``a`` the second is ``a_1``, as DuckDB names a subquery's.

    DuckDB leaves them alike in an answer, where neither a frame nor an object of JSON can hold both.
    """
    return each_once(names, "{name}_{number}", first=1)


def fetch(connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
    """The whole answer to ``query`` as a frame, whose columns are named as ``names_apart`` does."""
    table = connection.sql(query, params=list(parameters)).to_arrow_table()
    answer = pl.from_arrow(table.rename_columns(names_apart(table.column_names)))
    assert isinstance(answer, pl.DataFrame)
    return answer


def insert(connection: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame) -> None:
    """Append ``frame`` to ``table`` by column names; columns the table does not have are left out.

    The rows are handed over without a name: what is registered under one stays in memory until the transaction ends,
    although the name is taken back, and the transaction of a candidate holds every row of it.
    """
    names = [column.name for column in table.columns]
    missing = (pl.lit(None).alias(name) for name in names if name not in frame.columns)
    connection.from_arrow(frame.with_columns(missing).select(names).to_arrow()).insert_into(table.name)
