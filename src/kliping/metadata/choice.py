"""One winner a field: what a line says against what the source, the markup and the address say.

Belongs here: the order of trust between ways of knowing. Does not belong here: the order among lines (each field's
module).
"""

from __future__ import annotations

import polars as pl

from kliping.frames import SEVERAL
from kliping.metadata.chosen import LOCAL, NEAR_BASES
from kliping.metadata.confidence import TWICE, confidence
from kliping.metadata.evidence import CANDIDATES, candidates
from kliping.metadata.witnesses import weighed
from kliping.text.folding import bare_names

TRUST = {"source": 0, "column": 0, "markup": 100, "url": 150, "updated_markup": 450}
"""What is believed first. The day in the address that a source names comes before a line's value; an address that the
page names, and the name of an outlet in one, come behind it (``statements``), before a weak line's. So does the day
of the last change where nothing says when the page appeared."""

LINE, WEAK, NOBODY = 200, 500, 9999
"""The same of lines: of what the page prints for its readers, of weak bases, and of no line at all."""

UNRANKED = 300
"""The same of what else is stated: behind what the page prints, before its weak lines."""

PRINTED = ("header", "published_label")
"""Bases of a day that the page prints for its readers."""

WEAK_BASES = (
    "attribution", "dateline", "event", "relative", "page_clock", "signature", "furniture", "copyright", "reporting",
    "credit",
)  # fmt: skip


def choose(found: list[pl.DataFrame], statements: pl.DataFrame) -> pl.DataFrame:
    """``CANDIDATES`` with at most one chosen value a field of a document, several for lists.

    Args:
        found: candidates from lines, each with the choice among its own.
        statements: candidates from no line, ``order`` and ``rank`` of trust; a bare address never beats a weaker name.
    """
    from_lines = pl.concat([candidates(frame) for frame in found])
    if statements.is_empty():
        return from_lines
    said = weighed(statements, from_lines).with_columns(
        trust=pl.col("basis").replace_strict(TRUST, default=UNRANKED, return_dtype=pl.Int32) + pl.col("rank")
    )
    said = _behind_printed_days(said, from_lines)
    said = _behind_named_people(said, from_lines)
    best = said.group_by("doc", "field").agg(pl.col("trust").min().alias("best"))
    said = said.join(best, on=["doc", "field"], how="left", maintain_order="left")
    first = pl.int_range(pl.len()).over("doc", "field", "trust") == 0
    said = said.with_columns(chosen=(pl.col("trust") == pl.col("best")) & (pl.col("field").is_in(SEVERAL) | first))
    line_trust = pl.when(pl.col("basis").is_in(WEAK_BASES)).then(WEAK).otherwise(LINE)
    line_best = (
        from_lines.filter("chosen")
        .with_columns(line_trust=line_trust)
        .group_by("doc", "field")
        .agg(pl.col("line_trust").min())
    )
    said = said.join(line_best, on=["doc", "field"], how="left", maintain_order="left")
    said = said.with_columns(chosen=pl.col("chosen") & (pl.col("trust") <= pl.col("line_trust").fill_null(NOBODY)))
    stated = (
        said.filter("chosen")
        .group_by("doc", "field")
        .agg(pl.col("value").unique().alias("stated"), pl.col("confidence").max().alias("sure"))
    )
    from_lines = from_lines.join(stated, on=["doc", "field"], how="left", maintain_order="left")
    beaten = pl.col("stated").is_not_null()
    agrees = pl.col("value").is_in(pl.col("stated"))
    several = pl.col("field").is_in([*SEVERAL])
    # a line that says the same is the better evidence: a reader can see it
    lines = from_lines.with_columns(
        chosen=pl.when(beaten).then(agrees & several).otherwise(pl.col("chosen")),
        takes=beaten & agrees & ~several & (pl.col("field") == "title"),
    )
    takes = pl.col("takes") & (pl.int_range(pl.len()).over("doc", "field", "takes") == 0)
    lines = lines.with_columns(
        chosen=pl.col("chosen") | takes,
        confidence=pl.when(takes)
        .then(pl.max_horizontal("confidence", "sure", confidence("title", f"heading{TWICE}")))
        .otherwise("confidence"),
    )
    taken = lines.filter("takes").select("doc", "field").unique().with_columns(taken=pl.lit(value=True))
    said = said.join(taken, on=["doc", "field"], how="left", maintain_order="left").with_columns(
        chosen=pl.col("chosen") & pl.col("taken").is_null()
    )
    return pl.concat([lines.select(CANDIDATES.names()), candidates(said)])


