"""A corpus as a component of Dagster's, so that another project embeds one by a few lines of YAML.

Belongs here: the component and what its YAML may say. Does not belong here: the definitions it builds
(``definitions``).

Example::

    type: workflows.component.KlipingCorpus
    attributes:
      home: /var/lib/corpus
      source: [/srv/pages]
      settings:
        automation: {timezone: Asia/Jakarta, publish_cron: "0 4 * * *"}
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

import dagster as dg
from pydantic.dataclasses import dataclass

from kliping.settings import load_settings
from workflows.definitions import build_defs
from workflows.resources import resources_for


@dataclass
class KlipingCorpus(dg.Component, dg.Resolvable):
    """One corpus: its assets, checks, jobs, schedules and sensors, over one home.

    Attributes:
        home: folder of all state.
        source: files, folders, globs, URLs.
        settings: every other setting, by section and name, as in ``kliping.toml``.
    """

    home: str
    source: list[str]
    settings: dict[str, Any] = field(default_factory=dict)

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:  # noqa: ARG002 - as Dagster has it
        """The definitions, with these settings whatever the environment says."""
        known = load_settings(None, home=self.home, source=tuple(self.source), **self.settings)
        return build_defs(**resources_for(known))
