"""Step 5: what two copies of an article have in common."""

import dagster as dg
import polars as pl

from assets.partitions import batches
from kliping.cleaning import paragraphs
from kliping.duplicates import sign
from kliping.engine import bodies
from kliping.settings import Settings


@dg.asset(partitions_def=batches, group_name="compare", kinds={"polars"})
def signatures(
    raw_documents: pl.DataFrame,
    settled_lines: pl.DataFrame,
    languages: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> dg.MaterializeResult[pl.DataFrame]:
    """A small fingerprint of every cleaned body, by which copies find each other."""
    signed = sign(bodies(raw_documents, paragraphs(settled_lines, languages)), settings.duplicates)
    return dg.MaterializeResult(value=signed, metadata={"dagster/row_count": signed.height})
