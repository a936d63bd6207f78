"""Going back: an edition that is kept is published again, under a number of its own.

Belongs here: making the file of a rollback and putting it on record. Does not belong here: which editions are kept
(``kept``), or what a run does afterwards (``expectations.editions``).

A rollback is an edition like any other: it has a number, a verdict (that of the edition whose tables it holds, which
were judged when it was made) and a reason. Nothing that was read or understood is lost, and another one undoes it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.errors import StoreError
from kliping.files import remove, replacing, write_ahead_log
from kliping.tables.tables import ARTICLES, EDITIONS, EXPECTATION_RESULTS
from kliping.warehouse.article_columns import tables_in
from kliping.warehouse.candidate import changed_in, keep_since
from kliping.warehouse.connections import fetch, insert, opened
from kliping.warehouse.fingerprints import tables_sha256
from kliping.warehouse.kept import edition_file, keep_editions
from kliping.warehouse.lock import writing
from kliping.warehouse.numbers import next_number, own_number
from kliping.warehouse.publish import (
    Edition,
    last_published,
    recover_record,
    remember,
)
from kliping.warehouse.remembered import remembered
from kliping.warehouse.sums import is_sound, note, noted

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import duckdb

    from kliping.settings import Settings
    from kliping.warehouse.store import Store


@dataclass(frozen=True)
class Rollback:
    """What is on record of a rollback."""

    edition: int
    rolled_back_to: int
    why: str


def roll_back(
    store: Store, settings: Settings, number: int, why: str, *, inputs_sha256: str, run_id: str, at: datetime
) -> Edition:
    """Publish edition ``number`` again; a kill at any point leaves the edition before or the rollback, never neither.

    Articles that differ from those published until now say so in ``since_edition``, like those of any edition.

    Args:
        store: the home.
        settings: in force.
        number: a published edition that is kept.
        why: the reason that goes on record, and who gave it.
        inputs_sha256: digest of all that a candidate would be made from now: while it stays, so does the rollback.
        run_id: goes on record.
        at: moment of publication.

    Raises:
        StoreError: that edition is not kept, is damaged, was written by a version with other tables, or holds what is
            published.
    """
    with writing(store.home, doing="kliping rollback"):
        recover_record(store)
        source = edition_file(store, number)
        if not is_sound(store.home, source, noted(store.home), thorough=True):
            raise StoreError(f"{source} is damaged. Run 'kliping doctor --repair', then go back to another edition.")
        with replacing(store.published) as temporary:
            shutil.copyfile(source, temporary)
            with opened(temporary, write=True, memory_mb=settings.publishing.memory_mb) as connection:
                _require_our_tables(connection, number)
                fingerprint = tables_sha256(connection)
                _require_other_tables(store, number, fingerprint)
                row, results = _record_of(connection, number)
                edition = Edition(_number(store), row["verdict"][0], inputs_sha256, fingerprint)
                row = row.with_columns(
                    pl.lit(edition.edition, pl.Int32).alias("edition"),
                    pl.lit(run_id).alias("run_id"),
                    pl.lit(at, pl.Datetime("us", "UTC")).alias("published_at"),
                    pl.lit(inputs_sha256).alias("inputs_sha256"),
                    pl.lit(fingerprint).alias("tables_sha256"),
                    pl.lit(number, pl.Int32).alias("rolled_back_to"),
                    pl.lit(why).alias("why"),
                )
                results = results.with_columns(pl.lit(edition.edition, pl.Int32).alias("edition"))
                _write_history(store, connection, edition.edition, row, results)
                connection.execute("UPDATE articles SET since_edition = ?", [edition.edition])
                articles = next(table for table in tables_in(connection) if table.name == ARTICLES.name)
                keep_since(connection, articles, changed_in(store.published, articles))
            note(store.home, temporary, store.published)
        remove(write_ahead_log(store.published))
        remember(store, edition, row, results)
        remove(store.passed)
        keep_editions(store, settings.publishing)
        remove(store.candidate)
    return edition


def last_rollback(published: Path) -> Rollback | None:
    """What is on record of the published edition, if it is a rollback."""
    told = None if last_published(published) is None else _told(published)
    return None if told is None else told[0]


@remembered
def _told(published: Path) -> tuple[Rollback | None]:
    """The answer in brackets: of most files it is None, which would be no answer."""
    with opened(published) as connection:
        columns = {name for name, *_ in connection.execute("FROM editions LIMIT 0").description or ()}
        if not {"rolled_back_to", "why"} <= columns:  # of a version that knew of none
            return (None,)
        query = "SELECT edition, rolled_back_to, why FROM editions ORDER BY edition DESC LIMIT 1"
        last = fetch(connection, query).row(0, named=True)
    return (None if last["rolled_back_to"] is None else Rollback(**last),)


def _number(store: Store) -> int:
    """The next number, and never that of a candidate: after a kill the older of the two is told by its number."""
    following = next_number(store)
    return following + 1 if own_number(store.candidate) == following else following


def _require_our_tables(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    for table in tables_in(connection):
        there = connection.execute(
            "SELECT column_name FROM duckdb_columns() WHERE database_name = 'kliping' AND table_name = ?",
            [table.name],
        ).fetchall()
        if {name for (name,) in there} != {column.name for column in table.columns}:
            raise StoreError(
                f"Edition {number} was written by another version of Kliping, whose table {table.name} has other "
                "columns. It can be asked and compared, and cannot be published again by this one."
            )


def _require_other_tables(store: Store, number: int, fingerprint: str) -> None:
    if last_published(store.published) is None:
        return
    with opened(store.published) as connection:
        if tables_sha256(connection) == fingerprint:
            raise StoreError(f"Edition {number} holds the tables that are published: there is nothing to go back to.")


def _record_of(connection: duckdb.DuckDBPyConnection, number: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The edition's own row of ``editions``, and its rows of ``expectation_results``."""
    row, results = (
        fetch(connection, f"SELECT * FROM {table.name} WHERE edition = ?", [number])
        for table in (EDITIONS, EXPECTATION_RESULTS)
    )
    if row.height != 1:
        raise StoreError(f"The file of edition {number} does not say what came of it, so it is not published again.")
    return row, results


def _write_history(
    store: Store, connection: duckdb.DuckDBPyConnection, number: int, row: pl.DataFrame, results: pl.DataFrame
) -> None:
    """All editions there ever were, those after the one gone back to among them, and this one."""
    for table, rows in ((EDITIONS, row), (EXPECTATION_RESULTS, results)):
        connection.execute(f"DELETE FROM {table.name}")
        for part in store.parts(table.name):
            if int(part) < number:
                insert(connection, table, store.read(table.name, part))
        insert(connection, table, rows)
