"""One job in this process: what it runs on, and how a fault comes out.

Belongs here: definitions for given settings, the Dagster instance, one run. Does not belong here: which runs there are
and in what order (``running``), or where batches are understood (``engines``).
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from kliping.errors import KlipingError
from kliping.files import remove, temporary_name
from workflows.instance import instance_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import dagster as dg

    from kliping.settings import Settings


def definitions(settings: Settings) -> dg.Definitions:
    """Everything that can be run, over the home that ``settings`` name."""
    from workflows.definitions import build_defs
    from workflows.resources import resources_for

    return build_defs(**resources_for(settings))


def run_job(
    job: dg.JobDefinition, instance: dg.DagsterInstance, batch: str | None = None, steps: list[str] | None = None
) -> None:
    """One run in this process; an error of the family, like any other fault, comes out as itself."""
    import dagster as dg

    selected = None if steps is None else [dg.AssetKey(step) for step in steps]
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    try:
        job.execute_in_process(quiet, instance=instance, partition_key=batch, asset_selection=selected)
    except dg.Failure as failure:
        if isinstance(failure.__cause__, KlipingError):
            raise failure.__cause__ from None
        raise


@contextlib.contextmanager
def instance_of(recorded: bool, home: Path) -> Iterator[dg.DagsterInstance]:
    """The instance that the UI shows, or one that is forgotten afterwards."""
    import dagster as dg

    if not recorded:
        from workflows.unrecorded import unrecorded_instance

        # below the home, where the next writer clears it away if this process is killed
        artifacts = home.absolute() / temporary_name("dagster")
        try:
            with unrecorded_instance(artifacts) as instance:
                yield instance
        finally:
            remove(artifacts)
        return
    os.environ["DAGSTER_HOME"] = str(instance_folder(home))
    with dg.DagsterInstance.get() as instance:
        yield instance
