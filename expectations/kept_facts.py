"""What an audit measured, kept with the documents, so that the next one reads the text of those alone that changed.

Belongs here: which measures are kept, reading and writing them, and making one of what is kept and what is new. Does
not belong here: the measures (``expectations.facts``), or which documents changed (``kliping.warehouse.basis``).

A measure is kept if its row of a document or an article hangs on that one alone. Of its columns only those stay kept
that a rule over all rows names: the others are looked at where documents changed. Rules are judged over all rows all
the same; only where a measure comes from differs. Rows that belong to no document that the last audit knew are
measured, so what points at nothing is found as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from kliping import __version__
from kliping.settings import digest
from kliping.tables.tables import TABLES
from kliping.warehouse.basis import FOLDER, part, swapped_since
from kliping.warehouse.connections import fetch

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from kliping.warehouse.store import Store

KEPT = {
    "article_facts": "article_id",
    "paragraph_facts": "article_id",
    "furniture_facts": "article_id",
    "foreign_facts": "document_id",
    "line_facts": "document_id",
    "lost_lines": "document_id",
    "evidence_facts": "document_id",
}
"""Measures of one document or article, with the column that names it."""

LISTS = ("hashes", "lines")
"""Columns that only other measures of the same document look at: they are not kept, so a user's rule that looks at them
has everything measured anew."""

FRESH = {table.name: table.belongs_to for table in TABLES if table.belongs_to is not None}
"""Tables that measures and rules of one document look at, with the column by which their rows are known."""


@dataclass(frozen=True)
class KeptFacts:
    """The measures of the edition that a candidate was made from, and where those of the candidate go."""

    store: Store
    edition: int  # of the candidate
    before: int | None  # the edition that was measured before it, see ``swapped_since``; None: none was
    changed: pl.Series  # ids of the documents that it holds other rows of
    completed: dict[str, pl.DataFrame] = field(default_factory=dict)  # measures that were made of what was kept
    known: dict[str, pl.Series] = field(default_factory=dict)  # by the column that names them, ids of what stands still
    fresh: list[str] = field(default_factory=list)  # measures that were made of the rows of all other documents
    columns: dict[str, list[str]] = field(default_factory=dict)  # those that are whole, of what was kept
    own: str = ""  # the queries of the user's rules: of a measure that they look at, every column stays kept

    @classmethod
    def of(cls, store: Store, edition: int) -> KeptFacts:
        """Those that hold for the candidate of ``store``, which was born as ``edition``."""
        before, changed = swapped_since(store, edition)
        return cls(store, edition, before, changed)

    @classmethod
    def of_nothing(cls, store: Store, edition: int) -> KeptFacts:
        """Where those of a candidate go that is filled from nothing and judged as ``edition``."""
        return cls(store, edition, None, pl.Series("document_id", [], pl.String))

    def complete(self, database: duckdb.DuckDBPyConnection, name: str, query: str, readers: str) -> bool:
        """Make the table ``name`` of what is kept of it and what ``query`` finds in the rest; False: none is kept.

        Args:
            database: the candidate.
            name: a measure.
            query: what makes it.
            readers: all queries that look at it; other columns than they name are empty where documents stand.
        """
        if self.before is None or not self._holds(database, name, query):
            return False
        self.measure_fresh(database, name, query)
        fresh = fetch(database, f"FROM fresh_{name}").drop(LISTS, strict=False)
        wanted = [one for one in fresh.columns if one == KEPT[name] or self._is_read(name, one, readers)]
        try:
            scanned = self.store.scan(FOLDER, [part(self.before, name)], fresh.schema)
            kept = scanned.select(wanted).filter(pl.col(KEPT[name]).is_in(self.known[KEPT[name]].implode())).collect()
        except (OSError, pl.exceptions.PolarsError):  # damaged, or a column was not looked at
            return False
        database.execute(f"CREATE TABLE {name} AS FROM fresh_{name}")
        database.register("kept", kept.to_arrow())
        try:
            database.execute(f"INSERT INTO {name} BY NAME FROM kept")
        finally:
            database.unregister("kept")
        fresh = fresh.select(wanted)
        self.columns[name] = wanted
        if kept.schema == fresh.schema:
            self.completed[name] = kept.vstack(fresh)
        return True

    def _is_read(self, name: str, column: str, readers: str) -> bool:
        looks_at_all = re.search(rf"\b{name}\b", self.own) is not None
        return looks_at_all or re.search(rf"\b{column}\b", readers) is not None

    def _holds(self, database: duckdb.DuckDBPyConnection, name: str, query: str) -> bool:
        """Whether the measure ``name`` of what was measured before is there, and made by the same ``query``."""
        if self.before is None or name not in KEPT or self.recipe(name) != recipe_of(database, query):
            return False
        return self.store.opens(FOLDER, part(self.before, name))

    def lacking(self, database: duckdb.DuckDBPyConnection, asked: Mapping[str, str]) -> set[str]:
        """Measures that have to be made of all rows, for their lists, which are not kept, are looked at.

        Args:
            database: the candidate.
            asked: the measures of all rows that are asked for, with their queries.
        """
        lists = [
            query for name, query in asked.items() if looks_at_lists(query) and not self._holds(database, name, query)
        ]
        return {name for name in asked for query in lists if re.search(rf"\b{name}\b", query)}

    def measure_fresh(self, database: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
        """Make the table ``fresh_`` and ``name`` of what ``query`` finds in rows that do not stand as they stood."""
        if name not in self.fresh:
            database.execute(f"CREATE TABLE fresh_{name} AS {self.of_fresh(database, query)}")
            self.fresh.append(name)

    def of_fresh(self, database: duckdb.DuckDBPyConnection, query: str) -> str:
        """``query``, asked of the rows that do not stand as they stood, and of what was measured of them."""
        if not self.known:
            self.known.update(_know(database, self.changed))
        rest = [f"{table} AS (FROM candidate.main.{table} WHERE rowid IN (FROM fresh_{table}))" for table in FRESH]
        rest += [f"{name} AS (FROM fresh_{name})" for name in self.fresh]
        return f"WITH {', '.join(rest)} SELECT * FROM (\n{query}\n)"

    def recipe(self, name: str) -> str | None:
        """What ``name`` was made with where it was measured before; None where it was not."""
        return None if self.before is None else self.store.recipe(FOLDER, part(self.before, name))

    @property
    def same(self) -> bool:
        """Whether the candidate is just what was measured before."""
        return self.before == self.edition and self.changed.is_empty()

    def keep(self, database: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
        """Keep the table ``name``, which ``query`` made, for the candidate that is made from this one."""
        if self.same and self.recipe(name) == recipe_of(database, query):
            return  # it is what is kept
        if name in KEPT:
            found = self.completed.pop(name, None)
            if found is None:
                columns = ", ".join(f'"{one}"' for one in self.columns.get(name, ())) or "*"
                found = fetch(database, f"SELECT {columns} FROM {name}").drop(LISTS, strict=False)
            recipe = recipe_of(database, query)
            self.store.write(FOLDER, part(self.edition, name), found, recipe=recipe, short_lived=True)


def looks_at_lists(sql: str) -> bool:
    """Whether a query may look at what is not kept."""
    return any(re.search(rf"\b{column}\b", sql) for column in LISTS)


def _know(database: duckdb.DuckDBPyConnection, changed: pl.Series) -> dict[str, pl.Series]:
    """Ids of documents and articles that stand as they stood; tables ``fresh_`` have the places of all other rows."""
    database.register("changed", changed.to_frame("document_id").to_arrow())
    database.execute(
        "CREATE TABLE known_document_ids AS SELECT document_id FROM documents ANTI JOIN changed USING (document_id)"
    )
    database.execute(
        "CREATE TABLE known_article_ids AS SELECT article_id FROM articles SEMI JOIN known_document_ids "
        "USING (document_id)"
    )
    database.unregister("changed")
    for table, column in FRESH.items():  # rows are looked for by ids alone, and of the others no text is read
        places = f"SELECT rowid AS place FROM candidate.main.{table} ANTI JOIN known_{column}s USING ({column})"
        database.execute(f"CREATE TABLE fresh_{table} AS {places}")
    return {column: fetch(database, f"FROM known_{column}s")[column] for column in sorted(set(FRESH.values()))}


def recipe_of(database: duckdb.DuckDBPyConnection, query: str) -> str:
    """What a measure is made with, but for the rows of its documents: hashes are those of one version of DuckDB."""
    ((version, templates),) = database.execute(
        "SELECT version(), (SELECT md5(string_agg(text, chr(10) ORDER BY text)) FROM templates)"
    ).fetchall()
    return digest(__version__, version, query, templates if "templates" in query else None)
