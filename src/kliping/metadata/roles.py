"""Roles settled by metadata: a line that a chosen value was read from, and that holds nothing else, leaves the body.

Belongs here: relabelling lines by evidence. Does not belong here: choosing values, or any other reason to remove a
line.
"""

from __future__ import annotations

import polars as pl

from kliping.frames import BODY_ROLES, LINES, PERSON, conform
from kliping.metadata.survey import LONG

ROLE_OF_FIELD = {
    "title": "title",
    "authors": "byline",
    "editor": "editor",
    "source": "source",
    "published_on": "date",
    "published_at": "date",
    "updated_on": "date",
}
"""The role of a line that is nothing but a value of the field."""

NAMED = ("authors", "editor")
"""Fields whose values are names, which stand on a page more than once."""

REST = 40
"""Characters a line may hold beside the quoted words and still be nothing but the value ("Editor : ", "| 1.229
Views")."""

REST_BESIDE_DAY = 12
"""Characters a body line may hold beside the chosen day, which was read elsewhere ("October 22, 2019 report")."""

DAY = len("2024-06-03")
"""Characters of a moment that are its day."""

BESIDE_TITLE = 200
"""Characters a title's line may hold beside it: with more, the article itself stands on the line."""


YEAR = r"[12][0-9]{3}"
"""A day with its year."""


