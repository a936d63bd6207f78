"""The people: who wrote the article and who edited it.

Belongs here: bylines and editor lines. Does not belong here: outlets and agencies (``outlets``), and the people whom the
article is about.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from kliping.metadata.confidence import confidence
from kliping.metadata.title_features import DATE
from kliping.metadata.vocabulary import alternation, calendar, vocabulary

ZONE = 16
"""Lines below the title in which a byline is looked for; above it, one."""

LONGEST = 140
"""Characters of a line that may be a byline."""

ENOUGH = 2.5
"""Points from which names without a label are taken for a byline: a date beside them and nearness, or a repeated name."""

_TOKEN = r"\p{Lu}[\p{L}\p{M}'’´`.\-]*"
_PARTICLE = r"(?:de|van|der|den|von|vom|zu|bin|binti|al|el|da|dos|das|di|del|della|la|le|du|ter|ten|af|y|e|ibn|abu)"
_EAST = r"^[\p{Han}\p{Hiragana}\p{Katakana}]{2,6}(?:[\s　][\p{Han}\p{Hiragana}\p{Katakana}]{1,5})?$|^[\p{Hangul}]{2,4}$"

PERSON = rf"^{_TOKEN}(?:\s(?:{_PARTICLE}\s)*{_TOKEN}){{1,4}}$|{_EAST}"
"""The shape of a full name: two to five capitalised words, particles among them, or a few signs in East Asian scripts."""

LOOSE = rf"^{_TOKEN}(?:\s(?:{_TOKEN}|{_PARTICLE})){{0,4}}$|^\p{{L}}[\p{{L}}\p{{M}}.'’-]{{2,24}}$|{_EAST}"
"""The shape of what stands behind an explicit label: one name is enough there, and so is a signature in small letters."""

WITH_OUTLET = rf"^({_TOKEN}(?:\s{_TOKEN}){{0,3}}),\s?(\p{{Lu}}[\p{{L}}0-9.&-]{{2,24}}(?:\s(?:News|Indonesia|Daily|Times|Post|Network|TV|Online))?)$"
"""A name and the outlet it writes for, on one line below the title: "Muhaimin, Sindonews"."""


STATED = r"\S.*(?i:published|posted|written|reported|ditulis|dilaporkan|diposting|geschrieben)\s(?i:by|oleh|von)\s*:?\s*(\p{Lu}.*)$"
"""A label in the middle of a line: "Posted on: 3 May 2024 Published by: Jane Doe"."""


SIGNED = r"(\p{Hangul}{2,4})\s?기자"
"""A name with its label behind it."""

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
    named = _names(lines, LOOSE).filter(pl.col("colon"))
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
    inside_page = (distance >= -12) & (pl.col("index") <= pl.col("last_body").fill_null(0) + CLOSING)
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
    strict = _names(lines.filter(~pl.col("colon")), PERSON)
    with_outlet = lines.filter(
        pl.col("distance").is_between(1, 3) & ~explicit & pl.col("text").str.contains(WITH_OUTLET)
    ).with_columns(rest=pl.col("text").str.extract(WITH_OUTLET, 1), by_date=pl.lit(value=True))
    between = (
        lines.filter(pl.col("near") & pl.col("dated") & ~explicit & ~pl.col("inside"))
        .with_columns(rest=text.str.replace_all(r"\s*[|•·/]\s*|\s+[-–—]\s+|,\s", "\n").str.split("\n"))
        .explode("rest")
    )
    found = [strict, _names(lines.filter(pl.col("colon")), LOOSE), _names(with_outlet, LOOSE), _names(between, PERSON)]
    named = pl.concat(found).unique(["doc", "index", "start", "value"], keep="first", maintain_order=True)
    return _chosen(_weighed(named, page))


def _names(lines: pl.DataFrame, shape: str) -> pl.DataFrame:
    """The names in ``rest``, a row each, with ``value``, ``start`` and ``end`` in ``text``, and ``whole``: nothing else there."""
    words = vocabulary()
    jobs = alternation(words["people"]["jobs"])
    outlets = alternation(words["people"]["outlet_words"])
    months = _months()
    days = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?|(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)"
    separators = alternation([word for word in words["byline"]["separators"] if word.isalpha()])
    cleaned = (
        pl.col("rest")
        .str.replace(
            rf"\s*[,|•·–—/(-]*\s*(?:\b(?:on|at|am|vom|le|el|pada)\s)?(?:\b{days},?\s)?(?:{months}\s)?[0-9].*$", ""
        )
        .str.replace(rf"[\s,|•·–—(-]*(?:{months}|{days}),?$", "")
        .str.replace(r"\s*(?:[@<(\[{:|•·].*|\s[-–—]\s.*|—.*)$", "")
        .str.replace(rf"(\p{{Ll}}|\s|,|\.)(?:{_titled(words['people']['jobs'])})\b.*$", "$1")
        .str.replace(rf"(?i)[\s,]+{jobs}\b.*$", "")
        .str.replace(
            rf"^((?:{_TOKEN}\s){{1,3}}?{_TOKEN})\s(?:(?:For|The|USA|Battle|Cherry|Fox)\s)?(?:\p{{Lu}}\p{{L}}+\s)?{outlets}\b.*$",
            "$1",
        )
        .str.replace(r"[\s,]+(?:MS|MA|MD|PhD|Ph\.D\.?|RD|RDN|LD|JD|MBA|CPA|M\.D\.)\b.*$", "")
        .str.replace(r"(\p{Ll})(?:The|Published|Posted|Updated|By|Staff|Getty)\b.*$", "$1")
        .str.strip_chars(" ,;:|-–—/")
    )
    split = cleaned.str.replace_all(rf"\s*(?:[,;&/+、・]|\s(?i:{separators})\s)\s*", "\n").str.split("\n")
    rows = (
        lines.with_columns(value=split)
        .with_columns(
            pieces=pl.col("value").list.len(),
            tailed=(pl.col("rest").str.len_chars() - cleaned.str.len_chars() >= 4)
            & pl.col("rest").str.contains(rf"(?i)\b(?:{jobs}|{outlets})\b"),
        )
        .explode("value")
        .with_columns(pl.col("value").str.strip_chars(" "))
        .filter(pl.col("value").str.len_chars().is_between(2, 45) & pl.col("value").str.contains(shape))
    )
    labels = [*words["published"]["words"], *words["updated"]["words"], *words["byline"]["labels"]]
    forbidden = alternation([*words["people"]["not_names"], *(label for label in labels if label.isalpha())])
    rows = rows.filter(~pl.col("value").str.contains(rf"(?i)(?:^|\s){forbidden}(?:\s|$)"))
    half = pl.col("value").str.len_chars() // 2
    twice = pl.col("value").str.slice(0, half) == pl.col("value").str.slice(half + 1)
    rows = rows.with_columns(value=pl.when(twice).then(pl.col("value").str.slice(0, half)).otherwise("value"))
    offset = pl.col("text").str.find(pl.col("value"), literal=True)
    start = pl.col("text").cast(pl.Binary).bin.slice(0, offset).cast(pl.String).str.len_chars().cast(pl.Int32)
    return (
        rows.with_columns(start=start)
        .filter(pl.col("start").is_not_null())
        .with_columns(
            end=pl.col("start") + pl.col("value").str.len_chars().cast(pl.Int32),
            whole=pl.col("text").str.len_chars().cast(pl.Int32) - pl.col("value").str.len_chars().cast(pl.Int32) <= 3,
        )
    )


@cache
def _months() -> str:
    """Month names of the languages that put a capital on them, as they stand behind a name."""
    names = calendar("months")
    written = {name.capitalize() for name in names.anywhere if name.isascii() or name in ("märz", "février", "août")}
    return rf"(?:{alternation(sorted(written))})\.?"


def _titled(words: list[str]) -> str:
    """``words`` with a capital, as they are glued to a name: "Jane DoeStaff Writer"."""
    return alternation([word.title() for word in words if word.isalpha() and len(word) > 3])


def _weighed(named: pl.DataFrame, page: pl.DataFrame) -> pl.DataFrame:
    """``points`` of every name: a label, a date beside it, nearness to the title, the name alone on its line, repeated."""
    pair = r"^(?:(?i:written by|by|von|oleh|more by|more from|about)\s)?(\S+\s\S+)"
    opening = page.join(named.select("doc").unique(), on="doc", how="semi").select(
        "doc", pl.col("text").str.slice(0, 60).str.extract(pair, 1).str.strip_chars(",.:|").alias("pair")
    )
    again = opening.group_by("doc", "pair").agg(pl.len().alias("times"))
    explicit = pl.col("labelled") | pl.col("glued") | pl.col("inside") | pl.col("under_label")
    distance = pl.col("distance")
    named = named.with_columns(pair=pl.col("value").str.extract(r"^(\S+\s\S+)", 1).str.strip_chars(",.:|"))
    token = r"\p{Lu}{2,}"
    shouted = pl.col("value").str.count_matches(token).is_between(1, pl.col("value").str.count_matches(r"\s"))
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
