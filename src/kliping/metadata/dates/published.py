"""The day of publication: which of a page's dates is it, and on what basis.

Belongs here: which lines are searched for dates, and the choice. Does not belong here: reading a date expression
(``expressions``, ``years``, ``clock``), a date's basis (``bases``), dates in markup (``markup``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.confidence import UNJUDGED, UNLIKELY, WEAK, confidence, priors
from kliping.metadata.dates.bases import SHORT, TOLD, judged
from kliping.metadata.dates.events import LIKELY
from kliping.metadata.dates.expressions import find_dates
from kliping.metadata.dates.points import POINTS
from kliping.metadata.dates.reports import behind_reports
from kliping.metadata.dates.years import resolve
from kliping.metadata.digits import with_plain_digits
from kliping.metadata.line_facts import ATTRIBUTION, DATE_LABEL, OTHER_DATE
from kliping.metadata.line_flags import COPYRIGHT, DAY, EAST_MONTH, EXOTIC, JOINED, LATEST_YEAR, NUMBER, PAREN, YEAR

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey
    from kliping.settings.metadata import MetadataSettings

NEAR = 25
"""Lines from the title within which a date without a year is looked for."""

ENOUGH = 40
"""Points below which a date line is taken for something else: a teaser's, an event's, the site's."""

CLEAR = 90
"""Points from which a header's date is no weak one."""

OPENS = 3
"""Lines from the article's first in which a dateline may stand: a summary and a kicker go before it."""

ABOVE = 80
"""Characters of a line above a date that may be its label, or a byline."""

OTHER_WEEKDAY = 0.7
"""What is left of the confidence where the weekday beside the date is another day's: one of the two is wrong, and the
weekday is the easier slip. Not measured: no labelled page has one."""


def find_published(survey: Survey, away: Array, arrivals: pl.DataFrame, settings: MetadataSettings) -> pl.DataFrame:
    """Candidates of ``published_on``, ``published_at`` and ``updated_on`` read from lines, the winners chosen.

    Args:
        survey: the lines of a batch.
        away: how far below its page's title each line stands (``Survey.distances``).
        arrivals: doc (rising, from 0), arrival (Date).
        settings: bounds of believable dates.
    """
    hits = _dated(survey, away, arrivals, settings)
    weighed = behind_reports(judged(hits))
    days = _chosen_days(weighed)
    return pl.concat([days, _times(days), _updates(weighed)], how="diagonal")


def _dated(survey: Survey, away: Array, arrivals: pl.DataFrame, settings: MetadataSettings) -> pl.DataFrame:
    """Every believable date in the lines, with its place and its surroundings."""
    wanted = np.flatnonzero(_may_hold_dates(survey, away))
    lines = survey.lines[wanted].with_columns(
        pl.Series("distance", away[wanted]),
        pl.Series("below", survey.below_article()[wanted]),
        pl.Series("worded", survey.having(flag=DAY | EXOTIC)[wanted]),
        pl.Series("labelled", survey.having(flag=EXOTIC, word=DATE_LABEL)[wanted]),
        pl.Series("other_word", survey.having(flag=EXOTIC | COPYRIGHT, word=OTHER_DATE)[wanted]),
        pl.Series("paren", survey.having(flag=PAREN)[wanted]),
        pl.Series("verb", survey.having(word=ATTRIBUTION)[wanted]),
        pl.Series("only", survey.only_lines()[wanted]),
        _above(survey, wanted),
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
        "only",
        "above",
        "below",
        pl.col("start").alias("opens"),
    )
    hits = hits.join(place, on="row", maintain_order="left")
    hits = hits.with_columns(arrivals["arrival"].gather(hits["doc"]).alias("arrival"))
    years = _latest_years(survey)
    early = pl.col("date").dt.year() >= settings.earliest_year
    late = pl.col("date") <= pl.col("arrival").dt.offset_by(f"{settings.arrival_slack_days}d")
    return resolve(hits, years).filter(pl.col("date").is_not_null() & early & late)


def _above(survey: Survey, rows: Array) -> pl.Series:
    """``above``: the line above each of ``rows`` on its page where it is short, else nothing."""
    before = np.maximum(rows - 1, 0)
    there = (survey.lines["index"].to_numpy()[rows] > 0) & (survey.chars[before] <= ABOVE)
    text = survey.lines["text"].gather(before)
    return pl.select(pl.when(pl.Series(there)).then(text).otherwise(pl.lit("")).alias("above")).to_series()


