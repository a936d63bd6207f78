"""What runs by the clock: once a day everything is looked at, also where sensors are switched off."""

import dagster as dg

from expectations.editions import is_current, refusal, require_understood
from kliping.errors import KlipingError
from kliping.settings import Settings
from kliping.warehouse.store import Store
from workflows import jobs
from workflows.sensors import new_runs


@dg.schedule(
    job=jobs.ingest,
    cron_schedule="0 3 * * *",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night at three: understand what is new, batch by batch.",
)
def daily_ingest(
    context: dg.ScheduleEvaluationContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
) -> list[dg.RunRequest] | dg.SkipReason:
    """A run for every pending batch; runs queue up one behind the other."""
    return new_runs(context.instance, store, settings)


@dg.schedule(
    job=jobs.publish,
    cron_schedule="0 4 * * *",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night at four: compare, audit and publish what was understood; stale data shows up here.",
)
def daily_publish(
    store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
) -> dg.RunRequest | dg.SkipReason:
    """A run also where nothing is new, so that stale data shows; none after a refusal, or while a batch is pending."""
    try:
        require_understood(store, settings)
    except KlipingError as fault:
        return dg.SkipReason(str(fault))
    refused = refusal(store) if is_current(store, settings) else None
    return dg.SkipReason(refused) if refused is not None else dg.RunRequest()
