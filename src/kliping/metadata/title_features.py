"""What a line looks like to someone who searches for the title, as numbers.

Belongs here: the features of a line, cheap ones for every line and close ones for the few on the shortlist. Does not
belong here: their weights (``title_model.json``, ``title_model.txt``), how these were learnt (``title_fitting``), and the
choice (``titles``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

SUFFIX = r"\s+(?:[|–—·»-]|::)\s+[^|–—·»]{2,40}$"
"""An outlet's name behind a title ("… | Example News")."""

DENSE = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Khmer}\p{Lao}\p{Myanmar}]{6}"
DENSE_WEIGHT = 2.2
"""Letters of a European language that say as much as one sign of a script written without spaces."""

PARAGRAPH = 80
"""Letters from which a line weighs as text of an article."""

ROLES = ("body", "duplicate", "related", "caption", "byline")

DATE = (
    r"\b(?:19|20)[0-9]{2}\b|[0-9]{1,2}[./][0-9]{1,2}[./](?:20)?[0-9]{2}|[0-9]{1,2}:[0-9]{2}"
    r"|[0-9]\s?(?:hours?|days?|minutes?|mins?|jam|hari|menit|months?|weeks?|Stunden?|Tagen?)\b"
)
ONLY_DATE = (
    r"^(?:\p{L}+:?,?\s){0,3}(?:[0-9]{1,2}[./]?\s?\p{L}{3,10}\.?,?\s?[0-9]{4}|\p{L}{3,10}\.?\s[0-9]{1,2},?\s[0-9]{4}"
    r"|[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}|[0-9]{1,2}:[0-9]{2}).{0,40}$|^.{0,40}[0-9]{1,2}:[0-9]{2}(?:\s?(?i:am|pm|wib|et|uhr|est|gmt))*$"
)
BYLINE = r"^(?:[Bb]y|BY|Von|VON|von|Oleh|OLEH|Pewarta|Penulis|Reporter|[Dd]i|Par|Por|Av|Editor|Written by|Author|Redaktur|Text)\b"
NAME_ONLY = r"^(?:\p{Lu}[\p{L}\p{M}'’.-]+\s){1,3}\p{Lu}[\p{L}\p{M}'’.-]+(?:,\s?.{0,40})?$"
FURNITURE = (
    r"(?i)subscri|sign up|sign in|log ?in|newsletter|cookie|advert|privacy|all rights|follow us|share|read more|getty|"
    r"photo|image|foto|credit|illustration|download|menu|search|skip to|min(?:ute)?s? read|lesezeit|baca juga|click|"
    r"our |your |\d comments?|contact|support us|donate|continue reading|register|shop|deal|read next|recommended"
)
JOBS = r"(?i)\b(?:editor|writer|reporter|correspondent|contributor|director|professor|fellow|ceo|staff|author|analyst|journalist)\b"

CHEAP = (
    "words_2", "words_3", "words_4_5", "words_6_8", "words_9_14", "words_15_19", "words_20_26", "words_27", "letters",
    "letters_150", "copies_2", "copies_3", "copies_4", "first", "first_3", "place", "late",
    "ahead_3", "behind_3", "ahead_8", "behind_8", "ahead_20", "behind_20", "share_ahead", "balance",
    "next_longer", "next_long", "previous_short", "previous_longer", "next_short", "same_next", "same_previous",
    "longest_of_8", *(f"role_{role}" for role in ROLES),
)  # fmt: skip
"""Features of every line; a weighted sum of them makes the shortlist."""

CLOSE = (
    "words", "stop", "question", "colon", "lower", "upper", "number", "bar", "address", "date", "only_date", "byline",
    "name_only", "furniture", "job", "capitals", "suffixed", "shared_key", "tail_of_earlier", "tail_of_later", "holds_tail",
    "date_next_1", "date_next_3", "date_next_8", "date_before_2", "byline_next_1", "byline_next_3", "byline_next_6",
    "known", "known_all", "known_none", "known_count", "few_words", "known_lead", "rank", "score", "gap", "to_best", "rivals_before",
    "score_before", "score_after", "known_before", "known_after", "letters_before", "letters_after", "letters_after_2", "near_rivals",
)  # fmt: skip
"""Features of the lines on the shortlist, beside the cheap ones."""

