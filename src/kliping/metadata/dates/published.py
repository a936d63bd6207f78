"""The day of publication: which of a page's dates is it, and on what basis.

Belongs here: a date's basis from the words around it and its place in the page, and the choice. Does not belong here:
reading a date expression (``expressions``, ``years``, ``clock``), dates in markup (``markup``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.confidence import confidence, priors
from kliping.metadata.dates.clock import with_time
from kliping.metadata.dates.expressions import find_dates, with_plain_digits
from kliping.metadata.dates.years import resolve
from kliping.metadata.line_facts import ATTRIBUTION, DATE_LABEL, OTHER_DATE
from kliping.metadata.line_kernel import COPYRIGHT, DAY, EAST_MONTH, EXOTIC, JOINED, NUMBER, PAREN, YEAR
from kliping.metadata.page import NOWHERE
from kliping.metadata.vocabulary import alternation, letters, vocabulary

if TYPE_CHECKING:
    from kliping.metadata.line_kernel import Array
    from kliping.metadata.page import Page
    from kliping.settings.metadata import MetadataSettings

NEAR = 25
"""Lines from the title within which a date without a year is looked for."""

HEADER_WORDS = 14
"""Words beside the date and its label that a header line may hold: a byline, an outlet, "1.229 views"."""

SHORT = 200
"""Characters of a line that may be a header; longer ones are sentences."""

CREDIT = r"(?i)\([^()]*(?:/|foto|photo|dok\b|ist\b|istimewa|getty|reuters|afp|\bap\b)[^()]*\)\.?$"
"""A photographer's credit at the end of a line: the date before it is the picture's."""

BYLINE = r"^(?i:by|oleh|von|par|por|penulis|reporter|pewarta|written by)[\s:]"
"""A date behind a byline is the article's."""

ENOUGH = 40
"""Points below which a date line is taken for something else: a teaser's, an event's, the site's."""

RANKS = ("header", "attribution", "dateline", "event", "relative", "page_clock")
"""Bases in the order in which they win; labels are points within the first."""


def find_published(page: Page, away: Array, arrivals: pl.DataFrame, settings: MetadataSettings) -> pl.DataFrame:
    """Candidates of ``published_on``, ``published_at`` and ``updated_on`` read from lines, the winners chosen.

    Args:
        page: the lines of a batch.
        away: how far below its page's title each line stands (``Page.distances``).
        arrivals: doc (rising, from 0), arrival (Date).
        settings: bounds of believable dates.
    """
    hits = _dated(page, away, arrivals, settings)
    judged = _judged(hits)
    days = _chosen_days(judged)
    return pl.concat([days, _times(days), _updates(judged)], how="diagonal")


def _dated(page: Page, away: Array, arrivals: pl.DataFrame, settings: MetadataSettings) -> pl.DataFrame:
    """Every believable date in the lines, with its place and its surroundings."""
    wanted = np.flatnonzero(_may_hold_dates(page, away))
    lines = page.lines[wanted].with_columns(
        pl.Series("distance", away[wanted]),
        pl.Series("worded", page.having(flag=DAY | EXOTIC)[wanted]),
        pl.Series("labelled", page.having(flag=EXOTIC, word=DATE_LABEL)[wanted]),
        pl.Series("other_word", page.having(flag=EXOTIC | COPYRIGHT, word=OTHER_DATE)[wanted]),
        pl.Series("paren", page.having(flag=PAREN)[wanted]),
        pl.Series("verb", page.having(word=ATTRIBUTION)[wanted]),
        plain=with_plain_digits(pl.col("text")),
    )
    hits = find_dates(lines.select("row", "plain", "language", "worded"), without_year=True)
    place = lines.select(
        "row",
        "doc",
        "line",
        "role",
        "index",
        "chars",
        "body",
        "language",
        "distance",
        "labelled",
        "other_word",
        "paren",
        "verb",
        pl.col("start").alias("opens"),
    )
    hits = hits.join(place, on="row", maintain_order="left")
    hits = hits.with_columns(arrivals["arrival"].gather(hits["doc"]).alias("arrival"))
    years = _latest_years(page)
    early = pl.col("date").dt.year() >= settings.earliest_year
    late = pl.col("date") <= pl.col("arrival").dt.offset_by(f"{settings.arrival_slack_days}d")
    return resolve(hits, years).filter(pl.col("date").is_not_null() & early & late)


