"""What a line looks like to someone who searches for the title, as numbers.

Belongs here: the features of a line, cheap ones for every line and close ones for the few on the shortlist. Does not
belong here: their weights (``title_model.json``, ``title_model.txt``), how these were learnt (``title_fitting``),
and the choice (``titles``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from kliping.metadata.vocabulary import letters

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
ONLY_DATE = letters(
    r"^(?:\p{L}+:?,?\s){0,3}(?:[0-9]{1,2}[./]?\s?\p{L}{3,10}\.?,?\s?[0-9]{4}|\p{L}{3,10}\.?\s[0-9]{1,2},?\s[0-9]{4}"
    r"|[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}|[0-9]{1,2}:[0-9]{2}).{0,40}$|^.{0,40}[0-9]{1,2}:[0-9]{2}(?:\s?(?i:am|pm|wib|et|uhr|est|gmt))*$"
)
BYLINE = r"^(?:[Bb]y|BY|Von|VON|von|Oleh|OLEH|Pewarta|Penulis|Reporter|[Dd]i|Par|Por|Av|Editor|Written by|Author|Redaktur|Text)\b"  # noqa: E501
NAME_ONLY = letters(r"^(?:\p{Lu}[\p{L}\p{M}'’.-]+\s){1,3}\p{Lu}[\p{L}\p{M}'’.-]+(?:,\s?.{0,40})?$")
FURNITURE = [
    "subscri", "sign up", "sign in", "log in", "login", "newsletter", "cookie", "advert", "privacy", "all rights",
    "follow us", "share", "read more", "getty", "photo", "image", "foto", "credit", "illustration", "download", "menu",
    "search", "skip to", "min read", "minutes read", "minute read", "lesezeit", "baca juga", "click", "our ", "your ",
    "comment", "contact", "support us", "donate", "continue reading", "register", "shop", "deal", "read next", "recommended",  # noqa: E501
]  # fmt: skip
"""Pieces of words that titles seldom hold and menus, calls and credits often do, lower case."""

JOBS = [
    "editor", "writer", "reporter", "correspondent", "contributor", "director", "professor", "fellow", " ceo", "staff",
    "author", "analyst", "journalist",
]  # fmt: skip

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
    "name_only", "furniture", "job", "capitals", "suffixed", "shared_key", "tail_of_earlier", "tail_of_later", "holds_tail",  # noqa: E501
    "date_next_1", "date_next_3", "date_next_8", "date_before_2", "byline_next_1", "byline_next_3", "byline_next_6",
    "known", "known_all", "known_none", "known_count", "few_words", "known_lead", "rank", "score", "gap", "to_best", "rivals_before",  # noqa: E501
    "score_before", "score_after", "known_before", "known_after", "letters_before", "letters_after", "letters_after_2", "near_rivals",  # noqa: E501
)  # fmt: skip
"""Features of the lines on the shortlist, beside the cheap ones."""

_EAST = r"\u{3040}-\u{30ff}\u{3400}-\u{9fff}\u{ac00}-\u{d7af}\u{0e00}-\u{0e7f}"
EAST = f"[{_EAST}]"
PLAIN_WORD = r"[\p{L}\p{N}_]{4,}"
WORD = rf"[{_EAST}]|[[\p{{L}}\p{{N}}_]--[{_EAST}]]{{4,}}"
"""What counts as a word when a title is compared with the article: short words say nothing."""

LONGEST_KEY = 200
"""Characters of a line that are compared with the article."""

WORD_FEATURES = (
    "known", "known_all", "known_none", "known_count", "few_words", "known_lead", "shared_key",
    "tail_of_earlier", "tail_of_later", "holds_tail",
)  # fmt: skip
"""The close features that ``_word_features`` makes, in its order."""

LEAD = 1500
"""Characters of the article's long lines that a title is compared with."""


