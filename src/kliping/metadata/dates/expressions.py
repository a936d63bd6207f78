"""Date expressions in text: finding them, and what year, month, day and weekday their words say.

Belongs here: finding dates of all languages and what their words mean, each by itself. Does not belong here: what
stands where in a date (``shapes``), what is missing in an expression or ambiguous (``years``), and what a date is worth
as the day of publication (``published``).

A month or weekday is any word where one may stand, looked up among names afterwards. That keeps the patterns small,
the same for all languages, and linear in the text (Rust's engine cannot backtrack): an alternation of all names is
twenty times slower, because its automaton outgrows every cache.
"""

from __future__ import annotations

import re

import numpy as np
import polars as pl

from kliping.metadata.dates.shapes import (
    BLANKS,
    CLOCK,
    PARTS,
    WITH_YEAR,
    WORDED,
    WORDS,
    behind_blanks,
    finders,
    readers,
    weekday_before,
)
from kliping.metadata.dates.years import DAYS, MONTHS
from kliping.metadata.search_kernels import keep_apart
from kliping.metadata.vocabulary import alternation
from kliping.text.buffers import read_only
from kliping.text.characters import CENTURY, OF_LAST_CENTURY, THIS_CENTURY
from kliping.text.patterns import letters
from kliping.words import labels, made_of_words, numbers
from kliping.words.calendar import ANY, SHORT, calendar

BUDDHIST, BUDDHIST_FROM = 543, 2500
"""Years that Thailand, which counts from the Buddha, is ahead, and the number from which a year is counted so."""

SEARCHED = 20_000
"""Characters of a line in which dates are looked for: a whole article without a line break has fewer."""

MOST = 64
"""Different expressions of one group in a line that are read, the first ones; no news page dates itself by the next."""

BESIDE = 600
"""Characters that are shown on either side of an expression: what is said of a date stands within a sentence of it."""

_NAME = re.compile(r"\(\?P<(\w+)>")
_GLUED = (r"^(.*[\p{Ll}\p{Lu}.@])\p{Lu}\p{Ll}{2,}$", r"^(.*\p{Ll})\p{Lu}{3,}$")
"""What stands before a month that is glued to it: "DoeDec", "HealthDECEMBER"."""


def find_dates(lines: pl.DataFrame, *, without_year: bool) -> pl.DataFrame:
    """Every expression in ``lines`` that has the shape and the words of a date.

    Args:
        lines: columns ``row`` (UInt32, unique), ``plain`` (text with plain digits) and ``language`` (ISO 639-1 or
            null); if there is ``worded``, lines where it is false have no name of a month beside a number.
        without_year: also "14 November" and "(13/6)".

    Returns:
        row, expression, start, end (characters), year, month, day, first, second (numerals whose order is open), sign,
        weekday (named beside it; ISO), rest_before, rest_after (at most ``BESIDE`` characters each, cut with an
        ellipsis before). Sorted by row and start. Expressions do not overlap.
    """
    groups = finders() if without_year else finders()[:WITH_YEAR]
    lines = lines.with_columns(
        pl.col("language").fill_null("und").str.replace(r"-.*$", ""), pl.col("plain").str.slice(0, SEARCHED)
    )
    worded = lines.filter("worded") if "worded" in lines.columns else lines
    found = [
        (worded if rank in WORDED else lines)
        .select(
            "row",
            pl.col("plain")
            .str.extract_all(finder)
            .list.unique(maintain_order=True)
            .list.head(MOST)
            .alias("expression"),
            pl.lit(rank, pl.Int8).alias("rank"),
        )
        .filter(pl.col("expression").list.len() > 0)
        .explode("expression")  # beside nothing long: a line of dates would be repeated for each
        for rank, finder in enumerate(groups)
    ]
    spread = pl.concat(found).join(lines.select("row", "plain", "language"), on="row", maintain_order="left")
    hits = _read(spread)
    offset = pl.col("plain").str.find(pl.col("expression"), literal=True)
    before = pl.col("plain").cast(pl.Binary).bin.slice(0, offset).cast(pl.String)
    hits = hits.with_columns(before.alias("rest_before")).with_columns(
        pl.col("rest_before").str.len_chars().cast(pl.Int32).alias("start"),
    )
    hits = hits.with_columns((pl.col("start") + pl.col("expression").str.len_chars().cast(pl.Int32)).alias("end"))
    cut = pl.col("rest_before").str.len_chars() > BESIDE
    hits = hits.with_columns(
        pl.col("plain").str.slice(pl.col("end").cast(pl.Int64), BESIDE).alias("rest_after"),
        rest_before=pl.when(cut).then("…" + pl.col("rest_before").str.slice(-BESIDE)).otherwise("rest_before"),
    )
    whole = ~pl.col("rest_before").str.contains(letters(r"[0-9][./,:-]?$|[\p{L}=/_]$")) | pl.col(
        "expression"
    ).str.contains(letters(r"^\p{L}|^\("))
    whole |= pl.col("rest_before").str.to_lowercase().str.contains(_glued_label())
    # a place or a name that flattening glued to its day: "Palma15.04.25 09:56"
    named = pl.col("rest_before").str.contains(letters(r"(?:^|[^\p{L}])\p{Lu}\p{Ll}{2,}$"))
    whole |= named & (
        pl.col("expression").str.contains(r"[0-9]{4}$") | pl.col("rest_after").str.contains(rf"^\s{CLOCK}")
    )
    # a time, or the same date again, may be glued to the year: "Dec 22 20231:17 AM"
    glued = (pl.col("rank") < WITH_YEAR) & pl.col("rest_after").str.contains(
        letters(r"^[0-9]{1,2}(?::[0-9]{2}|\s\p{L})")
    )
    closed = ~pl.col("rest_after").str.contains(letters(r"^[0-9]|^[./-][0-9]|^[\p{Ll}\p{M}]")) | glued
    closed &= (pl.col("rank") != BLANKS) | pl.col("rest_after").str.contains(behind_blanks())
    hits = hits.filter(whole & closed)
    hits = hits.sort("row", "rank", "start", "end")
    return _without_overlaps(hits).pipe(_with_weekday)