def _may_hold_dates(page: Page, away: Array) -> Array:
    """Which lines are worth a search for dates."""
    near = (np.abs(away) <= NEAR) & (page.chars <= SHORT)
    here = np.arange(page.lines.height)
    opens = np.repeat(page.opening, np.diff(page.first_line))
    opening = page.body & (opens >= 0) & (here - opens >= 0) & (here - opens <= 3)
    attributed = page.body & page.having(word=ATTRIBUTION)
    said = page.having(flag=YEAR | JOINED | EAST_MONTH) | (page.having(flag=NUMBER) & (near | opening | attributed))
    wanted: Array = said & page.having(flag=JOINED | EAST_MONTH | EXOTIC | DAY)
    return wanted


def _latest_years(page: Page) -> pl.DataFrame:
    """``latest_year`` of each document: the latest that its article mentions."""
    mentioned = np.flatnonzero(page.body & (page.facts.counts[:, 3] > 0))
    return (
        pl.DataFrame({"doc": page.lines["doc"].gather(mentioned), "latest_year": page.facts.counts[mentioned, 3]})
        .group_by("doc")
        .agg(pl.col("latest_year").max())
    )


def _judged(hits: pl.DataFrame) -> pl.DataFrame:
    """Each date with ``rank`` (of its basis), ``basis``, ``points`` and ``time``; without those that cannot be it."""
    words = vocabulary()
    hits = with_time(hits).with_columns(
        before=pl.col("rest_before").str.slice(-70).str.to_lowercase(),
        beside=pl.concat_str(
            pl.col("rest_before"), pl.lit(" "), pl.col("rest_after").str.slice(0, SHORT), ignore_nulls=True
        ),
    )
    labels = rf"(?s).*(?:^|[^\p{{L}}])({alternation([*words['published']['words'], *words['updated']['words']])})(?:[^\p{{L}}].{{0,34}}|)$"  # noqa: E501
    # a pattern passes over nulls: where the words it needs are not on the line it is not tried
    label = pl.when("labelled").then("before").str.extract(letters(labels), 1).str.replace_all(r"\s+", " ")
    hits = hits.with_columns(
        said=label,
        words_beside=pl.col("beside").str.count_matches(letters(r"\p{L}{2,}")).cast(pl.Int32),
        other=(
            pl.when("other_word")
            .then("before")
            .str.contains(letters(rf"(?:^|[^\p{{L}}]){alternation(words['other_dates']['words'])}[^\p{{L}}]*$|©"))
            | pl.when("other_word")
            .then("rest_before")
            .str.contains(r"(?i)^\(?(?:foto|photo|dok|copyright|citation)\b|\bborn\b|\blahir\b")
            | pl.when("paren").then(pl.col("rest_before") + pl.col("rest_after")).str.contains(CREDIT)
        ).fill_null(value=False),
        # asked of headers only, which are short
        small_words=pl.when(pl.col("chars") <= SHORT)
        .then("beside")
        .str.count_matches(r"(?:^|\s)\p{Ll}{2,}")
        .cast(pl.Int32),
        attributed=pl.when("verb")
        .then("rest_before")
        .str.to_lowercase()
        .str.contains(alternation(words["attribution"]["verbs"]) + r"[^.!?]{0,80}$")
        .fill_null(value=False),
        day_in_brackets=(pl.col("expression").str.starts_with("(") | pl.col("rest_before").str.ends_with("("))
        & pl.col("weekday").is_not_null(),
    ).with_columns(
        label=pl.when(pl.col("said").is_in(words["updated"]["words"]))
        .then(pl.lit("updated"))
        .when(pl.col("said").is_not_null())
        .then(pl.lit("published")),
    )
    header = (pl.col("chars") <= SHORT) & (
        ((pl.col("words_beside") <= HEADER_WORDS) & (~pl.col("body") | (pl.col("words_beside") <= 8)))
        | (pl.col("label").is_not_null() & (pl.col("words_beside") <= 2 * HEADER_WORDS) & (pl.col("start") <= 60))
    )
    opening = pl.col("body") & (pl.col("index") - pl.col("opens")).is_between(0, 2)
    dateline = (
        pl.when(opening & (pl.col("start") <= 60))
        .then("rest_after")
        .str.contains(r"^.{0,40}?(?:\s[-–—]{1,2}\s|\s?--|—|\)\s?[-–—:])")
        .fill_null(value=False)
    )
    lone = (pl.col("words_beside") <= 2) & (pl.col("distance") < -6)
    hits = hits.with_columns(
        basis=pl.when(pl.col("other") | (pl.col("role").is_in(["caption", "related"]) & (pl.col("words_beside") > 3)))
        .then(None)
        .when(lone & (pl.col("weekday").is_not_null() | pl.col("time").is_not_null()) & pl.col("label").is_null())
        .then(pl.lit("page_clock"))
        .when(header)
        .then(pl.lit("header"))
        .when(pl.col("body") & pl.col("attributed"))
        .then(pl.lit("attribution"))
        .when(dateline)
        .then(pl.lit("dateline"))
        .when(pl.col("body") & pl.col("day_in_brackets"))
        .then(pl.lit("event"))
    ).filter(pl.col("basis").is_not_null())
    return _scored(hits)


