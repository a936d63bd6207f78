"""The rows that break an expectation, as a person wants them: title, address, value, and what to do.

Belongs here: reading them from the tables of the edition, at the moment somebody asks. Does not belong here: which rows
they are (``expectations.data_docs`` keeps their keys), or serving the page (``workflows.web``).

Only keys are kept; words and addresses are read from the tables each time. So a document that is taken down is gone
from here as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from expectations.advice import next_move
from expectations.data_docs import ROWS, rendered
from expectations.rulebook import catalogue
from kliping.tables.tables import ARTICLES, DOCUMENTS
from kliping.warehouse.files import read_json

if TYPE_CHECKING:
    from pathlib import Path

    from expectations.spec import ExpectationSpec
    from kliping.settings import Settings
    from kliping.warehouse.store import Store

HELD_SHOWN = 200
_KEYS = re.compile(r"(document|article|group)_id")


@dataclass(frozen=True)
class Failing:
    """What breaks one expectation in one edition."""

    edition: int
    spec: ExpectationSpec
    rows: list[dict[str, Any]]  # in the tables: its keys, title, address, value
    held: list[dict[str, Any]]  # in quarantine: document_id, address, title, what
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
    keys = kept_keys(store, edition).get(expectation, [])
    file = _tables_of(store, edition)
    rows, held = ([], []) if file is None else (_described(file, spec, keys), _held(file, spec))
    return Failing(edition, spec, rows, held, file is not None, next_move(spec))


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


def _described(file: Path, spec: ExpectationSpec, keys: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows by their keys, each with the title, the address and the value that the expectation speaks of."""
    from kliping.warehouse.connections import fetch, opened

    named = [name for name in spec.key if _KEYS.fullmatch(name)]
    if not named or not keys:
        return [{"keys": _words(row), "title": None, "address": None, "value": None} for row in keys]
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
    return [{"keys": _words(row), **_named(found.get(str(row.get(by)), {}))} for row in keys]


def _named(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row.get(name) for name in ("title", "address", "value")}


def _value(spec: ExpectationSpec) -> str:
    """The column that the expectation speaks of, where the tables of documents or articles have it."""
    for table, alias in ((ARTICLES, "a"), (DOCUMENTS, "d")):
        if spec.table == table.name and spec.column in {column.name for column in table.columns}:
            return f'left({alias}."{spec.column}"::VARCHAR, 300)'
    return "NULL"


def _held(file: Path, spec: ExpectationSpec) -> list[dict[str, Any]]:
    from kliping.warehouse.connections import fetch, opened

    query = """
SELECT q.document_id, any_value(q.uri) AS address, any_value(q.detail) AS what,
  any_value(m.value) FILTER (m.chosen AND m.field = 'title') AS title
FROM quarantine AS q LEFT JOIN metadata_evidence AS m USING (document_id)
WHERE q.expectation = ? GROUP BY ALL ORDER BY q.document_id LIMIT ?"""
    with opened(file) as connection:
        return fetch(connection, query, [spec.name, HELD_SHOWN]).to_dicts()


def _words(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items())