@made_of_words
def _glued_label() -> str:
    """A label that flattened pages glue to its date: "Published17 December 2020"."""
    return rf"{alternation([*labels('published'), *labels('updated')])}$"


def _read(hits: pl.DataFrame) -> pl.DataFrame:
    """The numbers in each expression; expressions whose word is no month of the language are dropped."""
    key = ["expression", "rank", "language"]
    # a date stands on many pages: what it says is read once for each wording
    said = hits.select(key).unique(maintain_order=True).rename({"expression": "found"})
    said = said.with_columns(_groups()).select("found", "rank", "language", *_parts())
    said = said.filter(pl.coalesce("day", "first").is_not_null()).with_columns(_month())
    # "Jane DoeDec 3, 2024": the month is the last capitalised piece of what looks like one word
    torn = (
        pl.col("month").is_null()
        & pl.col("glued").is_not_null()
        & pl.col("expression").str.contains(letters(r"^\p{L}"))
    )
    if said.select(torn.any()).item():
        cut = pl.col("glued").str.len_chars()
        said = said.with_columns(
            word=pl.when(torn).then(pl.col("word").str.slice(cut)).otherwise("word"),
            expression=pl.when(torn).then(pl.col("expression").str.slice(cut)).otherwise("expression"),
        ).with_columns(_month())
    said = said.filter(_sane()).with_columns(_full_year())
    return (
        hits.rename({"expression": "found"})
        .join(said.drop("glued", "era"), on=["found", "rank", "language"])
        .drop("found")
    )


@made_of_words
def _groups() -> list[pl.Expr]:
    """Of each group of shapes the parts that its reader finds in its expressions."""
    return [
        pl.when(pl.col("rank") == rank).then("found").str.extract_groups(reader).alias(f"parts{rank}")
        for rank, reader in enumerate(readers())
    ]


@made_of_words
def _parts() -> list[pl.Expr]:
    """The parts of an expression, and ``glued``: what stands before the last capitalised piece of its word."""
    fields = [
        (rank, name, name.rstrip("0123456789"))
        for rank, reader in enumerate(readers())
        for name in _NAME.findall(reader)
    ]
    parts = {
        part: pl.coalesce(pl.col(f"parts{rank}").struct.field(name) for rank, name, of in fields if of == part)
        for part in PARTS
    }
    numbers = [parts[part].cast(pl.Int32, strict=False).alias(part) for part in PARTS if part not in WORDS]
    glued = pl.coalesce(parts["word"].str.extract(pattern, 1) for pattern in _GLUED).alias("glued")
    return [
        *numbers,
        parts["word"].alias("word"),
        parts["sign"].alias("sign"),
        parts["era"].alias("era"),
        glued,
        pl.col("found").alias("expression"),
    ]


