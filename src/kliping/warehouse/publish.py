"""Publishing: an audited candidate becomes the file that everybody queries, in one step.

Belongs here: recording editions, swapping the file. Does not belong here: the verdict (``expectations``): who calls
``publish`` says by which verdict a candidate is admitted; or the number of an edition (``numbers``).

The published file is the record of what was published: an edition that it holds was published, whatever else was
lost. Everything that is written beside it is written after it, and made again from it.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from kliping import __version__
from kliping.errors import StoreError
from kliping.files import read_json, remove, replacing, set_aside, write_ahead_log, write_json
from kliping.tables.tables import EDITIONS, EXPECTATION_RESULTS
from kliping.warehouse.connections import fetch, insert, opened
from kliping.warehouse.corrections import in_force
from kliping.warehouse.fingerprints import tables_sha256
from kliping.warehouse.lock import writing
from kliping.warehouse.numbers import UNJUDGED, own_number
from kliping.warehouse.remembered import remembered
from kliping.warehouse.sums import is_as_placed, note, tables_noted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from kliping.settings import Settings
    from kliping.warehouse.store import Store

REFUSED = "refused"
_FIGURES = """
    SELECT count(*) AS documents, count(*) FILTER (status = 'published') AS articles,
           count(*) FILTER (status = 'duplicate') AS duplicates,
           count(*) FILTER (status = 'quarantined') AS quarantined,
           count(*) FILTER (status = 'unreadable') AS unreadable
    FROM documents
"""
"""Documents by what became of them."""


@dataclass(frozen=True)
class Edition:
    """An edition on record: the number, what came of it, and what it was made from."""

    edition: int
    verdict: str  # passed, accepted, refused
    inputs_sha256: str
    tables_sha256: str


def last_edition(store: Store) -> Edition | None:
    """The last edition on record, or None before the first; what the published file holds counts, whatever was lost."""
    noted = _noted(store)
    published = last_published(store.published)
    if noted is None or (published is not None and published.edition > noted.edition):
        return published
    return noted


@remembered
def last_published(published: Path) -> Edition | None:
    """The edition that the file at ``published`` holds; None where there is none, or no file of ours."""
    query = "SELECT edition, verdict, inputs_sha256, tables_sha256 FROM editions ORDER BY edition DESC LIMIT 1"
    try:
        with opened(published) as connection:
            rows = fetch(connection, query).rows(named=True)
    except (StoreError, duckdb.Error):
        return None
    if not rows:
        return None
    last = rows[0]
    return Edition(last["edition"], last["verdict"] or "", last["inputs_sha256"] or "", last["tables_sha256"] or "")


def publish(
    store: Store,
    settings: Settings,
    admit: Callable[[str], Edition],
    results: pl.DataFrame,
    *,
    run_id: str,
    at: datetime,
) -> Edition:
    """Make the candidate the published file and put the edition on record.

    The candidate is copied first and its fingerprint taken from the copy, so what is judged by ``admit`` and what is
    published are one file, whatever happens to the candidate meanwhile: where the copy has the very bytes that were
    built, it is the fingerprint on record, else every row is read. The bytes are read to see that, unless this very
    process built the candidate and nothing wrote to it until it was copied. A kill is harmless at any point: the file
    is swapped in one step, and what is written after it is made again from it.

    Args:
        store: the home.
        settings: in force.
        admit: given the fingerprint (``tables_sha256``), says as which edition it may be published, or raises.
        results: EXPECTATION_RESULTS of this edition.
        run_id: the run that made it.
        at: moment of publication.

    Raises:
        GateClosed: by ``admit``.
        StoreError: the home cannot be written.
    """
    with writing(store.home, doing="publishing"):
        put_aside(store.published)
        with replacing(store.published) as temporary:
            shutil.copyfile(store.candidate, temporary)
            same = is_as_placed(store.candidate)
            known = tables_noted(store.home, store.candidate, None if same else temporary)
            with opened(temporary, write=True, memory_mb=settings.publishing.memory_mb) as connection:
                edition = admit(known or tables_sha256(connection))
                row = _edition_row(
                    connection, settings, edition, len(in_force(store.home)), run_id=run_id, published_at=at
                )
                _complete(connection, edition.edition, row, results)
            note(store.home, temporary, store.published, tables=edition.tables_sha256)
        remove(write_ahead_log(store.published))
        remember(store, edition, row, results)
        remove(store.passed)
    return edition


def restore(store: Store) -> Edition | None:
    """Publish the last edition again, where its file was lost; None where that cannot be done.

    It is copied from the file in which it is kept; else made from its candidate, or, where that gave way to one that
    was refused, from the copy that was kept of it.
    """
    last = _noted(store)
    if last is not None and last_published(store.kept_edition(last.edition)) == last:
        return _copied(store, store.kept_edition(last.edition), store.published)
    if last is not None and last.verdict == REFUSED:
        return _copied(store, store.passed, store.published)
    if last is None or not store.candidate.is_file():
        return None
    try:
        row, results = (store.read(table.name, _part(last.edition)) for table in (EDITIONS, EXPECTATION_RESULTS))
        put_aside(store.published)
        with replacing(store.published) as temporary:
            shutil.copyfile(store.candidate, temporary)
            with opened(temporary, write=True) as connection:
                if tables_sha256(connection) != last.tables_sha256:
                    return None
                _complete(connection, last.edition, row, results)
            note(store.home, temporary, store.published)
    except duckdb.Error:  # the candidate is damaged as well
        return None
    return last


def keep_passed(store: Store) -> None:
    """While the last edition is refused, keep a copy of the published file: nothing else could make it again."""
    last = _noted(store)
    if last is None or last.verdict != REFUSED:
        remove(store.passed)
    elif last_published(store.passed) is None:
        _copied(store, store.published, store.passed)


def _copied(store: Store, source: Path, target: Path) -> Edition | None:
    """Put a copy of an edition's file in place of ``target``; None where ``source`` holds no edition."""
    held = last_published(source)
    if held is not None:
        put_aside(target)
        with replacing(target) as temporary:
            shutil.copyfile(source, temporary)
            note(store.home, temporary, target)
    return held


