"""Settings of how long what nobody needs any more is kept."""

from __future__ import annotations

from pydantic import Field

from kliping.settings.section import Section


class RetentionSettings(Section):
    """How long Dagster's runs and what lies aside are kept; kept editions and Data Docs have settings of their own."""

    runs_days: float = Field(
        90.0,
        gt=0,
        description="Days that Dagster keeps a run with its events and logs, once it has ended. The last successful run"
        " of a batch, and of the whole, stays however old it is: what the UI says of them hangs on it. Default: a"
        " quarter of a year.",
    )
    aside_days: float = Field(
        90.0,
        gt=0,
        description="Days that damaged files stay in `<home>/aside`. Default: a quarter of a year, in which a backup or"
        " the source could bring them back.",
    )
