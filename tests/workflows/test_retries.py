"""What failed is tried again by policy; what was refused is said, and not tried again."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from kliping.errors import GateClosed
from kliping.settings import load_settings
from kliping.warehouse.lock import writing
from kliping.warehouse.store import BATCH_STEPS, Store
from workflows import retries, sensors
from workflows.resources import resources_for
from workflows.retries import SUBJECT, Attempt, Work
from workflows.schedules import schedules_for
from workflows.sensors import enter_batches, sensors_for

NOW = datetime.now(UTC)
MINUTES = (1.0, 10.0, 60.0)


def attempt(instance: dg.DagsterInstance, job: str, subject: str, now: datetime, partition: str) -> Attempt:
    return retries.attempt(instance, Work(job, subject, partition), now, MINUTES)


@dg.job
def ingest() -> None:
    """Nothing: stands for the job in the record of runs."""


def ended(instance: dg.DagsterInstance, status: dg.DagsterRunStatus, batch: str = "b-1") -> None:
    instance.create_run_for_job(ingest, status=status, tags={"dagster/partition": batch, SUBJECT: "b-1:recipe"})


def test_a_failed_run_is_asked_for_again_after_a_pause_under_a_new_key() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        now = datetime.now(UTC)
        first = attempt(instance, "ingest", "b-1:recipe", now, "b-1").request
        assert first is not None
        ended(instance, dg.DagsterRunStatus.FAILURE)
        soon = attempt(instance, "ingest", "b-1:recipe", now, "b-1")
        assert soon.request is None
        assert "1 runs failed" in soon.why
        later = attempt(instance, "ingest", "b-1:recipe", now + timedelta(minutes=5), "b-1").request
        assert later is not None
        assert later.run_key != first.run_key
        ended(instance, dg.DagsterRunStatus.FAILURE)
        assert (
            attempt(instance, "ingest", "b-1:recipe", datetime.now(UTC) + timedelta(minutes=5), "b-1").request is None
        )
        assert attempt(instance, "ingest", "b-1:recipe", now + timedelta(minutes=30), "b-1").request is not None
        assert attempt(instance, "ingest", "b-1:later recipe", now, "b-1").request is not None


def test_after_a_success_that_did_not_last_the_key_is_new_and_there_is_no_pause() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        first = attempt(instance, "ingest", "b-1:recipe", NOW, "b-1").request
        ended(instance, dg.DagsterRunStatus.SUCCESS)
        again = attempt(instance, "ingest", "b-1:recipe", NOW, "b-1").request
        assert first is not None
        assert again is not None
        assert first.run_key != again.run_key


def test_a_run_under_way_is_not_asked_for_again() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        ended(instance, dg.DagsterRunStatus.STARTED)
        assert attempt(instance, "ingest", "b-1:recipe", NOW, "b-1").why == "a run is under way"
        assert attempt(instance, "ingest", "b-2:recipe", NOW, "b-2").request is not None


PATIENT = {"tick_seconds": 300.0}


def ticked(name: str, home: Path, source: Path, instance: dg.DagsterInstance) -> dg.SensorResult:
    settings = load_settings(None, home=home, source=(str(source),), automation=PATIENT)
    (sensor,) = [one for one in sensors_for(settings) if one.name == name]
    resources = {name: one for name, one in resources_for(settings).items() if name != "io_manager"}
    answer = sensor(dg.build_sensor_context(instance=instance, resources=resources))
    return dg.SensorResult(skip_reason=answer) if isinstance(answer, dg.SkipReason) else answer


def said(result: dg.SensorResult) -> str:
    assert isinstance(result.skip_reason, dg.SkipReason)
    return str(result.skip_reason.skip_message)


def test_the_sensors_say_what_stands_between_the_pages_and_an_edition(run, home, source) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        asked = ticked("new_files", home, source, instance)
        (request,) = asked.run_requests or ()
        assert "batches are not understood yet" in said(ticked("unpublished_batches", home, source, instance))
        run()
        assert said(ticked("new_files", home, source, instance)) == "No new or changed files."
        assert said(ticked("unpublished_batches", home, source, instance)) == "The last edition holds every batch."
        (batch,) = Store(home).parts("batches")
        assert request.partition_key == batch
        Store(home).path(BATCH_STEPS[-1], batch).unlink()
        again = ticked("new_files", home, source, instance).run_requests or ()
        assert [one.partition_key for one in again] == [batch]
        with writing(home, doing="the Dagster run 0123"):
            assert "is being written to by the Dagster run 0123" in said(ticked("new_files", home, source, instance))


def test_after_a_refusal_the_sensor_and_the_schedule_name_the_expectation(ran, home, source) -> None:
    ran(source / "a.txt")
    (home / "expectations.toml").write_text(
        '[[rule]]\nname = "no_articles"\ntable = "articles"\nseverity = "critical"\n'
        'description = "None at all."\nsql = "SELECT article_id FROM articles"\n'
    )
    with pytest.raises(GateClosed):
        ran(source / "b.txt")
    with dg.DagsterInstance.ephemeral() as instance:
        told = said(ticked("unpublished_batches", home, source / "b.txt", instance))
        assert "Edition 2 refused: no_articles" in told
        assert "kliping check" in told
        settings = load_settings(None, home=home, source=(str(source / "b.txt"),))
        (daily_publish,) = [one for one in schedules_for(settings) if one.name == "daily_publish"]
        answer = daily_publish.evaluate_tick(
            dg.build_schedule_context(instance=instance, resources={"settings": settings, "store": Store(home)})
        )
        assert not answer.run_requests
        assert "no_articles" in str(answer.skip_message)


def test_a_partition_that_is_no_batch_is_refused_with_a_sentence(ran, home, source) -> None:
    from workflows.definitions import build_defs

    ran(source / "a.txt")
    settings = load_settings(None, home=home, source=(str(source),))
    job = build_defs(**resources_for(settings)).resolve_job_def("ingest")
    with dg.DagsterInstance.ephemeral() as instance:
        enter_batches(instance, ["b-foreign"])
        with pytest.raises(dg.Failure, match=r"b-foreign is no batch.*Delete that partition"):
            job.execute_in_process(instance=instance, partition_key="b-foreign")


def test_a_partition_that_somebody_made_up_is_taken_off_by_the_next_tick(ran, home, source) -> None:
    ran(source / "a.txt")
    with dg.DagsterInstance.ephemeral() as instance:
        enter_batches(instance, ["foo", *Store(home).parts("batches")])
        ticked("new_files", home, source / "a.txt", instance)
        assert instance.get_dynamic_partitions("batches") == Store(home).parts("batches")


def test_a_tick_makes_no_more_partitions_than_it_has_time_for(home: Path, source: Path, monkeypatch) -> None:
    monkeypatch.setattr(sensors, "ENTERED_A_TICK", 2)
    settings = load_settings(None, home=home, source=(str(source),))
    names = [f"2026-11-25-00{number}" for number in range(1, 6)]
    waiting = sensors.Waiting({name: f"{name}:recipe" for name in names}, frozenset(names))
    with dg.DagsterInstance.ephemeral() as instance:
        for known in (2, 4, 5, 5):
            assert list(sensors.attempts_at(instance, waiting, settings)) == names[:known]
            assert instance.get_dynamic_partitions("batches") == names[:known]


@dg.job
def publish() -> None:
    """Nothing: stands for the job in the record of runs."""


@pytest.mark.parametrize("status", [dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTED])
def test_nothing_is_entered_between_the_call_for_an_edition_and_its_end(home, source, status) -> None:
    """A batch that came in between made the run fail, and somebody was told."""
    with dg.DagsterInstance.ephemeral() as instance:
        instance.create_run_for_job(publish, status=status)
        assert said(ticked("new_files", home, source, instance)) == sensors.PUBLISHING
        assert not Store(home).parts("batches")
    with dg.DagsterInstance.ephemeral() as instance:
        instance.create_run_for_job(publish, status=dg.DagsterRunStatus.SUCCESS)
        assert ticked("new_files", home, source, instance).run_requests


def test_a_tick_does_not_wait_for_a_long_look(ran, home, source, monkeypatch) -> None:
    ran(source / "a.txt")
    go_on = threading.Event()
    looked = sensors.looked

    def slowly(*given):
        assert go_on.wait(120)
        return looked(*given)

    monkeypatch.setattr(sensors, "looked", slowly)
    settings = load_settings(None, home=home, source=(str(source / "a.txt"),), automation={"tick_seconds": 0.05})
    with dg.DagsterInstance.ephemeral() as instance:
        first = sensors.new_runs(instance, Store(home), settings, 0.05)
        assert isinstance(first, dg.SkipReason)
        assert "Looking through the source" in str(first.skip_message)
        second = sensors.publish_run(instance, Store(home), settings)
        assert isinstance(second, dg.SkipReason)
        assert second.skip_message == sensors.LOOKING
        go_on.set()
        then = sensors.new_runs(instance, Store(home), settings, 120)
        assert isinstance(then, dg.SkipReason)
        assert then.skip_message == sensors.NOTHING_NEW