def _may_hold_dates(survey: Survey, away: Array) -> Array:
    """Which lines are worth a search for dates."""
    near = (np.abs(away) <= NEAR) & (survey.chars <= SHORT)
    here = np.arange(survey.lines.height)
    opens = np.repeat(survey.opening, np.diff(survey.first_line))
    opening = survey.body & (opens >= 0) & (here - opens >= 0) & (here - opens <= OPENS)
    attributed = survey.body & survey.having(word=ATTRIBUTION)
    said = survey.having(flag=YEAR | JOINED | EAST_MONTH) | (survey.having(flag=NUMBER) & (near | opening | attributed))
    wanted: Array = said & survey.having(flag=JOINED | EAST_MONTH | EXOTIC | DAY)
    return wanted


def _latest_years(survey: Survey) -> pl.DataFrame:
    """``latest_year`` of each document: the latest that its article mentions."""
    mentioned = np.flatnonzero(survey.body & (survey.facts.counts[:, LATEST_YEAR] > 0))
    return (
        pl.DataFrame(
            {"doc": survey.lines["doc"].gather(mentioned), "latest_year": survey.facts.counts[mentioned, LATEST_YEAR]}
        )
        .group_by("doc")
        .agg(pl.col("latest_year").max())
    )


def _chosen_days(weighed: pl.DataFrame) -> pl.DataFrame:
    """``published_on``: the best header date, else the dateline's, else the likeliest day of the news."""
    told = pl.col("basis").is_in(TOLD)
    enough = (
        pl.when(told).then(POINTS["plain"] * LIKELY).when(pl.col("basis") == "page_clock").then(None).otherwise(ENOUGH)
    )
    later_first = pl.when(told).then(-pl.col("date").dt.epoch("d")).otherwise(0)
    ranked = weighed.with_columns(plausible=(pl.col("points") >= enough).fill_null(value=False), late=later_first).sort(
        "doc", ~pl.col("plausible"), "rank", -pl.col("points"), "late", "line", "start"
    )
    other_day = (pl.col("weekday") != pl.col("date").dt.weekday()).fill_null(value=False)
    # a header far from the title, or among other days
    weak = (pl.col("basis") == "header") & (pl.col("points") < CLEAR)
    grade = (
        pl.when(~pl.col("plausible"))
        .then(pl.col("basis") + UNLIKELY)
        .when(weak)
        .then(pl.lit(f"header{WEAK}"))
        .otherwise("basis")
    )
    sure = grade.replace_strict(priors("published_on"), default=UNJUDGED, return_dtype=pl.Float64)
    return ranked.with_columns(
        chosen=(pl.int_range(pl.len()).over("doc") == 0) & pl.col("plausible"),
        field=pl.lit("published_on"),
        value=pl.col("date").dt.to_string("%Y-%m-%d"),
        confidence=pl.coalesce("likely", sure * pl.when(other_day).then(OTHER_WEEKDAY).otherwise(1.0)),
    )


def with_relative(days: pl.DataFrame, relative: pl.DataFrame) -> pl.DataFrame:
    """``days`` and ``relative`` together: a relative day wins where no line states one."""
    if relative.is_empty():
        return days
    dated = days.filter(pl.col("chosen")).select("doc").unique().with_columns(dated=pl.lit(value=True))
    counted = relative.join(dated, on="doc", how="left", maintain_order="left")
    return pl.concat([days, counted.with_columns(chosen=pl.col("dated").is_null())], how="diagonal_relaxed")


def _times(days: pl.DataFrame) -> pl.DataFrame:
    """``published_at`` of the chosen days that stand beside a time."""
    return days.filter(pl.col("chosen") & pl.col("time").is_not_null()).with_columns(
        field=pl.lit("published_at"),
        value=pl.col("value") + "T" + pl.col("time") + pl.col("offset").fill_null(""),
        start=pl.col("time_from"),
        end=pl.col("time_to"),
    )


def _updates(weighed: pl.DataFrame) -> pl.DataFrame:
    """``updated_on``: the best date with a label that says so."""
    updates = weighed.filter((pl.col("basis") == "updated_label") & (pl.col("points") >= ENOUGH)).sort(
        "doc", -pl.col("points"), "line", "start"
    )
    return updates.with_columns(
        chosen=pl.int_range(pl.len()).over("doc") == 0,
        field=pl.lit("updated_on"),
        value=pl.col("date").dt.to_string("%Y-%m-%d"),
        confidence=pl.lit(confidence("updated_on", "updated_label")),
    )