@made_of_words
def _month() -> pl.Expr:
    return pl.coalesce("month", _named("word", "months")).alias("month")


@made_of_words
def _sane() -> pl.Expr:
    """Whether the words and numbers of an expression can be a date's."""
    two_numbers = (
        pl.col("first").is_between(1, DAYS)
        & pl.col("second").is_between(1, DAYS)
        & (pl.min_horizontal("first", "second") <= MONTHS)
    )
    named = pl.col("month").is_between(1, MONTHS) & pl.col("day").is_between(1, DAYS)
    sane = pl.when(pl.col("first").is_null()).then(named).otherwise(two_numbers)
    return (pl.col("word").is_null() | ~_foreign_abbreviation("word", "months")) & sane


@made_of_words
def _full_year() -> pl.Expr:
    year = pl.col("year")
    eras = {name: int(years) for name, years in numbers("eras").items()}
    return (
        pl.when(pl.col("era").is_not_null())
        .then(year + pl.col("era").replace_strict(eras, default=None, return_dtype=pl.Int32))
        .when(year >= BUDDHIST_FROM)
        .then(year - BUDDHIST)
        .when(year < CENTURY)
        .then(year + pl.when(year < OF_LAST_CENTURY).then(THIS_CENTURY).otherwise(THIS_CENTURY - CENTURY))
        .otherwise(year)
        .alias("year")
    )


def _named(column: str, kind: str) -> pl.Expr:
    """The number of a month or weekday by its name, in the line's language where the name has several meanings."""
    word = _plain_word(column)
    in_language = pl.concat_str(word, "language", separator=" ")
    anywhere, by_language, _ = _tables(kind)
    return pl.coalesce(
        word.replace_strict(*anywhere, default=None, return_dtype=pl.Int32),
        in_language.replace_strict(*by_language, default=None, return_dtype=pl.Int32),
    )


@made_of_words
def _tables(kind: str) -> tuple[tuple[pl.Series, pl.Series], tuple[pl.Series, pl.Series], pl.Series]:
    """Names and numbers of ``words.calendar`` as columns, made once: a batch of one page pays for every table."""
    names = calendar(kind)
    return _columns(names.anywhere), _columns(names.by_language), pl.Series(sorted(names.short), dtype=pl.String)


def _columns(names: dict[str, int]) -> tuple[pl.Series, pl.Series]:
    return pl.Series(list(names), dtype=pl.String), pl.Series(list(names.values()), dtype=pl.Int32)


def _plain_word(column: str) -> pl.Expr:
    return pl.col(column).str.to_lowercase().str.strip_chars(" .,")


def _foreign_abbreviation(column: str, kind: str) -> pl.Expr:
    """A short word that names a month ("15 Pro") or a weekday ("5 Juni, PT …") in languages of other pages only."""
    short = _tables(kind)[2].implode()
    word = _plain_word(column)
    known = [
        pl.concat_str(word, language, separator=" ").is_in(short)
        for language in (pl.col("language"), pl.lit("en"), pl.lit(ANY))
    ]
    return (word.str.len_chars() <= SHORT) & ~pl.any_horizontal(known)


def _without_overlaps(hits: pl.DataFrame) -> pl.DataFrame:
    """Without what an earlier group of shapes holds already; ``hits`` are sorted by row and rank."""
    kept = np.empty(hits.height, np.bool_)
    row, rank, start, end = (read_only(hits[name].to_numpy()) for name in ("row", "rank", "start", "end"))
    keep_apart(row, rank, start, end, kept)
    return hits.filter(pl.Series(kept)).sort("row", "start", maintain_order=True)


def _with_weekday(hits: pl.DataFrame) -> pl.DataFrame:
    """``weekday``: named right before the expression, or right behind it."""
    before = pl.col("rest_before").str.extract(weekday_before(), 1)
    after = pl.col("rest_after").str.extract(letters(r"^,?\s?\(?(\p{L}[\p{L}\p{M}'’-]*)"), 1)
    days = [
        pl.when(~_foreign_abbreviation(word, "weekdays")).then(_named(word, "weekdays"))
        for word in ("word_before", "word_after")
    ]
    return (
        hits.with_columns(before.alias("word_before"), after.alias("word_after"))
        .with_columns(pl.coalesce(days).alias("weekday"))
        .drop("word_before", "word_after", "rank", "word", "language", "plain")
    )
