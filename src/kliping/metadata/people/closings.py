"""Names that an article is signed with at its end: "(Sari Wulandari)", "(Sari Wulandari/red)", "— Jane Doe".

Belongs here: signatures in brackets or behind a dash, behind the last sentence or on a line of their own, and sentences
that say who wrote the article. Does not belong here: labelled names (``people``), agencies and outlets that sign
(``outlets``), initials, which name nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.confidence import UNLIKELY, confidence
from kliping.metadata.line_flags import ADDRESS, SPACES
from kliping.metadata.outlets.found import is_agency
from kliping.metadata.outlets.known import is_known
from kliping.metadata.people.names import names_in
from kliping.metadata.vocabulary import alternation
from kliping.text import lengths
from kliping.text.patterns import letters
from kliping.words import labels, made_of_words, phrases

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

_BESIDE = "{1,24}"
"""Characters of a bracket beside the name: a desk, initials, an agency."""

_HAN_NAME, _OUTLET = "{2,4}", "{0,6}"
"""Letters of a name in Chinese or Japanese, and of the outlet before its label."""

_TO_ADDRESS = "{0,40}"
"""Characters between whom readers write to and the address: "on Twitter", "at 555-0100 or"."""

_ASIDE = "{2,60}"
"""Characters between two commas behind a name: a degree, an age."""

_TO_WORK = "{0,60}"
"""Characters between what tells of somebody and what he works as."""

TOLD = 600
"""Characters of a line that tells who somebody is, with what else it tells."""

BELOW = 3
"""Lines below the article's last long line in which a signature stands on a line of its own."""

LONGEST = 60
"""Characters of such a line."""

_WORD = r"\p{Lu}[\p{L}\p{M}.'’`]*(?:-\p{Lu}[\p{L}\p{M}.'’`]*)*"
_NAME = rf"{_WORD}(?:\s{_WORD})+"
"""As many words as stand there: copies of a class of capitals are what a pattern costs most, and who is named by how
many words is seen afterwards."""


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
def _bracketed_in_han() -> str:
    """The same in Chinese and Japanese, where only the label tells a name: "。（记者 王晓明）"."""
    label = alternation(labels("byline"))
    name = rf"{label}\s?[:：]?\s?(\p{{Han}}{_HAN_NAME})"
    return rf"(?:^|[。！？…”」]\s?)[（(](?:\p{{Han}}{_OUTLET})?{name}(?:[、，/\s].{_BESIDE})?[）)]$"


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


@made_of_words
def _wrote() -> str:
    """Names that open such a sentence: "Jane Doe and John Roe wrote this article."""
    credit, joined = (alternation(phrases("byline", kind)) for kind in ("credits_behind", "joins"))
    return letters(rf"^[^\p{{L}}\p{{N}}]{{0,3}}({_NAME}(?:\s{joined}\s{_NAME}){{0,2}})\s(?i:{credit})\b")


@made_of_words
def _reached() -> str:
    """Whom readers write to, with the address: "Contact Jane Doe at jdoe@example.org", "Follow Jane Doe @jdoe"."""
    reach, address = alternation(phrases("byline", "reach")), r"(?:\S+@\S+\.\S|@\w)"
    return letters(
        rf"^[^\p{{L}}\p{{N}}]{{0,3}}(?i:{reach})\s(?:\p{{Ll}}+\s){{0,3}}({_NAME})(?:[\s:,(][^.]{_TO_ADDRESS})?[\s:(]{address}"
    )


@made_of_words
def _reachable() -> str:
    """The same, the name first: "Reporter Jane Doe can be reached at …", "Jane Doe, jdoe@example.org"."""
    reached, job = alternation(phrases("byline", "reached")), alternation(phrases("person", "newsroom"))
    return letters(
        rf"^[^\p{{L}}\p{{N}}]{{0,3}}(?:(?:\p{{L}}+\s)?(?i:{job})\s)?({_NAME})"
        rf"(?:\s(?i:{reached})\s[^.]{_TO_ADDRESS}@|\s?[,:|–-]?\s?\(?[\w.+-]+@\w)"
    )


@made_of_words
def _told_of() -> str:
    """Who is told to write: "Jane Doe covers roads for …", "Jane Doe is a professor of law at …"."""
    beats, told, scholars = (alternation(phrases("person", kind)) for kind in ("beats", "told", "scholars"))
    aside = rf"(?:,\s[^,.]{_ASIDE},)?"
    return letters(
        rf"^[^\p{{L}}\p{{N}}]{{0,3}}({_NAME}){aside}\s(?:(?i:{beats})\s\S|{told}\s[^.]{_TO_WORK}(?i:{scholars})\b)"
    )


