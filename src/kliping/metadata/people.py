"""The people: who wrote the article and who edited it.

Belongs here: bylines and editor lines. Does not belong here: outlets and agencies (``outlets``), and the people
whom the article is about.
"""

from __future__ import annotations

import polars as pl

from kliping.metadata.confidence import confidence
from kliping.metadata.names import names_in
from kliping.metadata.title_features import DATE
from kliping.metadata.vocabulary import alternation, letters, vocabulary

ZONE = 16
"""Lines below the title in which a byline is looked for; above it, one."""

LONGEST = 140
"""Characters of a line that may be a byline."""

ENOUGH = 2.5
"""Points from which names without a label are taken for a byline: a date beside them and nearness, or a repeated
name."""

_WORD = letters(r"\p{Lu}[\p{L}\p{M}'’´`.\-]*")

PERSON_LIKE = letters(
    rf"^{_WORD}\s(?:\p{{Ll}}{{2,5}}\s)*\p{{Lu}}|^[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}\p{{Hangul}}\s]{{2,12}}$"
)
"""How a line without a label must begin for names to be looked for in it."""

WITH_OUTLET = letters(
    rf"^({_WORD}(?:\s{_WORD}){{0,3}}),\s?(\p{{Lu}}[\p{{L}}0-9.&-]{{2,24}}(?:\s(?:News|Indonesia|Daily|Times|Post|Network|TV|Online))?)$"
)
"""A name and the outlet it writes for, on one line below the title: "Muhaimin, Sindonews"."""


STATED = r"\S.*(?i:published|posted|written|reported|ditulis|dilaporkan|diposting|geschrieben)\s(?i:by|oleh|von)\s*:?\s*(\p{Lu}.*)$"  # noqa: E501
"""A label in the middle of a line: "Posted on: 3 May 2024 Published by: Jane Doe"."""


SIGNED = r"(\p{Hangul}{2,4})\s?기자"
"""A name with its label behind it."""

ABOVE = 12
"""Lines above the title in which a labelled byline is looked for."""

CLOSING = 5
"""Lines below the article in which a labelled byline is still its own."""


def find_people(page: pl.DataFrame, titles: pl.DataFrame) -> pl.DataFrame:
    """Candidates of ``authors`` and ``editor``, the winners chosen.

    Args:
        page: lines as ``page.survey`` makes them.
        titles: chosen title of each document: doc, index.
    """
    short = page.filter(pl.col("chars") <= LONGEST)
    placed = short.join(
        titles.select("doc", pl.col("index").alias("title_index")), on="doc", how="left", maintain_order="left"
    ).with_columns(distance=pl.col("index") - pl.col("title_index"))
    return pl.concat([_authors(page, placed), _editors(placed)], how="diagonal")


def _labelled(labels: list[str]) -> str:
    """A label that opens a line: with a colon or a dash, or followed by a capital."""
    return rf"^((?i:{alternation(labels)})(?:\s*[:：|–]\s*|\s+-\s+|\s+))"


def _editors(placed: pl.DataFrame) -> pl.DataFrame:
    labels = vocabulary()["byline"]["editor_labels"]
    opened = rf"^(?i:{alternation(labels)})(?:\s*[:：|–-]\s*|\s+)"
    lines = placed.filter(pl.col("text").str.contains(opened)).with_columns(
        rest=pl.col("text").str.replace(opened, ""),
        colon=pl.col("text").str.contains(
            r"^[^:：|–-]{2,24}[:：|–-]|(?i)^(?:edited|editing|disunting)\sby|^(?i:disunting oleh)"
        ),
    )
    named = _names(lines, loose=True).filter(pl.col("colon"))
    return named.sort("doc", "index", "start").with_columns(
        field=pl.lit("editor"),
        basis=pl.lit("editor_label"),
        confidence=pl.lit(confidence("editor", "editor_label")),
        chosen=pl.int_range(pl.len()).over("doc") == 0,
    )