@dataclass(frozen=True)
class Pages:
    """The lines of a batch as arrays: where each line's document starts and ends, and the text around it."""

    first: NDArray[np.int64]
    stop: NDArray[np.int64]
    letters: Numbers
    weight_before: NDArray[np.int64]

    def ahead(self, count: int) -> Numbers:
        """Text in the ``count`` lines after each line."""
        here = np.arange(len(self.first))
        last = np.minimum(here + 1 + count, self.stop)
        return ((self.weight_before[last] - self.weight_before[here + 1]) / 10).astype(np.float32)

    def behind(self, count: int) -> Numbers:
        """Text in the ``count`` lines before each line."""
        here = np.arange(len(self.first))
        return ((self.weight_before[here] - self.weight_before[np.maximum(here - count, self.first)]) / 10).astype(
            np.float32
        )

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
    """``page`` with ``dense`` (script without spaces), ``spaces`` and ``copies`` (how often it is there)."""
    return page.with_columns(
        dense=pl.col("text").str.contains(DENSE),
        spaces=pl.col("text").str.count_matches(" ", literal=True),
        copies=pl.Series(_copies(page)),
    )


def _copies(page: pl.DataFrame) -> NDArray[np.int64]:
    """How many lines of the page have the same text; by 64-bit hashes, which do not meet by chance within a page."""
    key = page.select(pl.struct("doc", "text").hash(0)).to_series().to_numpy()
    _, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
    times: NDArray[np.int64] = counts[inverse]
    return times


def pages(page: pl.DataFrame) -> Pages:
    """The arrays of ``page`` (lines ``with_copies``, sorted by document and position)."""
    here = np.arange(page.height)
    first = here - page["index"].to_numpy()
    letters = page["chars"].to_numpy().astype(np.float32)
    letters = np.where(page["dense"].to_numpy(), letters * DENSE_WEIGHT, letters).astype(np.float32)
    role = page["role"]
    article = (role.is_in(["body", "quote", "duplicate"])).to_numpy()
    # whole numbers: sums over a batch are then exact, and a page's features do not depend on the pages before it
    weight = np.minimum(np.where(letters >= PARAGRAPH, letters, 0), 600).astype(np.int64) * np.where(article, 10, 3)
    return Pages(
        first,
        first + page["lines_in_page"].to_numpy(),
        letters,
        np.concatenate([[0], np.cumsum(weight)]),
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
    role = page["role"]
    columns = [
        *(
            (words >= low) & (words <= high)
            for low, high in ((2, 2), (3, 3), (4, 5), (6, 8), (9, 14), (15, 19), (20, 26))
        ),
        words > 26,
        _log(letters),
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
        columns += [_log(around.ahead(count) / 100), _log(around.behind(count) / 100)]
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
        letters > _longest_before(around, 8),
        *((role == name).to_numpy() for name in ROLES),
    ]
    return np.column_stack([np.asarray(column, dtype=np.float32) for column in columns])


def _log(values: NDArray[Any]) -> Numbers:
    """Logarithms, rounded: vector code and its remainder differ in the last bit, by a line's place in the batch."""
    rounded: Numbers = np.round(np.log1p(values.astype(np.float64)), 4).astype(np.float32)
    return rounded


def _longest_before(around: Pages, count: int) -> Numbers:
    """Letters of the longest of the ``count`` lines before each line, within its page."""
    here = np.arange(len(around.letters))
    longest = np.zeros(len(around.letters), dtype=np.float32)
    for step in range(1, count + 1):
        inside = here - step >= around.first
        longest = np.maximum(longest, np.where(inside, around.letters[np.maximum(here - step, 0)], 0))
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
    short = page[rows]
    index, docs = short["index"].to_numpy(), short["doc"].to_numpy()
    words = _word_features(page, short)
    standing = _standing(docs, index, scores)
    after, after_2 = np.minimum(rows + 1, around.stop[rows] - 1), np.minimum(rows + 2, around.stop[rows] - 1)
    before = np.maximum(rows - 1, around.first[rows])
    spoken = text.str.to_lowercase()
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
        furniture=spoken.str.contains_any(FURNITURE),
        job=spoken.str.contains_any(JOBS),
        suffixed=text.str.contains(SUFFIX),
        capitals=text.str.count_matches(r"\b\p{Lu}") / (pl.col("spaces") + 1),
        **{name: pl.Series(values) for name, values in words.items()},
        **{name: pl.Series(values) for name, values in _neighbours(page, around, rows).items()},
        **{name: pl.Series(values) for name, values in standing.items()},
        known_before=pl.Series(_beside(words["known"], docs, index, 1)),
        known_after=pl.Series(_beside(words["known"], docs, index, -1)),
        letters_before=pl.Series(around.letters[before]),
        letters_after=pl.Series(around.letters[after]),
        letters_after_2=pl.Series(around.letters[after_2]),
    ).select(CLOSE)
    return np.column_stack([cheap, table.cast(pl.Float32).to_numpy()])


