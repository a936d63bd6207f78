"""What differs between two files of tables: articles by what became of them, and rows by reason.

Belongs here: comparing two editions, or an edition and a candidate. Does not belong here: which files these are
(``kept``), or how the difference is shown (``workflows.commands.diff``).

Both files are attached read-only and compared by DuckDB; only the samples are read. Only columns that both have, of
one type, are compared, so editions of different versions can be.
"""

from __future__ import annotations

import contextlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from kliping.tables.description import quoted
from kliping.tables.tables import ARTICLES, TABLES
from kliping.warehouse.connections import QUIET_AND_UTC, cannot_open, fetch, readable_path
from kliping.warehouse.word_changes import word_changes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLASSES = ("added", "removed", "changed", "retitled", "redated", "regrouped")
"""What may have become of an article. One that both editions hold can be several of the last four."""

RETITLED = "a.title IS DISTINCT FROM b.title OR a.subtitle IS DISTINCT FROM b.subtitle"
REDATED = (
    "a.published_on IS DISTINCT FROM b.published_on OR a.published_precision IS DISTINCT FROM b.published_precision"
)

REASONS = {
    "documents": "status",
    "duplicates": "kind",
    "quarantine": "stage || ': ' || reason",
    "removed_lines": "role || ': ' || reason",
    "metadata_evidence": "CASE WHEN chosen THEN field || ' from ' || basis ELSE field || ' not chosen' END",
}
"""The tables whose rows have a reason, and what it is."""

SIDES = ("earlier", "later")

MOVED = """
CREATE TEMP TABLE moved AS
SELECT a.document_id, a.article_id AS article_before, b.article_id AS article_after
FROM earlier.documents AS a JOIN later.documents AS b USING (document_id)
WHERE a.article_id <> b.article_id;
"""

FATES = f"""
CREATE TEMP TABLE fates AS
SELECT coalesce(b.article_id, a.article_id) AS article_id,
       a.article_id IS NOT NULL AS before, b.article_id IS NOT NULL AS after,
       a.document_id AS document_before, b.document_id AS document_after,
       coalesce(abs(length(b.body) - length(a.body)), length(b.body), length(a.body)) AS size,
       before AND after AND a.body IS DISTINCT FROM b.body AS changed,
       before AND after AND ({RETITLED}) AS retitled,
       before AND after AND ({REDATED}) AS redated,
       coalesce(b.article_id, a.article_id) IN (SELECT article_before FROM moved UNION SELECT article_after FROM moved)
           AS regrouped
FROM earlier.articles AS a FULL JOIN later.articles AS b ON a.article_id = b.article_id;
ALTER TABLE fates ADD COLUMN added BOOLEAN;
ALTER TABLE fates ADD COLUMN removed BOOLEAN;
UPDATE fates SET added = after AND NOT before AND NOT regrouped, removed = before AND NOT after AND NOT regrouped;
"""

HELD = (
    "(SELECT string_agg(DISTINCT reason, ', ' ORDER BY reason) FROM {side}.quarantine AS q "
    "WHERE q.document_id = d.document_id)"
)

WHY_ADDED = f"""
SELECT CASE WHEN d.document_id IS NULL THEN 'a document that is new'
            WHEN d.status = 'quarantined' THEN 'was held back: ' || coalesce({HELD.format(side="earlier")}, 'unknown')
            ELSE 'its document was ' || d.status END AS reason, count(*) AS articles
FROM fates LEFT JOIN earlier.documents AS d ON d.document_id = document_after WHERE added GROUP BY 1
"""

WHY_REMOVED = f"""
SELECT CASE WHEN d.document_id IS NULL THEN 'its document is not there any more'
            WHEN d.status = 'quarantined' THEN 'is held back: ' || coalesce({HELD.format(side="later")}, 'unknown')
            WHEN d.status = 'removed' THEN 'it left its source'
            ELSE 'its document is ' || d.status END AS reason, count(*) AS articles
FROM fates LEFT JOIN later.documents AS d ON d.document_id = document_before WHERE removed GROUP BY 1
"""

WHY_CHANGED = """
SELECT CASE WHEN document_before = document_after THEN 'the same document, cleaned otherwise'
            ELSE 'another document stands for it' END AS reason, count(*) AS articles
FROM fates WHERE changed GROUP BY 1
"""

SAMPLE = """
SELECT f.article_id, a.title AS title_before, b.title AS title_after,
       a.published_on AS published_before, b.published_on AS published_after,
       a.published_precision AS precision_before, b.published_precision AS precision_after,
       a.body AS body_before, b.body AS body_after,
       (SELECT list(DISTINCT article_before ORDER BY article_before) FROM moved WHERE article_after = f.article_id)
           AS documents_from,
       (SELECT list(DISTINCT article_after ORDER BY article_after) FROM moved WHERE article_before = f.article_id)
           AS documents_to
FROM fates AS f
LEFT JOIN earlier.articles AS a ON a.article_id = f.article_id
LEFT JOIN later.articles AS b ON b.article_id = f.article_id
WHERE {fate} ORDER BY f.size DESC, f.article_id LIMIT {most}
"""


