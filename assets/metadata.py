"""Step 4: title, people, outlet, place and date of a page, each with its evidence."""

import dagster as dg
import polars as pl

from assets import figures
from assets.partitions import batches
from kliping.metadata import extract_metadata, settle_roles
from kliping.settings import Settings


@dg.asset(partitions_def=batches, group_name="understand", kinds={"polars"})
def metadata(
    raw_documents: pl.DataFrame, lines: pl.DataFrame, languages: pl.DataFrame, settings: dg.ResourceParam[Settings]
) -> dg.MaterializeResult[pl.DataFrame]:
    """Every candidate value of every field, with the words it was read from; ``chosen`` marks the winner."""
    readable = raw_documents.filter(pl.col("text").is_not_null())
    evidence = extract_metadata(readable, lines, languages, settings.metadata)
    return dg.MaterializeResult(value=evidence, metadata=figures.of_evidence(evidence))


@dg.asset(partitions_def=batches, group_name="understand", kinds={"polars"})
def settled_lines(lines: pl.DataFrame, metadata: pl.DataFrame) -> dg.MaterializeResult[pl.DataFrame]:
    """The lines with the roles that the metadata settled: a title line is a title, not the first paragraph."""
    settled = settle_roles(lines, metadata)
    return dg.MaterializeResult(value=settled, metadata=figures.of_lines(settled))
