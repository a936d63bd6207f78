"""The outlet as a site names itself: its masthead on top of the page, and the address the page came from.

Belongs here: publishers that the page's frame shows. Does not belong here: publishers named by a sentence or a label
(``publishers``), or what an address says of the day (``statements``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.line_facts import code_points
from kliping.metadata.line_flags import BAR, COLON, DASH, PAREN, SLASH, STARTS_CAPITAL, STARTS_EXOTIC
from kliping.metadata.search_kernels import lines_with_keys
from kliping.metadata.vocabulary import alternation, groups
from kliping.text.buffers import text_buffers
from kliping.text.hosts import OF_NOBODY
from kliping.text.patterns import letters
from kliping.words import made_of_words, phrases

if TYPE_CHECKING:
    from kliping.metadata.survey import Survey

_PLACE = "{2,40}"
"""Letters of a place behind the first, before the outlet that a text opens with."""

_BEHIND_STROKE = "{2,40}"
"""Characters of what stands behind an outlet and a stroke: a photographer or a place."""

_LONE_WORD = "{8}"
"""Letters of a single word that may be an outlet: shorter ones are entries of menus."""

TOP = 6
"""Lines from the top of the page within which a masthead stands: above it there are only links that skip the menu."""

LONGEST = 40
"""Characters of a masthead: longer lines are headlines."""

OPENING_CHARS = 90
"""Characters of a line of the article within which its dateline has ended."""

CREDIT_CHARS = 300
"""Characters of a line that may hold a picture's credit; longer ones are paragraphs."""

_NAME = r"\p{Lu}[\p{L}0-9.&'’]*(?:\s\p{Lu}[\p{L}0-9.&'’]*){0,3}"
_ALONE = letters(rf"^{_NAME}$")
CREDIT_TAIL = 100
"""Characters at the end of a line in which its credit stands."""

MOTTO = letters(rf"^({_NAME})\s[-–—|]\s\S")
"""As in "Kabar Contoh - Suara dari Desa" below the article."""

OPENING = letters(rf"^(?:\p{{Lu}}[\p{{L}}\s.]{_PLACE},\s)?({_NAME})\s?[-–—]{{1,2}}\s")
"""A dateline's outlet: "KOTA, Kabar Contoh – …"."""


@made_of_words
def _credit() -> str:
    """As in "(Foto: Kabar Contoh)", "Photo: Jane Doe/The Example": the outlet behind or before the photographer."""
    medium = rf"(?i:{alternation(phrases('caption', 'media'))})\.?"
    return letters(
        rf"(?:[(/]|{medium}\s?:|\s[-–—]\s{medium})\s*(?:{medium}\s?:?\s*)?({_NAME})(?:/([^/()]{_BEHIND_STROKE}))?\)?\.?$"
    )


def named_by_host(host: pl.Expr) -> pl.Expr:
    """The outlet's name in a host: "news.kabar-contoh.co.id" is "Kabar Contoh", "kabarcontoh.com" is "kabarcontoh".

    A site on a platform ("contoh.blogspot.com") is its own name. Hosts without a name, as numbers are, are null.
    """
    platforms = alternation(phrases("outlet", "platforms"))
    own = host.str.to_lowercase().str.replace(rf"\.{platforms}$", ".example").str.replace(OF_NOBODY, "")
    label = own.str.extract(r"([^.]+)$", 1)
    words = label.str.replace_all("-", " ").str.strip_chars()
    spelt = pl.when(words.str.contains(" ")).then(words.str.to_titlecase()).otherwise(words)
    return pl.when(host.str.contains(r"^[^.:]+(?:\.[^.:]+)+$") & words.str.contains(r"\p{L}")).then(spelt)


def find_mastheads(survey: Survey) -> pl.DataFrame:
    """Names on a line of their own on top of the page which a credit, a motto or a dateline shows to be the outlet.

    Args:
        survey: the lines of a batch.

    Returns:
        the proving lines with ``value`` as they spell it and ``key`` in small letters; one a document, the first.
    """
    menus = phrases("person", "no_name")
    index = survey.lines["index"].to_numpy()
    named = (
        (index < TOP) & (survey.chars <= LONGEST) & ~survey.body & survey.having(flag=STARTS_CAPITAL | STARTS_EXOTIC)
    )
    top = survey.take(named).filter(pl.col("text").str.contains(_ALONE))
    top = top.select("doc", pl.col("text").str.to_lowercase().alias("key"))
    # one word alone on top of a page is a menu's more often than a name
    top = top.filter(~pl.col("key").is_in(menus) & pl.col("key").str.contains(rf"\S\s\S|\S{_LONE_WORD}")).unique()
    if top.is_empty():
        return _none(survey)
    text, body = pl.col("text"), pl.col("body")
    top = top.sort("doc", "key")
    named_pages = np.zeros(survey.documents, np.bool_)
    named_pages[top["doc"].to_numpy()] = True
    after = np.arange(survey.lines.height) - np.repeat(survey.opening, np.diff(survey.first_line))
    opens = survey.body & np.repeat(survey.opening >= 0, np.diff(survey.first_line)) & (after >= 0) & (after <= 2)
    signed = survey.having(flag=PAREN | SLASH | COLON | DASH | BAR)
    framed = ~survey.body & (survey.chars <= CREDIT_CHARS) & signed
    docs = survey.lines["doc"].to_numpy()
    asked = np.flatnonzero((opens | framed) & named_pages[docs])
    # the names are looked for as they are before any pattern is: patterns cost most
    holds = np.empty(asked.size, np.bool_)
    of_page = top["doc"].to_numpy().astype(np.int64)
    pages = docs[asked].astype(np.int64)
    lines_with_keys(survey.text, code_points().lower, asked, pages, text_buffers(top["key"]), of_page, holds)
    holding = survey.lines[asked[holds]]
    credited = (
        holding.filter(~body).with_columns(tail=text.str.slice(-CREDIT_TAIL)).with_columns(groups("tail", _credit()))
    )
    found = [
        credited.with_columns(value=pl.col("parts").struct.field("1")),
        credited.with_columns(value=pl.col("parts").struct.field("2")),
        credited.filter(pl.col("index") > pl.col("start")).with_columns(value=text.str.extract(MOTTO, 1)),
        holding.filter(body).with_columns(value=text.str.slice(0, OPENING_CHARS).str.extract(OPENING, 1)),
    ]
    proving = pl.concat(found, how="diagonal").with_columns(key=pl.col("value").str.to_lowercase())
    return (
        proving.join(top, on=["doc", "key"], how="semi", maintain_order="left")
        .sort("doc", "index", "value")
        .unique("doc", keep="first", maintain_order=True)
    )


def _none(survey: Survey) -> pl.DataFrame:
    return survey.lines.clear().with_columns(value=pl.lit(None, pl.String), key=pl.lit(None, pl.String))
