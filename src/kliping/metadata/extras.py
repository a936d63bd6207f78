"""What stands around the article and readers want as rows: subtitle, tags, captions, related links.

Belongs here: these four, from lines and their roles. Does not belong here: deciding that a line is a caption or a link
(``kliping.cleaning``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.confidence import confidence
from kliping.metadata.line_facts import AUTHOR_LABEL, BY, EDITOR_LABEL, TAG_LABEL
from kliping.metadata.line_flags import DATED, HASH
from kliping.metadata.vocabulary import alternation, characters_before, groups, small_words
from kliping.text.folding import bare_names
from kliping.text.patterns import letters
from kliping.words import phrases

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

_TAG = "{1,40}"
"""Characters of a hashtag behind its first: more is a sentence that begins with a number sign."""

NEAR = 4
"""Lines below the title within which the date or the byline that closes the head stands."""

SHORTEST_SENTENCE, LONGEST_SENTENCE = 30, 320
"""Characters of a subtitle: shorter lines are kickers and buttons, longer ones the article's first paragraph."""

SPACES = 4
"""Spaces from which a line may be a sentence."""

LONGEST_MARK = 120
"""Characters of a date line or byline: in longer ones a date or a "by" is part of a sentence."""

LONGEST_LIST, LONGEST_TAG = 300, 60
"""Characters of a line of tags, and of one tag: longer ones are sentences."""

SHORTEST_LINK = 12
"""Characters of a related link: shorter lines are labels above them ("Baca juga")."""

BEHIND_LABEL = r"(?:\s*[:：|｜–—]|\s+-|-\s)\s*"
"""What parts a label from the title of another article; a hyphen between two letters joins them ("Video-Assistent")."""

HASHTAGS = letters(rf"^(?:#[\p{{L}}\p{{N}}_-][\p{{L}}\p{{N}}_ '-]{_TAG}){{1,}}$")


def find_extras(survey: Survey, titles: pl.DataFrame, away: Array) -> pl.DataFrame:
    """Candidates of ``subtitle``, ``tags``, ``caption`` and ``related``; all but the first may be several.

    Args:
        survey: the lines of a batch.
        titles: chosen title of each document: doc, index, value.
        away: how far below its page's title each line stands (``Survey.distances``).
    """
    return pl.concat(
        [_subtitles(survey, titles, away), _tags(survey), _captions(survey), _related(survey)], how="diagonal_relaxed"
    )


def without_strays(chosen: pl.DataFrame, titles: pl.DataFrame) -> pl.DataFrame:
    """The candidates without titles that are the outlet's name, and subtitles of another title than the one chosen.

    A byline below the title is no subtitle either, whatever it looks like.

    Args:
        chosen: candidates of all fields, with the choice among them.
        titles: the title that ``find_extras`` was given of each document: doc, value.
    """
    won, name = chosen.filter("chosen"), bare_names("value")
    people = won.filter(pl.col("field").is_in(["authors", "editor"])).select("doc", "row").drop_nulls().unique()
    people = people.with_columns(_signed=pl.lit(value=True))
    # what the markup calls the page is often the line's title in other words
    printed = won.filter((pl.col("field") == "title") & pl.col("row").is_not_null())
    final = printed.select("doc", final=name, headed="row").unique("doc", keep="first")
    given = titles.select("doc", given=name).unique("doc", keep="first")
    other = (
        final.join(given, on="doc")
        .filter(
            ~pl.col("final").str.contains(pl.col("given"), literal=True)
            & ~pl.col("given").str.contains(pl.col("final"), literal=True)
        )
        .select("doc", "headed")
    )
    mastheads = won.filter((pl.col("field") == "publisher") & (pl.col("basis") == "masthead"))
    mastheads = mastheads.select("doc", _name=name, _masthead=pl.lit(value=True)).unique()
    told = chosen.with_columns(_name=name).join(mastheads, on=["doc", "_name"], how="left", maintain_order="left")
    told = told.join(people, on=["doc", "row"], how="left", maintain_order="left")
    told = told.join(other, on="doc", how="left", maintain_order="left")
    stray = (pl.col("field") == "title") & (pl.col("basis") == "heading") & pl.col("_masthead").fill_null(value=False)
    # right below the one that was chosen it belongs to that as well
    away = (pl.col("row").cast(pl.Int64) - pl.col("headed").cast(pl.Int64)).is_between(1, NEAR)
    below = pl.col("_signed").fill_null(value=False) | (pl.col("headed").is_not_null() & ~away)
    stray |= (pl.col("field") == "subtitle") & (pl.col("basis") == "heading") & below
    return told.with_columns(pl.col("chosen") & ~stray).select(chosen.columns)


def _row(rows: pl.DataFrame, field: str, basis: str) -> pl.DataFrame:
    return rows.with_columns(
        field=pl.lit(field),
        basis=pl.lit(basis),
        confidence=pl.lit(confidence(field, basis)),
        chosen=pl.lit(value=True),
        end=pl.col("start") + pl.col("value").str.len_chars().cast(pl.Int32),
    ).select("doc", "field", "value", "basis", "confidence", "row", "line", "start", "end", "chosen")


