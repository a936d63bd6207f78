"""SQLite databases: every table that holds a text, read only.

Nothing in a database is executed: views, virtual tables and triggers are never touched, no other database is attached,
and functions of the schema are not trusted.

Belongs here: SQLite. Does not belong here: what rows mean (``grids``).
"""

from __future__ import annotations

import sqlite3
import tempfile
from typing import TYPE_CHECKING

from kliping.reading.formats.grids import Place, tables, written
from kliping.reading.formats.pieces import Piece, RefusedError, inside
from kliping.reading.formats.streams import BLOCK, seekable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.streams import Stream
    from kliping.reading.formats.walk import Context

_DAMAGE = (sqlite3.Error, OverflowError, UnicodeDecodeError)
"""What a damaged database makes its library raise; it cannot decode its own message where that quotes broken names."""

_TABLES = 1000  # tables of a database that are read
_IN_MEMORY = 32 * 1024**2  # bytes of a database beyond which it is laid down on disk
_READS = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_PRAGMA,
        sqlite3.SQLITE_TRANSACTION,
    }
)


def sqlite_rows(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The rows of every table of a database; a table without a text, or damaged, is refused by its name."""
    file = seekable(stream)
    try:
        file.seek(0, 2)
        size = file.tell()
        file.seek(0)
        with tempfile.NamedTemporaryFile(prefix="kliping-", suffix=".sqlite") as copy:
            if size > _IN_MEMORY:
                while block := file.read(BLOCK):
                    copy.write(block)
                copy.flush()
                connection = sqlite3.connect(f"file:{copy.name}?mode=ro&immutable=1", uri=True)
            else:
                connection = sqlite3.connect(":memory:")
            try:
                if size <= _IN_MEMORY:
                    connection.deserialize(file.read())
                yield from _tables(connection, member, context, format_)
            except _DAMAGE as broken:
                raise RefusedError("broken_file", "an SQLite database") from broken
            finally:
                connection.close()
    finally:
        if file is not stream.base:
            file.close()


def _tables(connection: sqlite3.Connection, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {pragma}")
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY)
    listed = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    )
    names = [str(name) for (name,) in listed.fetchmany(_TABLES)]
    for name in names:
        place = Place(member if len(names) == 1 else inside(member, name), format_)
        try:
            columns = _columns(connection, name)
            yield from tables(_rows(connection, name, columns, context), columns, place, context)
        except RefusedError as refused:
            yield refused.piece(place.member, format_)
        except _DAMAGE:
            yield RefusedError("truncated", "a page of the database is damaged").piece(place.member, format_)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns that are stored; those that are computed are left out."""
    described = connection.execute(f"PRAGMA table_xinfo({_quoted(table)})").fetchall()
    columns = [str(name) for _, name, _, _, _, _, hidden in described if hidden == 0]
    if not columns:
        raise RefusedError("no_text", "it has no column")
    return columns


def _rows(connection: sqlite3.Connection, table: str, columns: list[str], context: Context) -> Iterator[list[str]]:
    """The rows of a table, one at a time; of a value larger than a document may be only so much that this shows."""
    limit = context.settings.document_bytes + 1
    wanted = ", ".join(
        f"CASE WHEN typeof({name}) IN ('text', 'blob') THEN substr({name}, 1, {limit}) ELSE {name} END"
        for name in map(_quoted, columns)
    )
    for cells in connection.execute(f"SELECT {wanted} FROM {_quoted(table)}"):  # noqa: S608 - names are quoted
        yield [written(cell) for cell in cells]
