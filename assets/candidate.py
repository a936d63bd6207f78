"""The candidate tables, beside the published file, before anything judges them as a whole."""

import dagster as dg
import polars as pl

from assets import figures
from assets.refusals import in_plain_words
from assets.stages import Stage, begins
from expectations.editions import make_candidate
from kliping.settings import Settings
from kliping.steps import CORPUS_BY_NAME
from kliping.warehouse.store import Store


@dg.asset(group_name="audit", deps=list(CORPUS_BY_NAME["candidate"].takes), kinds={"duckdb"})
def candidate(
    duplicates: pl.DataFrame,
    templates: pl.DataFrame,
    store: dg.ResourceParam[Store],
    settings: dg.ResourceParam[Settings],
) -> dg.MaterializeResult[None]:
    """All published tables beside the published file, without the documents an expectation holds back."""
    begins(Stage.BUILDING)
    with in_plain_words():
        make_candidate(store, settings, duplicates, templates)
    return dg.MaterializeResult(metadata=figures.of_file(store.candidate))
