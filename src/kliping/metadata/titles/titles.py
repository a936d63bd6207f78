"""The title: the line that stands where titles stand and says what the article says.

Belongs here: choosing the title line and the words of it that are the title. Does not belong here: what a line
looks like (``features``), or removing the title's copies from the body (``roles``).
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.cleaning import forest
from kliping.metadata.line_facts import text_hashes
from kliping.metadata.line_flags import QUESTION, STARTS_CAPITAL, STOP
from kliping.metadata.survey import LONG
from kliping.metadata.titles.columns import CHEAP
from kliping.metadata.titles.features import Shortlist, shortlist
from kliping.metadata.titles.never import inside_article, never, trail
from kliping.metadata.titles.presence import (
    LEAST_HEADED,
    LIKELY,
    LIKELY_BARE,
    dated_below,
    framed_by_site,
    headed,
    presence,
    presence_features,
    signed_below,
)
from kliping.metadata.titles.scripts import script_headlines
from kliping.metadata.titles.short_pages import short_headlines
from kliping.metadata.titles.suffixes import signs_before, with_place, without_outlets
from kliping.metadata.vocabulary import SUFFIX, alternation
from kliping.packed import parts_of, read_packed
from kliping.words import phrases

if TYPE_CHECKING:
    from collections.abc import Callable

    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

FOLDER = Path(__file__).parent
MODEL = "title_model.gz"
HEAD = "kliping title model 2"
"""First line of the model's text: what it is, and the version of its form."""
PARTS = ("weights", "ranking")
SHOWN = 3
"""Candidates a page that are kept as evidence."""
READ = 5
"""Candidates a page, the best ones, that are read for what no title looks like."""
SURE = 0.7
"""Score from which a line of a page with a frame may be the title though it looks like the article or stands in it."""
LONGEST_SURE = 180
"""Characters of such a line; longer ones are paragraphs."""
COPIES_WITHIN = 12
"""Lines above the winner in which a copy of it is taken for the title."""


@dataclass(frozen=True)
class TitleModel:
    """What ``kliping.learning.titles`` learnt."""

    weights: Array
    """Of the cheap features."""
    ranking: forest.Forest


def read_model(content: str, trees: Callable[[str, str], forest.Forest] = forest.parse) -> TitleModel:
    """The model that a file's text holds: JSON of weights by feature, and LightGBM's text, taken apart by ``trees``.

    Raises:
        ValueError: it is the text of something else or of another version.
    """
    weights, ranking = parts_of(content, HEAD, PARTS)
    loaded: dict[str, float] = json.loads(weights)
    return TitleModel(np.array([loaded[name] for name in CHEAP._fields], np.float32), trees(ranking, MODEL))


@cache
def _model() -> TitleModel:
    return read_model(read_packed(FOLDER, MODEL), forest.packaged)


def score_titles(survey: Survey, model: TitleModel) -> tuple[Shortlist, Array]:
    """The shortlist of the lines of a batch, and how much each of them looks like a title (0 to 1)."""
    short = shortlist(survey, model.weights)
    every = np.arange(short.rows.size)
    return short, forest.probabilities(model.ranking, short.numbers, every).astype(np.float64)


@dataclass(frozen=True)
class Candidates:
    """The lines of each page that may be its title, best first."""

    short: Shortlist
    rows: Array
    rank: Array
    """0 for the best of its page."""


def rank_titles(survey: Survey, model: TitleModel) -> Candidates:
    """The best candidates of each page without what no title looks like."""
    short, scores = score_titles(survey, model)
    scores = np.where(_by_form(survey)[short.rows], 1.0, scores)
    rows, pages, best = _best(short.rows, short.pages, scores, READ)
    text = survey.lines["text"].gather(rows)
    # of a sure title the place says little: a note to readers stood above it, or it ends in a full stop
    sure = (best >= SURE) & (survey.chars[rows] < LONGEST_SURE) & framed_by_site(rows, survey)
    fine = ~never(text, rows, survey) & ~survey.goes_on[rows] & (sure | ~inside_article(text, rows, survey))
    rows, pages = rows[fine], pages[fine]
    _, first, inverse = np.unique(pages, return_index=True, return_inverse=True)
    rank = np.arange(pages.size) - (first[inverse] if first.size else 0)
    shown = rank < SHOWN
    return Candidates(short, rows[shown], rank[shown])


