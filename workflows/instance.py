"""Which Dagster instance keeps runs, partitions and sensor ticks.

Belongs here: where its state lies. Does not belong here: what runs (``jobs``) or in which process (``running``).
"""

from __future__ import annotations

from pathlib import Path

from kliping.files import replacing

CONFIGURATION = "dagster.yaml"
OURS = Path(__file__).with_name("instance.yaml")

UI_PORT = 3000
"""Where the web server listens where nobody says: Dagster's own choice, which its users know."""


def instance_folder(home: Path) -> Path:
    """The folder of Dagster's state, made ready with its configuration: one a home, so that no corpus sees another's.

    The configuration is ours, written anew, unless somebody took its first line away: then it is theirs, and stays.

    Args:
        home: Kliping's own state.
    """
    folder = storage_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    configuration, ours = folder / CONFIGURATION, OURS.read_text(encoding="utf-8")
    mark = ours.partition("\n")[0]
    if not configuration.is_file() or configuration.read_text(encoding="utf-8", errors="replace").startswith(mark):
        with replacing(configuration) as temporary:
            temporary.write_text(ours, encoding="utf-8")
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
    return home.absolute() / "dagster"
