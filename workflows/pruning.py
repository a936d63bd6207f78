"""Removing what nobody needs any more, and saying what it freed.

Belongs here: what is old enough to go, and what stays however old it is. Does not belong here: when that is asked
(``schedules``), or how it is printed (``commands.prune``).

What is in use never goes: the published edition, the candidate, the frames of a batch of the ledger, take-downs and
their receipts, and the last successful run of each batch, on which Dagster's view of it hangs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.data_docs import drop_old_docs
from kliping.files import ASIDE, left_behind, remove
from kliping.warehouse.kept import keep_editions
from kliping.warehouse.lock import writing
from kliping.warehouse.store import BATCH_STEPS, BATCHES, Store

if TYPE_CHECKING:
    import dagster as dg

    from kliping.settings import Settings

MADE_AGAIN = (*BATCH_STEPS[1:], "failures", "again", "unread", "elsewhere")
"""Folders of the store whose parts hang on a batch: without the batch they are nobody's."""


@dataclass(frozen=True)
class Freed:
    """What of one kind was removed."""

    what: str
    count: int
    bytes: int


def prune(settings: Settings, instance: dg.DagsterInstance | None, now: datetime) -> list[Freed]:
    """Remove what is older than its retention.

    Args:
        settings: the home, and how long what is kept.
        instance: Dagster's storage; None: there is none, or it is left alone.
        now: this moment.

    Raises:
        HomeBusy: another process writes to the home.
        StoreError: the home cannot be written.
    """
    store, retention = Store(settings.home), settings.retention
    leftovers = _measured(left_behind(store.home)) if store.home.is_dir() else (0, 0)
    with writing(store.home, doing="kliping prune", seconds=settings.wait_seconds):  # which clears leftovers away
        freed = [
            Freed("temporary files", *leftovers),
            _removed("frames of no batch", _strays(store)),
            _removed("files set aside", _older(store.home / ASIDE, now - timedelta(days=retention.aside_days))),
            _watched("kept editions", store.kept, lambda: keep_editions(store, settings.publishing)),
            _watched(
                "Data Docs", store.data_docs, lambda: drop_old_docs(store.data_docs, settings.gate.data_docs_editions)
            ),
        ]
    if instance is not None:
        freed.append(prune_runs(instance, now - timedelta(days=retention.runs_days)))
    return freed


def prune_runs(instance: dg.DagsterInstance, before: datetime) -> Freed:
    """Delete runs that ended before a moment, with their events and logs; the last good one of each kind stays."""
    import dagster as dg

    from workflows.retries import UNFINISHED

    ended = [status for status in dg.DagsterRunStatus if status not in UNFINISHED]
    old = instance.get_run_records(dg.RunsFilter(created_before=before, statuses=ended))
    last: dict[tuple[str, str | None], str | None] = {_kind(record.dagster_run): None for record in old}
    for job, partition in last:
        tags = {"dagster/partition": partition} if partition else {}
        of_kind = dg.RunsFilter(job_name=job, tags=tags, statuses=[dg.DagsterRunStatus.SUCCESS])
        newest = instance.get_runs(of_kind, limit=1)
        last[job, partition] = newest[0].run_id if newest else None
    gone = [record.dagster_run for record in old if last[_kind(record.dagster_run)] != record.dagster_run.run_id]
    size = 0
    for run in gone:
        instance.delete_run(run.run_id)
        shard = Path(instance.root_directory) / "history" / "runs" / f"{run.run_id}.db"
        logs = Path(instance.storage_directory()) / run.run_id
        size += _measured([shard, logs])[1]
        remove(shard)
        remove(logs)
    return Freed("runs of Dagster", len(gone), size)


def _kind(run: dg.DagsterRun) -> tuple[str, str | None]:
    return run.job_name, run.tags.get("dagster/partition")


def _strays(store: Store) -> list[Path]:
    """Frames that hang on a batch which is in the ledger no more, nor are its pages there to write it again."""
    known = {*store.parts(BATCHES), *store.parts(BATCH_STEPS[0])}
    return [
        store.path(step, part)
        for step in MADE_AGAIN
        for part in store.parts(step)
        if part not in known and part.partition(".")[0] not in known
    ]


def _older(folder: Path, than: datetime) -> list[Path]:
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if path.lstat().st_mtime < than.timestamp()]


def _removed(what: str, paths: list[Path]) -> Freed:
    count, size = _measured(paths)
    for path in paths:
        remove(path)
    return Freed(what, count, size)


def _watched(what: str, folder: Path, work: Callable[[], object]) -> Freed:
    """What is gone from a folder after ``work``, entries of it."""
    before = {path: _measured([path])[1] for path in folder.iterdir()} if folder.is_dir() else {}
    work()
    gone = [size for path, size in before.items() if not path.exists()]
    return Freed(what, len(gone), sum(gone))


def _measured(paths: list[Path]) -> tuple[int, int]:
    """How many there are, and the bytes of all files in them."""
    there = [path for path in paths if path.exists()]
    files = [file for path in there for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()]
    return len(there), sum(file.stat().st_size for file in files)