def _by_form(survey: Survey) -> Array:
    """Which lines are the headline of their page by form and place alone, whatever they look like."""
    return short_headlines(survey) | script_headlines(survey)


def find_titles(survey: Survey, model: TitleModel | None = None, hosts: pl.DataFrame | None = None) -> pl.DataFrame:
    """The title candidates of each document, best first, the best one chosen where a title is likely to stand.

    Args:
        survey: the lines of a batch.
        model: another model than the one beside this module.
        hosts: doc, host: the addresses that the documents are said to come from.

    Returns:
        doc, field, value, basis, confidence, row, line, start, end, chosen, and ``index``: the position in the page of
        the line that won, which is the last of its copies before the article, where dates and bylines stand.
    """
    if survey.lines.is_empty():
        return survey.lines.select("doc", "index", "row", "line").with_columns(
            value=pl.lit(""), chosen=pl.lit(value=False)
        )
    found = rank_titles(survey, model or _model())
    numbers = presence_features(survey, found.short, found.rows)
    odds = presence(numbers)
    framed = framed_by_site(found.rows, survey)
    least = np.where(framed, LIKELY, LIKELY_BARE)
    sure = _kept_for_body(found.rows, survey) | (framed & signed_below(found.rows, survey))
    sure |= framed & (odds >= LEAST_HEADED) & headed(found.rows, survey)
    sure |= (odds >= LIKELY) & dated_below(found.rows, survey)
    sure |= _by_form(survey)[found.rows]
    odds = np.where(sure, np.maximum(odds, least), odds)
    best = survey.lines.select("doc", "index", "row", "line", "text")[found.rows].with_columns(
        rank=pl.Series(found.rank), odds=pl.Series(odds), least=pl.Series(least)
    )
    best = without_outlets(best, survey, hosts)
    best = _without_label(with_place(best, survey))
    return _first_copies(best, survey).select(
        "doc",
        pl.lit("title").alias("field"),
        "value",
        pl.lit("heading").alias("basis"),
        pl.col("odds").alias("confidence"),
        "row",
        "line",
        "start",
        (pl.col("start") + pl.col("value").str.len_chars().cast(pl.Int32)).alias("end"),
        ((pl.col("rank") == 0) & (pl.col("odds") >= pl.col("least"))).alias("chosen"),
        pl.Series("index", _last_copies(best, survey)),
    )