def _standing(docs: NDArray[np.uint32], index: NDArray[np.int32], scores: Numbers) -> dict[str, Numbers]:
    """How each shortlisted line stands among the others of its page by the score that brought it there."""
    here = np.arange(len(docs))
    fresh = np.append(True, docs[1:] != docs[:-1]) if len(docs) else np.zeros(0, dtype=np.bool_)
    starts = np.flatnonzero(fresh)
    page = np.cumsum(fresh) - 1
    order = np.lexsort((here, -scores, docs))
    rank = np.empty(len(docs), dtype=np.int64)
    rank[order] = here - starts[page[order]]
    best = order[starts] if len(starts) else order
    gap = scores[best][page] - scores
    close = np.add.reduceat((gap < 1).astype(np.float32), starts) if len(starts) else gap
    return {
        "rank": (rank + 1).astype(np.float32),
        "score": scores,
        "gap": gap,
        "to_best": (index - index[best][page]).astype(np.float32),
        "rivals_before": (here - starts[page]).astype(np.float32),
        "near_rivals": close[page].astype(np.float32),
        "score_before": _beside(scores, docs, index, 1),
        "score_after": _beside(scores, docs, index, -1),
    }


def _beside(values: Numbers, docs: NDArray[np.uint32], index: NDArray[np.int32], step: int) -> Numbers:
    """The value of the very next (or last) line, relative to the line's own, if it is on the shortlist too; else -9."""
    other = np.roll(values, step)
    next_line = (np.roll(docs, step) == docs) & (index - np.roll(index, step) == step)
    relative: Numbers = np.where(next_line, other - values, np.float32(-9)).astype(np.float32)
    return relative


def _word_features(page: pl.DataFrame, short: pl.DataFrame) -> dict[str, Numbers]:
    """What the words of each shortlisted line share with the article and with the other lines of the shortlist."""
    lines = short.select("doc", "text", pl.col("copies").cast(pl.Int64)).with_row_index("place")
    suffixed = pl.col("text").str.contains(" [|–—·»:-]") & ~pl.col("text").str.contains("  ", literal=True)
    lines = lines.with_columns(key=pl.col("text"))
    cut = lines.filter(suffixed).select("place", pl.col("text").str.replace(SUFFIX, "").alias("cut"))
    lines = lines.join(cut, on="place", how="left", maintain_order="left").with_columns(key=pl.coalesce("cut", "key"))
    articles = _articles(page)
    east = articles.filter("east").select("doc", pl.lit(value=True).alias("east"))
    own = _words_of(
        lines.select("place", "doc", pl.col("key").str.slice(0, LONGEST_KEY).str.to_lowercase().alias("words")).join(
            east, on="doc", how="left", maintain_order="left"
        )
    ).unique(["place", "word"])
    known = _words_of(articles.rename({"whole": "words"}).drop("lead"))
    in_lead = _words_of(articles.with_columns(words=pl.col("whole").str.head("lead")).drop("whole", "lead"))
    word = ["doc", "word"]
    known = known.select(word).unique().with_columns(known=pl.lit(1))
    in_lead = in_lead.select(word).unique().with_columns(in_lead=pl.lit(1))
    shared = own.join(known, on=word, how="left").join(in_lead, on=word, how="left")
    counts = shared.group_by("place").agg(pl.len().alias("count"), pl.col("known").sum(), pl.col("in_lead").sum())
    lines = lines.join(counts, on="place", how="left", maintain_order="left").with_columns(
        pl.col("count", "known", "in_lead").fill_null(0).cast(pl.Int64)
    )
    count = pl.max_horizontal(pl.col("count"), 1)
    made = lines.select(
        known=pl.col("known") / count,
        known_all=(pl.col("known") == pl.col("count")) & (pl.col("count") > 0),
        known_none=pl.col("known") == 0,
        known_count=pl.min_horizontal(pl.col("known"), 8),
        few_words=pl.col("count") <= 1,
        known_lead=pl.col("in_lead") / count,
        shared_key=pl.len().over("doc", "key").cast(pl.Int64) > pl.col("copies"),
        tail_of_earlier=pl.any_horizontal(_ends_with_own(step) for step in (1, 2, 3, 4)),
        tail_of_later=pl.any_horizontal(_ends_with_own(step) for step in (-1, -2)),
        holds_tail=pl.any_horizontal(_ends_in(step) for step in (-1, -2, -3, -4)),
    )
    return {name: made[name].cast(pl.Float32).to_numpy() for name in WORD_FEATURES}


