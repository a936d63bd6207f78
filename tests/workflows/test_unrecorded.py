"""A run that nobody will look up is told to no storage, and goes on as one that is."""

from __future__ import annotations

import dagster as dg
import pytest

from workflows.unrecorded import ForgottenEvents, unrecorded_instance

BATCHES = dg.DynamicPartitionsDefinition(name="batches")


@dg.asset(partitions_def=BATCHES)
def read() -> dg.MaterializeResult:
    return dg.MaterializeResult(metadata={"rows": 3})


@dg.asset_check(asset=read)
def rows() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True)


JOB = dg.Definitions([read], asset_checks=[rows], jobs=[dg.define_asset_job("all")]).resolve_job_def("all")


def test_it_keeps_partitions_and_no_events(tmp_path) -> None:
    with unrecorded_instance(tmp_path) as instance:
        instance.add_dynamic_partitions("batches", ["b1"])
        done = JOB.execute_in_process(instance=instance, partition_key="b1")
        assert [event.asset_key for event in done.get_asset_materialization_events()] == [dg.AssetKey("read")]
        assert [found.passed for found in done.get_asset_check_evaluations()] == [True]
        assert instance.get_dynamic_partitions("batches") == ["b1"]
        assert instance.get_run_by_id(done.run_id) is not None
        assert list(instance.all_logs(done.run_id)) == []
        assert instance.get_latest_materialization_event(dg.AssetKey("read")) is None


def test_a_run_goes_on_without_its_events(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``execute_in_process`` asks of the storage is asked for nothing's sake: no statement is about an event."""
    with unrecorded_instance(tmp_path) as instance:
        instance.add_dynamic_partitions("batches", ["b1"])
        asked = []
        monkeypatch.setattr(ForgottenEvents, "run_connection", lambda *_: asked.append("an event"))
        assert JOB.execute_in_process(instance=instance, partition_key="b1").success
    assert asked == []
