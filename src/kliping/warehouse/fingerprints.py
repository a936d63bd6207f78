"""``tables_sha256``: what the tables of a file come to, whatever the order, the batches, the arrival and the edition.

Belongs here: sums of rows, and the digest of all sums. Does not belong here: which rows change (``filling``), or on
whose word a sum that is on record counts (``sums``).

Each row is hashed, the hashes are added (a multiset hash, as in Bellare and Micciancio's AdHash), and the sums of all
tables are hashed together. So what the tables of a changed file come to follows from what they came to before and from
the rows that went and came.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kliping.warehouse.article_columns import tables_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from kliping.tables.description import Table

Sums = dict[str, tuple[int, ...]]
"""Of each table that counts, its number of rows, and four sums of fifteen hexadecimal digits of every row's digest."""

PARTS = (1, 16, 31, 46)
"""Where each fifteen digits begin: so many that a sum of ten thousand million rows fits into a HUGEINT."""


def sums_of(connection: duckdb.DuckDBPyConnection, tables: Iterable[Table], where: str = "true") -> Sums:
    """What ``tables`` come to, of those that count, over the rows for which the SQL ``where`` holds."""
    found: Sums = {}
    for table in tables:
        if table.hashed:
            columns = ", ".join(
                f'"{column.name}" := "{column.name}"' for column in table.columns if not column.volatile
            )
            row = f"sha256(to_json(struct_pack({columns}))::VARCHAR)"
            parts = ", ".join(f"coalesce(sum(('0x' || substr(digest, {at}, 15))::BIGINT), 0)" for at in PARTS)
            query = f"SELECT count(*), {parts} FROM (SELECT {row} AS digest FROM {table.name} WHERE {where})"
            found[table.name] = tuple(int(part) for part in connection.execute(query).fetchall()[0])
    return found


def changed_by(before: Sums, *, gone: Sums, come: Sums) -> Sums:
    """``before``, less the rows of ``gone`` and with those of ``come``; tables that these two do not name stay."""
    nothing = (0,) * (1 + len(PARTS))
    return before | {
        name: tuple(
            was - less + more
            for was, less, more in zip(
                before.get(name, nothing), gone.get(name, nothing), come.get(name, nothing), strict=True
            )
        )
        for name in gone | come
    }


def digest_of_sums(tables: Iterable[Table], sums: Sums) -> str:
    """``tables_sha256`` from the sums of all ``tables`` that count."""
    total = hashlib.sha256()
    for table in tables:
        if table.hashed:
            rows, *parts = sums[table.name]
            total.update(repr((table.name, [(rows, *(parts if rows else [None] * len(parts)))])).encode())
    return total.hexdigest()


def tables_sha256(connection: duckdb.DuckDBPyConnection) -> str:
    """``tables_sha256`` of an open file, from every row of it."""
    tables = tables_in(connection)
    return digest_of_sums(tables, sums_of(connection, tables))