def _behind_printed_days(said: pl.DataFrame, from_lines: pl.DataFrame) -> pl.DataFrame:
    """``said`` with a day of markup in UTC behind the day that the page prints, where they are neighbours.

    Both name one moment, and the readers' day is the printed one.
    """
    named = (pl.col("field") == "published_on") & pl.col("basis").is_in(PRINTED) & pl.col("chosen")
    printed = from_lines.filter(named).select("doc", printed=pl.col("value").str.to_date("%Y-%m-%d", strict=False))
    day = pl.col("value").str.to_date("%Y-%m-%d", strict=False)
    neighbours = (day - pl.col("printed")).dt.total_days().abs() == 1
    universal = (pl.col("basis") == "markup") & pl.col("words").str.contains(r"T[0-9:.]+(?:Z|\+00:?00)$")
    late = (pl.col("field") == "published_on") & universal & neighbours
    return (
        said.join(printed.unique("doc", keep="first", maintain_order=True), on="doc", how="left", maintain_order="left")
        .with_columns(trust=pl.when(late).then(pl.col("trust") + LINE).otherwise("trust"))
        .drop("printed")
    )


def _behind_named_people(said: pl.DataFrame, from_lines: pl.DataFrame) -> pl.DataFrame:
    """``said`` with an author of markup that is the page's outlet behind the person that its byline names.

    Where no byline names one it stays: a site of one person is called like its author.
    """
    houses = from_lines.filter("chosen", pl.col("field") == "publisher").select("doc", name=bare_names("value"))
    signed = (pl.col("field") == "authors") & (pl.col("basis") == "markup")
    house = signed & pl.struct("doc", name=bare_names("value")).is_in(houses.to_struct().implode())
    return said.with_columns(trust=pl.when(house).then(pl.col("trust") + LINE).otherwise("trust"))


def of_the_day(said: pl.DataFrame) -> pl.DataFrame:
    """``said``, no chosen ``published_at`` on another day than the chosen ``published_on``.

    Day and moment are chosen each by who says them, so a page that contradicts itself had the day of one and the clock
    of the other. The likeliest moment of the chosen day takes the place of one that is not. A time in UTC may be of the
    day before or after elsewhere, so it agrees with the days that are on at that moment anywhere.
    """
    days = said.filter((pl.col("field") == "published_on") & pl.col("chosen") & ~pl.col("basis").is_in(NEAR_BASES))
    days = days.unique("doc", keep="first", maintain_order=True).select("doc", day="value")
    moment = pl.col("value").str.slice(0, LOCAL).str.to_datetime("%Y-%m-%dT%H:%M", strict=False)
    anywhere = pl.any_horizontal(
        *(
            moment.dt.offset_by(hours).dt.strftime("%Y-%m-%d").str.starts_with(pl.col("day"))
            for hours in ("-12h", "14h")
        )
    )
    agrees = pl.col("value").str.starts_with(pl.col("day")) | (
        pl.col("value").str.contains(r"(?:Z|\+00:00)$") & anywhere.fill_null(value=False)
    )
    kept = said.join(days, on="doc", how="left", maintain_order="left")
    timed = (pl.col("field") == "published_at") & pl.col("day").is_not_null()
    kept = kept.with_columns(agrees=timed & agrees, gone=timed & pl.col("chosen") & ~agrees)
    likeliest = pl.when("agrees").then("confidence").max().over("doc")
    takes = pl.col("gone").any().over("doc") & pl.col("agrees") & (pl.col("confidence") == likeliest)
    kept = kept.with_columns(takes=takes).with_columns(
        takes=pl.col("takes") & (pl.col("takes").cast(pl.Int32).cum_sum().over("doc") == 1)
    )
    return kept.with_columns(chosen=(pl.col("chosen") & ~pl.col("gone")) | pl.col("takes")).select(said.columns)
