"""Running a step so that a page that makes it raise is set aside, and the rest of the batch goes on.

Belongs here: finding the page, and the sentence about it. Does not belong here: the steps (``kliping.steps``) or where
failures rest (``kliping.warehouse.failures``).
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING

import polars as pl

from kliping.errors import KlipingError
from kliping.first_run import prepare_for
from kliping.frames import CORRECTIONS, FAILURES, conform, empty
from kliping.steps import BY_NAME
from kliping.words import with_lexicons

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kliping.settings import Settings
    from kliping.steps import Step

    Call = Callable[[list[str]], pl.DataFrame]
    """From ids of documents to what the step makes of them."""

LOG = logging.getLogger("kliping.steps")

STEP_FAILED = "step_failed"
"""The ``reason`` of a document that made a step raise."""

MACHINE_FAULTS = (OSError, MemoryError, ImportError, KlipingError)
"""Faults of disk, memory, permission, installation and settings: no page is to blame, so they stop the run."""

PAGE_FAULTS = (Exception, pl.exceptions.PanicException)
"""Everything else, a panic inside Polars included, which is no ``Exception``."""

_HOME = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Made:
    """What a step made of a batch."""

    frame: pl.DataFrame  # as the step gives it, without the documents that failed
    failures: pl.DataFrame  # FAILURES of this step
    seconds: float | None = None  # of processor time that it took; None where nobody knows


def run_step(step: Step, frames: Mapping[str, pl.DataFrame], settings: Settings, failed: pl.DataFrame) -> Made:
    """``step`` over one batch, without the documents that an earlier step or this one raises on.

    Where the step raises, the batch is halved until every page that makes it raise stands alone: at most two calls a
    document, and about twice the logarithm of the batch's size for one page among many.

    Args:
        step: one of ``PAGE_STEPS``.
        frames: what the steps it takes gave, by their names, and CORRECTIONS as ``corrections`` where there are any.
        settings: every threshold.
        failed: FAILURES of the steps before it.

    Raises:
        OSError, MemoryError, ImportError, KlipingError: the fault is not a page's.
        Exception: the step raises without any document as well.
    """
    prepare_for(step)
    begun = time.process_time()
    made = _run(step, frames, settings, failed)
    return replace(made, seconds=time.process_time() - begun)


def _run(step: Step, frames: Mapping[str, pl.DataFrame], settings: Settings, failed: pl.DataFrame) -> Made:
    taken = {name: conform(frames[name], BY_NAME[name].gives) for name in step.takes}
    if failed.height:
        aside = failed.select("document_id")
        taken = {name: frame.join(aside, on="document_id", how="anti") for name, frame in taken.items()}
    ids = pl.concat([frame["document_id"] for frame in taken.values()]).unique(maintain_order=True).to_list()
    if step.heeds:
        taken["corrections"] = conform(frames.get("corrections", empty(CORRECTIONS)), CORRECTIONS)

    def call(wanted: list[str]) -> pl.DataFrame:
        some = taken
        if len(wanted) < len(ids):
            mine = pl.DataFrame({"document_id": wanted}, schema={"document_id": pl.String})
            some = {name: frame.join(mine, on="document_id", how="semi") for name, frame in taken.items()}
        assert step.make is not None
        with with_lexicons(settings.cleaning.lexicons):
            return conform(step.make(some, settings), step.gives)

    try:
        return Made(call(ids), empty(FAILURES))
    except MACHINE_FAULTS:
        raise
    except PAGE_FAULTS as fault:
        if not ids:
            raise
        call([])  # a step that raises on nothing as well is at fault itself
        parts, failures = _halved(step, call, ids, fault)
    made = Made(
        pl.concat([empty(step.gives), *parts]), conform(pl.DataFrame(failures, schema=FAILURES, orient="row"), FAILURES)
    )
    LOG.warning(
        "%s failed on %d of %d pages, which are in quarantine; the others went on. %s",
        step.name,
        len(failures),
        len(ids),
        failures[0][-1] if failures else "No page does so alone.",
    )
    return made


def _halved(
    step: Step, call: Call, ids: list[str], fault: BaseException
) -> tuple[list[pl.DataFrame], list[tuple[str, ...]]]:
    """What can be made of ``ids``, in their order, and a row of FAILURES for each that cannot."""
    if len(ids) == 1:
        return [], [(ids[0], step.name, STEP_FAILED, told(step.name, fault))]
    parts: list[pl.DataFrame] = []
    failures: list[tuple[str, ...]] = []
    for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
        try:
            parts.append(call(half))
        except MACHINE_FAULTS:
            raise
        except PAGE_FAULTS as deeper:
            more, failed = _halved(step, call, half, deeper)
            parts += more
            failures += failed
    return parts, failures


def told(step: str, fault: BaseException) -> str:
    """The sentence for a person: the exception's type and place, never its message, which may quote the page."""
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(fault.__traceback__)]
    ours = [(path, line) for path, line in frames if path.is_relative_to(_HOME) and path != Path(__file__).resolve()]
    path, line = (ours or frames or [(_HOME / "unknown", 0)])[-1]
    place = path.relative_to(_HOME).as_posix() if path.is_relative_to(_HOME) else path.name
    return (
        f"The step {step} cannot take this page: {type(fault).__name__} at {place}, line {line}. "
        "It is tried again with the next version of Kliping; reporting this sentence helps that version."
    )
