"""What runs by the clock: once a day everything is looked at, also where sensors are switched off.

Belongs here: which job at what hour, as the settings have it. Does not belong here: what a run asks for (``sensors``).
"""

from collections.abc import Iterator

import dagster as dg

from expectations.editions import is_current, refusal, require_understood
from kliping.errors import KlipingError
from kliping.settings import Settings
from kliping.warehouse.store import Store
from workflows import jobs
from workflows.sensors import new_runs

WAIT_SECONDS = 45
"""How long a schedule waits for a look: Dagster ends its tick after 60. The next sensor's tick has what came later."""


def publish_anyway(store: Store, settings: Settings) -> dg.RunRequest | dg.SkipReason:
    """A run also where nothing is new, so that stale data shows; none after a refusal, or while a batch is pending."""
    try:
        require_understood(store, settings)
        refused = refusal(store) if is_current(store, settings) else None
    except KlipingError as fault:
        return dg.SkipReason(str(fault))
    return dg.SkipReason(refused) if refused is not None else dg.RunRequest()


def schedules_for(known: Settings) -> list[dg.ScheduleDefinition]:
    """The schedules whose hour the settings name, in their time zone; without an hour there is none."""
    return list(_schedules(known))


def _schedules(known: Settings) -> Iterator[dg.ScheduleDefinition]:
    automation = known.automation
    status = dg.DefaultScheduleStatus.RUNNING if automation.schedules else dg.DefaultScheduleStatus.STOPPED
    if automation.ingest_cron:

        @dg.schedule(
            name="daily_ingest",
            job=jobs.ingest,
            cron_schedule=automation.ingest_cron,
            execution_timezone=automation.timezone,
            default_status=status,
            description="Understands what is new, batch by batch.",
        )
        def daily_ingest(
            context: dg.ScheduleEvaluationContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
        ) -> list[dg.RunRequest] | dg.SkipReason:
            return new_runs(context.instance, store, settings, WAIT_SECONDS)

        yield daily_ingest
    if automation.publish_cron:

        @dg.schedule(
            name="daily_publish",
            job=jobs.publish,
            cron_schedule=automation.publish_cron,
            execution_timezone=automation.timezone,
            default_status=status,
            description="Compares, judges and publishes what was understood; stale data shows up here.",
        )
        def daily_publish(
            store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
        ) -> dg.RunRequest | dg.SkipReason:
            return publish_anyway(store, settings)

        yield daily_publish
    if automation.prune_cron:

        @dg.schedule(
            name="daily_prune",
            job=jobs.prune,
            cron_schedule=automation.prune_cron,
            execution_timezone=automation.timezone,
            default_status=status,
            description="Removes what is older than its retention.",
        )
        def daily_prune() -> dg.RunRequest:
            return dg.RunRequest()

        yield daily_prune