def _complete(connection: duckdb.DuckDBPyConnection, number: int, row: pl.DataFrame, results: pl.DataFrame) -> None:
    """What came of a candidate, in place of what it was born with."""
    for table, rows in ((EDITIONS, row), (EXPECTATION_RESULTS, results)):
        connection.execute(f"DELETE FROM {table.name} WHERE edition = ?", [number])
        insert(connection, table, rows)


def refuse(store: Store, settings: Settings, edition: Edition, results: pl.DataFrame, *, run_id: str) -> None:
    """Put a refused candidate on record; the published file is not touched."""
    with writing(store.home, doing="publishing"):
        with opened(store.candidate) as connection:
            row = _edition_row(
                connection, settings, edition, len(in_force(store.home)), run_id=run_id, published_at=None
            )
        remember(store, edition, row, results)
        keep_passed(store)


def candidate_at_hand(store: Store) -> None:
    """Make the candidate of the last edition again, where that is out and its candidate was dropped.

    Raises:
        StoreError: the home cannot be written.
    """
    published = last_published(store.published)
    if not store.candidate.is_file() and published is not None and published == last_edition(store):
        _candidate_of_published(store)


def drop_candidate(store: Store) -> None:
    """Remove the candidate of an edition that is out, or an older one: the published file holds the same tables."""
    published = last_published(store.published)
    if published is not None and own_number(store.candidate) <= published.edition:
        remove(store.candidate)


def _candidate_of_published(store: Store) -> None:
    known = tables_noted(store.home, store.published) or ""
    with replacing(store.candidate) as temporary:
        shutil.copyfile(store.published, temporary)
        with opened(temporary, write=True) as connection:
            last = "(SELECT max(edition) FROM editions)"
            connection.execute(f"DELETE FROM expectation_results WHERE edition = {last}")
            connection.execute(
                f"UPDATE editions SET verdict = '{UNJUDGED}', run_id = NULL, published_at = NULL WHERE edition = {last}"
            )
        note(store.home, temporary, store.candidate, tables=known)