def _articles(page: pl.DataFrame) -> pl.DataFrame:
    """``whole``: each article's first long lines in small letters; ``lead``: characters of the first two of them."""
    long = page.filter(
        pl.col("role").is_in(["body", "quote", "duplicate"])
        & (pl.col("chars") >= pl.when("dense").then(PARAGRAPH // 2).otherwise(PARAGRAPH))
    )
    return (
        long.group_by("doc", maintain_order=True)
        .agg(
            pl.col("text").head(12).str.join(" ").str.slice(0, LEAD).str.to_lowercase().alias("whole"),
            pl.min_horizontal(pl.col("chars").head(2).sum() + pl.min_horizontal(pl.len(), 2) - 1, 800).alias("lead"),
        )
        .with_columns(east=pl.col("whole").str.slice(0, 200).str.contains(EAST))
    )


def _words_of(texts: pl.DataFrame) -> pl.DataFrame:
    """A row for every ``word`` in ``words``, single signs where the page's script writes without spaces (``east``)."""
    apart = pl.col("east").fill_null(value=False)
    return (
        pl.concat(
            [
                texts.filter(~apart).with_columns(word=pl.col("words").str.extract_all(PLAIN_WORD)),
                texts.filter(apart).with_columns(word=pl.col("words").str.extract_all(WORD)),
            ]
        )
        .drop("words", "east")
        .explode("word")
        .filter(pl.col("word").is_not_null())
        .with_columns(pl.col("word").hash(0))
    )


def _ends_with_own(step: int) -> pl.Expr:
    """Whether the text ``step`` lines before on the shortlist of the same page is longer and ends with the line's."""
    other, text = pl.col("text").shift(step), pl.col("text")
    same_page = pl.col("doc").shift(step) == pl.col("doc")
    return (same_page & (other != text) & other.str.ends_with(text)).fill_null(value=False)


def _ends_in(step: int) -> pl.Expr:
    """Whether the line is longer than the text ``step`` lines before on its page's shortlist and ends with it."""
    other, text = pl.col("text").shift(step), pl.col("text")
    same_page = pl.col("doc").shift(step) == pl.col("doc")
    return (same_page & (other != text) & text.str.ends_with(other)).fill_null(value=False)


def _neighbours(page: pl.DataFrame, around: Pages, rows: NDArray[np.int64]) -> dict[str, NDArray[np.bool_]]:
    """Whether dates and bylines stand near the shortlisted lines."""
    near = np.zeros(page.height, dtype=np.bool_)
    for step in range(-2, 9):
        near[np.clip(rows + step, around.first[rows], around.stop[rows] - 1)] = True
    here = np.flatnonzero(near & (page["chars"].to_numpy() < 160))
    texts = page["text"].gather(here)
    date = np.zeros(page.height, dtype=np.bool_)
    byline = np.zeros(page.height, dtype=np.bool_)
    date[here] = texts.str.contains(DATE).to_numpy()
    byline[here] = texts.str.contains(BYLINE).to_numpy() & (page["chars"].gather(here).to_numpy() < 100)
    found = {f"date_next_{count}": around.any_ahead(date, count)[rows] for count in (1, 3, 8)}
    found["date_before_2"] = around.any_behind(date, 2)[rows]
    return found | {f"byline_next_{count}": around.any_ahead(byline, count)[rows] for count in (1, 3, 6)}
