"""The whole corpus: which documents are copies of each other, and which lines are furniture."""

import dagster as dg
import polars as pl

from assets import figures
from assets.ahead import search_ahead
from assets.refusals import in_plain_words
from assets.stages import Stage, begins
from kliping.frames import QUARANTINE_REASONS, empty
from kliping.settings import Settings
from kliping.stamps import stamps
from kliping.steps import CORPUS_BY_NAME
from kliping.warehouse.copies import find_copies
from kliping.warehouse.furniture import learn_furniture
from kliping.warehouse.shared_ids import require_own_ids
from kliping.warehouse.store import Store


@dg.asset(group_name="compare", deps=list(CORPUS_BY_NAME["duplicates"].takes), kinds={"polars"})
def duplicates(
    store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
) -> dg.MaterializeResult[pl.DataFrame]:
    """Every document's group and canonical, with the verified similarity between the two."""
    begins(Stage.COMPARING)
    with in_plain_words():
        finished = store.finished(stamps(settings))
        require_own_ids(store, finished)
        search_ahead(store, settings, finished)
        copies = find_copies(store, settings, finished, empty(QUARANTINE_REASONS))
    return dg.MaterializeResult(value=copies, metadata=figures.of_duplicates(copies))


@dg.asset(group_name="compare", deps=list(CORPUS_BY_NAME["templates"].takes), kinds={"polars"})
def templates(
    duplicates: pl.DataFrame, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
) -> dg.MaterializeResult[pl.DataFrame]:
    """Lines that recur in many distinct groups: furniture learnt from the corpus."""
    begins(Stage.LEARNING)
    with in_plain_words():
        furniture = learn_furniture(store, settings, store.finished(stamps(settings)), duplicates)
    return dg.MaterializeResult(value=furniture, metadata=figures.of_frame(furniture))
