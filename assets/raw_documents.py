"""Step 1: the pages of a batch as they came in."""

import dagster as dg
import polars as pl

from assets import figures
from assets.partitions import batches
from assets.refusals import in_plain_words
from kliping.settings import Settings
from kliping.steps import BY_NAME
from kliping.warehouse.corrections import settle
from kliping.warehouse.ingest import read_batch
from kliping.warehouse.store import Store

STEP = BY_NAME["raw_documents"]


@dg.asset(partitions_def=batches, group_name=STEP.group, kinds=set(STEP.kinds))
def raw_documents(
    context: dg.AssetExecutionContext, store: dg.ResourceParam[Store], settings: dg.ResourceParam[Settings]
) -> dg.MaterializeResult[pl.DataFrame]:
    """Every page of the batch as text, or the reason why it cannot be read."""
    with in_plain_words():
        documents = read_batch(store, context.partition_key, settings)
        settle(store, [context.partition_key], documents)
    return dg.MaterializeResult(value=documents, metadata=figures.of_documents(documents))
