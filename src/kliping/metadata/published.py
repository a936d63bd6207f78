"""The day of publication: which of a page's dates is it, and on what basis.

Belongs here: a date's basis from the words around it and its place in the page, and the choice. Does not belong here:
reading a date expression (``expressions``, ``years``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.confidence import confidence
from kliping.metadata.expressions import find_dates
from kliping.metadata.vocabulary import alternation, vocabulary
from kliping.metadata.years import resolve

if TYPE_CHECKING:
    from kliping.settings.metadata import MetadataSettings

HAS_DATE = r"(?:19|20|25)[0-9]{2}|[0-9][0-9]?[./-][0-9][0-9]?|[0-9]\s?[월月]"
BASES = ("published_label", "header", "updated_label", "attribution", "dateline", "event")


def find_published(
    page: pl.DataFrame, titles: pl.DataFrame, arrivals: pl.DataFrame, settings: MetadataSettings
) -> pl.DataFrame:
    """Candidates of ``published_on`` read from lines, the winner chosen.

    Args:
        page: lines as ``page.survey`` makes them.
        titles: chosen title of each document: doc, index.
        arrivals: doc, arrival (Date).
        settings: bounds of believable dates.
    """
    words = vocabulary()
    wide = page.join(
        titles.select("doc", pl.col("index").alias("title_index")), on="doc", how="left", maintain_order="left"
    )
    header = (pl.col("index") - pl.col("title_index")).is_between(-6, 20) & (pl.col("chars") <= 200)
    verbs = r"(?i)" + alternation(words["attribution"]["verbs"])
    tail = pl.col("plain").str.contains(r"[0-9]")
    lines = wide.filter(
        pl.col("plain").str.contains(HAS_DATE) | (header & tail) | (tail & pl.col("plain").str.contains(verbs))
    )
    hits = find_dates(lines.select("row", "plain", "language"), without_year=True)
    hits = hits.join(
        lines.select("row", "doc", "line", "role", "index", "title_index", "chars", "body", "language", "start").rename(
            {"start": "body_start"}
        ),
        on="row",
        maintain_order="left",
    ).join(arrivals, on="doc", maintain_order="left")
    years = (
        page.filter(pl.col("body"))
        .select("doc", pl.col("plain").str.extract_all(r"\b(?:19|20)[0-9]{2}\b").alias("year"))
        .explode("year")
        .with_columns(pl.col("year").cast(pl.Int32))
        .join(arrivals, on="doc")
        .filter(pl.col("year") <= pl.col("arrival").dt.year())
        .group_by("doc")
        .agg(pl.col("year").max().alias("latest_year"))
    )
    dated = resolve(hits, years).filter(
        pl.col("date").is_not_null()
        & (pl.col("date").dt.year() >= settings.earliest_year)
        & (pl.col("date") <= pl.col("arrival").dt.offset_by(f"{settings.arrival_slack_days}d"))
    )
    return _choose(_with_basis(dated))


def _with_basis(hits: pl.DataFrame) -> pl.DataFrame:
    words = vocabulary()
    before = pl.col("rest_before").str.to_lowercase()
    near = before.str.slice(-40)
    attributed = before.str.contains(alternation(words["attribution"]["verbs"]) + r"[^.!?]{0,80}$")
    distance = pl.col("index") - pl.col("title_index")
    rest = pl.col("rest_before").str.len_chars() + pl.col("rest_after").str.len_chars()
    in_header = ~pl.col("body") & distance.is_between(-6, 20) & (rest <= 120)
    other = near.str.contains(alternation(words["other_dates"]["words"]) + r"[^\p{L}]*$") | before.str.contains(
        r"\(?(?:foto|photo|dok|©|copyright)"
    )
    event = pl.col("body") & pl.col("weekday").is_not_null() & pl.col("expression").str.contains(r"[/(]") | (
        pl.col("rest_before").str.contains(r"\p{L}\s\($") & pl.col("body") & pl.col("weekday").is_not_null()
    )
    basis = (
        pl.when(other | pl.col("role").is_in(["caption", "related"]))
        .then(None)
        .when(near.str.contains(alternation(words["updated"]["words"]) + r"[^\p{L}]{0,6}(?:\p{L}+[,.]?\s)?$"))
        .then(pl.lit("updated_label"))
        .when(
            near.str.contains(alternation(words["published"]["words"]) + r"[^\p{L}]{0,6}(?:\p{L}+[,.]?\s)?$")
            & in_header
        )
        .then(pl.lit("published_label"))
        .when(in_header)
        .then(pl.lit("header"))
        .when(attributed & pl.col("body"))
        .then(pl.lit("attribution"))
        .when(event)
        .then(pl.lit("event"))
    )
    return hits.with_columns(basis=basis, distance=distance).filter(pl.col("basis").is_not_null())


def _choose(hits: pl.DataFrame) -> pl.DataFrame:
    ranked = hits.with_columns(
        rank=pl.col("basis").replace_strict(list(BASES), list(range(len(BASES))), return_dtype=pl.Int32),
        far=pl.when(pl.col("distance") < 0).then(-pl.col("distance") * 3).otherwise(pl.col("distance")),
    ).sort("doc", "rank", "far", "line", "start")
    return ranked.with_columns(
        chosen=pl.int_range(pl.len()).over("doc") == 0,
        field=pl.lit("published_on"),
        value=pl.col("date").dt.to_string("%Y-%m-%d"),
        confidence=pl.col("basis").replace_strict(
            list(BASES), [confidence("published_on", basis) for basis in BASES], return_dtype=pl.Float64
        ),
    )
