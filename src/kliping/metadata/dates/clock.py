"""Times of day beside a date, with their zones.

Belongs here: reading "14:56 WIB" or "10:27 AM EST". Does not belong here: the date itself.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from kliping.metadata.vocabulary import alternation
from kliping.text.patterns import letters
from kliping.words import load, made_of_words, phrases
from kliping.words.hours import HALVES, half_of_day

BEHIND, BEFORE = 48, 32
"""Characters behind and before a date in which its time is looked for, with the words between and the zone."""

HOURS, NOON, MINUTES = 24, 12, 60  # of a day, of an hour


def with_time(hits: pl.DataFrame) -> pl.DataFrame:
    """``hits`` with ``time`` ("14:56"), ``offset`` ("+07:00"), and ``time_from`` to ``time_to``: date and time.

    Args:
        hits: rows of ``find_dates``: rest_before, rest_after, start, end.
    """
    read = hits.with_columns(_around()).with_columns(_parts()).with_columns(_numbers()).with_columns(_read())
    return read.drop("after", "before", "hour", "minute", "half", "zone", "shift", "to_after", "to_before")


@made_of_words
def _around() -> list[pl.Expr]:
    """The parts of a time behind a date and before it."""
    link = rf"(?:[\s,|•·–—/()-]|\b{alternation(phrases('date', 'before_time'))}\b\.?|T)*"
    behind, on = alternation(phrases("date", "after_time")), alternation(phrases("date", "before_month"))
    names = alternation([name.upper() for name in load().zones])
    universal = alternation([name for name, offset in load().zones.items() if offset == "+00:00"])
    half = rf"((?i:{half_of_day()})\b\.?)?"
    zone = rf"({universal}?\s?[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?\b|\b{names}\b)"
    after = (
        pl.col("rest_after")
        .str.slice(0, BEHIND)
        .str.extract_groups(
            rf"^({link}(?:([0-9]{{1,2}})[:h]([0-9]{{2}})|([0-9]{{1,2}})\.([0-9]{{2}})\b)(?::[0-9]{{2}})?(?:\.[0-9]+)?\s?{half}\s?{behind}?\s?(?:\(?{zone})?Z?)"
        )
    )
    before = (
        pl.col("rest_before")
        .str.slice(-BEFORE)
        .str.extract_groups(
            letters(
                rf"(\b(?:([0-9]{{1,2}}):([0-9]{{2}})|([0-9]{{1,2}})\.([0-9]{{2}}))(?::[0-9]{{2}})?\s?{half}\s?{behind}?(?:\(?{zone}\)?)?[\s,|•·–-]*(?:{on}\s|\p{{L}}+,\s)?)$"
            )
        )
    )
    return [after.alias("after"), before.alias("before")]


@cache
def _parts() -> list[pl.Expr]:
    """The words of a time, and how far they reach on either side."""
    part = {
        n: pl.coalesce(pl.col("after").struct.field(str(n)), pl.col("before").struct.field(str(n))) for n in range(2, 8)
    }
    return [
        pl.coalesce(part[2], part[4]).cast(pl.Int32, strict=False).alias("hour"),
        pl.coalesce(part[3], part[5]).cast(pl.Int32, strict=False).alias("minute"),
        part[6].str.to_lowercase().str.replace_all(".", "", literal=True).alias("half"),
        part[7].alias("zone"),
        *(
            pl.col(side).struct.field("1").str.len_chars().cast(pl.Int32).alias(f"to_{side}")
            for side in ("after", "before")
        ),
    ]


@made_of_words
def _numbers() -> list[pl.Expr]:
    """The hour of the day, and the parts of an offset in numbers."""
    hour = pl.col("hour")
    early, late = (pl.col("half").is_in(list(phrases("date", kind))) for kind in HALVES)
    return [
        pl.when(late & (hour < NOON))
        .then(hour + NOON)
        .when(early & (hour == NOON))
        .then(0)
        .otherwise(hour)
        .alias("hour"),
        pl.col("zone").str.extract_groups(r"([+-])([0-9]{1,2})(?::?([0-9]{2}))?$").alias("shift"),
    ]


@made_of_words
def _read() -> list[pl.Expr]:
    """Time, offset and place from these."""
    offsets = {name.upper(): offset for name, offset in load().zones.items()}
    named = pl.col("zone").str.to_uppercase().replace_strict(offsets, default=None, return_dtype=pl.String)
    sign, hours, minutes = (pl.col("shift").struct.field(number) for number in ("1", "2", "3"))
    counted = sign + hours.str.zfill(2) + ":" + minutes.fill_null("00")
    sane = (pl.col("hour") < HOURS) & (pl.col("minute") < MINUTES)
    from_after = pl.col("to_after").is_not_null()
    shown = pl.concat_str(*(pl.col(name).cast(pl.String).str.zfill(2) for name in ("hour", "minute")), separator=":")
    return [
        pl.when(sane).then(shown).alias("time"),
        pl.when(sane).then(pl.coalesce(named, counted)).alias("offset"),
        pl.when(sane & ~from_after).then(pl.col("start") - pl.col("to_before")).otherwise("start").alias("time_from"),
        pl.when(sane & from_after).then(pl.col("end") + pl.col("to_after")).otherwise("end").alias("time_to"),
    ]
