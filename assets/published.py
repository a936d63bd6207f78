"""The publish step: the candidate is judged, and an open gate makes it the published file with all of its tables.

Judging and publishing are one step, so no run of any selection can publish what this very run did not judge.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg

from assets import checks, figures
from assets.candidate import candidate
from assets.pages import links_of
from assets.refusals import in_plain_words
from assets.stages import Stage, begins
from expectations import ExpectationSpec
from expectations.editions import audit_candidate, publish_candidate
from kliping.settings import Settings
from kliping.tables.tables import TABLES
from kliping.warehouse.store import Store

PUBLISHED = dg.AssetKey("published")

FILE = dg.AssetSpec(
    PUBLISHED,
    deps=[candidate],
    group_name="publish",
    kinds={"duckdb", "greatexpectations"},
    description="The DuckDB file everybody queries, swapped in one step: only a candidate whose verdict is on record "
    "as passed, or accepted, takes its place.",
)


def table_specs() -> list[dg.AssetSpec]:
    """An asset for every published table, with the sentence that its description gives."""
    return [
        dg.AssetSpec(
            checks.key_of(table.name),
            deps=[PUBLISHED],
            group_name="tables",
            kinds={"duckdb", "table"},
            description=table.comment,
        )
        for table in TABLES
    ]


def publish_step(expectations: Sequence[ExpectationSpec]) -> dg.AssetsDefinition:
    """The step that makes ``published`` and an asset for each of its tables, each table with its own checks."""

    @dg.multi_asset(
        name="publish_edition",
        specs=[FILE, *table_specs()],
        check_specs=checks.specs_of(expectations),
    )
    def publish_edition(
        context: dg.AssetExecutionContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
    ) -> Iterator[Any]:
        """Judge the candidate, say what every expectation found, and publish it or refuse it."""
        begins(Stage.JUDGING)
        with in_plain_words():
            audit = audit_candidate(store, settings, run_id=context.run.run_id)
        prefix = settings.automation.path_prefix
        yield from checks.results_of(store, audit, expectations, prefix)
        begins(Stage.PUBLISHING)
        try:
            with in_plain_words(audit.outcomes, links_of(audit.edition, prefix)):
                edition = publish_candidate(store, settings, run_id=context.run.run_id)
        except dg.Failure:
            yield from checks.of_the_standing_file(store)
            raise
        yield dg.MaterializeResult(asset_key=PUBLISHED, metadata=figures.of_edition(store, edition, prefix))
        for name, told in figures.of_tables(store.published, prefix).items():
            yield dg.MaterializeResult(asset_key=checks.key_of(name), metadata=told)
        yield from checks.of_the_file(store, edition, len(audit.outcomes))

    return publish_edition
