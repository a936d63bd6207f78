"""Documents that made a step raise, kept batch by batch beside what the step made of the others.

Belongs here: where FAILURES rest. Does not belong here: how they come about (``kliping.isolation``).

A step and batch without a failure has no file, so the store of a sound corpus holds none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import FAILURES, conform, empty
from kliping.warehouse.store import BATCH_STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kliping.warehouse.store import Store

FOLDER = "failures"


def keep_failures(store: Store, step: str, batch: str, failures: pl.DataFrame) -> None:
    """Put on record the FAILURES of ``step`` in ``batch``, in place of those of an earlier try."""
    if failures.height:
        store.write(FOLDER, part_of(step, batch), failures)
    else:
        store.path(FOLDER, part_of(step, batch)).unlink(missing_ok=True)


def failures_of(store: Store, batch: str, steps: Iterable[str] = BATCH_STEPS) -> pl.DataFrame:
    """FAILURES of ``steps`` in ``batch``, in their order."""
    parts = [part_of(step, batch) for step in steps]
    kept = [store.read(FOLDER, part) for part in parts if store.path(FOLDER, part).is_file()]
    return pl.concat([empty(FAILURES), *(conform(frame, FAILURES) for frame in kept)])


def part_of(step: str, batch: str) -> str:
    """The part of the store that holds what ``step`` could not take of ``batch``."""
    return f"{batch}.{step}"
