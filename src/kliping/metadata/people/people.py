"""The people: who wrote the article and who edited it.

Belongs here: bylines and editor lines. Does not belong here: outlets and agencies (``outlets``), and the people
whom the article is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.confidence import confidence
from kliping.metadata.line_facts import (
    AUTHOR_LABEL,
    BY,
    EDITOR_LABEL,
    NO_NAME,
    SEPARATOR,
    STATED,
    code_points,
    known_words,
)
from kliping.metadata.line_kernel import DATED, EXOTIC, GLUED, STARTS_CAPITAL, STARTS_EXOTIC, hash_word
from kliping.metadata.page import NOWHERE
from kliping.metadata.people.names import names_in
from kliping.metadata.search_kernels import count_openings, may_hold_name
from kliping.metadata.vocabulary import alternation, letters, vocabulary
from kliping.text.buffers import text_buffers

if TYPE_CHECKING:
    from kliping.metadata.line_kernel import Array
    from kliping.metadata.page import Page

ZONE = 16
"""Lines below the title in which a byline is looked for; above it, one."""

LONGEST = 140
"""Characters of a line that may be a byline."""

ENOUGH = 2.5
"""Points from which names without a label are taken for a byline: a date beside them and nearness, or a repeated
name."""

_WORD = letters(r"\p{Lu}[\p{L}\p{M}'’´`.\-]*")

PERSON_LIKE = letters(
    rf"^{_WORD}\s(?:\p{{Ll}}[\p{{L}}]{{1,4}}\s)*\p{{Lu}}|^[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}\p{{Hangul}}\s]{{2,12}}$"
)
"""How a line without a label must begin for names to be looked for in it."""

WITH_OUTLET = letters(
    rf"^({_WORD}(?:\s{_WORD}){{0,3}}),\s?(\p{{Lu}}[\p{{L}}0-9.&-]{{2,24}}(?:\s(?:News|Indonesia|Daily|Times|Post|Network|TV|Online))?)$"
)
"""A name and the outlet it writes for, on one line below the title: "Muhaimin, Sindonews"."""


STATED_BY = r"\S.*(?i:published|posted|written|reported|ditulis|dilaporkan|diposting|geschrieben)\s(?i:by|oleh|von)\s*:?\s*(\p{Lu}.*)$"  # noqa: E501
"""A label in the middle of a line: "Posted on: 3 May 2024 Published by: Jane Doe"."""


GLUED_BY = r"^(?:[Bb]y|BY|Von|VON|Oleh|OLEH|Par)(\p{Lu}(?s:.*))$"
"""A name glued to the label before it: "ByJane Doe"."""

SIGNED = r"(\p{Hangul}{2,4})\s?기자"
"""A name with its label behind it."""

CHECKED = r"(?i)\b(?:checked|reviewed|verified|produced|edited|photos?|photographs?|foto|bild)\sby\b"
"""What comes before a name that is not the author's."""

LONGEST_LABEL = 40
"""Characters of a label that stands alone on its line."""

PASSED = ("written", "by", "von", "oleh", "more", "from", "about")
"""Words before a name that do not make it another one."""

ABOVE = 12
"""Lines above the title in which a labelled byline is looked for."""

CLOSING = 5
"""Lines below the article in which a labelled byline is still its own."""


def find_people(page: Page, away: Array, titles: Array) -> pl.DataFrame:
    """Candidates of ``authors`` and ``editor``, the winners chosen.

    Args:
        page: the lines of a batch.
        away: how far below its page's title each line stands (``Page.distances``).
        titles: which lines are copies of the title (``Page.copies``).
    """
    return pl.concat([_authors(page, away, titles), _editors(page, away)], how="diagonal")


def _labelled(labels: list[str]) -> str:
    """A label that opens a line: with a colon or a dash, or followed by a capital."""
    return rf"^((?i:{alternation(labels)})(?:\s*[:：|–]\s*|\s+-\s+|\s+))"


def _editors(page: Page, away: Array) -> pl.DataFrame:
    labels = vocabulary()["byline"]["editor_labels"]
    opened = rf"^(?i:{alternation(labels)})(?:\s*[:：|–-]\s*|\s+)"
    labelled = page.having(first_word=EDITOR_LABEL) & (page.chars <= LONGEST)
    lines = (
        page.take(labelled)
        .with_columns(pl.Series("distance", away[labelled]))
        .filter(pl.col("text").str.contains(opened))
        .with_columns(
            rest=pl.col("text").str.replace(opened, ""),
            colon=pl.col("text").str.contains(
                r"^[^:：|–-]{2,24}[:：|–-]|(?i)^(?:edited|editing|disunting)\sby|^(?i:disunting oleh)"
            ),
        )
    )
    named = _names([(lines, True)]).filter(pl.col("colon"))
    return named.sort("doc", "index", "start", "end").with_columns(
        field=pl.lit("editor"),
        basis=pl.lit("editor_label"),
        confidence=pl.lit(confidence("editor", "editor_label")),
        chosen=pl.int_range(pl.len()).over("doc") == 0,
    )