def _scored(hits: pl.DataFrame) -> pl.DataFrame:
    """``points`` of a header date: label, time and nearness to the title speak for it, other dates against."""
    far = pl.when(pl.col("distance") < NOWHERE).then("distance").otherwise(8)
    after = pl.min_horizontal(far, 10) + 3 * pl.max_horizontal(far - 10, 0)
    away = pl.when(far >= 0).then(pl.min_horizontal(after, 70)).otherwise(pl.min_horizontal(6 - 4 * far, 80))
    lines = hits.filter(pl.col("basis") == "header").select("doc", "index", "label").unique(["doc", "index"])
    crowd = (
        lines.sort("doc", "index")
        .with_columns(next_gap=_gap(-1), next_gap_2=_gap(-2), last_gap=-_gap(1))
        .with_columns(
            listed=((pl.col("next_gap_2") <= 14) & (pl.col("next_gap") > 1)).fill_null(value=False)
            | ((pl.col("last_gap") <= 8) & (pl.col("next_gap") <= 8) & (pl.col("next_gap") > 1)).fill_null(value=False)
        )
        .select("doc", "index", "listed")
    )
    points = (
        100
        + pl.when(pl.col("label") == "published").then(40).when(pl.col("label") == "updated").then(-20).otherwise(0)
        - pl.when(pl.col("label") == "published").then(away / 2).otherwise(away)
        + pl.when(pl.col("time").is_not_null().any().over("doc", "index")).then(8).otherwise(0)
        - pl.when(pl.col("listed")).then(pl.when(far.is_between(0, 4)).then(5).otherwise(30)).otherwise(0)
        - 2 * pl.max_horizontal(pl.col("words_beside") - 8, 0)
        - pl.when(pl.col("label").is_null() & (pl.col("small_words") > 5)).then(40).otherwise(0)
        + pl.when(pl.col("rest_before").str.contains(BYLINE)).then(25).otherwise(0)
        + pl.when(pl.col("only_day")).then(20).otherwise(0)
    )
    ranks = pl.col("basis").replace_strict(list(RANKS), list(range(len(RANKS))), return_dtype=pl.Int32)
    hits = hits.with_columns(only_day=(pl.col("date").filter(pl.col("basis") == "header").n_unique().over("doc") == 1))
    scored = hits.join(crowd, on=["doc", "index"], how="left", maintain_order="left").with_columns(
        points=pl.when(pl.col("basis") == "header").then(points).otherwise(100.0).cast(pl.Float64), rank=ranks
    )
    named = pl.when(pl.col("basis") == "header").then(
        pl.when(pl.col("label") == "published")
        .then(pl.lit("published_label"))
        .when(pl.col("label") == "updated")
        .then(pl.lit("updated_label"))
        .otherwise(pl.lit("header"))
    )
    return scored.with_columns(basis=pl.coalesce(named, "basis"))