@dataclass(frozen=True)
class Difference:
    """What differs between two files of tables. ``reasons``, ``rows`` and ``samples`` are rows by name."""

    before: str
    after: str
    alike: bool  # no article and no number of rows differs
    articles_before: int
    articles_after: int
    articles: dict[str, int]  # CLASSES, and how many are as they were
    columns: dict[str, int]  # of articles in both: how many differ in that column
    reasons: list[dict[str, Any]]  # fate, reason, articles
    tables: list[dict[str, Any]]  # table, before, after: rows
    rows: list[dict[str, Any]]  # table, reason, before, after: rows by reason, where their number differs
    samples: dict[str, list[dict[str, Any]]]  # by CLASSES, the greatest changes first


def compare_editions(before: Path, after: Path, names: tuple[str, str], *, samples: int) -> Difference:
    """What is in the file ``after`` and was otherwise in ``before``.

    Args:
        before: a file of tables.
        after: another one.
        names: what they are called.
        samples: at most so many articles of each of ``CLASSES`` are shown with their words.

    Raises:
        StoreError: a file cannot be opened.
    """
    with _both(before, after) as connection:
        connection.execute(MOVED + FATES)
        fates = ", ".join(f"count(*) FILTER ({name}) AS {name}" for name in CLASSES)
        still = " OR ".join(CLASSES)
        counted = fetch(connection, f"SELECT {fates}, count(*) FILTER (NOT ({still})) AS unchanged FROM fates")
        columns = _columns(connection)
        tables = _tables(connection)
        held = {row["table"]: (row["before"], row["after"]) for row in tables}
        rows = [row for table, reason in REASONS.items() for row in _rows(connection, table, reason)]
        why = (("added", WHY_ADDED), ("removed", WHY_REMOVED), ("changed", WHY_CHANGED))
        return Difference(
            *names,
            alike=not any(counted.row(0, named=True)[fate] for fate in CLASSES)
            and not rows
            and all(one == other for one, other in held.values())
            and not any(columns.values()),
            articles_before=held["articles"][0],
            articles_after=held["articles"][1],
            articles=counted.row(0, named=True),
            columns={name: count for name, count in columns.items() if count},
            reasons=[
                {"fate": fate, **row}
                for fate, query in why
                for row in fetch(connection, f"{query} ORDER BY 2 DESC, 1").to_dicts()
            ],
            tables=tables,
            rows=rows,
            samples={fate: found for fate in CLASSES if (found := _samples(connection, fate, samples))},
        )


@contextlib.contextmanager
def _both(before: Path, after: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(contextlib.closing(duckdb.connect(":memory:")))
        connection.execute(QUIET_AND_UTC)
        for path, name in zip((before, after), SIDES, strict=True):
            readable = stack.enter_context(readable_path(path))
            try:
                connection.execute(f"ATTACH {quoted(readable)} AS {name} (READ_ONLY)")
            except duckdb.Error as broken:
                raise cannot_open(path, broken) from broken
        yield connection


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Of the articles that both hold, how many differ in each column."""
    there = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name IN ('earlier', 'later') "
        "AND table_name = 'articles' GROUP BY column_name, data_type HAVING count(*) = 2"
    ).fetchall()
    both = {name for (name,) in there}
    volatile = {column.name for column in ARTICLES.columns if column.volatile}
    own = [column.name for column in ARTICLES.columns]
    names = [name for name in (*own, *sorted(both - {*own})) if name in both and name not in volatile]
    counts = ", ".join(f'count(*) FILTER (a."{name}" IS DISTINCT FROM b."{name}") AS "{name}"' for name in names)
    query = f"SELECT {counts} FROM earlier.articles AS a JOIN later.articles AS b ON a.article_id = b.article_id"
    return fetch(connection, query).row(0, named=True)


def _tables(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """How many rows both have of each table that speaks of pages."""
    there = set(
        connection.execute("SELECT database_name, table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
    )

    def rows(side: str, name: str) -> int:
        found = (side, name) in there
        return int(connection.execute(f"SELECT count(*) FROM {side}.{name}").fetchall()[0][0]) if found else 0

    names = [table.name for table in TABLES if table.hashed]
    return [{"table": name, "before": rows("earlier", name), "after": rows("later", name)} for name in names]


def _rows(connection: duckdb.DuckDBPyConnection, table: str, reason: str) -> list[dict[str, Any]]:
    """Reasons of a table of which one has more rows than the other, the greatest difference first."""
    one, other = (f"SELECT {reason} AS reason, count(*) AS n FROM {side}.{table} GROUP BY 1" for side in SIDES)
    query = (
        f'SELECT {quoted(table)} AS "table", coalesce(a.reason, b.reason) AS reason, coalesce(a.n, 0) AS before, '
        f"coalesce(b.n, 0) AS after FROM ({one}) AS a FULL JOIN ({other}) AS b "
        "ON a.reason IS NOT DISTINCT FROM b.reason "
        "WHERE a.n IS DISTINCT FROM b.n ORDER BY abs(coalesce(a.n, 0) - coalesce(b.n, 0)) DESC, 2"
    )
    return fetch(connection, query).to_dicts()


def _samples(connection: duckdb.DuckDBPyConnection, fate: str, most: int) -> list[dict[str, Any]]:
    found = fetch(connection, SAMPLE.format(fate=fate, most=most)).to_dicts()
    for row in found:
        old, new = row.pop("body_before"), row.pop("body_after")
        both = old is not None and new is not None
        row["words"] = [asdict(change) for change in word_changes(old, new)] if both else []
    return found