def stated_titles(titles: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """``titles`` without what disagrees with a title that the source itself gives: nothing else is taken for it.

    Args:
        titles: what ``find_titles`` found.
        said: what was said outside the lines: doc, field, basis, value.
    """
    given = said.filter((pl.col("field") == "title") & (pl.col("basis") == "source"))
    if given.is_empty():
        return titles
    stated = given.group_by("doc").agg(stated=pl.col("value").str.to_lowercase())
    known = titles.join(stated, on="doc", how="left", maintain_order="left")
    agrees = pl.col("value").str.to_lowercase().is_in(pl.col("stated"))
    kept = known.filter(pl.col("stated").is_null() | agrees)
    first = pl.int_range(pl.len()).over("doc") == 0
    return kept.with_columns(chosen=pl.col("chosen") | (pl.col("stated").is_not_null() & first)).drop("stated")


def unescaped(titles: pl.DataFrame) -> pl.DataFrame:
    """``titles`` with the signs that entities stand for: of pages whose lines hold "&amp;" too."""
    if not titles["value"].str.contains("&").any():
        return titles
    values = [html.unescape(value) if value and "&" in value else value for value in titles["value"].to_list()]
    return titles.with_columns(value=pl.Series(values, dtype=pl.String))


def _last_copies(best: pl.DataFrame, survey: Survey) -> Array:
    """The position in its page of each line's last copy shortly below it and before the article: dates follow there."""
    rows = best["row"].to_numpy().astype(np.int64)
    below = rows[:, None] + np.arange(COPIES_WITHIN + 1)
    of_page = np.searchsorted(survey.first_line, rows, side="right") - 1
    ends = np.where(survey.opening >= 0, survey.opening, survey.first_line[1:])[of_page]
    hashes = survey.facts.hashes[np.minimum(below, survey.lines.height - 1)]
    same = (hashes == hashes[:, :1]) | (hashes == text_hashes(best["value"])[:, None])
    inside = (below < ends[:, None]) | (below == below[:, :1])
    index: Array = (np.where(inside & same, below, rows[:, None]).max(axis=1) - survey.first_line[of_page]).astype(
        np.int32
    )
    return index


def _kept_for_body(rows: Array, survey: Survey) -> Array:
    """Which of the lines open a page like a long title: its numbers, beside an article that it opens, say nothing.

    Such a line is long, in the article, no sentence and no question, and a long line that does not go on it follows.
    """
    long = (
        survey.body & (survey.chars >= LONG) & ~survey.having(flag=STOP | QUESTION) & survey.having(flag=STARTS_CAPITAL)
    )
    first = np.isin(rows, survey.first_line[:-1])
    fresh = survey.beside((survey.chars >= LONG) & survey.having(flag=STARTS_CAPITAL), rows, 1)
    opens: Array = first & long[rows] & fresh
    return opens


def _best(rows: Array, pages: Array, scores: Array, most: int) -> tuple[Array, Array, Array]:
    """The ``most`` best of each page with their scores, best first; the upper line of equals."""
    order = np.lexsort((rows, -scores, pages))
    fresh = np.append(True, np.diff(pages[order]) != 0) if order.size else np.zeros(0, np.bool_)
    here = np.arange(order.size)
    kept = order[here - np.maximum.accumulate(np.where(fresh, here, 0)) < most] if order.size else order
    return rows[kept], pages[kept], scores[kept]


def _without_label(best: pl.DataFrame) -> pl.DataFrame:
    """``value`` without label, trail of sections or signs that stand before a title, and ``start``: where it begins.

    Scrapers and front matter put a label there; of "Column" and ": The mill" the sign parted what became two lines.
    """
    announced = rf"^((?i:{alternation(phrases('title', 'labels'))})\s*:\s*[\"']?)"
    label = pl.coalesce(pl.col("value").str.extract(sign, 1) for sign in (announced, trail())).fill_null("")
    bare = pl.col("value").str.slice(pl.col("before").str.len_chars())
    return (
        best.with_columns(label=label)
        .with_columns(before=pl.when(pl.col("label") == "").then(signs_before()).otherwise("label"))
        .with_columns(value=pl.when(pl.col("label") == "").then(bare).otherwise(bare.str.strip_chars_end("\"' ")))
        .with_columns(start=pl.col("before").str.len_chars().cast(pl.Int32))
        .drop("label", "before")
    )


def _first_copies(best: pl.DataFrame, survey: Survey) -> pl.DataFrame:
    """The winner's line is the first of its copies shortly before it: the line that a reader calls the title."""
    winner = best.filter(pl.col("rank") == 0).select("doc", "value", "row", "index")
    won, index = winner["row"].to_numpy().astype(np.int64), winner["index"].to_numpy()
    steps = np.arange(COPIES_WITHIN, 0, -1)
    inside = steps <= index[:, None]
    of_winner = np.nonzero(inside)[0]
    rows = (won[:, None] - steps)[inside]
    above = survey.lines.select("row", "text", "line")[rows]
    near = winner.select("doc", "value")[of_winner].with_columns(above.get_columns())
    text, value = pl.col("text"), pl.col("value")
    near = near.filter(text.str.starts_with(value)).filter((text == value) | (text.str.replace(SUFFIX, "") == value))
    first = near.sort("row").unique("doc", keep="first").select("doc", first_row="row", first_line="line")
    best_one = pl.col("rank") == 0
    return best.join(first, on="doc", how="left", maintain_order="left").with_columns(
        line=pl.when(best_one).then(pl.coalesce("first_line", "line")).otherwise("line"),
        row=pl.when(best_one).then(pl.coalesce("first_row", "row")).otherwise("row"),
    )
