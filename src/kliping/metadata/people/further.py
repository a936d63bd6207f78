"""Bylines that go on in the next line: "By Jane Doe", "and John Roe".

Belongs here: the names of the lines below a byline that a joint ties to it. Does not belong here: names below a label
that stands alone (``labels``), and lists of names in the manner of the first (``people``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.people import signs
from kliping.metadata.people.editors import with_names
from kliping.metadata.people.zones import DATE_LINE

if TYPE_CHECKING:
    from kliping.metadata.survey import Survey


def with_further(survey: Survey, named: pl.DataFrame) -> pl.DataFrame:
    """``named`` and the names that stand in the line below the last one chosen and are joined to it.

    Args:
        survey: the lines of a batch.
        named: candidates of ``authors`` with their line: row, text, field, basis, confidence, chosen.
    """
    last = named.filter("chosen").sort("doc", "row").unique("doc", keep="last", maintain_order=True)
    rows = last["row"].to_numpy().astype(np.int64)
    there = survey.beside(survey.chars <= DATE_LINE, rows, 1)
    above = last.filter(pl.Series(there)).select(
        "doc", "field", "basis", "confidence", "chosen", ends=pl.col("text").str.contains(signs.to_be_gone_on())
    )
    below = np.zeros(survey.lines.height, np.bool_)
    below[rows[there] + 1] = True
    lines = survey.take(below).join(above, on="doc", maintain_order="left")
    text = pl.col("text")
    lines = lines.with_columns(
        rest=pl.coalesce(text.str.extract(signs.further(), 1), pl.when("ends").then("text"))
    ).filter(pl.col("rest").is_not_null())
    if lines.is_empty():
        return named
    key = ["doc", "value"]
    chosen = named.filter("chosen").select(key)
    more = with_names([(lines, False)]).join(chosen, on=key, how="anti", maintain_order="left")
    others = named.join(more.select(key), on=key, how="anti", maintain_order="left")
    return pl.concat([others, more], how="diagonal_relaxed")