def _authors(page: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    words = vocabulary()["byline"]
    opened = _labelled(words["labels"])
    glued = r"^(?:[Bb]y|BY|Von|VON|Oleh|OLEH|Par)(\p{Lu})"
    middle = rf"^(.*?(?:[0-9|•·–—/)-]|\p{{L}}|\s)\s)(?:{alternation(words['middle'])})\s?:?\s(\p{{Lu}}.*)$"
    alone = rf"^(?i:{alternation(words['labels'])})\s?[:：]?$"
    distance, text = pl.col("distance"), pl.col("text")
    ends = (
        page.filter(pl.col("body") & (pl.col("chars") >= 80))
        .group_by("doc")
        .agg(pl.col("index").max().alias("last_body"))
    )
    placed = placed.join(ends, on="doc", how="left", maintain_order="left")
    since_body = pl.col("index") - pl.col("last_body")
    # two lines more on every side than a byline may be away: what stands beside it is asked for
    zone = (distance >= -ABOVE - 2) & ((since_body.fill_null(pl.col("index")) <= CLOSING + 2) | (distance <= ZONE + 2))
    placed = placed.filter(zone | since_body.is_between(-1, 4))
    near = distance.is_between(-1, ZONE) & (distance != 0)
    checked = text.str.contains(
        r"(?i)\b(?:checked|reviewed|verified|produced|edited|photos?|photographs?|foto|bild)\sby\b"
    )
    lines = placed.filter(~pl.col("role").is_in(["caption", "related"]) & ~checked).with_columns(
        labelled=text.str.contains(opened + r"\S"),
        glued=text.str.contains(glued),
        lonely=text.str.contains(alone),
        closing=(pl.col("index") - pl.col("last_body")).is_between(1, 2) & (pl.col("chars") <= 40),
        dated=text.str.contains(DATE),
        near=near,
    )
    lines = lines.with_columns(
        under_label=(pl.col("lonely").shift(1) & (pl.col("index").shift(1) == pl.col("index") - 1))
        .over("doc")
        .fill_null(value=False),
        by_date=pl.any_horizontal(
            (pl.col("dated").shift(step) & ((pl.col("index").shift(step) - pl.col("index")).abs() <= 2)).over("doc")
            for step in (1, -1, 2, -2)
        ).fill_null(value=False)
        | pl.col("dated"),
        inside=pl.col("near")
        & ~pl.col("labelled")
        & ~pl.col("glued")
        & text.str.contains(middle)
        & (pl.col("dated") | text.str.contains("[|•·]") | (pl.col("chars") <= 60)),
    )
    explicit = pl.col("labelled") | pl.col("glued")
    stated = pl.when((pl.col("chars") <= 90) & ~pl.col("body")).then(text.str.extract(STATED, 1))
    lines = lines.with_columns(stated=pl.coalesce(stated, text.str.extract(SIGNED, 1)))
    lines = lines.with_columns(labelled=pl.col("labelled") | pl.col("stated").is_not_null())
    inside_page = (distance >= -ABOVE) & (pl.col("index") <= pl.col("last_body").fill_null(0) + CLOSING)
    lines = lines.filter((explicit & inside_page) | pl.col("near") | pl.col("closing")).filter(~pl.col("lonely"))
    lines = lines.with_columns(
        rest=pl.when(pl.col("stated").is_not_null())
        .then("stated")
        .when("labelled")
        .then(text.str.replace(opened, ""))
        .when("glued")
        .then(text.str.replace(glued, "$1"))
        .when("inside")
        .then(text.str.replace(middle, "$2"))
        .otherwise(text),
        colon=pl.col("labelled") & text.str.contains(r"^[^:：]{2,24}[:：]"),
    )
    likely = explicit | pl.col("inside") | text.str.contains(PERSON_LIKE)
    strict = _names(lines.filter(~pl.col("colon") & likely), loose=False)
    with_outlet = lines.filter(
        pl.col("distance").is_between(1, 3) & ~explicit & pl.col("text").str.contains(WITH_OUTLET)
    ).with_columns(rest=pl.col("text").str.extract(WITH_OUTLET, 1), by_date=pl.lit(value=True))
    between = (
        lines.filter(pl.col("near") & pl.col("dated") & ~explicit & ~pl.col("inside"))
        .with_columns(rest=text.str.replace_all(r"\s*[|•·/]\s*|\s+[-–—]\s+|,\s", "\n").str.split("\n"))
        .explode("rest")
    )
    found = [
        strict,
        _names(lines.filter(pl.col("colon")), loose=True),
        _names(with_outlet, loose=True),
        _names(between, loose=False),
    ]
    named = pl.concat(found).unique(["doc", "index", "start", "value"], keep="first", maintain_order=True)
    return _chosen(_weighed(named, page))


def _names(lines: pl.DataFrame, *, loose: bool) -> pl.DataFrame:
    """The names in ``rest``, a row each: ``value``, ``start``, ``end``; ``whole`` when nothing else is there."""
    rests = lines["rest"].drop_nulls().unique(maintain_order=True).to_list()
    found = [(rest, name) for rest in rests for name in names_in(rest, loose=loose)]
    named = pl.DataFrame(found, schema={"rest": pl.String, "value": pl.String}, orient="row")
    rows = lines.join(named, on="rest", how="inner", maintain_order="left")
    offset = pl.col("text").str.find(pl.col("value"), literal=True)
    start = pl.col("text").cast(pl.Binary).bin.slice(0, offset).cast(pl.String).str.len_chars().cast(pl.Int32)
    rows = rows.with_columns(start=start).filter(pl.col("start").is_not_null())
    length = pl.col("value").str.len_chars().cast(pl.Int32)
    beside = pl.col("rest").str.len_chars().cast(pl.Int32) - length
    return rows.with_columns(
        end=pl.col("start") + length,
        whole=pl.col("chars") - length <= 3,
        tailed=(beside >= 4) & ~pl.col("rest").str.contains(r"[0-9]"),
        pieces=1 + pl.col("rest").str.count_matches(",", literal=True),
    )


def _weighed(named: pl.DataFrame, page: pl.DataFrame) -> pl.DataFrame:
    """``points`` of every name: a label, a date beside it, nearness to the title, the name alone or repeated."""
    pair = r"^(?:(?i:written by|by|von|oleh|more by|more from|about)\s)?(\S+\s\S+)"
    opening = page.join(named.select("doc").unique(), on="doc", how="semi").select(
        "doc", pl.col("text").str.slice(0, 60).str.extract(pair, 1).str.strip_chars(",.:|").alias("pair")
    )
    again = opening.group_by("doc", "pair").agg(pl.len().alias("times"))
    explicit = pl.col("labelled") | pl.col("glued") | pl.col("inside") | pl.col("under_label")
    distance = pl.col("distance")
    named = named.with_columns(pair=pl.col("value").str.extract(r"^(\S+\s\S+)", 1).str.strip_chars(",.:|"))
    shouted = pl.col("value").str.count_matches(r"\p{Lu}{2,}").is_between(1, pl.col("value").str.count_matches(r"\s"))
    east = pl.col("value").str.contains(r"^(?:[\p{Han}\p{Hiragana}\p{Katakana}\s]{1,2}|[\p{Katakana}ー\s]+)$")
    return named.join(again, on=["doc", "pair"], how="left", maintain_order="left").with_columns(
        explicit=explicit,
        points=pl.when(explicit).then(6.0).otherwise(0.0)
        + pl.when("by_date").then(2.0).otherwise(0.0)
        + pl.when(pl.col("times") > 1).then(1.5).otherwise(0.0)
        + pl.when(pl.col("tailed") & ~explicit).then(1.5).otherwise(0.0)
        - pl.when((shouted | east) & ~explicit).then(3.0).otherwise(0.0)
        + pl.when(pl.col("role") == "byline").then(1.0).otherwise(0.0)
        + pl.when(distance.is_between(1, 2)).then(2.0).when(distance.is_between(3, 5)).then(1.0).otherwise(0.0)
        + pl.when(pl.col("whole")).then(0.5).otherwise(0.0)
        + pl.when(pl.col("closing") & pl.col("whole")).then(2.5).otherwise(0.0)
        - pl.when(distance > 8).then(((distance - 8) * 0.4).clip(0, 3.2)).otherwise(0.0)
        - pl.when(distance < 0).then(pl.when(explicit).then(1.5).otherwise(2.5)).otherwise(0.0)
        - pl.when((distance < -1) & ~explicit).then(2.5).otherwise(0.0)
        - pl.when(pl.col("body") & ~explicit).then(2.0).otherwise(0.0)
        - pl.when(~pl.col("whole") & ~explicit & ~pl.col("dated") & (pl.col("pieces") > 2)).then(2.0).otherwise(0.0),
    )


def _chosen(named: pl.DataFrame) -> pl.DataFrame:
    """All names of the best line, and of the lines right below it that hold names in the same manner."""
    best = (
        named.sort("doc", "points", "index", descending=[False, True, False])
        .unique("doc", keep="first", maintain_order=True)
        .filter(pl.col("points") >= ENOUGH)
        .select("doc", pl.col("index").alias("best"), pl.col("explicit").alias("best_explicit"))
    )
    rows = named.join(best, on="doc", how="left", maintain_order="left")
    step = pl.col("index") - pl.col("best")
    chosen = (step == 0) | (step.is_between(1, 2) & (pl.col("explicit") == pl.col("best_explicit")) & pl.col("whole"))
    basis = pl.when("explicit").then(pl.lit("byline_label")).otherwise(pl.lit("byline"))
    prior = pl.when("explicit").then(confidence("authors", "byline_label")).otherwise(confidence("authors", "byline"))
    rows = rows.with_columns(
        field=pl.lit("authors"),
        basis=basis,
        chosen=chosen.fill_null(value=False),
        confidence=prior * (0.4 + 0.1 * pl.col("points")).clip(0.2, 1.0),
    )
    return rows.with_columns(
        chosen=pl.col("chosen") & (pl.int_range(pl.len()).over("doc", "value", "chosen") == 0)
    ).filter(pl.col("chosen") | (pl.col("points") > 0))
