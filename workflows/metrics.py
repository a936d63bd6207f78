"""Numbers for Prometheus, as a text file that its node exporter picks up.

Belongs here: what is measured of a home, and the format. Does not belong here: when it is written (``watching``,
``running``). Names and labels are words of ours; nothing of a page is in it.
"""

from __future__ import annotations

import resource
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from kliping.files import replacing
from kliping.steps import PAGE_STEPS
from kliping.tables.tables import EDITIONS

if TYPE_CHECKING:
    from kliping.settings import Settings
    from kliping.warehouse.store import Store

LATEST = 20
"""Batches over which the time of the steps is told."""

PEAK_UNIT = 1024  # bytes: Linux tells a peak in kibibytes

Sample = tuple[str, str, str, float]
"""Name, what it tells, label (or nothing), value."""


def write_metrics(store: Store, settings: Settings, now: datetime) -> Path | None:
    """Write the metrics of a home where the settings say; None where they say nothing.

    Raises:
        StoreError: the file cannot be written.
    """
    if not settings.metrics_file:
        return None
    path = Path(settings.metrics_file).expanduser()
    with replacing(path, "metrics_file") as temporary:
        temporary.write_text(metrics_text(store, now), encoding="utf-8")
    return path


def metrics_text(store: Store, now: datetime) -> str:
    """The metrics of a home in Prometheus' text format."""
    lines: list[str] = []
    told: set[str] = set()
    for name, about, label, value in _samples(store, now):
        if name not in told:
            told.add(name)
            lines += [f"# HELP {name} {about}", f"# TYPE {name} gauge"]
        lines.append(f"{name}{label} {value:.17g}")
    return "\n".join(lines) + "\n"


def _samples(store: Store, now: datetime) -> Iterator[Sample]:
    from expectations.editions import refusal
    from kliping.warehouse.publish import last_edition
    from kliping.warehouse.store import BATCHES

    last = last_edition(store)
    part = "" if last is None else f"{last.edition:08d}"
    if last is not None and store.opens(EDITIONS.name, part):
        row = store.read(EDITIONS.name, part).row(0, named=True)
        yield "kliping_edition", "Number of the last edition.", "", last.edition
        yield "kliping_documents", "Documents in the last edition.", "", row["documents"]
        for name in ("articles", "duplicates", "quarantined", "unreadable"):
            about = "What became of the documents of the last edition."
            yield "kliping_documents_by_fate", about, f'{{fate="{name}"}}', row[name]
    yield (
        "kliping_gate_open",
        "1 where the last edition was published, 0 where it was refused.",
        "",
        float(refusal(store) is None),
    )
    if store.published.is_file():
        age = now - datetime.fromtimestamp(store.published.stat().st_mtime, UTC)
        yield "kliping_edition_age_seconds", "Seconds since the published file was swapped.", "", age.total_seconds()
    yield from _of_steps(store)
    yield "kliping_batches", "Batches in the ledger.", "", len(store.parts(BATCHES))
    for folder in ("store", "editions", "data-docs"):
        size = sum(file.stat().st_size for file in (store.home / folder).rglob("*") if file.is_file())
        yield "kliping_bytes", "Bytes below the home, by folder.", f'{{folder="{folder}"}}', size
    if store.home.is_dir():
        yield "kliping_disk_free_bytes", "Bytes free on the home's disk.", "", shutil.disk_usage(store.home).free
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT
    yield "kliping_process_peak_bytes", "Most memory that the process that wrote this ever had.", "", peak
    yield "kliping_written_at_seconds", "When this was written, in seconds since 1970.", "", now.timestamp()


def _of_steps(store: Store) -> Iterator[Sample]:
    """Processor time a page of each step, over the latest batches of which it is known."""
    from kliping.warehouse.store import BATCHES

    about = f"Seconds of processor time a page of each step, over the last {LATEST} batches."
    latest = store.in_order(store.parts(BATCHES))[-LATEST:]
    pages = {batch: _rows(store, batch) for batch in latest}
    for step in PAGE_STEPS:
        took = {batch: store.seconds(step.name, batch) for batch in latest}
        known = {batch: seconds for batch, seconds in took.items() if seconds is not None and pages[batch]}
        if known:
            share = sum(known.values()) / sum(pages[batch] for batch in known)
            yield "kliping_step_seconds_per_page", about, f'{{step="{step.name}"}}', share


def _rows(store: Store, batch: str) -> int:
    """Documents of a batch; 0 where its files have not been read yet."""
    path = store.path("raw_documents", batch)
    return int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item()) if path.is_file() else 0
