"""What runs by the clock: once a day everything is looked at, also where sensors are switched off."""

import dagster as dg

from kliping.settings import Settings
from kliping.warehouse.store import Store
from workflows import jobs
from workflows.sensors import ingest_requests


@dg.schedule(
    job=jobs.ingest,
    cron_schedule="0 3 * * *",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night at three: understand what is new, batch by batch.",
)
def daily_ingest(
    context: dg.ScheduleEvaluationContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
) -> list[dg.RunRequest]:
    """A run for every pending batch; runs queue up one behind the other."""
    return ingest_requests(context.instance, store, settings)


daily_publish = dg.ScheduleDefinition(
    name="daily_publish",
    job=jobs.publish,
    cron_schedule="0 4 * * *",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night at four: compare, audit and publish what was understood; stale data shows up here.",
)
