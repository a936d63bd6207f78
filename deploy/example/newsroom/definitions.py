"""All definitions of the project: what its components build."""

from pathlib import Path

import dagster as dg


@dg.definitions
def defs() -> dg.Definitions:
    """What stands below ``defs/``."""
    return dg.load_from_defs_folder(path_within_project=Path(__file__).parent)
