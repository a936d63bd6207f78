"""The published file, and the reports that go with it."""

import dagster as dg

from assets import figures
from assets.candidate import candidate
from expectations.editions import publish_candidate
from kliping.settings import Settings
from kliping.warehouse.store import Store


@dg.asset(group_name="publish", deps=[candidate], kinds={"duckdb"})
def published(
    context: dg.AssetExecutionContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
) -> dg.MaterializeResult[None]:
    """The DuckDB file everybody queries, swapped in one step; refuses a candidate without a passed verdict."""
    edition = publish_candidate(store, settings, run_id=context.run.run_id)
    return dg.MaterializeResult(
        metadata={"edition": edition.edition, "verdict": edition.verdict, **figures.of_tables(store.published)}
    )
