"""Homes made by hand: editions published from given rows, without reading, judging or comparing a page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.files import replacing
from kliping.settings import Settings
from kliping.tables.tables import EXPECTATION_RESULTS, TABLES
from kliping.warehouse.connections import insert, opened
from kliping.warehouse.kept import keep_editions
from kliping.warehouse.numbers import Birth, enter
from kliping.warehouse.publish import Edition, publish
from kliping.warehouse.querying import make_queryable
from kliping.warehouse.sums import note

if TYPE_CHECKING:
    from kliping.warehouse.store import Store

NOW = datetime(2026, 1, 2, tzinfo=UTC)
DEFAULTS: dict[str, Any] = {
    "VARCHAR": "x",
    "VARCHAR[]": [],
    "INTEGER": 1,
    "BIGINT": 1,
    "DOUBLE": 0.5,
    "BOOLEAN": True,
    "DATE": None,
    "TIMESTAMPTZ": NOW,
    "JSON": "{}",
}

Rows = "Mapping[str, Sequence[Mapping[str, Any]]]"


def article(name: str, body: str = "Satu kalimat.", **values: Any) -> dict[str, Any]:
    """A row of ``articles`` of the document ``d`` and ``name``."""
    facts = {"article_id": f"a{name}", "group_id": f"g{name}", "document_id": f"d{name}", "title": f"Judul {name}"}
    return facts | {"body": body, "language": "id", "published_on": None, "since_edition": 1} | values


def document(name: str, of: str | None = None, **values: Any) -> dict[str, Any]:
    """A row of ``documents``: the canonical one of its article, or a copy in the article ``of``."""
    facts = {"document_id": f"d{name}", "uri": f"file:///pages/{name}.txt", "sha256": name, "member": None}
    status = {
        "status": "duplicate" if of else "published",
        "article_id": f"a{of or name}",
        "group_id": f"g{of or name}",
    }
    return facts | status | values


def publish_rows(store: Store, number: int, rows: Rows, settings: Settings | None = None) -> Edition:
    """Publish an edition that holds just ``rows``; what a row does not say gets a value of the column's type."""
    known = settings or Settings(home=store.home)
    with replacing(store.candidate) as temporary:
        with opened(temporary, write=True, storage=known.publishing.storage_version) as connection:
            for table in TABLES:
                connection.execute(table.ddl())
                given = rows.get(table.name, ())
                if given:
                    values = [{c.name: DEFAULTS[c.type] for c in table.columns} | dict(row) for row in given]
                    insert(connection, table, pl.DataFrame(values, infer_schema_length=None))
            enter(connection, Birth(number, f"inputs of {number}"), known)
            make_queryable(connection)
        note(store.home, temporary, store.candidate)
    results = pl.DataFrame(schema={column.name: pl.String for column in EXPECTATION_RESULTS.columns})

    def admit(fingerprint: str) -> Edition:
        return Edition(number, "passed", f"inputs of {number}", fingerprint)

    edition = publish(store, known, admit, results, run_id=f"run {number}", at=NOW)
    keep_editions(store, known.publishing)
    return edition
