"""Whose byline wins: the best line of a page, and the lines beside it that go with it.

Belongs here: the choice among weighed names, and how sure it is. Does not belong here: what a name is worth
(``points``), and where names are looked for (``zones``, ``people``).
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.confidence import UNLIKELY, WEAK, confidence
from kliping.metadata.people.labels import MOST

ENOUGH = 2.5
"""Points from which names without a label are taken for a byline: a date beside them and nearness, or a repeated
name."""

CLEAR = 4.0
"""Points from which a byline without a label is no weak one."""


def without_towns(weighed: pl.DataFrame) -> pl.DataFrame:
    """Names without the one word above a date that a full name stands right above: "Jane Doe", "Ende", "3 May 2024"."""
    full = weighed.filter(~pl.col("lone"), pl.col("points") >= ENOUGH).select("doc", "index").unique()
    below = pl.concat(full.with_columns(pl.col("index") + step) for step in (1, 2))
    alone = weighed.filter("lone").join(below.unique(), on=["doc", "index"], how="anti", maintain_order="left")
    return pl.concat([weighed.filter(~pl.col("lone")), alone])


def _tail() -> pl.Expr:
    """What stands behind a name on its line."""
    return pl.col("text").str.slice(pl.col("end"))


def winners(named: pl.DataFrame) -> pl.DataFrame:
    """All names of the best line, and of the lines right below it that hold names in the same manner."""
    best = (
        named.sort("doc", -pl.col("points"), "index", "start", "end")
        .unique("doc", keep="first", maintain_order=True)
        .filter(pl.col("points") >= ENOUGH)
        .select(
            "doc",
            pl.col("index").alias("best"),
            pl.col("explicit").alias("best_explicit"),
            pl.col("under_label").alias("best_under_label"),
            pl.col("lone").alias("best_lone"),
            _tail().alias("best_tail"),
        )
    )
    rows = named.join(best, on="doc", how="left", maintain_order="left")
    step = pl.col("index") - pl.col("best")
    alike = (pl.col("explicit") == pl.col("best_explicit")) & (pl.col("whole") | pl.col("bare"))
    # "Jane Doe | Contributor", "John Roe | Contributor"
    alike |= pl.col("tailed") & (_tail() == pl.col("best_tail")) & (step == 1)
    listed = pl.col("under_label") & pl.col("best_under_label") & (step.abs() <= MOST)
    listed |= pl.col("best_lone") & pl.col("whole") & (step == 1)
    chosen = (step == 0) | (step.is_between(1, 2) & alike) | listed
    basis = pl.when("explicit").then(pl.lit("byline_label")).otherwise(pl.lit("byline"))
    sure = (
        pl.when("explicit")
        .then(confidence("authors", "byline_label"))
        .when(pl.col("points") >= CLEAR)
        .then(confidence("authors", "byline"))
        .otherwise(confidence("authors", f"byline{WEAK}"))
    )
    doubtful = (
        pl.when("explicit")
        .then(confidence("authors", f"byline_label{UNLIKELY}"))
        .otherwise(confidence("authors", f"byline{UNLIKELY}"))
    )
    rows = rows.with_columns(
        field=pl.lit("authors"),
        basis=basis,
        chosen=chosen.fill_null(value=False),
        confidence=pl.when(pl.col("points") >= ENOUGH).then(sure).otherwise(doubtful),
    )
    return rows.with_columns(
        chosen=pl.col("chosen") & (pl.int_range(pl.len()).over("doc", "value", "chosen") == 0)
    ).filter(pl.col("chosen") | (pl.col("points") > 0))
