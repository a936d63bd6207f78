"""What starts runs by itself: new files start ``ingest``, finished batches start ``publish``.

Belongs here: when. Does not belong here: how files are found (``kliping.warehouse.ingest``), or how often what failed
is tried again (``retries``).
"""

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
from kliping.steps import stamps
from kliping.warehouse.ingest import look
from kliping.warehouse.lock import writing
from kliping.warehouse.store import AGAIN, BATCHES, Store
from workflows import jobs
from workflows.retries import Attempt, attempt

LOOK_EVERY_SECONDS = 30


def enter_batches(instance: dg.DagsterInstance, names: list[str]) -> list[str]:
    """Make ``names`` partitions of this instance; those it knows already are left alone."""
    missing = [name for name in names if not instance.has_dynamic_partition(str(batches.name), name)]
    if missing:
        instance.add_dynamic_partitions(str(batches.name), missing)
    return missing


def ingest_attempts(instance: dg.DagsterInstance, store: Store, settings: Settings) -> dict[str, Attempt]:
    """Look at the source once, and say for every batch that is not finished whether it is its turn.

    Raises:
        HomeBusy: another process writes to the home.
        SourceError: a source cannot be listed.
    """
    now = datetime.now(UTC)
    with writing(store.home, doing="looking for new files"):
        look(store, settings, settings.source, now)
    wanted = stamps(settings)
    pending = store.pending(wanted)
    enter_batches(instance, pending)
    subjects = {name: f"{name}:{digest(wanted, store.recipe(AGAIN, name))}" for name in pending}
    return {name: attempt(instance, jobs.ingest.name, subjects[name], now, name) for name in pending}


def new_runs(instance: dg.DagsterInstance, store: Store, settings: Settings) -> list[dg.RunRequest] | dg.SkipReason:
    """One run a pending batch whose turn it is, or why there is none; a fault in the source is a sentence."""
    try:
        attempts = ingest_attempts(instance, store, settings)
    except KlipingError as fault:
        return dg.SkipReason(str(fault))
    requests = [one.request for one in attempts.values() if one.request is not None]
    if requests:
        return requests
    waiting = [f"{name}: {one.why}" for name, one in attempts.items()]
    return dg.SkipReason("; ".join(waiting[:NAMED_BATCHES]) if waiting else "No new or changed files.")


@dg.sensor(
    job=jobs.ingest,
    minimum_interval_seconds=LOOK_EVERY_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Finds new or changed files in the source by their content, and understands them batch by batch.",
)
def new_files(
    context: dg.SensorEvaluationContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
) -> dg.SensorResult | dg.SkipReason:
    """One run a pending batch, or why there is none."""
    found = new_runs(context.instance, store, settings)
    return found if isinstance(found, dg.SkipReason) else dg.SensorResult(found)


@dg.sensor(
    job=jobs.publish,
    minimum_interval_seconds=LOOK_EVERY_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Publishes when every batch is understood and the last edition does not hold them all.",
)
def unpublished_batches(
    context: dg.SensorEvaluationContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
) -> dg.SensorResult | dg.SkipReason:
    """One run for each new state of the corpus, once no batch is under way; after a refusal, what refused it."""
    try:
        return _publish_or_why_not(context.instance, store, settings)
    except KlipingError as fault:
        return dg.SkipReason(str(fault))


def _publish_or_why_not(
    instance: dg.DagsterInstance, store: Store, settings: Settings
) -> dg.SensorResult | dg.SkipReason:
    if not store.parts(BATCHES):
        return dg.SkipReason("No page has come in yet.")
    require_understood(store, settings)
    if is_current(store, settings):
        return dg.SkipReason(refusal(store) or rollback_stays(store) or "The last edition holds every batch.")
    asked = attempt(instance, jobs.publish.name, inputs_sha256(store, settings), datetime.now(UTC))
    return dg.SensorResult([asked.request]) if asked.request is not None else dg.SkipReason(asked.why)