def _gap(step: int) -> pl.Expr:
    """Lines to the row ``-step`` rows further, null where that is another page's."""
    same = pl.col("doc").shift(step) == pl.col("doc")
    return pl.when(same).then(pl.col("index").shift(step) - pl.col("index"))


def _chosen_days(judged: pl.DataFrame) -> pl.DataFrame:
    """``published_on``: the best header date, else attribution, dateline, or the latest day in brackets."""
    latest_first = (
        pl.when(pl.col("basis").is_in(["event", "attribution"])).then(-pl.col("date").dt.epoch("d")).otherwise(0)
    )
    ranked = judged.with_columns(plausible=pl.col("points") >= ENOUGH, late=latest_first).sort(
        "doc",
        "plausible",
        "rank",
        "points",
        "late",
        "line",
        "start",
        descending=[False, True, False, True, False, False, False],
    )
    return ranked.with_columns(
        chosen=(pl.int_range(pl.len()).over("doc") == 0) & pl.col("plausible"),
        field=pl.lit("published_on"),
        value=pl.col("date").dt.to_string("%Y-%m-%d"),
        confidence=pl.col("basis").replace_strict(priors("published_on"), default=0.5, return_dtype=pl.Float64)
        * pl.when("plausible").then((pl.col("points") / 100).clip(0.85, 1.0)).otherwise(0.3),
    )


def with_relative(days: pl.DataFrame, relative: pl.DataFrame) -> pl.DataFrame:
    """``days`` and ``relative`` together: a relative day wins where only the page's clock would."""
    if relative.is_empty():
        return days
    clocked = days.filter(pl.col("chosen") & (pl.col("basis") == "page_clock")).select("doc").unique()
    undated = relative.join(days.filter(pl.col("chosen")).select("doc").unique(), on="doc", how="anti")
    wins = pl.concat([relative.join(clocked, on="doc", how="semi"), undated]).select("doc").unique()
    losers = days.join(wins.with_columns(lost=pl.lit(value=True)), on="doc", how="left", maintain_order="left")
    is_day = pl.col("field").is_in(["published_on", "published_at"]) & pl.col("lost").is_not_null()
    kept = losers.with_columns(chosen=pl.col("chosen") & ~is_day).drop("lost")
    winners = relative.join(wins.with_columns(chosen=pl.lit(value=True)), on="doc", how="left").with_columns(
        pl.col("chosen").fill_null(value=False)
    )
    return pl.concat([kept, winners], how="diagonal_relaxed")


def _times(days: pl.DataFrame) -> pl.DataFrame:
    """``published_at`` of the chosen days that stand beside a time."""
    return days.filter(pl.col("chosen") & pl.col("time").is_not_null()).with_columns(
        field=pl.lit("published_at"),
        value=pl.col("value") + "T" + pl.col("time") + pl.col("offset").fill_null(""),
        start=pl.col("time_from"),
        end=pl.col("time_to"),
    )


def _updates(judged: pl.DataFrame) -> pl.DataFrame:
    """``updated_on``: the best date with a label that says so."""
    updates = judged.filter((pl.col("basis") == "updated_label") & (pl.col("points") >= ENOUGH)).sort(
        "doc", "points", "line", "start", descending=[False, True, False, False]
    )
    return updates.with_columns(
        chosen=pl.int_range(pl.len()).over("doc") == 0,
        field=pl.lit("updated_on"),
        value=pl.col("date").dt.to_string("%Y-%m-%d"),
        confidence=pl.lit(confidence("updated_on", "updated_label")),
    )
