"""The published file, and the reports that go with it."""

from typing import Any

import dagster as dg

from assets import figures
from assets.candidate import candidate
from expectations.editions import edition_docs, publish_candidate
from kliping.settings import Settings
from kliping.warehouse.store import Store


@dg.asset(group_name="publish", deps=[candidate], kinds={"duckdb"})
def published(
    context: dg.AssetExecutionContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
) -> dg.MaterializeResult[None]:
    """The DuckDB file everybody queries, swapped in one step; refuses a candidate without a passed verdict."""
    edition = publish_candidate(store, settings, run_id=context.run.run_id)
    docs = dg.MetadataValue.path(edition_docs(store, edition.edition) / "index.html")
    facts: dict[str, Any] = {"edition": edition.edition, "verdict": edition.verdict, "data_docs": docs}
    return dg.MaterializeResult(metadata={**facts, **figures.of_tables(store.published)})
