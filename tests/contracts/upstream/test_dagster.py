"""What we lean on in Dagster: how far a blocking check reaches, partitions on checks, and where its state goes."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import dagster as dg
import pytest

from workflows.unrecorded import unrecorded_instance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def gated(severity: dg.AssetCheckSeverity) -> dg.JobDefinition:
    """A candidate whose blocking check fails with ``severity``, and what is published from it."""

    @dg.asset
    def candidate() -> int:
        return 1

    @dg.asset_check(asset=candidate, blocking=True)
    def gate() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=False, severity=severity)

    @dg.asset(deps=[candidate])
    def published() -> int:
        return 2

    jobs = [dg.define_asset_job("everything", executor_def=dg.in_process_executor)]
    return dg.Definitions([candidate, published], asset_checks=[gate], jobs=jobs).resolve_job_def("everything")


@pytest.fixture(params=["kept", "forgotten"])
def instance(request, tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    """One that keeps its events, and one of ours that does not: a check blocks on either."""
    with dg.DagsterInstance.ephemeral() if request.param == "kept" else unrecorded_instance(tmp_path) as made:
        yield made


def materialised(job: dg.JobDefinition, instance: dg.DagsterInstance, *only: str) -> list[str]:
    selection = [dg.AssetKey(name) for name in only] or None
    done = job.execute_in_process(instance=instance, raise_on_error=False, asset_selection=selection)
    return [event.asset_key.to_user_string() for event in done.get_asset_materialization_events()]


def test_a_blocking_error_stops_what_follows_in_the_same_run(instance) -> None:
    assert materialised(gated(dg.AssetCheckSeverity.ERROR), instance) == ["candidate"]


def test_a_blocking_error_does_not_stop_a_later_run(instance) -> None:
    job = gated(dg.AssetCheckSeverity.ERROR)
    assert materialised(job, instance) == ["candidate"]
    assert materialised(job, instance, "published") == ["published"]


def test_a_blocking_warning_stops_nothing(instance) -> None:
    assert materialised(gated(dg.AssetCheckSeverity.WARN), instance) == ["candidate", "published"]


def test_a_check_may_be_partitioned() -> None:
    assert "partitions_def" in inspect.signature(dg.asset_check).parameters


def test_a_run_may_add_a_dynamic_partition_and_use_it(instance) -> None:
    batches = dg.DynamicPartitionsDefinition(name="batches")

    @dg.asset(partitions_def=batches)
    def lines(context):
        return context.partition_key

    instance.add_dynamic_partitions("batches", ["one"])
    done = dg.materialize([lines], instance=instance, partition_key="one")
    assert done.output_for_node("lines") == "one"


CODE = """
import os
import dagster as dg

@dg.asset
def first():
    with open("pids", "a") as pids: print(os.getpid(), file=pids)

@dg.asset(deps=[first])
def second():
    with open("pids", "a") as pids: print(os.getpid(), file=pids)

defs = dg.Definitions([first, second], executor=dg.in_process_executor)
"""

STATE_IN_THE_PROJECT = """
storage:
  sqlite:
    base_dir: {base}
local_artifact_storage:
  module: dagster._core.storage.root
  class: LocalArtifactStorage
  config:
    base_dir: ./.dagster
compute_logs:
  module: dagster._core.storage.local_compute_log_manager
  class: LocalComputeLogManager
  config:
    base_dir: ./.dagster/logs
telemetry:
  enabled: false
"""


def materialised_from_the_command_line(folder: Path, base: str) -> subprocess.CompletedProcess[str]:
    """Both assets of ``CODE``, with ``dagster.yaml`` beside them and no DAGSTER_HOME."""
    (folder / "dagster.yaml").write_text(STATE_IN_THE_PROJECT.format(base=base))
    (folder / "two_assets.py").write_text(CODE)
    environment = {name: value for name, value in os.environ.items() if name != "DAGSTER_HOME"}
    command = [sys.executable, "-m", "dagster", "asset", "materialize", "--select", "*", "-f", "two_assets.py"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_dagster_yaml_in_the_working_directory_is_read_without_dagster_home(tmp_path: Path) -> None:
    done = materialised_from_the_command_line(tmp_path, "./.dagster")
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / ".dagster" / "history" / "runs.db").is_file()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".tmp_dagster", "tmp"))] == []
    assert len(set((tmp_path / "pids").read_text().split())) == 1, "in-process execution: one process for every step"


def test_an_unset_variable_in_dagster_yaml_makes_the_command_fail(tmp_path: Path) -> None:
    done = materialised_from_the_command_line(tmp_path, "{env: KLIPING_A_VARIABLE_NOBODY_SETS}")
    assert done.returncode != 0
    assert "KLIPING_A_VARIABLE_NOBODY_SETS" in done.stderr
    assert not (tmp_path / "pids").exists()