@dataclass(frozen=True)
class _Zone:
    """Where bylines may stand: arrays with a row a line of the batch."""

    lines: Array  # which lines may hold one
    near: Array  # right below the title
    closing: Array  # right below the article
    inside: Array  # between a little above the title and a little below the article
    dated: Array
    by_date: Array  # it or a line beside it looks dated
    under_label: Array  # below a label that stands alone


def _zone(page: Page, away: Array, titles: Array, alone: str) -> _Zone:
    """The lines in which bylines are looked for; ``titles`` are the title's copies, which are none."""
    titled = away < NOWHERE
    chars, index = page.chars, page.lines["index"].to_numpy()
    since_body = page.below_article()  # past everything on pages without a body
    checked = np.zeros(chars.size, np.bool_)
    short = chars <= LONGEST
    by = np.flatnonzero(short & page.having(word=BY))
    checked[by] = page.lines["text"].gather(by).str.contains(CHECKED).to_numpy()
    free = short & ~page.lines["role"].is_in(["caption", "related"]).to_numpy() & ~checked & ~titles
    below = np.where(since_body < NOWHERE // 2, since_body, index)
    # two lines more on every side than a byline may be away: what stands beside it is asked for
    wide = titled & (away >= -ABOVE - 2) & ((below <= CLOSING + 2) | (away <= ZONE + 2))
    lines = free & (wide | ((since_body >= -1) & (since_body <= 4)))
    dated = lines & page.having(flag=DATED)
    lonely = np.zeros(chars.size, np.bool_)
    labels = np.flatnonzero(lines & page.having(first_word=AUTHOR_LABEL, flag=STARTS_EXOTIC) & (chars <= LONGEST_LABEL))
    lonely[labels] = page.lines["text"].gather(labels).str.contains(alone).to_numpy()
    return _Zone(
        lines & ~lonely,
        titled & (away >= -1) & (away <= ZONE) & (away != 0),
        (since_body >= 1) & (since_body <= 2) & (chars <= 40),
        titled & (away >= -ABOVE) & (np.where(since_body < NOWHERE // 2, since_body, index) <= CLOSING),
        dated,
        dated | np.logical_or.reduce([_beside(dated, index, step) for step in (1, 2, -1, -2)]),
        _beside(lonely, index, 1),
    )


def _beside(flags: Array, index: Array, step: int) -> Array:
    """Whether the line ``step`` lines before on the same page has its flag set."""
    moved = np.zeros(flags.size, np.bool_)
    if step > 0:
        moved[step:] = flags[:-step] & (index[step:] - index[:-step] == step)
    else:
        moved[:step] = flags[-step:] & (index[-step:] - index[:step] == -step)
    return moved


def _authors(page: Page, away: Array, titles: Array) -> pl.DataFrame:
    words = vocabulary()["byline"]
    opened = _labelled(words["labels"])
    middle = rf"^.*?(?:[0-9|•·–—/)-]|\p{{L}}|\s)\s(?:{alternation(words['middle'])})\s?:?\s(\p{{Lu}}.*)$"
    zone = _zone(page, away, titles, rf"^(?i:{alternation(words['labels'])})\s?[:：]?$")
    label = page.having(first_word=AUTHOR_LABEL, flag=STARTS_EXOTIC | GLUED, word=STATED) | _exotic(page)
    named = page.having(flag=STARTS_CAPITAL | STARTS_EXOTIC, word=BY) | zone.dated | zone.under_label
    wanted = zone.lines & ((label & (zone.inside | zone.near | zone.closing)) | ((zone.near | zone.closing) & named))
    rows = np.flatnonzero(wanted)
    lines = page.lines[rows].with_columns(
        pl.Series("distance", away[rows]),
        pl.Series("near", zone.near[rows]),
        pl.Series("closing", zone.closing[rows]),
        pl.Series("inside_page", zone.inside[rows]),
        pl.Series("dated", zone.dated[rows]),
        pl.Series("by_date", zone.by_date[rows]),
        pl.Series("under_label", zone.under_label[rows]),
        pl.Series("may_label", label[rows]),
        pl.Series("may_by", page.having(word=BY)[rows]),
        pl.Series("may_state", page.having(word=STATED)[rows]),
        pl.Series("may_sign", _exotic(page)[rows]),
    )
    text = pl.col("text")
    # a pattern passes over nulls: where the words it needs are not on the line it is not tried
    said = pl.when("may_label").then("text")
    stated = pl.when(pl.col("may_state") & (pl.col("chars") <= 90) & ~pl.col("body")).then("text")
    signed = pl.when("may_sign").then("text")
    lines = lines.with_columns(
        labelled=said.str.contains(opened + r"\S").fill_null(value=False),
        unglued=said.str.extract(GLUED_BY, 1),
        stated=pl.coalesce(stated.str.extract(STATED_BY, 1), signed.str.extract(SIGNED, 1)),
    ).with_columns(glued=pl.col("unglued").is_not_null())
    explicit = pl.col("labelled") | pl.col("glued")
    lines = lines.with_columns(
        may_by=pl.col("may_by")
        & pl.col("near")
        & ~explicit
        & (pl.col("dated") | text.str.contains("[|•·]") | (pl.col("chars") <= 60))
    )
    lines = lines.with_columns(
        after_by=pl.when("may_by").then("text").str.extract(middle, 1),
        labelled=pl.col("labelled") | pl.col("stated").is_not_null(),
    ).with_columns(inside=pl.col("after_by").is_not_null())
    lines = lines.filter((explicit & pl.col("inside_page")) | pl.col("near") | pl.col("closing"))
    lines = lines.with_columns(
        rest=pl.coalesce(
            "stated",
            pl.when("labelled").then("text").str.replace(opened, ""),
            "unglued",
            "after_by",
            "text",
        ),
        colon=pl.when("labelled").then("text").str.contains(r"^[^:：]{2,24}[:：]").fill_null(value=False),
    )
    likely = explicit | pl.col("inside") | text.str.contains(PERSON_LIKE)
    strict = lines.filter(~pl.col("colon") & likely)
    with_outlet = lines.filter(
        pl.col("distance").is_between(1, 3) & ~explicit & pl.col("text").str.contains(WITH_OUTLET)
    ).with_columns(rest=pl.col("text").str.extract(WITH_OUTLET, 1), by_date=pl.lit(value=True))
    between = (
        lines.filter(pl.col("near") & pl.col("dated") & ~explicit & ~pl.col("inside"))
        .with_columns(rest=text.str.replace_all(r"\s*[|•·/]\s*|\s+[-–—]\s+|,\s", "\n").str.split("\n"))
        .explode("rest")
    )
    found = [(strict, False), (lines.filter("colon"), True), (with_outlet, True), (between, False)]
    people = _names(found).unique(["doc", "index", "start", "value"], keep="first", maintain_order=True)
    return _chosen(_weighed(people, page))


def _exotic(page: Page) -> Array:
    """Lines with letters of scripts whose bylines have their label behind the name."""
    return page.having(flag=EXOTIC)


def _names(found: list[tuple[pl.DataFrame, bool]]) -> pl.DataFrame:
    """The names in ``rest`` of lines, a row each: ``value``, ``start``, ``end``; ``whole`` when nothing else is there.

    Args:
        found: lines, and whether an explicit label stands before what they hold (``loose``).
    """
    lines = pl.concat(frame.with_columns(loose=pl.lit(loose)) for frame, loose in found)
    asked = lines.select("rest", "loose").drop_nulls().unique(maintain_order=True)
    read = [
        (rest, loose, name)
        for loose in sorted({loose for _, loose in found})
        for rest in _promising(asked.filter(pl.col("loose") == loose)["rest"], loose=loose).to_list()
        for name in names_in(rest, loose=loose)
    ]
    named = pl.DataFrame(read, schema={"rest": pl.String, "loose": pl.Boolean, "value": pl.String}, orient="row")
    rows = lines.join(named, on=["rest", "loose"], how="inner", maintain_order="left_right").drop("loose")
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


def _promising(rests: pl.Series, *, loose: bool) -> pl.Series:
    """Those of ``rests`` that may hold names; behind an explicit label (``loose``) every one."""
    if loose:
        return rests
    known, (table, lower) = known_words(), code_points()
    data, offsets = text_buffers(rests)
    found = np.empty(rests.len(), np.bool_)
    may_hold_name(
        data,
        offsets,
        table,
        lower,
        known.sieve,
        known.keys,
        known.bits,
        np.uint64(NO_NAME),
        np.uint64(SEPARATOR),
        found,
    )
    return rests.filter(pl.Series(found))


def _weighed(named: pl.DataFrame, page: Page) -> pl.DataFrame:
    """``points`` of every name: a label, a date beside it, nearness to the title, the name alone or repeated."""
    named = named.sort("row", maintain_order=True)
    explicit = pl.col("labelled") | pl.col("glued") | pl.col("inside") | pl.col("under_label")
    distance = pl.col("distance")
    shouted = pl.col("value").str.count_matches(r"\p{Lu}{2,}").is_between(1, pl.col("value").str.count_matches(r"\s"))
    east = pl.col("value").str.contains(r"^(?:[\p{Han}\p{Hiragana}\p{Katakana}\s]{1,2}|[\p{Katakana}ー\s]+)$")
    return named.with_columns(times=pl.Series(_openings(named, page))).with_columns(
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


def _openings(named: pl.DataFrame, page: Page) -> Array:
    """How many lines of its page begin with each name, "By" and its like passed over."""
    names, ends = text_buffers(named["value"])
    pages = np.searchsorted(page.first_line, named["row"].to_numpy(), side="right") - 1
    times = np.empty(named.height, np.int64)
    skipped = np.array([hash_word(np.array([ord(sign) for sign in word], np.uint32)) for word in PASSED], np.uint64)
    count_openings(page.data, page.offsets, page.first_line, skipped, pages, names, ends, times)
    return times


def _chosen(named: pl.DataFrame) -> pl.DataFrame:
    """All names of the best line, and of the lines right below it that hold names in the same manner."""
    best = (
        named.sort("doc", "points", "index", "start", "end", descending=[False, True, False, False, False])
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
