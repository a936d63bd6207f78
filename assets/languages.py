"""Step 3: what language a page is written in."""

import dagster as dg
import polars as pl

from assets import figures
from assets.partitions import batches
from kliping.language import detect_languages
from kliping.settings import Settings


@dg.asset(partitions_def=batches, group_name="understand", kinds={"polars"})
def languages(lines: pl.DataFrame, settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult[pl.DataFrame]:
    """The language of every paragraph, and of the document its paragraphs make up."""
    spoken = detect_languages(lines, settings.language)
    return dg.MaterializeResult(value=spoken, metadata=figures.of_languages(spoken))