def what_stands(store: Store) -> str:
    """What can be read while the last edition is refused, as a sentence."""
    if last_published(store.published) is not None:
        return "The previous edition stays."
    recorded = [part for part in store.parts(EDITIONS.name) if store.opens(EDITIONS.name, part)]
    if any((store.read(EDITIONS.name, part)["verdict"] != REFUSED).any() for part in recorded):
        return (
            f"{store.published} is lost and only a backup brings it back; the next edition that passes takes its place."
        )
    return "Nothing is published yet."


def was_published(store: Store, number: int) -> bool:
    """Whether the edition of that number stands in the published file."""
    last = last_published(store.published)
    return last is not None and last.edition == number and last.verdict != REFUSED


def recover_record(store: Store) -> None:
    """Write again what is noted of published editions beside their file, where a kill or a loss left it out."""
    published = last_published(store.published)
    if published is None:
        return
    with opened(store.published) as connection:
        numbers = fetch(connection, "SELECT edition FROM editions ORDER BY edition")["edition"].to_list()
        for table in (EDITIONS, EXPECTATION_RESULTS):
            for part in map(_part, numbers):
                if not store.opens(table.name, part):
                    rows = fetch(connection, f"SELECT * FROM {table.name} WHERE edition = ?", [int(part)])
                    store.write(table.name, part, rows)
    noted = _noted(store)
    if noted is None or noted.edition < published.edition:
        write_json(_record(store), asdict(published))


def put_aside(published: Path) -> Path | None:
    """Move away what lies in the place of the published file and is no edition of ours: nothing is overwritten.

    A file that calls itself DuckDB's and cannot be opened is taken for a damaged edition, which a take-down must reach.
    Anything else is somebody's own: it is put beside its place under another name, and no command ever removes it.

    Returns:
        Where it lies now, or None when nothing had to be moved.

    Raises:
        StoreError: the file is open for writing in another program.
    """
    if not published.exists() or last_published(published) is not None:
        return None
    try:
        with opened(published):
            damaged = False
    except StoreError as broken:
        if "open for writing" in str(broken):
            raise
        damaged = _calls_itself_duckdb(published)
    if damaged:
        return set_aside(published.parent, published)
    number = 1
    while (aside := published.with_name(f"{published.name}.aside-{number}")).exists():
        number += 1
    published.rename(aside)
    return aside


def _calls_itself_duckdb(path: Path) -> bool:
    """Whether the file has the mark of DuckDB's storage format behind the eight bytes of its first block's sum."""
    if path.is_dir():
        return False
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"


def _noted(store: Store) -> Edition | None:
    recorded = read_json(_record(store))
    try:
        edition = Edition(**recorded)
    except TypeError:  # no such record, or another version's
        return None
    return edition if isinstance(edition.edition, int) else None


def _record(store: Store) -> Path:
    return store.home / "edition.json"


def _part(number: int) -> str:
    return f"{number:08d}"


def remember(store: Store, edition: Edition, row: pl.DataFrame, results: pl.DataFrame) -> None:
    """Put an edition on record beside the published file: its row, its results, and that it is the last one."""
    store.write(EXPECTATION_RESULTS.name, _part(edition.edition), results)
    store.write(EDITIONS.name, _part(edition.edition), row)
    write_json(_record(store), asdict(edition))


def _edition_row(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    edition: Edition,
    corrections: int,
    *,
    run_id: str,
    published_at: datetime | None,
) -> pl.DataFrame:
    values: dict[str, Any] = {
        "edition": edition.edition,
        "run_id": run_id,
        "verdict": edition.verdict,
        "published_at": published_at,
        **fetch(connection, _FIGURES).row(0, named=True),
        "corrections": corrections,
        "kliping_version": __version__,
        "settings": json.dumps(settings.model_dump(mode="json"), sort_keys=True),
        "inputs_sha256": edition.inputs_sha256,
        "tables_sha256": edition.tables_sha256,
    }
    return pl.DataFrame([values], schema_overrides=EDITIONS.schema("edition", "published_at"))