BRACKETS = "[]()."
"""What stands around a name in brackets that is alone on its line: the author's or the editor's, which nothing tells,
so it stays in the evidence."""

STROKED = r"[(\[]([^()\[\]]+/[^()\[\]]+)[)\]]\.?$"
"""A bracket with a stroke in it that ends a line."""

TOP = 3
"""Lines from the top of a page within which its masthead stands."""

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
    )
    lines = lines.with_columns(credit=pl.coalesce(*_credits(survey, near), _told_here(survey, lines)))
    signed = pl.coalesce(
        text.str.extract(_bracketed(), 1),
        text.str.extract(_bracketed_in_han(), 1),
        *(pl.when(pl.col("below") > 0).then(text.str.extract(sign, 1)) for sign in (DASHED, _of_outlet())),
    )
    lines = lines.with_columns(rest=pl.coalesce("credit", pl.when("brief").then(signed)))
    lines = lines.filter(pl.col("rest").is_not_null() & ~is_known("rest"))
    lines = lines.filter(~is_agency("rest"))
    lines = lines.filter(~_pictures(survey, lines))
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


def _pictures(survey: Survey, lines: pl.DataFrame) -> pl.Series:
    """Whether a bracket credits a picture: two with a stroke between that end several lines, or the masthead's name.

    As in "… the last block of ice. (Kabar Contoh/Jane Doe)" below several pictures, or once below "Kabar Contoh".
    """
    bracket = pl.col("text").str.extract(STROKED, 1).alias("bracket")
    asked = lines.select("doc", "rest", bracket)
    pages = survey.lines.filter(pl.col("doc").is_in(asked.drop_nulls()["doc"].unique().implode()))
    several = pages.select("doc", bracket).drop_nulls().group_by("doc", "bracket").agg(several=pl.len() > 1)
    top = pages.filter((pl.col("index") < TOP) & ~pl.col("body"))
    heads = top.select("doc", rest="text", heads=pl.lit(value=True)).unique()
    told = asked.join(several, on=["doc", "bracket"], how="left", maintain_order="left")
    told = told.join(heads, on=["doc", "rest"], how="left", maintain_order="left")
    return told.select(
        is_credit=pl.col("bracket").is_not_null() & (pl.col("several") | pl.col("heads")).fill_null(value=False)
    )["is_credit"]


def _credits(survey: Survey, near: Array) -> list[pl.Expr]:
    """What sentences say of who wrote the article, and of where readers write to, here or in the line below.

    Args:
        survey: the lines of a batch.
        near: which of them are asked.
    """
    text = pl.col("text")
    rows = np.flatnonzero(near)
    below = np.minimum(rows + 1, survey.lines.height - 1)
    alone = survey.beside(survey.having(flag=ADDRESS) & (survey.facts.counts[:, SPACES] == 0), rows, 1)
    brief = alone & (survey.chars[rows] <= LONGEST)
    text = pl.when(pl.Series(brief)).then(text + ", " + survey.lines["text"].gather(below)).otherwise(text)
    addressed = pl.when(text.str.contains("@", literal=True)).then(text)
    said = [text.str.extract(sign, 1) for sign in (_credited(), _wrote())]
    return said + [addressed.str.extract(sign, 1) for sign in (_reached(), _reachable())]


def _told_here(survey: Survey, lines: pl.DataFrame) -> pl.Series:
    """Who is told to write, where no other line of the article names that person: those are whom it is about."""
    short = pl.when(pl.col("chars") <= TOLD).then("text")
    named = lines.select("doc", "row", name=short.str.extract(_told_of(), 1))
    asked = named.drop_nulls("name")
    body = survey.lines.filter(pl.col("body") & pl.col("doc").is_in(asked["doc"].unique().implode()))
    others = asked.join(body.select("doc", "text", other="row"), on="doc")
    subjects = others.filter(
        (pl.col("row") != pl.col("other")) & pl.col("text").str.contains(pl.col("name"), literal=True)
    )
    return named.select(pl.when(~pl.col("row").is_in(subjects["row"].implode())).then("name"))["name"]


def _named(rest: str, language: str | None, *, alone: bool) -> list[str]:
    """The names in ``rest``; ``alone``: the one that it is as a whole, or none."""
    names = names_in(rest, loose=False, language=language)
    return names if not alone or (len(names) == 1 and names[0] == rest.strip(" .")) else []
