"""Names that an article is signed with at its end: "(Sari Wulandari)", "(Sari Wulandari/red)", "— Jane Doe".

Belongs here: signatures in brackets or behind a dash, behind the last sentence or on a line of their own, and sentences
that say who wrote the article. Does not belong here: labelled names (``people``), agencies and outlets that sign
(``outlets``), initials, which name nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.confidence import UNLIKELY, confidence
from kliping.metadata.outlets.known import is_known
from kliping.metadata.people.names import names_in
from kliping.metadata.vocabulary import alternation, letters
from kliping.text import lengths
from kliping.text.folding import bare, bare_names
from kliping.words import labels, made_of_words, phrases
from kliping.words.agencies import news_agencies

if TYPE_CHECKING:
    from kliping.metadata.survey import Survey

_BESIDE = "{1,24}"
"""Characters of a bracket beside the name: a desk, initials, an agency."""

BELOW = 3
"""Lines below the article's last long line in which a signature stands on a line of its own."""

LONGEST = 60
"""Characters of such a line."""

_WORD = r"\p{Lu}[\p{L}\p{M}.'’`]*(?:-\p{Lu}[\p{L}\p{M}.'’`]*)*"
_NAME = rf"{_WORD}(?:\s{_WORD}){{1,4}}"


@made_of_words
def _bracketed() -> str:
    """A name in brackets at the end of a line, with its label, initials, a desk or an outlet beside it."""
    label = alternation({*labels("byline"), *phrases("byline", "by", "opening_by", "announced", "stated")})
    beside = rf"[\p{{L}}0-9.* ]{_BESIDE}"
    return letters(
        rf"(?:^[^\p{{L}}\p{{N}}(\[]{{0,3}}|[.!?…][\"”’']?\s?)[(\[](?:[*/]+\s?)?(?:(?i:{label})\s?[:：]?\s)?({_NAME})"
        rf"(?:\s?[/|,-]\s?{beside}|\s?\*+)?[)\]]\.?$"
    )


@made_of_words
def _of_outlet() -> str:
    """An outlet, a slash and a name on a line of their own: "Kabar Contoh/Jane Doe", "(KabarContoh.com/Jane Doe)"."""
    paper = rf"(?i:{alternation(phrases('outlet', 'papers'))})"
    site = rf"[\p{{L}}0-9-]{lengths.SITE}\.[a-z]{{2,3}}(?:\.[a-z]{{2}})?"
    outlet = rf"(?:{site}|(?:{_WORD}\s){{0,2}}{paper}(?:\s{_WORD}){{0,2}})"
    return letters(rf"^[(\[]?{outlet}\s?/\s?({_NAME})[)\]]?\.?$")


@made_of_words
def _credited() -> str:
    """Names in a sentence that says who wrote the article: "This article was written by Jane Doe, an intern at …"."""
    credit, joined = (alternation(phrases("byline", kind)) for kind in ("credits", "joins"))
    return letters(
        rf"^[^\p{{L}}\p{{N}}]{{0,3}}(?i:{credit})\s({_NAME}(?:\s{joined}\s{_NAME}){{0,2}})(?:[,.;)*]|\s\p{{Ll}}|$)"
    )


BRACKETS = "[]()."
"""What stands around a name in brackets that is alone on its line: the author's or the editor's, which nothing tells,
so it stays in the evidence."""

DASHED = letters(rf"^[-–—~]{{1,2}}\s?({_NAME})\.?$")
"""A name behind a dash on a line of its own."""


def signatures(survey: Survey, people: pl.DataFrame) -> pl.DataFrame:
    """Candidates of ``authors`` in the columns of ``people``: chosen where nothing else names the author.

    Args:
        survey: the lines of a batch.
        people: doc, field, value, chosen: what bylines and editors' lines named.
    """
    below = survey.below_article()
    near = (below >= 0) & (below <= BELOW)
    text = pl.col("text")
    lines = survey.take(near).with_columns(
        pl.Series("below", below[near]),
        pl.Series("brief", ((below == 0) | (survey.chars <= LONGEST) | survey.body)[near]),
        credit=text.str.extract(_credited(), 1),
    )
    signed = pl.coalesce(
        text.str.extract(_bracketed(), 1),
        *(pl.when(pl.col("below") > 0).then(text.str.extract(sign, 1)) for sign in (DASHED, _of_outlet())),
    )
    lines = lines.with_columns(rest=pl.coalesce("credit", pl.when("brief").then(signed)))
    lines = lines.filter(pl.col("rest").is_not_null() & ~is_known("rest"))
    agencies = [bare(name) for name in news_agencies()]
    lines = lines.filter(~bare_names("rest").is_in(agencies))
    read = [
        _named(rest, language, alone=credit is None)
        for rest, language, credit in lines.select("rest", "language", "credit").iter_rows()
    ]
    lines = lines.with_columns(value=pl.Series(read, dtype=pl.List(pl.String))).filter(pl.col("value").list.len() > 0)
    lines = lines.sort("doc", "index", maintain_order=True).unique("doc", keep="last", maintain_order=True)
    last = lines.explode("value", empty_as_null=False, keep_nulls=False)
    credited = pl.col("credit").is_not_null()
    skipped = text.str.len_bytes() - text.str.slice(-LONGEST).str.len_bytes()
    behind = pl.when(credited).then(0).otherwise(skipped)
    tail = pl.when(credited).then(text).otherwise(text.str.slice(-LONGEST))
    start = behind + tail.str.find(pl.col("value"), literal=True)
    before = text.cast(pl.Binary).bin.slice(0, start).cast(pl.String).str.len_chars().cast(pl.Int32)
    last = last.with_columns(start=before).filter(pl.col("start").is_not_null())
    named = people.filter("chosen", pl.col("field") == "authors")["doc"].unique()
    edited = people.filter("chosen").select("doc", "value").unique().with_columns(known=pl.lit(value=True))
    # who is told of signs nothing
    last = last.join(edited, on=["doc", "value"], how="left", maintain_order="left")
    either = (pl.col("below") > 0) & (text.str.strip_chars(BRACKETS) == pl.col("rest"))
    return last.select(
        "doc",
        "value",
        "row",
        "line",
        "index",
        "start",
        field=pl.lit("authors"),
        basis=pl.lit("signature"),
        confidence=pl.when(either)
        .then(confidence("authors", f"signature{UNLIKELY}"))
        .otherwise(confidence("authors", "signature")),
        end=pl.col("start") + pl.col("value").str.len_chars().cast(pl.Int32),
        chosen=~either & ~pl.col("doc").is_in(named.implode()) & pl.col("known").is_null(),
    )


def _named(rest: str, language: str | None, *, alone: bool) -> list[str]:
    """The names in ``rest``; ``alone``: the one that it is as a whole, or none."""
    names = names_in(rest, loose=False, language=language)
    return names if not alone or (len(names) == 1 and names[0] == rest.strip(" .")) else []
