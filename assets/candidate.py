"""The candidate tables, and the expectations that judge them as asset checks."""

from collections.abc import Iterator, Sequence

import dagster as dg
import polars as pl

from assets import figures
from expectations import ExpectationSpec
from expectations.editions import audit_candidate, make_candidate
from kliping.settings import Settings
from kliping.shown import markdown
from kliping.warehouse.store import Store


@dg.asset(
    group_name="audit",
    deps=["raw_documents", "lines", "settled_lines", "pages", "languages", "metadata"],
    kinds={"duckdb"},
)
def candidate(
    duplicates: pl.DataFrame,
    templates: pl.DataFrame,
    store: dg.ResourceParam[Store],
    settings: dg.ResourceParam[Settings],
) -> dg.MaterializeResult[None]:
    """All published tables beside the published file, without the documents an expectation holds back."""
    make_candidate(store, settings, duplicates, templates)
    return dg.MaterializeResult(metadata=figures.of_tables(store.candidate))


def candidate_checks(specs: Sequence[ExpectationSpec]) -> dg.AssetChecksDefinition:
    """One asset check an expectation; critical ones block what follows in the same run."""

    @dg.multi_asset_check(
        name="expectations",
        specs=[
            dg.AssetCheckSpec(
                spec.name,
                asset=candidate.key,
                description=markdown(spec.description) if spec.own else spec.description,
                blocking=spec.severity == "critical",
                metadata={"table": spec.table, "severity": spec.severity, "dimension": spec.dimension},
            )
            for spec in specs
        ],
        can_subset=True,
    )
    def expectations(
        context: dg.AssetCheckExecutionContext,
        store: dg.ResourceParam[Store],
        settings: dg.ResourceParam[Settings],
    ) -> Iterator[dg.AssetCheckResult]:
        """Every expectation, judged by Great Expectations inside DuckDB; the verdict goes on record."""
        audit = audit_candidate(store, settings, run_id=context.run.run_id)
        asked = {key.name for key in context.selected_asset_check_keys}
        yield from (figures.of_outcome(outcome) for outcome in audit.outcomes if outcome.spec.name in asked)

    return expectations
