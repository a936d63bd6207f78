"""The rows that break an expectation, as a person wants them: title, address, value, and what to do.

Belongs here: reading them from the tables of the edition, at the moment somebody asks. Does not belong here: which rows
they are (``expectations.data_docs`` keeps their keys), or serving the page (``workflows.web``).

Which rows break a rule of the user's is asked again; of any other expectation the audit kept some keys. Only keys are
kept; words and addresses are read from the tables each time. So a document that is taken down is gone
from here as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from expectations.advice import next_move
from expectations.data_docs import ROWS, rendered
from expectations.rulebook import catalogue
from kliping.files import read_json
from kliping.tables.tables import ARTICLES, DOCUMENTS

if TYPE_CHECKING:
    from pathlib import Path

    from expectations.spec import ExpectationSpec
    from kliping.settings import Settings
    from kliping.warehouse.store import Store

SHOWN = 200
"""Rows on a page."""

_KEYS = re.compile(r"(document|article|group)_id")


@dataclass(frozen=True)
class Failing:
    """What breaks one expectation in one edition."""

    edition: int
    spec: ExpectationSpec
    rows: list[dict[str, Any]]  # in the tables: its keys, title, address, value
    broken: int  # rows of the tables that break it, shown or not
    held: list[dict[str, Any]]  # in quarantine: document_id, address, title, what
    held_back: int  # documents that it holds in quarantine, shown or not
    there: bool  # whether the tables of that edition are still at hand
    move: str


def failing(store: Store, settings: Settings, edition: int, expectation: str) -> Failing | None:
    """What breaks ``expectation`` in ``edition``; None where there is no such expectation.

    Raises:
        StoreError: the tables cannot be read.
        RuleError: a rule of the user's cannot be used.
    """
    spec = next((one for one in catalogue(settings, store.home) if one.name == expectation), None)
    if spec is None:
        return None
    file = _tables_of(store, edition)
    if file is None:
        return Failing(edition, spec, [], 0, [], 0, False, next_move(spec))
    held, held_back = _held(file, spec)
    asked = _asked_now(file, spec, settings)
    if asked is None:
        asked = kept_keys(store, edition).get(expectation, []), _on_record(store, edition, expectation) - held_back
    rows = _described(file, spec, asked[0])
    return Failing(edition, spec, rows, max(asked[1], len(rows)), held, held_back, True, next_move(spec))


def page(found: Failing) -> str:
    """``found`` as a page without a script, every word of it escaped."""
    return rendered("rows.html", found=found)


def kept_keys(store: Store, edition: int) -> dict[str, list[dict[str, Any]]]:
    """The keys of rows that the audit of an edition kept, by expectation."""
    known: dict[str, list[dict[str, Any]]] | None = read_json(store.data_docs / f"{edition:08d}" / ROWS)
    return known if isinstance(known, dict) else {}


def _tables_of(store: Store, edition: int) -> Path | None:
    """The file that holds the tables of an edition: the candidate, the published file, or a kept edition."""
    from kliping.warehouse.numbers import own_number
    from kliping.warehouse.publish import last_published

    if store.candidate.is_file() and own_number(store.candidate) == edition:
        return store.candidate
    published = last_published(store.published)
    if published is not None and published.edition == edition:
        return store.published
    return store.kept_edition(edition) if store.kept_edition(edition).is_file() else None


def _asked_now(file: Path, spec: ExpectationSpec, settings: Settings) -> tuple[list[dict[str, Any]], int] | None:
    """The first rows that the expectation's own query gives over ``file``, and how many there are.

    None where it has no query, or one that needs what only an audit measures: then the kept keys have to do.
    """
    import duckdb

    from expectations.bridge import open_candidate

    if spec.sql is None or not spec.own:
        return None
    limits = settings.gate
    with open_candidate(file, memory_mb=limits.audit_memory_mb, threads=limits.audit_threads) as connection:
        try:
            ((count,),) = connection.duckdb.execute(f"SELECT count(*) FROM (\n{spec.sql}\n)").fetchall()
            found = connection.duckdb.execute(f"FROM (\n{spec.sql}\n) ORDER BY ALL LIMIT {SHOWN}")
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()], int(count)
        except duckdb.Error:
            return None


def _on_record(store: Store, edition: int, expectation: str) -> int:
    """How many rows, held back or not, broke the expectation in the audit of an edition."""
    import polars as pl

    from kliping.tables.tables import EXPECTATION_RESULTS

    part = f"{edition:08d}"
    if not store.opens(EXPECTATION_RESULTS.name, part):
        return 0
    results = store.read(EXPECTATION_RESULTS.name, part).filter(pl.col("expectation") == expectation)
    return int(results["unexpected_count"].sum() or 0)


def _described(file: Path, spec: ExpectationSpec, keys: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows by their keys, each with the title, the address and the value that the expectation speaks of."""
    from kliping.warehouse.connections import fetch, opened

    named = [name for name in (*spec.key, *(keys[0] if keys else ())) if _KEYS.fullmatch(name)]
    if not named or not keys:
        return [{"keys": _words(row), "title": None, "address": None, "value": _detail(row, None)} for row in keys]
    by = named[0]
    value = _value(spec)
    query = f"""
SELECT d.{by} AS key, any_value(a.title) AS title, any_value(coalesce(a.url, d.uri)) AS address,
  any_value({value})::VARCHAR AS value
FROM documents AS d LEFT JOIN articles AS a ON a.document_id = d.document_id
WHERE d.{by} IN (SELECT unnest(?)) GROUP BY ALL"""
    with opened(file) as connection:
        found = fetch(connection, query, [[str(row.get(by)) for row in keys]]).rows_by_key(
            "key", named=True, unique=True
        )
    return [_shown(row, found.get(str(row.get(by)), {})) for row in keys]


def _shown(row: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    return {
        "keys": _words(row),
        "title": known.get("title"),
        "address": known.get("address"),
        "value": _detail(row, known.get("value")),
    }


TOLD = 300
"""Characters of a value that are told; the row has all of them."""


def _detail(row: dict[str, Any], value: str | None) -> str | None:
    """The value of the column that is spoken of, and what the rule itself says of the row."""
    said = [str(one)[:TOLD] for one in (value, row.get("detail")) if one is not None]
    return " · ".join(dict.fromkeys(said)) or None


def _value(spec: ExpectationSpec) -> str:
    """The column that the expectation speaks of, where the tables of documents or articles have it."""
    for table, alias in ((ARTICLES, "a"), (DOCUMENTS, "d")):
        if spec.table == table.name and spec.column in {column.name for column in table.columns}:
            return f'left({alias}."{spec.column}"::VARCHAR, 300)'
    return "NULL"


def _held(file: Path, spec: ExpectationSpec) -> tuple[list[dict[str, Any]], int]:
    from kliping.warehouse.connections import fetch, opened

    query = """
SELECT q.document_id, any_value(q.uri) AS address, any_value(q.detail) AS what,
  any_value(m.value) FILTER (m.chosen AND m.field = 'title') AS title
FROM quarantine AS q LEFT JOIN metadata_evidence AS m USING (document_id)
WHERE q.expectation = ? GROUP BY ALL ORDER BY q.document_id LIMIT ?"""
    with opened(file) as connection:
        ((count,),) = connection.execute(
            "SELECT count(DISTINCT document_id) FROM quarantine WHERE expectation = ?", [spec.name]
        ).fetchall()
        return fetch(connection, query, [spec.name, SHOWN]).to_dicts(), int(count)


def _words(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items() if name != "detail")