WORD = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]|[^\W\p{Han}\p{Hiragana}\p{Katakana}]{4,}"
"""What counts as a word when a title is compared with the article: short words say nothing."""

LEAD = 4000
"""Characters of the article's long lines that a title is compared with."""


@dataclass(frozen=True)
class Pages:
    """The lines of a batch as arrays: where each line's document starts and ends, and how much text stands around it."""

    first: NDArray[np.int64]
    stop: NDArray[np.int64]
    letters: Numbers
    weight_before: NDArray[np.float64]

    def ahead(self, count: int) -> Numbers:
        """Text in the ``count`` lines after each line."""
        here = np.arange(len(self.first))
        last = np.minimum(here + 1 + count, self.stop)
        return (self.weight_before[last] - self.weight_before[here + 1]).astype(np.float32)

    def behind(self, count: int) -> Numbers:
        """Text in the ``count`` lines before each line."""
        here = np.arange(len(self.first))
        return (self.weight_before[here] - self.weight_before[np.maximum(here - count, self.first)]).astype(np.float32)

    def any_ahead(self, flags: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
        """Whether a flag is set in the ``count`` lines after each line."""
        total = np.concatenate([[0], np.cumsum(flags)])
        here = np.arange(len(self.first))
        last = np.minimum(here + 1 + count, self.stop)
        found: NDArray[np.bool_] = total[last] > total[here + 1]
        return found

    def any_behind(self, flags: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
        """Whether a flag is set in the ``count`` lines before each line."""
        total = np.concatenate([[0], np.cumsum(flags)])
        here = np.arange(len(self.first))
        found: NDArray[np.bool_] = total[here] > total[np.maximum(here - count, self.first)]
        return found


def with_copies(page: pl.DataFrame) -> pl.DataFrame:
    """``page`` with ``dense`` (script without spaces), ``spaces`` and ``copies`` (lines of the page with the same text)."""
    return page.with_columns(
        dense=pl.col("text").str.contains(DENSE),
        spaces=pl.col("text").str.count_matches(" ", literal=True),
        copies=pl.len().over("doc", "text"),
    )


def pages(page: pl.DataFrame) -> Pages:
    """The arrays of ``page`` (lines ``with_copies``, sorted by document and position)."""
    here = np.arange(page.height)
    first = here - page["index"].to_numpy()
    letters = page["chars"].to_numpy().astype(np.float32)
    letters = np.where(page["dense"].to_numpy(), letters * DENSE_WEIGHT, letters).astype(np.float32)
    role = page["role"]
    article = (role.is_in(["body", "quote", "duplicate"])).to_numpy()
    weight = np.minimum(np.where(letters >= PARAGRAPH, letters, 0), 600) * np.where(article, 1.0, 0.3)
    return Pages(
        first,
        first + page["lines_in_page"].to_numpy(),
        letters,
        np.concatenate([[0.0], np.cumsum(weight, dtype=np.float64)]),
    )


def cheap_features(page: pl.DataFrame, around: Pages) -> Numbers:
    """``CHEAP`` of every line, a row a line."""
    letters = around.letters
    here = np.arange(page.height)
    after = np.minimum(here + 1, around.stop - 1)
    before = np.maximum(here - 1, around.first)
    words = np.where(page["dense"].to_numpy(), letters / 6, page["spaces"].to_numpy() + 1)
    copies = page["copies"].to_numpy()
    index, total = page["index"].to_numpy(), page["lines_in_page"].to_numpy()
    ahead, behind = around.ahead(30), around.behind(30)
    all_of_page = around.weight_before[around.stop] - around.weight_before[around.first]
    same = page["text"].hash(0).to_numpy()
    role = page["role"].to_numpy()
    columns = [
        *(
            (words >= low) & (words <= high)
            for low, high in ((2, 2), (3, 3), (4, 5), (6, 8), (9, 14), (15, 19), (20, 26))
        ),
        words > 26,
        np.log1p(letters),
        letters > 150,
        copies == 2,
        copies == 3,
        copies > 3,
        index == 0,
        index < 3,
        index / np.maximum(total, 1),
        index > 0.6 * total,
    ]
    for count in (3, 8, 20):
        columns += [np.log1p(around.ahead(count) / 100), np.log1p(around.behind(count) / 100)]
    columns += [
        (around.weight_before[around.stop] - around.weight_before[here + 1]) / np.maximum(all_of_page, 1),
        (ahead - behind) / (ahead + behind + 100),
        letters[after] > 1.3 * letters,
        letters[after] >= PARAGRAPH,
        letters[before] < 25,
        letters[before] > letters,
        letters[after] < 25,
        (same[after] == same) & (after != here),
        (same[before] == same) & (before != here),
        letters > _longest_before(letters, 8),
        *(role == name for name in ROLES),
    ]
    return np.column_stack([np.asarray(column, dtype=np.float32) for column in columns])


def _longest_before(letters: Numbers, count: int) -> Numbers:
    padded = np.concatenate([np.zeros(count, dtype=np.float32), letters])
    windows = np.lib.stride_tricks.sliding_window_view(padded, count)[: len(letters)]
    longest: Numbers = windows.max(axis=1)
    return longest


def close_features(
    page: pl.DataFrame, around: Pages, rows: NDArray[np.int64], scores: Numbers, cheap: Numbers
) -> Numbers:
    """``CHEAP`` and ``CLOSE`` of the lines on the shortlist, a row a line.

    Args:
        page: every line, ``with_copies``.
        around: its arrays.
        rows: positions in ``page`` of the shortlisted lines, rising.
        scores: the weighted sum of the cheap features of those lines.
        cheap: ``cheap_features`` of those lines.
    """
    text = pl.col("text")
    short = page[rows].with_columns(key=text.str.replace(SUFFIX, ""), score=pl.Series(scores))
    keys = short.group_by("doc", "key").agg(pl.len().alias("keys"))
    short = short.join(keys, on=["doc", "key"], how="left", maintain_order="left").join(
        _known_words(page), on="doc", how="left", maintain_order="left"
    )
    words = pl.col("key").str.to_lowercase().str.extract_all(WORD).list.unique()
    short = short.with_columns(words=words).with_columns(
        known=pl.col("words").list.set_intersection(pl.col("article_words")).list.len().fill_null(0)
    )
    known = pl.col("known")
    lead = pl.col("words").list.set_intersection(pl.col("lead_words")).list.len().fill_null(0)
    count = pl.col("words").list.len()
    dates, bylines = _neighbours(page, around, rows)
    earlier, later, holds = _tails(short)

    def beside(name: str, step: int) -> pl.Expr:
        """The value of the neighbour on the shortlist, relative to the line's own, if it is the very next line."""
        next_line = (pl.col("index") - pl.col("index").shift(step)).over("doc") == step
        return pl.when(next_line).then(pl.col(name).shift(step).over("doc") - pl.col(name)).fill_null(-9.0)

    table = short.select(
        words=pl.col("spaces") + 1,
        stop=text.str.contains(r"[.!…。]$"),
        question=text.str.contains(r"[?？]$"),
        colon=text.str.ends_with(":"),
        lower=text.str.contains(r"^\p{Ll}"),
        upper=~text.str.contains(r"\p{Ll}") & text.str.contains(r"\p{Lu}{3}"),
        number=text.str.contains(r"^[0-9]{1,3}[.)]?\s"),
        bar=text.str.contains(r"\s[|»>/•]\s"),
        address=text.str.contains(r"https?:|www\.|@|\.com\b|[©{}<=]"),
        date=text.str.contains(DATE),
        only_date=text.str.contains(ONLY_DATE),
        byline=text.str.contains(BYLINE),
        name_only=text.str.contains(NAME_ONLY),
        furniture=text.str.contains(FURNITURE),
        job=text.str.contains(JOBS),
        capitals=text.str.count_matches(r"\b\p{Lu}") / (pl.col("spaces") + 1),
        suffixed=pl.col("key") != text,
        shared_key=pl.col("keys") > pl.col("copies"),
        tail_of_earlier=pl.Series(earlier),
        tail_of_later=pl.Series(later),
        holds_tail=pl.Series(holds),
        **{name: pl.Series(values) for name, values in {**dates, **bylines}.items()},
        known=known / pl.max_horizontal(count, 1),
        known_all=(known == count) & (count > 0),
        known_none=known == 0,
        known_count=pl.min_horizontal(known, 8),
        few_words=count <= 1,
        known_lead=lead / pl.max_horizontal(count, 1),
        rank=pl.col("score").rank("ordinal", descending=True).over("doc"),
        score=pl.col("score"),
        gap=pl.col("score").max().over("doc") - pl.col("score"),
        to_best=pl.col("index") - pl.col("index").sort_by("score").last().over("doc"),
        rivals_before=pl.int_range(pl.len()).over("doc"),
        score_before=beside("score", 1),
        score_after=beside("score", -1),
        known_before=beside("known", 1),
        known_after=beside("known", -1),
        letters_before=pl.Series(around.letters[np.maximum(rows - 1, around.first[rows])]),
        letters_after=pl.Series(around.letters[np.minimum(rows + 1, around.stop[rows] - 1)]),
        letters_after_2=pl.Series(around.letters[np.minimum(rows + 2, around.stop[rows] - 1)]),
        near_rivals=(pl.col("score") > pl.col("score").max().over("doc") - 1).sum().over("doc"),
    ).select(CLOSE)
    return np.column_stack([cheap, table.cast(pl.Float32).to_numpy()])


def _known_words(page: pl.DataFrame) -> pl.DataFrame:
    """The words of each article's long lines, and of the first two of them."""
    long = page.filter((pl.col("chars") >= pl.when("dense").then(PARAGRAPH // 2).otherwise(PARAGRAPH)))
    body = long.filter(pl.col("role").is_in(["body", "quote", "duplicate"]))
    found = body.group_by("doc", maintain_order=True).agg(pl.col("text").head(25))
    return found.select(
        "doc",
        article_words=pl.col("text")
        .list.join(" ")
        .str.slice(0, LEAD)
        .str.to_lowercase()
        .str.extract_all(WORD)
        .list.unique(),
        lead_words=pl.col("text")
        .list.head(2)
        .list.join(" ")
        .str.slice(0, 800)
        .str.to_lowercase()
        .str.extract_all(WORD)
        .list.unique(),
    )


def _neighbours(
    page: pl.DataFrame, around: Pages, rows: NDArray[np.int64]
) -> tuple[dict[str, NDArray[np.bool_]], dict[str, NDArray[np.bool_]]]:
    """Whether dates and bylines stand near the shortlisted lines."""
    short = page["chars"].to_numpy() < 160
    here = np.flatnonzero(short)
    texts = page["text"].gather(here)
    date = np.zeros(page.height, dtype=np.bool_)
    byline = np.zeros(page.height, dtype=np.bool_)
    date[here] = texts.str.contains(DATE).to_numpy()
    byline[here] = texts.str.contains(BYLINE).to_numpy() & (page["chars"].gather(here).to_numpy() < 100)
    dates = {f"date_next_{count}": around.any_ahead(date, count)[rows] for count in (1, 3, 8)}
    dates["date_before_2"] = around.any_behind(date, 2)[rows]
    return dates, {f"byline_next_{count}": around.any_ahead(byline, count)[rows] for count in (1, 3, 6)}


def _tails(short: pl.DataFrame) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Breadcrumbs end in the title: whether the line is the tail of one of 4 earlier or later shortlisted lines, or holds one."""
    text = pl.col("text")

    def tail_of(distance: int) -> pl.Expr:
        other = text.shift(distance).over("doc")
        return (other.str.ends_with(text) & (other.str.len_bytes() > text.str.len_bytes())).fill_null(value=False)

    def holds(distance: int) -> pl.Expr:
        other = text.shift(distance).over("doc")
        return (text.str.ends_with(other) & (other.str.len_bytes() < text.str.len_bytes())).fill_null(value=False)

    table = short.select(
        earlier=pl.any_horizontal(tail_of(distance) for distance in (1, 2, 3, 4)),
        later=pl.any_horizontal(tail_of(distance) for distance in (-1, -2)),
        holds=pl.any_horizontal(holds(distance) for distance in (-1, -2, -3, -4)),
    )
    return table["earlier"], table["later"], table["holds"]
