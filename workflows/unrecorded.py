"""The Dagster instance of a run that nobody will look up: what happens in it is told to no storage.

Belongs here: an instance that forgets. Does not belong here: the recorded one (``instance``), or running on either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dagster import DagsterInstance
from dagster._core.instance.types import InstanceType
from dagster._core.launcher.sync_in_memory_run_launcher import SyncInMemoryRunLauncher
from dagster._core.run_coordinator import DefaultRunCoordinator
from dagster._core.storage.event_log import InMemoryEventLogStorage
from dagster._core.storage.noop_compute_log_manager import NoOpComputeLogManager
from dagster._core.storage.root import LocalArtifactStorage
from dagster._core.storage.runs import InMemoryRunStorage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dagster import AssetKey, EventLogEntry
    from dagster._core.storage.event_log.base import AssetRecord


class ForgottenEvents(InMemoryEventLogStorage):
    """Partitions, and no events: keeping in memory what went with the process took a sixth of a small run."""

    def store_event(self, event: EventLogEntry) -> None:
        """Nothing is kept; who runs a job in this process is handed its events as they come."""

    def get_asset_records(self, asset_keys: Sequence[AssetKey] | None = None) -> Sequence[AssetRecord]:  # noqa: ARG002
        """None, as of an instance on which nothing was ever materialised."""
        return ()


def unrecorded_instance(artifacts: Path) -> DagsterInstance:
    """An ephemeral instance, as ``DagsterInstance.ephemeral`` makes it, that keeps no events.

    Args:
        artifacts: the folder in which runs may leave files; whoever asks removes it.
    """
    return DagsterInstance(
        instance_type=InstanceType.EPHEMERAL,
        local_artifact_storage=LocalArtifactStorage(str(artifacts)),
        run_storage=InMemoryRunStorage(),
        event_storage=ForgottenEvents(),
        compute_log_manager=NoOpComputeLogManager(),
        run_coordinator=DefaultRunCoordinator(),
        run_launcher=SyncInMemoryRunLauncher(),
    )
