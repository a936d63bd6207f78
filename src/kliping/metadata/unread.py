"""Cells of a table's dates and names in which none could be read: they are evidence without a value.

Belongs here: telling which cells of a source gave nothing. Does not belong here: reading them (``columns``,
``statements``), or cells that say that there is no value, which reading leaves out (``kliping.reading.formats.cells``).
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.columns import cells
from kliping.metadata.evidence import candidates

READ = ("published_on", "updated_on", "authors", "editor")
"""Fields whose cells are read for what stands in them; those of others are the value themselves."""


def unread_cells(documents: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """``CANDIDATES`` without a value for each cell of ``READ`` of which ``said`` holds nothing.

    Args:
        documents: DOCUMENTS.
        said: what was read of them and their markup (``statements.find_statements``).
    """
    asked = cells(documents).filter(pl.col("field").is_in(READ))
    if asked.is_empty():
        return candidates(asked.clear())
    known = said.filter(pl.col("basis").is_in(["column", "source"])).select("doc", "evidence").unique()
    rows = asked.join(known, on=["doc", "evidence"], how="anti", maintain_order="left")
    return candidates(rows.with_columns(confidence=pl.lit(0.0), chosen=pl.lit(value=False)))
