"""A run whose process is gone is known to be, also when the server that would have told is gone as well."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import dagster as dg
import pytest
from dagster._core.events import EngineEventData
from dagster._core.launcher import WorkerStatus
from dagster._core.storage.tags import GRPC_INFO_TAG

from workflows import launching
from workflows.launching import WatchedRunLauncher
from workflows.serving import free_port


@dg.job
def ingest() -> None:
    """Nothing: stands for the job in the record of runs."""


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def asked(process: int | None, **server: object) -> WorkerStatus:
    """The health of a run that put ``process`` on record, started by ``server``."""
    with dg.DagsterInstance.ephemeral() as instance:
        launcher = WatchedRunLauncher()
        launcher.register_instance(instance)
        tags = {GRPC_INFO_TAG: json.dumps(server)} if server else {}
        run = instance.create_run_for_job(ingest, status=dg.DagsterRunStatus.STARTED, tags=tags)
        if process is not None:
            instance.report_engine_event("Started process for run.", run, EngineEventData.in_process(process))
        assert launcher.supports_check_run_worker_health
        return launcher.check_run_worker_health(run).status


def test_without_a_server_the_process_tells(gone: int) -> None:
    port = free_port()
    assert asked(gone, host="127.0.0.1", port=port) == WorkerStatus.NOT_FOUND
    assert asked(os.getpid(), host="127.0.0.1", port=port) == WorkerStatus.RUNNING


def test_a_run_that_a_command_started_is_looked_after_as_well(gone: int) -> None:
    assert asked(gone) == WorkerStatus.NOT_FOUND
    assert asked(os.getpid()) == WorkerStatus.RUNNING


def test_where_nobody_can_tell_it_is_taken_to_be_there(gone: int) -> None:
    assert asked(gone, host="code.invalid", port=4266) == WorkerStatus.RUNNING
    assert asked(None, host="127.0.0.1", port=free_port()) == WorkerStatus.RUNNING


@pytest.mark.parametrize(("known", "status"), [(True, WorkerStatus.RUNNING), (False, WorkerStatus.NOT_FOUND)])
def test_a_server_that_answers_has_the_first_word(known: bool, status: WorkerStatus, gone: int, monkeypatch) -> None:
    monkeypatch.setattr(launching, "_known_to", lambda _server, _run: known)
    assert asked(gone, host="code.invalid", port=4266) == status


def test_a_number_that_was_given_to_another_process_since_does_not_count() -> None:
    assert not launching._lives(os.getpid(), 0.0)