def settle_roles(lines: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """LINES with the roles that the chosen values settle; every line stays, a removed line has no paragraph."""
    day = evidence.filter(pl.col("chosen") & (pl.col("field") == "published_on")).select("document_id", day="value")
    told = evidence.filter(pl.col("line").is_not_null()).join(day, on="document_id", how="left", maintain_order="left")
    dated = pl.col("field").is_in(["published_on", "published_at"])
    again = dated & (pl.col("value").str.slice(0, DAY) == pl.col("day")) & (pl.col("basis") != "event")
    whole = told.filter(pl.col("chosen") | again.fill_null(value=False)).with_columns(
        settled=pl.col("field").replace_strict(ROLE_OF_FIELD, default=None, return_dtype=pl.String)
    )
    # a day and the moment on it are one piece of their line; a moment alone settles no more than a day read elsewhere
    piece = pl.when(pl.col("settled") == "date").then(pl.lit(-1)).otherwise("start")
    spans = (
        whole.filter(pl.col("settled").is_not_null())
        .with_columns(
            pl.col("start").min().over("document_id", "line", piece),
            pl.col("end").max().over("document_id", "line", piece),
        )
        .with_columns(
            order=pl.col("field").replace_strict(
                list(ROLE_OF_FIELD), list(range(len(ROLE_OF_FIELD))), default=len(ROLE_OF_FIELD)
            )
        )
        .sort("order", maintain_order=True)
        .group_by("document_id", "line", maintain_order=True)
        .agg(
            pl.col("settled").first(),
            pl.col("field").first(),
            pl.col("chosen").and_(pl.col("field") != "published_at").any(),
            pl.struct("start", "end").unique().struct.field("end").sum().alias("ends"),
            pl.struct("start", "end").unique().struct.field("start").sum().alias("starts"),
        )
        .with_columns(quoted=pl.col("ends") - pl.col("starts"))
    )
    joined = lines.join(spans, on=["document_id", "line"], how="left", maintain_order="left")
    joined = _without_headings(_names_again(joined, evidence), evidence)
    beside = pl.col("text").str.len_chars().cast(pl.Int32) - pl.col("quoted")
    headed = (pl.col("settled") == "title") & (beside <= BESIDE_TITLE)
    rest = pl.when("chosen").then(REST).when(pl.col("role").is_in(BODY_ROLES)).then(REST_BESIDE_DAY)
    titled = joined.with_columns(settled=pl.when(headed | (beside <= rest)).then(pl.col("settled"))).with_columns(
        stray=(pl.col("role") == "title") & pl.col("settled").is_null(),
    )
    titles = (
        titled.filter(pl.col("settled") == "title")
        .group_by("document_id")
        .agg(title_text=pl.col("text").max().str.to_lowercase(), title_line=pl.col("line").max())
    )
    titled = titled.join(titles, on="document_id", how="left", maintain_order="left")
    again = (
        pl.col("settled").is_null()
        & (pl.col("text").str.to_lowercase() == pl.col("title_text"))
        & (pl.col("line") != pl.col("title_line"))
    ).fill_null(value=False)
    settled = titled.with_columns(
        role=pl.when(again)
        .then(pl.lit("duplicate"))
        .when(pl.col("settled").is_not_null())
        .then(pl.col("settled"))
        .when(pl.col("stray"))
        .then(pl.lit("boilerplate"))
        .otherwise("role"),
        reason=pl.when(again)
        .then(pl.lit("metadata:title"))
        .when(pl.col("settled").is_not_null())
        .then("metadata:" + pl.col("field"))
        .when(pl.col("stray"))
        .then(pl.lit("metadata:not_the_title"))
        .otherwise("reason"),
        same_as_line=pl.when(again)
        .then(pl.col("title_line"))
        .when(pl.col("settled").is_not_null())
        .then(None)
        .otherwise("same_as_line"),
    )
    own = lines["reason"] == PERSON  # what a person said of a line stands above what its values say
    settled = settled.with_columns(
        pl.when(own).then(lines[name]).otherwise(name).alias(name) for name in ("role", "reason", "same_as_line")
    )
    return settled.with_columns(paragraph=pl.when(pl.col("role").is_in(BODY_ROLES)).then(pl.col("paragraph"))).pipe(
        conform, LINES
    )


def _ends(joined: pl.DataFrame) -> pl.DataFrame:
    """``first`` and ``last`` long line of each article."""
    long = joined.filter(pl.col("role").is_in(BODY_ROLES) & (pl.col("text").str.len_chars() >= LONG))
    return long.group_by("document_id").agg(first=pl.col("line").min(), last=pl.col("line").max())


def _without_headings(joined: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """``joined`` without the days that head a part of the article: the line above it dates the page, they its events.

    "Senin, 3 Juni 2024" above a venue is as good a heading as "Selasa, 4 Juni 2024" above the next. A day without its
    year is a teaser's as often.
    """
    told = evidence.filter(pl.col("chosen") & (pl.col("field") == "published_on") & pl.col("line").is_not_null())
    told = told.select("document_id", told_at="line").unique("document_id", keep="first", maintain_order=True)
    whole = (pl.col("settled") == "date") & pl.col("text").str.contains(YEAR) & pl.col("role").is_in(BODY_ROLES)
    days = joined.with_row_index("row").filter(whole).select("row", "document_id", "line")
    article = joined.filter(pl.col("role").is_in(BODY_ROLES)).group_by("document_id").agg(end=pl.col("line").max())
    inside = days.join(told, on="document_id").join(_ends(joined), on="document_id").join(article, on="document_id")
    heading = (pl.col("told_at") < pl.col("first")) & pl.col("line").is_between("first", "end", closed="none")
    rows = inside.filter(heading)["row"]
    if rows.is_empty():
        return joined
    return joined.with_columns(joined["settled"].scatter(rows, None))


def _names_again(joined: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """``joined`` with the names of authors and editors that stand alone at either end of the article settled, too.

    The name below the title and "(Ditulis oleh …)" below the text are one byline, of which one line is the evidence.
    """
    people = evidence.filter(pl.col("chosen") & pl.col("field").is_in(list(NAMED)))
    people = people.select("document_id", said=pl.col("value").str.to_lowercase(), named="field")
    people = people.unique(["document_id", "said"], keep="first", maintain_order=True)
    # most lines are longer than any name: blanks around one, and letters that are longer as capitals, are not twice it
    longest = people.get_column("said").str.len_bytes().max()
    short = joined.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"), "document_id", "line", "text", "settled"
    ).filter(pl.col("settled").is_null() & (pl.col("text").str.len_bytes() <= pl.lit(longest) * 2))
    alone = short.select("row", "document_id", "line", said=pl.col("text").str.strip_chars().str.to_lowercase())
    found = alone.join(people, on=["document_id", "said"], how="inner", maintain_order="left")
    if found.is_empty():
        return joined
    ends = _ends(joined)
    outside = (pl.col("line") < pl.col("first")) | (pl.col("line") > pl.col("last"))
    again = (
        found.join(ends, on="document_id", how="inner", maintain_order="left").filter(outside).select("row", "named")
    )
    names = pl.repeat(None, joined.height, dtype=pl.String, eager=True).scatter(again["row"], again["named"])
    named = names.is_not_null()
    return joined.with_columns(
        pl.when(named).then(names.replace_strict(ROLE_OF_FIELD, default=None)).otherwise("settled").alias("settled"),
        pl.coalesce(names, "field").alias("field"),
        (pl.col("chosen") | named).alias("chosen"),
        pl.when(named).then(pl.col("text").str.len_chars()).otherwise("quoted").alias("quoted"),
    )
