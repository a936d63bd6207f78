"""A corpus as a component of Dagster's, so that another project embeds one by a few lines of YAML.

Belongs here: the component and what its YAML may say. Does not belong here: the definitions it builds
(``definitions``).

Dagster reads the types of the attributes when the class is defined, so the annotations of this module are no texts:
it is the one module that does not postpone them.

Example::

    type: workflows.component.KlipingCorpus
    attributes:
      home: /var/lib/corpus
      source: [/srv/pages]
      settings:
        automation: {timezone: Asia/Jakarta, publish_cron: "0 4 * * *"}
"""

from dataclasses import field
from typing import Any

import dagster as dg
from pydantic.dataclasses import dataclass

from kliping.errors import SettingsError
from kliping.settings import load_settings
from workflows.definitions import build_defs
from workflows.resources import resources_for

ONE_A_LOCATION = (
    "{count} corpora stand in one code location ({homes}). Their assets, jobs and partitions would have the same "
    "names. Give each a Dagster project of its own, and name the projects beside each other in "
    "workspace.yaml or dg.toml."
)


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

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """The definitions, with these settings whatever the environment says.

        Raises:
            SettingsError: the project has a second corpus, or a setting is unknown or of the wrong type.
        """
        corpora = context.component_tree.get_all_components(KlipingCorpus)
        if len(corpora) > 1:
            homes = ", ".join(sorted(one.home for one in corpora))
            raise SettingsError(ONE_A_LOCATION.format(count=len(corpora), homes=homes))
        known = load_settings(None, home=self.home, source=tuple(self.source), **self.settings)
        return build_defs(**resources_for(known))