def _subtitles(survey: Survey, titles: pl.DataFrame, away: Array) -> pl.DataFrame:
    """The sentence right below the title, where a date or a byline follows it: what stands above them is no body."""
    close = (away >= 1) & (away <= NEAR) & (survey.chars <= LONGEST_SENTENCE)
    marked = survey.having(flag=DATED, first_word=AUTHOR_LABEL | BY | EDITOR_LABEL) & (survey.chars <= LONGEST_MARK)
    near = (
        survey.take(close)
        .with_columns(
            pl.Series("distance", away[close]),
            pl.Series("marks", marked[close]),
            pl.Series("dated", survey.having(flag=DATED)[close]),
        )
        .join(titles.select("doc", pl.col("value").alias("title")), on="doc", maintain_order="left")
    )
    signed = rf"^{alternation(phrases('byline', 'credit'))}\b"
    marks = near.filter(pl.col("marks") & (pl.col("dated") | pl.col("text").str.contains(signed)))
    first = marks.group_by("doc").agg(pl.col("distance").min().alias("mark"))
    rows = near.join(first, on="doc").filter(
        (pl.col("distance") == 1)
        & (pl.col("mark") > 1)
        & (pl.col("chars") >= SHORTEST_SENTENCE)
        & (pl.col("text") != pl.col("title"))
        & ~pl.col("role").is_in(["caption", "related", "duplicate", "byline", "date"])
        & (pl.col("text").str.count_matches(" ", literal=True) >= SPACES)
    )
    return _row(rows.with_columns(value=pl.col("text"), start=pl.lit(0, pl.Int32)), "subtitle", "heading")


def _tags(survey: Survey) -> pl.DataFrame:
    """As in "Tags: NATO, Ukraina", "#NATO #Ukraina" below the article's first line."""
    starts = np.repeat(np.maximum(survey.opening, survey.first_line[:-1]), np.diff(survey.first_line))
    below = ~survey.body & (survey.chars <= LONGEST_LIST) & (np.arange(survey.lines.height) > starts)
    lines = survey.take(below & survey.having(flag=HASH, first_word=TAG_LABEL))
    listed = pl.col("parts").struct.field("2")
    rows = (
        lines.with_columns(groups("text", rf"^((?i:{alternation(phrases('tags', 'labels'))})\s*[:：]\s*)(\S.*)$"))
        .with_columns(listed=listed)
        .filter(pl.col("listed").is_not_null() | pl.col("text").str.contains(HASHTAGS))
        .with_columns(
            value=pl.when(pl.col("listed").is_not_null())
            .then(pl.col("listed").str.replace_all(r"\s*[,;|•·#]\s*", "\n").str.split("\n"))
            .otherwise(pl.col("text").str.split("#"))
        )
        .explode("value")
        .with_columns(pl.col("value").str.strip_chars(" ,;."))
        .filter(pl.col("value").str.len_chars().is_between(2, LONGEST_TAG))
    )
    start = characters_before(pl.col("text"), pl.col("value"))
    return _row(rows.with_columns(start=start), "tags", "tag_line")


def _captions(survey: Survey) -> pl.DataFrame:
    """Captions; "Foto" alone, the name of a menu or of a place for a picture, tells nothing of one."""
    word = pl.col("text").str.to_lowercase().str.strip_chars(" :").str.strip_suffix("s")
    told = (pl.col("role") == "caption") & ~word.is_in(phrases("caption", "media"))
    rows = survey.lines.filter(told).with_columns(value=pl.col("text"), start=pl.lit(0, pl.Int32))
    return _row(rows, "caption", "role")


def _listed(*kinds: str) -> list[str]:
    return [phrase.lower() for phrase in phrases("related", *kinds)]


def _related(survey: Survey) -> pl.DataFrame:
    """Links without the words that announce them: what tells that a line is one is no part of the other's title."""
    text = pl.col("text")
    opening = text.str.extract(rf"^(.+?(?:{BEHIND_LABEL}|\s*$))", 1)
    label = small_words(opening.str.replace(rf"(?:{BEHIND_LABEL}|\s*)$", ""))
    announced = label.is_in(_listed("labels", "starts"))
    alone = small_words(text.str.replace(r"\s*[:：]?\s*$", "")).is_in(_listed("equals"))
    lines = survey.lines.filter((pl.col("role") == "related") & (pl.col("chars") >= SHORTEST_LINK)).with_columns(
        value=pl.when(alone).then(pl.lit("")).when(announced).then(text.str.strip_prefix(opening)).otherwise(text)
    )
    start = (pl.col("chars") - pl.col("value").str.len_chars()).cast(pl.Int32)
    return _row(lines.filter(pl.col("value") != "").with_columns(start=start), "related", "role")
