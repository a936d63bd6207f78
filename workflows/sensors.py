"""What starts runs by itself: new files start ``ingest``, finished batches start ``publish``.

Belongs here: when. Does not belong here: how files are found (``kliping.warehouse.ingest``).
"""

from datetime import UTC, datetime

import dagster as dg

from assets.partitions import batches
from expectations.editions import inputs_sha256, is_current
from kliping.errors import KlipingError
from kliping.settings import Settings, digest
from kliping.steps import stamps
from kliping.warehouse.ingest import look
from kliping.warehouse.store import AGAIN, BATCHES, Store
from workflows import jobs

LOOK_EVERY_SECONDS = 30
UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]


def enter_batches(instance: dg.DagsterInstance, names: list[str]) -> list[str]:
    """Make ``names`` partitions of this instance; those it knows already are left alone."""
    missing = [name for name in names if not instance.has_dynamic_partition(str(batches.name), name)]
    if missing:
        instance.add_dynamic_partitions(str(batches.name), missing)
    return missing


def ingest_requests(instance: dg.DagsterInstance, store: Store, settings: Settings) -> list[dg.RunRequest]:
    """Look at the source once, and ask for a run of every batch that is not finished and not under way."""
    look(store, settings, settings.source, datetime.now(UTC))
    wanted = stamps(settings)
    pending = store.pending(wanted)
    enter_batches(instance, pending)
    return [
        dg.RunRequest(partition_key=name, run_key=f"{name}:{digest(wanted, store.recipe(AGAIN, name))}")
        for name in pending
    ]


@dg.sensor(
    job=jobs.ingest,
    minimum_interval_seconds=LOOK_EVERY_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Finds new or changed files in the source by their content, and understands them batch by batch.",
)
def new_files(
    context: dg.SensorEvaluationContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
) -> dg.SensorResult | dg.SkipReason:
    """One run a pending batch; a fault in the source is a skip with its sentence, not a crash of the daemon."""
    try:
        requests = ingest_requests(context.instance, store, settings)
    except KlipingError as fault:
        return dg.SkipReason(str(fault))
    return dg.SensorResult(requests) if requests else dg.SkipReason("No new or changed files.")


@dg.sensor(
    job=jobs.publish,
    minimum_interval_seconds=LOOK_EVERY_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Publishes when every batch is understood and the last edition does not hold them all.",
)
def unpublished_batches(
    context: dg.SensorEvaluationContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
) -> dg.SensorResult | dg.SkipReason:
    """One run for each new state of the corpus, once no batch is under way."""
    if not store.parts(BATCHES) or store.pending(stamps(settings)):
        return dg.SkipReason("No batch waits to be published, or some are not understood yet.")
    if is_current(store, settings):
        return dg.SkipReason("The last edition holds every batch.")
    under_way = context.instance.get_runs(dg.RunsFilter(statuses=UNFINISHED), limit=1)
    if under_way:
        return dg.SkipReason("A run is under way.")
    return dg.SensorResult([dg.RunRequest(run_key=inputs_sha256(store, settings))])
