"""Days that are told by their distance: "2 jam lalu", "yesterday".

Belongs here: reading them, and resolving them against a stated anchor. Does not belong here: what counts as an
anchor for
other dates. Without an anchor they stay silent: a page that arrives years after it was scraped still says "2 jam lalu".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.confidence import confidence
from kliping.metadata.digits import with_plain_digits
from kliping.metadata.line_facts import RELATIVE
from kliping.metadata.vocabulary import alternation, groups
from kliping.words import made_of_words, numbers, phrases

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey
    from kliping.settings.metadata import MetadataSettings

NEAR = (-3, 8)
"""Lines around the title in which such words speak of the article and not of a teaser."""

LONGEST = 60
"""Characters of a line that may be such a date; in a longer one "yesterday" is part of a sentence."""

RANK = 4
"""Behind the bases of days that a page prints (``points.RANKS``)."""


@made_of_words
def _pattern() -> str:
    units = alternation(numbers("units"))
    behind, before, yesterday, today = (
        alternation(phrases("relative", kind)) for kind in ("behind", "before", "yesterday", "today")
    )
    count = rf"([0-9]{{1,2}}|{alternation(phrases('relative', 'one'))})"
    days = rf"(?:({yesterday})|({today}))"
    return rf"(?i)(?:^|[^\p{{L}}])(?:{count}\s?({units})\s(?:{behind})|(?:{before})\s{count}\s({units})|{days})(?:$|[^\p{{L}}])"  # noqa: E501


def find_relative(
    survey: Survey, away: Array, days: pl.DataFrame, arrivals: pl.DataFrame, settings: MetadataSettings
) -> pl.DataFrame:
    """Candidates of ``published_on`` with the basis ``relative``; none where nothing states what they count from.

    Args:
        survey: the lines of a batch.
        away: how far below its page's title each line stands (``Survey.distances``).
        days: candidates of ``published_on`` with ``doc``, ``basis``, ``date``: a ``page_clock`` is an anchor.
        arrivals: doc, arrival (Date).
        settings: whether the arrival is an anchor too.
    """
    clocks = days.filter(pl.col("basis") == "page_clock").unique("doc", keep="first").select("doc", anchor="date")
    if settings.resolve_relative_to_arrival:
        clocks = arrivals.join(clocks, on="doc", how="left").select("doc", anchor=pl.coalesce("anchor", "arrival"))
    low, high = NEAR
    wanted = (away >= low) & (away <= high) & (survey.chars <= LONGEST) & survey.having(word=RELATIVE)
    near = (
        survey.take(wanted)
        .with_columns(pl.Series("away", away[wanted]), plain=with_plain_digits(pl.col("text")))
        .join(clocks.drop_nulls(), on="doc", how="inner", maintain_order="left")
    )
    parts = pl.col("parts")
    number = pl.coalesce(parts.struct.field("1"), parts.struct.field("3"))
    unit = pl.coalesce(parts.struct.field("2"), parts.struct.field("4")).str.to_lowercase()
    length = unit.replace_strict(
        {name: float(days) for name, days in numbers("units").items()}, default=None, return_dtype=pl.Float64
    )
    counted = (pl.coalesce(number.cast(pl.Float64, strict=False), pl.lit(1.0)) * length).floor()
    back = (
        pl.when(parts.struct.field("5").is_not_null())
        .then(1.0)
        .when(parts.struct.field("6").is_not_null())
        .then(0.0)
        .otherwise(counted)
    )
    rows = (
        near.with_columns(groups("plain", _pattern()))
        .with_columns(back=back.cast(pl.Int64))
        .filter(pl.col("back").is_not_null())
    )
    date = pl.col("anchor") - pl.duration(days=pl.col("back"))
    return (
        rows.with_columns(
            field=pl.lit("published_on"),
            basis=pl.lit("relative"),
            value=date.dt.to_string("%Y-%m-%d"),
            confidence=pl.lit(confidence("published_on", "relative")),
            start=pl.lit(0, pl.Int32),
            end=pl.col("chars"),
            rank=pl.lit(RANK),
            distance=pl.col("away").abs(),
        )
        .sort("doc", "distance", "index")
        .unique("doc", keep="first", maintain_order=True)
    )
