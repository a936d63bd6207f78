"""What starts runs by itself: new files start ``ingest``, finished batches start ``publish``.

Belongs here: when. Does not belong here: how files are found (``kliping.warehouse.ingest``), how often what failed is
tried again (``retries``), or who is told (``alerting``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import dagster as dg

from assets.partitions import batches
from expectations.editions import (
    NAMED_BATCHES,
    inputs_sha256,
    is_current,
    refusal,
    require_understood,
    rollback_stays,
)
from kliping.errors import KlipingError
from kliping.settings import Settings, digest
from kliping.stamps import stamps
from kliping.warehouse.ingest import look
from kliping.warehouse.lock import writing
from kliping.warehouse.stamping import AGAIN
from kliping.warehouse.store import BATCHES, Store
from workflows import jobs
from workflows.background import Background
from workflows.ending import sentence_of
from workflows.retries import UNFINISHED, Attempt, Work, attempt

NOTHING_NEW = "No new or changed files."
PUBLISHING = "An edition is about to be published; what arrived is looked for once it is out."
"""A batch that is entered meanwhile would make that run fail: an edition never holds a part of the corpus."""
LOOKING = "The source is being looked through; a later tick publishes what is understood by then."
ENTERED_A_TICK = 100
"""Batches made partitions by one tick: Dagster takes some milliseconds for each, and a tick has to be short."""


@dataclass(frozen=True)
class Waiting:
    """What is to be understood: batches in the order of their arrival, with what each would be made from."""

    subjects: Mapping[str, str]  # by batch
    known: frozenset[str]  # every batch of the ledger


_looks: Background[Waiting] = Background()
_publishes: Background[Work | str] = Background()


def enter_batches(instance: dg.DagsterInstance, names: Sequence[str], most: int | None = None) -> list[str]:
    """Make ``names`` partitions of this instance, ``most`` at once; those it knows already are left alone."""
    there = set(instance.get_dynamic_partitions(str(batches.name)))
    missing = [name for name in names if name not in there][:most]
    if missing:
        instance.add_dynamic_partitions(str(batches.name), missing)
    return missing


def remove_strangers(instance: dg.DagsterInstance, known: frozenset[str]) -> list[str]:
    """Take partitions that are no batches off this instance: somebody made them up, or their home is another."""
    strangers = [name for name in instance.get_dynamic_partitions(str(batches.name)) if name not in known]
    for name in strangers:
        instance.delete_dynamic_partition(str(batches.name), name)
    return strangers


def looked(store: Store, settings: Settings) -> Waiting:
    """Look at the source once, and say what is to be understood.

    Raises:
        HomeBusy: another process writes to the home.
        SourceError: a source cannot be listed.
    """
    with writing(store.home, doing="looking for new files"):
        look(store, settings, settings.source, datetime.now(UTC))
    wanted = stamps(settings)
    pending = store.pending(wanted)
    subjects = {name: f"{name}:{digest(wanted, store.recipe(AGAIN, name))}" for name in pending}
    return Waiting(subjects, frozenset(store.parts(BATCHES)))


def attempts_at(instance: dg.DagsterInstance, waiting: Waiting, settings: Settings) -> dict[str, Attempt]:
    """For the first batches that wait, as many as a tick asks for, whether it is their turn."""
    now, automation = datetime.now(UTC), settings.automation
    enter_batches(instance, list(waiting.subjects), ENTERED_A_TICK)
    remove_strangers(instance, waiting.known)
    there = set(instance.get_dynamic_partitions(str(batches.name)))
    found: dict[str, Attempt] = {}
    asked = 0
    for name, subject in waiting.subjects.items():
        if asked == automation.runs_asked or name not in there:
            break
        found[name] = attempt(instance, Work(jobs.ingest.name, subject, name), now, automation.retry_minutes)
        asked += found[name].request is not None
    return found


def new_runs(
    instance: dg.DagsterInstance, store: Store, settings: Settings, seconds: float
) -> list[dg.RunRequest] | dg.SkipReason:
    """One run a pending batch whose turn it is, or why there is none; a fault in the source is a sentence.

    Args:
        instance: knows the runs there were.
        store: the home.
        settings: every threshold.
        seconds: how long to wait for the look.
    """
    if instance.get_runs(dg.RunsFilter(job_name=jobs.publish.name, statuses=UNFINISHED), limit=1):
        return dg.SkipReason(PUBLISHING)
    about = _looked_at(store, settings)
    try:
        answer = _looks.answer(about, lambda: looked(store, settings), seconds)
    except (KlipingError, OSError) as fault:
        return dg.SkipReason(_sentence(fault))
    if not isinstance(answer, Waiting):
        return dg.SkipReason(
            f"Looking through the source, for {answer:.0f} seconds so far; a later tick has the answer."
        )
    attempts = attempts_at(instance, answer, settings)
    requests = [one.request for one in attempts.values() if one.request is not None]
    if requests:
        return requests
    waiting = [f"{name}: {one.why}" for name, one in attempts.items()]
    return dg.SkipReason("; ".join(waiting[:NAMED_BATCHES]) if waiting else NOTHING_NEW)


def _looked_at(store: Store, settings: Settings) -> tuple[str, tuple[str, ...]]:
    return (str(store.home.absolute()), settings.source)


def to_publish(store: Store, settings: Settings) -> Work | str:
    """What a publish would do now, or why there is nothing to be done."""
    if not store.parts(BATCHES):
        return "No page has come in yet."
    try:
        require_understood(store, settings)
        if is_current(store, settings):
            return refusal(store) or rollback_stays(store) or "The last edition holds every batch."
        return Work(jobs.publish.name, inputs_sha256(store, settings))
    except (KlipingError, OSError) as fault:
        return _sentence(fault)


def _sentence(fault: BaseException) -> str:
    """A fault of ours or of the machine, as what a tick says."""
    known = sentence_of(fault)
    return known[0] if known is not None else type(fault).__name__


def publish_run(instance: dg.DagsterInstance, store: Store, settings: Settings) -> list[dg.RunRequest] | dg.SkipReason:
    """One run for a new state of the corpus, once no batch is under way; or why there is none."""
    if _looks.under_way(_looked_at(store, settings)):
        return dg.SkipReason(LOOKING)
    about = str(store.home.absolute())
    found = _publishes.answer(about, lambda: to_publish(store, settings), settings.automation.tick_seconds)
    if isinstance(found, float):
        return dg.SkipReason(
            f"Looking through the batches, for {found:.0f} seconds so far; a later tick has the answer."
        )
    if isinstance(found, str):
        return dg.SkipReason(found)
    asked = attempt(instance, found, datetime.now(UTC), settings.automation.retry_minutes)
    return [asked.request] if asked.request is not None else dg.SkipReason(asked.why)


def sensors_for(known: Settings) -> list[dg.SensorDefinition]:
    """The sensors, as often and as on as the settings have them."""
    on = dg.DefaultSensorStatus.RUNNING if known.automation.sensors else dg.DefaultSensorStatus.STOPPED

    @dg.sensor(
        name="new_files",
        job=jobs.ingest,
        minimum_interval_seconds=known.automation.look_seconds,
        default_status=on,
        description="Finds new or changed files in the source by their content, and understands them batch by batch.",
    )
    def new_files(
        context: dg.SensorEvaluationContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
    ) -> dg.SensorResult | dg.SkipReason:
        found = new_runs(context.instance, store, settings, settings.automation.tick_seconds)
        return found if isinstance(found, dg.SkipReason) else dg.SensorResult(found)

    @dg.sensor(
        name="unpublished_batches",
        job=jobs.publish,
        minimum_interval_seconds=known.automation.look_seconds,
        default_status=on,
        description="Publishes when every batch is understood and the last edition does not hold them all.",
    )
    def unpublished_batches(
        context: dg.SensorEvaluationContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
    ) -> dg.SensorResult | dg.SkipReason:
        found = publish_run(context.instance, store, settings)
        return found if isinstance(found, dg.SkipReason) else dg.SensorResult(found)

    return [new_files, unpublished_batches]
