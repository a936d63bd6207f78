"""The composition root: everything Dagster is told about Kliping.

``build_defs(**replaced)`` lets a test or a deployment replace a resource by name.
"""

from __future__ import annotations

from typing import Any

import dagster as dg

from assets.batch_checks import batch_checks
from assets.candidate import candidate
from assets.described import described
from assets.duplicates import duplicates, templates
from assets.published import publish_step
from assets.raw_documents import raw_documents
from assets.steps import step_assets
from expectations import ExpectationSpec, catalogue
from kliping.errors import RuleError
from kliping.settings import Settings, load_settings
from workflows import jobs, schedules, sensors, watching
from workflows.resources import default_resources

ASSETS = (
    raw_documents,
    *step_assets,
    duplicates,
    templates,
    candidate,
)
"""All assets but those of the publish step, whose checks hang on the settings."""


def build_defs(**replaced: Any) -> dg.Definitions:  # noqa: ANN401 - resources are of any kind
    """All definitions, with resources replaced by name.

    Args:
        replaced: resources that take the place of the default ones. A ``Settings`` object given as ``settings`` also
            decides which expectations appear as asset checks.
    """
    given = replaced.get("settings")
    known = given if isinstance(given, Settings) else load_settings()
    return dg.Definitions(
        assets=described([*ASSETS, publish_step(_expectations(known))], known),
        asset_checks=[batch_checks],
        jobs=[jobs.ingest, jobs.publish, jobs.everything, jobs.prune],
        schedules=schedules.schedules_for(known),
        sensors=[*sensors.sensors_for(known), *watching.sensors_for(known)],
        resources={**default_resources(), **replaced},
        executor=dg.in_process_executor,
    )


def _expectations(known: Settings) -> tuple[ExpectationSpec, ...]:
    """What there is a check for: without the user's own rules where these cannot be used.

    The publish step says what is wrong with them; all else runs, and nothing of it hangs on them.
    """
    try:
        return catalogue(known, known.home)
    except RuleError:
        return catalogue(known)


defs = build_defs()
