"""Sensors that tell people: what is wrong with the home, runs that failed, and nights that were good.

Belongs here: when it is looked. Does not belong here: what is told and how (``alerting``).
"""

from collections.abc import Callable
from datetime import UTC, datetime

import dagster as dg

from assets.refusals import REFUSED
from kliping.errors import KlipingError
from kliping.settings import Settings
from kliping.warehouse.store import Store
from workflows import jobs
from workflows.alerting.alerts import alerts_of, run_failed
from workflows.alerting.telling import tell, touch_heartbeat
from workflows.metrics import write_metrics

WATCH_SECONDS = 300
"""How often it is looked whether something must be told."""

OURS = (jobs.ingest, jobs.publish, jobs.everything, jobs.prune)


def said(work: Callable[[], list[str]], nothing: str) -> dg.SkipReason:
    """What came of telling, as what a sensor says; a server that does not answer is a sentence too."""
    try:
        told = work()
    except KlipingError as fault:
        return dg.SkipReason(str(fault))
    return dg.SkipReason(f"Told: {', '.join(told)}." if told else nothing)


def look_over(store: Store, settings: Settings) -> list[str]:
    """Write the metrics of a home, and tell what is wrong with it."""
    now = datetime.now(UTC)
    write_metrics(store, settings, now)
    return tell(alerts_of(store, settings, now), settings, now)


def failure_told(context: dg.RunFailureSensorContext, store: Store, settings: Settings) -> list[str]:
    """Tell that a run failed; a refusal is told as what it is, a shut gate, even if the gate is open soon again."""
    for event in context.get_step_failure_events():
        failure = event.step_failure_data.user_failure_data
        if failure is not None and REFUSED in failure.metadata:
            return look_over(store, settings)
    now = datetime.now(UTC)
    run = context.dagster_run
    return tell([run_failed(run.job_name, run.run_id, _first_sentence(context), now)], settings, now)


def _first_sentence(context: dg.RunFailureSensorContext) -> str:
    """The sentence of a failure of ours; of any other the step alone, since a message may quote a page."""
    for event in context.get_step_failure_events():
        failure = event.step_failure_data.user_failure_data
        if failure is not None and failure.description:
            return failure.description
        return f"The step {event.step_key} raised."
    return "It ended before a step began, or its process was lost."


def sensors_for(known: Settings) -> list[dg.SensorDefinition]:
    """The sensors that tell; on where the settings name somebody, or something to touch or write."""
    wanted = known.alerts.anybody or bool(known.metrics_file)
    touched = bool(known.alerts.heartbeat_file or known.alerts.heartbeat_url)

    @dg.sensor(
        name="watch",
        minimum_interval_seconds=WATCH_SECONDS,
        default_status=_on(known.automation.sensors and wanted),
        description="Tells of a shut gate, a large share held back, and nothing new; writes the metrics.",
        target=None,
    )
    def watch(store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]) -> dg.SkipReason:
        return said(lambda: look_over(store, settings), "Nothing to tell.")

    @dg.run_failure_sensor(
        name="tell_of_failures",
        default_status=_on(known.automation.sensors and known.alerts.anybody),
        monitored_jobs=list(OURS),
        description="Tells of a run that failed; of a refusal, that the gate is shut.",
    )
    def tell_of_failures(
        context: dg.RunFailureSensorContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
    ) -> dg.SkipReason:
        return said(lambda: failure_told(context, store, settings), "It was told before.")

    @dg.run_status_sensor(
        name="heartbeat",
        run_status=dg.DagsterRunStatus.SUCCESS,
        default_status=_on(known.automation.sensors and touched),
        monitored_jobs=[jobs.publish, jobs.everything],
        description="Touches what a watcher of another machine looks at, after each good publish.",
    )
    def heartbeat(settings: dg.ResourceParam[Settings]) -> dg.SkipReason:
        return said(lambda: touch_heartbeat(settings), "Nothing to touch.")

    return [watch, tell_of_failures, heartbeat]


def _on(wanted: bool) -> dg.DefaultSensorStatus:
    return dg.DefaultSensorStatus.RUNNING if wanted else dg.DefaultSensorStatus.STOPPED
