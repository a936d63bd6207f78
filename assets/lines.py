"""Step 2: every line of every page, with its role."""

import dagster as dg
import polars as pl

from assets import figures
from assets.partitions import batches
from kliping.cleaning import clean
from kliping.settings import Settings


@dg.asset(partitions_def=batches, group_name="understand", kinds={"polars", "lightgbm"})
def lines(raw_documents: pl.DataFrame, settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult[pl.DataFrame]:
    """Every non-blank line, kept in the body or removed, with its role and the reason."""
    cleaned = clean(raw_documents.filter(pl.col("text").is_not_null()), settings.cleaning)
    return dg.MaterializeResult(value=cleaned, metadata=figures.of_lines(cleaned))
