"""A file of tables without the rows of certain documents.

Belongs here: which rows of which table go with a document, and writing the file anew. Does not belong here: which
documents go, or in which files they are looked for (``takedown``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.files import replacing
from kliping.tables.description import quoted
from kliping.warehouse.article_columns import tables_in
from kliping.warehouse.connections import opened, readable_path, storage_of
from kliping.warehouse.querying import make_queryable
from kliping.warehouse.sums import note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

KEYS = (("document_id", "gone"), ("article_id", "gone_articles"))
"""Columns by which a row belongs to a document, and the table of those that go."""


def erase(home: Path, file: Path, gone: list[str]) -> int:
    """Write ``file`` anew without the rows of the documents ``gone``: deleted rows would stay in its free blocks.

    So may rows of theirs that an earlier edition held and this one, which was made from it, does not: it is written
    anew whether it holds any or not.

    Args:
        home: the home, in which the file's sum is put on record.
        file: an edition or a candidate.
        gone: ids of documents.

    Returns:
        How many rows went.

    Raises:
        duckdb.Error: the file cannot be read, or its rows do not fit the tables of this version.
    """
    with replacing(file) as temporary:
        with opened(file) as earlier:
            storage = storage_of(earlier, "kliping")
        with readable_path(file) as readable, opened(temporary, write=True, storage=storage) as connection:
            connection.execute(f"ATTACH {quoted(readable)} AS earlier (READ_ONLY)")
            connection.execute("CREATE TEMP TABLE gone AS SELECT unnest(?::VARCHAR[]) AS document_id", [gone])
            connection.execute(
                "CREATE TEMP TABLE gone_articles AS "
                "SELECT article_id FROM earlier.articles SEMI JOIN gone USING (document_id)"
            )
            removed = 0
            for name, columns, conditions in _tables(connection):
                if conditions:
                    query = f"SELECT count(*) FROM earlier.{name} AS t WHERE {' OR '.join(conditions)}"
                    removed += int(connection.execute(query).fetchall()[0][0])
                connection.execute(
                    f"INSERT INTO {name} BY NAME SELECT {columns} FROM earlier.{name} AS t "
                    f"WHERE NOT ({' OR '.join(conditions) or 'false'})"
                )
            make_queryable(connection)
        note(home, temporary, file)
    return removed


def _tables(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, list[str]]]:
    """Make every table; of each its name, the columns the earlier file has of it, and what makes a row go."""
    for table in tables_in(connection, "earlier"):
        connection.execute(table.ddl())
        there = connection.execute(f"SELECT * FROM earlier.{table.name} LIMIT 0").description or []
        names = {column.name for column in table.columns} & {name for name, *_ in there}
        conditions = [
            f"EXISTS (SELECT 1 FROM {filtered} WHERE {filtered}.{key} = t.{key})"
            for key, filtered in KEYS
            if key in names
        ]
        yield table.name, ", ".join(f'"{name}"' for name in sorted(names)), conditions
