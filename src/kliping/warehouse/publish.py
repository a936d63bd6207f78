"""Publishing: an audited candidate becomes the file that everybody queries, in one step.

Belongs here: numbering editions, recording them, swapping the file. Does not belong here: the verdict
(``expectations``): who calls ``publish`` has asked for it.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping import __version__
from kliping.tables.tables import EDITIONS, EXPECTATION_RESULTS
from kliping.warehouse.connections import fetch, insert, opened
from kliping.warehouse.files import locked, read_json, replacing, write_json

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from kliping.settings import Settings
    from kliping.warehouse.store import Store


@dataclass(frozen=True)
class Edition:
    """The last edition on record: the number, what came of it, and what it was made from."""

    edition: int
    verdict: str  # passed, accepted, refused
    inputs_sha256: str
    tables_sha256: str


def last_edition(store: Store) -> Edition | None:
    """The last edition on record, or None before the first."""
    recorded = read_json(_record(store))
    return None if recorded is None else Edition(**recorded)


def next_number(store: Store) -> int:
    """Number the next candidate will carry."""
    last = last_edition(store)
    return 1 if last is None else last.edition + 1


def figures(candidate: Path) -> dict[str, int]:
    """Documents of the candidate by what became of them: documents, articles, duplicates, quarantined, unreadable."""
    query = """
        SELECT count(*) AS documents, count(*) FILTER (status = 'published') AS articles,
               count(*) FILTER (status = 'duplicate') AS duplicates,
               count(*) FILTER (status = 'quarantined') AS quarantined,
               count(*) FILTER (status = 'unreadable') AS unreadable
        FROM documents
    """
    with opened(candidate) as connection:
        return fetch(connection, query).row(0, named=True)


def publish(
    store: Store,
    settings: Settings,
    edition: Edition,
    results: pl.DataFrame,
    *,
    run_id: str,
    at: datetime,
) -> Path:
    """Make the candidate the published file and put the edition on record.

    The order makes a kill harmless at any point: the edition's rows are written under its number, then the file is
    swapped, then the record names the number; what was not recorded is done again under the same number.

    Args:
        store: the home.
        settings: in force.
        edition: number and verdict (passed or accepted).
        results: EXPECTATION_RESULTS of this edition.
        run_id: the run that made it.
        at: moment of publication.
    """
    with locked(store.home / ".publishing", doing="publishing"):
        row = _edition_row(store, settings, edition, run_id=run_id, published_at=at)
        _remember(store, edition, row, results)
        with replacing(store.published) as temporary:
            shutil.copyfile(store.candidate, temporary)
            with opened(temporary, write=True) as connection:
                insert(connection, EDITIONS, row)
                insert(connection, EXPECTATION_RESULTS, results)
        write_json(_record(store), asdict(edition))
    return store.published


def refuse(store: Store, settings: Settings, edition: Edition, results: pl.DataFrame, *, run_id: str) -> None:
    """Put a refused candidate on record; the published file is not touched."""
    with locked(store.home / ".publishing", doing="publishing"):
        row = _edition_row(store, settings, edition, run_id=run_id, published_at=None)
        _remember(store, edition, row, results)
        write_json(_record(store), asdict(edition))


def _record(store: Store) -> Path:
    return store.home / "edition.json"


def _remember(store: Store, edition: Edition, row: pl.DataFrame, results: pl.DataFrame) -> None:
    store.write(EDITIONS.name, f"{edition.edition:08d}", row)
    store.write(EXPECTATION_RESULTS.name, f"{edition.edition:08d}", results)


def _edition_row(
    store: Store, settings: Settings, edition: Edition, *, run_id: str, published_at: datetime | None
) -> pl.DataFrame:
    values: dict[str, Any] = {
        "edition": edition.edition,
        "run_id": run_id,
        "verdict": edition.verdict,
        "published_at": published_at,
        **figures(store.candidate),
        "kliping_version": __version__,
        "settings": json.dumps(settings.model_dump(mode="json"), sort_keys=True),
        "tables_sha256": edition.tables_sha256,
    }
    return pl.DataFrame([values], schema_overrides={"published_at": pl.Datetime("us", "UTC"), "edition": pl.Int32})
