"""Which Dagster instance keeps runs, partitions and sensor ticks.

Belongs here: where its state lies. Does not belong here: what runs (``jobs``) or in which process (``running``).
"""

from __future__ import annotations

import shutil
from pathlib import Path

CONFIGURATION = "dagster.yaml"
OWN_CONFIGURATION = Path(__file__).with_name("instance.yaml")


def instance_folder(home: Path) -> Path:
    """The folder of Dagster's state, made ready with its configuration.

    ``./.dagster`` where the working directory has a ``dagster.yaml``, else ``dagster`` below the home. Dagster is
    pointed at this folder and not at the working directory, in which it would leave folders of its own.

    Args:
        home: Kliping's own state.
    """
    project = Path.cwd() / CONFIGURATION
    folder = storage_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(project if project.is_file() else OWN_CONFIGURATION, folder / CONFIGURATION)
    return folder


def make_storage(folder: Path) -> None:
    """Make the tables of Dagster's state where they are missing.

    To be called before several processes begin over ``folder``: all would find them missing, all would make them, and
    all but one would fail.

    Args:
        folder: of Dagster's state, with its configuration.
    """
    from dagster import DagsterInstance

    DagsterInstance.from_config(str(folder)).dispose()


def storage_folder(home: Path) -> Path:
    """Where Dagster's state lies, or would lie."""
    own = (Path.cwd() / CONFIGURATION).is_file()
    return Path.cwd() / ".dagster" if own else home.absolute() / "dagster"
