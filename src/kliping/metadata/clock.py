"""Times of day beside a date, with their zones.

Belongs here: reading "14:56 WIB" or "10:27 AM EST". Does not belong here: the date itself.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from kliping.metadata.vocabulary import alternation, letters, vocabulary

_LINK = r"(?:[\s,|•·–—/()-]|\bat\b|\bpukul\b|\bjam\b|\bkl\b\.?|\bum\b|\bà\b|\balle\b|\bore\b|\bàs\b|\ba las\b|\bo\b|\bklo\b|\bv\b|T)*"  # noqa: E501


def _zones() -> dict[str, str]:
    zones: dict[str, str] = vocabulary()["zones"]
    return zones


def with_time(hits: pl.DataFrame) -> pl.DataFrame:
    """``hits`` with ``time`` ("14:56"), ``offset`` ("+07:00"), and ``time_from`` to ``time_to``: date and time.

    Args:
        hits: rows of ``find_dates``: rest_before, rest_after, start, end.
    """
    return hits.with_columns(_around()).with_columns(_read()).drop("after", "before")


@cache
def _around() -> list[pl.Expr]:
    """The parts of a time behind a date and before it."""
    names = alternation([name.upper() for name in _zones()])
    zone = rf"((?:GMT|UTC)?\s?[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?\b|\b{names}\b)"
    after = (
        pl.col("rest_after")
        .str.slice(0, 48)
        .str.extract_groups(
            rf"^({_LINK}(?:([0-9]{{1,2}})[:h]([0-9]{{2}})|([0-9]{{1,2}})\.([0-9]{{2}})\b)(?::[0-9]{{2}})?(?:\.[0-9]+)?\s?((?i:[ap])\.?(?i:m)\b\.?)?\s?(?:Uhr|Hrs|hrs|น\.)?\s?(?:\(?{zone})?Z?)"
        )
    )
    before = (
        pl.col("rest_before")
        .str.slice(-32)
        .str.extract_groups(
            letters(
                rf"(\b(?:([0-9]{{1,2}}):([0-9]{{2}})|([0-9]{{1,2}})\.([0-9]{{2}}))(?::[0-9]{{2}})?\s?((?i:[ap])\.?(?i:m)\b\.?)?\s?(?:\(?{zone}\)?)?[\s,|•·–-]*(?:on\s|\p{{L}}+,\s)?)$"
            )
        )
    )
    return [after.alias("after"), before.alias("before")]


@cache
def _read() -> list[pl.Expr]:
    """Time, offset and place from what stands around."""
    part = {
        n: pl.coalesce(pl.col("after").struct.field(str(n)), pl.col("before").struct.field(str(n))) for n in range(2, 8)
    }
    hour = pl.coalesce(part[2], part[4]).cast(pl.Int32, strict=False)
    minute = pl.coalesce(part[3], part[5]).cast(pl.Int32, strict=False)
    half = part[6].str.to_lowercase().str.slice(0, 1)
    hour = (
        pl.when((half == "p") & (hour < 12)).then(hour + 12).when((half == "a") & (hour == 12)).then(0).otherwise(hour)
    )
    named = (
        part[7]
        .str.to_uppercase()
        .replace_strict(
            {name.upper(): offset for name, offset in _zones().items()}, default=None, return_dtype=pl.String
        )
    )
    numbers = part[7].str.extract_groups(r"([+-])([0-9]{1,2})(?::?([0-9]{2}))?$")
    counted = (
        numbers.struct.field("1")
        + numbers.struct.field("2").str.zfill(2)
        + ":"
        + numbers.struct.field("3").fill_null("00")
    )
    sane = (hour < 24) & (minute < 60)
    lengths = {side: pl.col(side).struct.field("1").str.len_chars().cast(pl.Int32) for side in ("after", "before")}
    from_after = pl.col("after").struct.field("1").is_not_null()
    shown = pl.format("{}:{}", hour.cast(pl.String).str.zfill(2), minute.cast(pl.String).str.zfill(2))
    return [
        pl.when(sane).then(shown).alias("time"),
        pl.when(sane).then(pl.coalesce(named, counted)).alias("offset"),
        pl.when(sane & ~from_after).then(pl.col("start") - lengths["before"]).otherwise("start").alias("time_from"),
        pl.when(sane & from_after).then(pl.col("end") + lengths["after"]).otherwise("end").alias("time_to"),
    ]
