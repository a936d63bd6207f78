"""The number of an edition: given once, when its candidate is built, and never again.

Belongs here: which number is next, and what a candidate says of its own birth. Does not belong here: what becomes of
it (``publish``).

A candidate carries its number in its own row of ``editions``, unjudged, so that verdict, results, Data Docs and the
published file cannot disagree about it. A candidate that was never put on record, because its run was killed, leaves
its number to the one that takes its place.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from kliping import __version__
from kliping.errors import StoreError
from kliping.files import read_json
from kliping.tables.tables import EDITIONS, EXPECTATION_RESULTS
from kliping.warehouse.connections import fetch, insert, opened

if TYPE_CHECKING:
    from pathlib import Path

    from kliping.settings import Settings
    from kliping.warehouse.store import Store

UNJUDGED = "unjudged"
"""The verdict on a candidate that nobody has audited: it stands in a candidate only, never in the published file."""

_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class Birth:
    """What a candidate is given when it is built."""

    edition: int
    inputs_sha256: str  # of all it is made from


def next_number(store: Store) -> int:
    """The number of the next candidate: above every number that any trace in the home speaks of.

    A candidate that is on no record keeps its number for the candidate that replaces it.
    """
    recorded = max(
        _published(store.published),
        _recorded(store.home / "edition.json"),
        *_numbers(store.parts(EDITIONS.name)),
        *_accepted(store.home / "acceptances.jsonl"),
    )
    candidate = own_number(store.candidate)
    judged = max(
        _recorded(store.home / "verdict.json"),
        *_numbers(store.parts(EXPECTATION_RESULTS.name)),
        *_numbers([path.name for path in store.data_docs.glob("[0-9]*")]),
    )
    last = max(recorded, candidate, judged)
    return last if candidate == last > recorded else last + 1


def enter(connection: duckdb.DuckDBPyConnection, born: Birth, settings: Settings) -> None:
    """Write into an open candidate the row of ``editions`` it is born with."""
    row = {
        "edition": born.edition,
        "verdict": UNJUDGED,
        "kliping_version": __version__,
        "settings": json.dumps(settings.model_dump(mode="json"), sort_keys=True),
        "inputs_sha256": born.inputs_sha256,
    }
    insert(connection, EDITIONS, pl.DataFrame([row], schema_overrides=EDITIONS.schema("edition")))


def birth_of(candidate: Path) -> Birth:
    """What ``candidate`` was given when it was built.

    Raises:
        StoreError: there is no candidate, or it was built by a version that gave it nothing.
    """
    with opened(candidate) as connection:
        try:
            found = fetch(
                connection,
                "SELECT edition, inputs_sha256 FROM editions WHERE verdict = ?",
                [UNJUDGED],
            )
        except Exception as broken:
            raise _no_birth(candidate) from broken
    if found.height != 1:
        raise _no_birth(candidate)
    return Birth(**found.row(0, named=True))


def _no_birth(candidate: Path) -> StoreError:
    return StoreError(f"{candidate} does not say which edition it is. Build it again: 'kliping run --full-refresh'.")


def own_number(candidate: Path) -> int:
    """The number a candidate was born with; 0 where there is none, or it cannot be read."""
    try:
        return birth_of(candidate).edition
    except (StoreError, duckdb.Error):
        return 0


def _published(published: Path) -> int:
    try:
        with opened(published) as connection:
            return int(fetch(connection, "SELECT coalesce(max(edition), 0) AS last FROM editions")["last"][0])
    except Exception:  # noqa: BLE001 - a foreign or broken file tells nothing, in whatever way it fails
        return 0


def _recorded(path: Path) -> int:
    record = read_json(path)
    number = record.get("edition") if isinstance(record, dict) else None
    return number if isinstance(number, int) else 0


def _numbers(names: list[str]) -> list[int]:
    return [int(name) for name in names if _NUMBER.fullmatch(name)] or [0]


def _accepted(path: Path) -> list[int]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return [0]
    return [int(number) for number in re.findall(r'"edition": (\d{1,9})\b', text)] or [0]
