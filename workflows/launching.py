"""How runs that the daemon asks for are started, and how it is known that the process of one is gone.

Belongs here: the health of a run's process. Does not belong here: which runs are asked for (``sensors``,
``schedules``), or when what failed is tried again (``retries``).

Dagster's own launcher has the code server start a process for each run, and that server tells when the process dies. A
server that is gone as well tells nothing: after a power cut, or where systemd ends all that a killed server started,
the run counts as started for ever, and since one run goes on at a time, none would begin again. So run monitoring asks
here.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.launcher import CheckRunHealthResult, WorkerStatus
from dagster._core.storage.tags import GRPC_INFO_TAG
from dagster._grpc.client import DagsterGrpcClient
from dagster._grpc.types import CanCancelExecutionRequest, CanCancelExecutionResult
from dagster._serdes import deserialize_value

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOPBACK = ("127.0.0.1", "::1", "localhost")
CLOCK_SECONDS = 5.0
"""How far the clock of the event log and that of processes may be apart."""

ANSWER_SECONDS = 10
"""How long a code server may take to say whether a run is its own."""


class WatchedRunLauncher(dg.DefaultRunLauncher):
    """Dagster's own, which also knows whether the process of a run is there.

    The code server that started it is asked. One that answers that it has no such run was started anew meanwhile; one
    on this machine that does not answer is gone. Then the run lives only if its process does: the one whose number the
    run put on record, begun before it did so. The same goes for a run that no server started, but a command.
    """

    @property
    def supports_check_run_worker_health(self) -> bool:
        """It does."""
        return True

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Whether the process of a started run is there; where nobody can tell, it is taken to be."""
        server = json.loads(run.tags.get(GRPC_INFO_TAG, "{}"))
        known = _known_to(server, run.run_id) if server else False
        if known:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        if known is None and server["host"] not in LOOPBACK:
            return CheckRunHealthResult(WorkerStatus.RUNNING, "its code server cannot be asked")
        started = self._started(run.run_id)
        if started is None or _lives(*started):
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return CheckRunHealthResult(WorkerStatus.NOT_FOUND, "its process is gone, and nobody was left to say so")

    def _started(self, run_id: str) -> tuple[int, float] | None:
        """The number of the run's process, and when it was put on record, in seconds since 1970."""
        for entry in self._instance.all_logs(run_id, of_type=dg.DagsterEventType.ENGINE_EVENT):
            told = entry.get_dagster_event().engine_event_data.metadata.get("pid")
            if told is not None:
                return int(str(told.value)), entry.timestamp
        return None


def _known_to(server: Mapping[str, object], run_id: str) -> bool | None:
    """Whether a code server has that run under way; None where it does not answer."""
    client = DagsterGrpcClient(
        host=str(server.get("host")),
        port=server.get("port"),  # type: ignore[arg-type] # what the launcher wrote: a number, or nothing
        socket=server.get("socket"),  # type: ignore[arg-type]
        use_ssl=bool(server.get("use_ssl", False)),
    )
    try:
        answer = client.can_cancel_execution(CanCancelExecutionRequest(run_id=run_id), timeout=ANSWER_SECONDS)
    except DagsterUserCodeUnreachableError:
        return None
    return deserialize_value(answer, CanCancelExecutionResult).can_cancel


def _lives(process: int, on_record: float) -> bool:
    """Whether a process of that number runs that began before ``on_record``, in seconds since 1970."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        up = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    except OSError:
        return not Path("/proc/self/stat").exists() and _answers(process)
    began = time.time() - up + int(told[19]) / os.sysconf("SC_CLK_TCK")
    return told[0] != "Z" and began <= on_record + CLOCK_SECONDS


def _answers(process: int) -> bool:
    """Whether there is a process of that number, on a system that does not tell when it began."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
