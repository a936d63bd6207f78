"""Running the jobs in this process, as ``kliping run`` does.

Belongs here: which Dagster instance keeps the runs, and the order of runs. Does not belong here: what is printed.
Dagster is imported once there is something to run: a run that finds nothing new is through before that would be.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from assets.stages import Progress, reported
from expectations import warm_up
from expectations.editions import is_current, refusal, rollback_ends, rollback_stays
from kliping.errors import GateClosed
from kliping.files import remove
from kliping.first_run import ALL, prepare
from kliping.settings import Settings
from kliping.stamps import stamps
from kliping.warehouse.basis import FOLDER as BASIS
from kliping.warehouse.corrections import settle as settle_corrections
from kliping.warehouse.dropped import dropped_after
from kliping.warehouse.ingest import Arrivals, look, read_batch
from kliping.warehouse.kept import keep_editions
from kliping.warehouse.layout import settle_layout
from kliping.warehouse.lock import writing
from kliping.warehouse.mending import examine, mend
from kliping.warehouse.publish import REFUSED, Edition, last_edition, last_published
from kliping.warehouse.store import BATCH_STEPS, BATCHES, Store
from kliping.warehouse.understanding import understand_batches
from workflows.collector import collect_again
from workflows.engines import cluster_of_a_run, engine_for
from workflows.executing import definitions, instance_of, run_job

if TYPE_CHECKING:
    import dagster as dg

UNDERSTANDING = "Understanding batches"


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    arrivals: Arrivals
    understood: int  # batches understood by this run
    edition: Edition | None  # the last edition on record; None when there never was a document
    fresh: bool  # whether this run made that edition


def run_everything(
    settings: Settings,
    progress: Progress,
    *,
    full_refresh: bool = False,
    recorded: bool = False,
    looking: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Look at the sources, understand what is new, audit and publish; do nothing where nothing is new.

    Args:
        settings: source and home among them.
        progress: told of every batch.
        full_refresh: understand every batch again, whatever was kept.
        recorded: whether the runs are kept in the Dagster instance that the UI shows.
        looking: whether to look at the sources; otherwise only what is on record is understood and published.
        say: told, in sentences, what the user should know: another writer is waited for, something was mended.

    Raises:
        KlipingError: a source cannot be listed, the store cannot be written, or the gate is shut.
    """
    store = Store(settings.home)

    def waiting(seconds: float) -> None:
        progress("Waiting for files that are still being written", 0, 1)
        time.sleep(seconds)

    with writing(store.home, doing="kliping run", seconds=settings.wait_seconds, say=say):
        settle_layout(store.home, say)
        mend(store, examine(store, thorough=False), say=say)
        keep_editions(store, settings.publishing)
        settle_corrections(store)
        progress("Looking for new files", 0, 1)
        nothing = Arrivals(0, 0, ())
        arrivals = look(store, settings, settings.source, datetime.now(UTC), wait=waiting) if looking else nothing
        if full_refresh:
            remove(store.root / BASIS)
        todo = store.in_order(store.parts(BATCHES)) if full_refresh else store.pending(stamps(settings))
        if not store.parts(BATCHES):
            return Outcome(arrivals, 0, None, fresh=False)
        if not todo and is_current(store, settings) and _is_out(store):
            _tell(rollback_stays(store), say)
            with dropped_after(store, settings):  # what a kill left, or a setting says since
                return Outcome(arrivals, 0, _open_edition(store), fresh=False)
        _tell(rollback_ends(store), say)
        prepare(*ALL)
        warm_up(then=collect_again)
        steps = {name: _steps_of(store, settings, name, full_refresh) for name in todo}
        with instance_of(recorded, settings.home) as instance, cluster_of_a_run(settings):
            _run_ingest(settings, instance, steps, progress, recorded=recorded)
            _run_publish(settings, instance, progress)
        return Outcome(arrivals, len(todo), _open_edition(store), fresh=True)


def _tell(sentence: str | None, say: Callable[[str], None]) -> None:
    if sentence is not None:
        say(sentence)


def _is_out(store: Store) -> bool:
    """Whether the last edition needs no publishing: it is out, or was refused and can be looked into."""
    last = last_edition(store)
    if last is not None and last.verdict == REFUSED:
        return store.candidate.is_file()
    return last is not None and last_published(store.published) == last


def _open_edition(store: Store) -> Edition | None:
    """The last edition on record.

    Raises:
        GateClosed: it was refused.
    """
    refused = refusal(store)
    if refused is not None:
        raise GateClosed(refused)
    return last_edition(store)


def _steps_of(store: Store, settings: Settings, batch: str, full_refresh: bool) -> list[str]:
    """The steps of a batch that are to be made."""
    return list(BATCH_STEPS) if full_refresh else store.outdated(batch, stamps(settings))


def _run_ingest(
    settings: Settings,
    instance: dg.DagsterInstance,
    todo: Mapping[str, list[str]],
    progress: Progress,
    *,
    recorded: bool,
) -> None:
    """Every batch of ``todo``, here or on an engine; they are read here, in the order in which they arrived."""
    from assets.ahead import made_ahead
    from workflows.sensors import enter_batches

    enter_batches(instance, list(todo))
    store, known = Store(settings.home), stamps(settings)

    @cache
    def ingest() -> dg.JobDefinition:
        return definitions(settings).resolve_job_def("ingest")

    def run(batch: str, steps: list[str]) -> None:
        run_job(ingest(), instance, batch, steps)

    def read() -> Iterator[tuple[str, Sequence[str]]]:
        for batch, steps in todo.items():
            if BATCH_STEPS[0] in steps:  # which documents are another batch's hangs on what was read before
                if recorded:
                    run(batch, steps[:1])
                else:
                    documents = read_batch(store, batch, settings)
                    settle_corrections(store, [batch], documents)
                    recipe = store.made_stamp(BATCH_STEPS[0], batch, known, documents)
                    store.write(BATCH_STEPS[0], batch, documents, recipe=recipe)
            yield batch, [step for step in steps if step != BATCH_STEPS[0]]

    if not todo:
        return
    with engine_for(settings, list(todo), recorded=recorded) as engine:
        if engine is None:
            for done, (batch, steps) in enumerate(todo.items()):
                progress(UNDERSTANDING, done, len(todo))
                run(batch, steps)
            progress(UNDERSTANDING, len(todo), len(todo))
            return
        progress(UNDERSTANDING, 0, len(todo))
        understood = understand_batches(engine[0], store, settings, engine[1], read())
        for done, batch in enumerate(understood, start=1):
            progress(UNDERSTANDING, done, len(todo))
            steps = [step for step in todo[batch] if step != BATCH_STEPS[0]]
            if recorded and steps:  # its assets take up what is made, so that they and their checks are on record
                with made_ahead(batch):
                    run(batch, steps)


def _run_publish(settings: Settings, instance: dg.DagsterInstance, progress: Progress) -> None:
    try:
        with reported(progress):
            run_job(definitions(settings).resolve_job_def("publish"), instance)
    except GateClosed:
        _open_edition(Store(settings.home))  # the refused edition is on record and says more
        raise
