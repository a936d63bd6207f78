"""The publisher as the page's frame names it: behind the title, in calls to follow, in copyrights, in the furniture.

Belongs here: publishers named by a label, a sign or repetition. Does not belong here: mastheads and hosts
(``mastheads``), datelines (``datelines``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.line_facts import FOLLOW, RIGHTS, code_points
from kliping.metadata.line_flags import BAR, COPYRIGHT, DASH, DATED, MIDDOT, PAREN, SITE, SLASH
from kliping.metadata.outlets.found import DOMAIN, LEAD, NAME, SITE_NAME, VALUE, as_field, lead_of_last
from kliping.metadata.outlets.known import is_known, printed_names
from kliping.metadata.search_kernels import count_tokens
from kliping.metadata.survey import NOWHERE
from kliping.metadata.vocabulary import alternation, groups
from kliping.text.buffers import text_buffers
from kliping.text.patterns import letters
from kliping.words import made_of_words, phrases
from kliping.words.agencies import news_agencies

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

_AUTHOR, _FIRST_WORD, _SECOND_WORD = "{3,40}", "{3,24}", "{2,16}"
"""Characters of an author before a dash, and of the one or two words of the outlet behind it."""

_BEHIND_TITLE = "{2,32}"
"""Characters of an outlet behind the title and a sign."""

_BEFORE_CLAIM = "{0,24}"
"""Characters before the words of a copyright that begin its line."""

_IN_BRACKETS = "{2,20}"
"""Characters of each of the two that a bracket with a stroke ends a text with."""

_TOLD_OF = "{4,20}"
"""Letters of an outlet that a sentence says it was told."""

_HOST = "{2,20}"
"""Letters of a host behind its first, before the ending."""

LONGEST_CALL, LONGEST_CLAIM = 200, 160
"""Characters of a line that calls to follow the outlet, and of one that claims its rights: longer ones are texts."""

NEAR = 4
"""Lines below the title within which a byline names the outlet behind its author."""

SENTENCE = 40
"""Characters from which a line of the article may be its last sentence."""

CREDITED = 300
"""Characters of a line that may be a caption with its credit."""

LONGEST_NAMED = 60
"""Characters of a line that is a name, an outlet's behind it, or a date."""

BEHIND_NAME = letters(rf"^\p{{Lu}}[^-–—]{_AUTHOR}\s[-–—]\s(\S{_FIRST_WORD}(?:\s\S{_SECOND_WORD})?)$")
"""The outlet behind a name: "Jane Doe - detikHealth"."""


def suffixes(survey: Survey, titles: pl.DataFrame) -> pl.DataFrame:
    """As in "Title - Outlet" on a line of its own."""
    values = titles.with_columns(pl.col("value").str.len_chars().alias("size"))
    size = np.full(survey.documents, NOWHERE)
    size[values["doc"].to_numpy()] = values["size"].to_numpy()
    longer = survey.having(flag=BAR | DASH | MIDDOT) & (survey.chars > size[survey.lines["doc"].to_numpy()])
    near = survey.take(longer).join(titles.select("doc", title="value"), on="doc", maintain_order="left")
    near = near.filter(pl.col("text").str.starts_with(pl.col("title")))
    rest = pl.col("text").str.slice(pl.col("title").str.len_chars())
    rows = near.with_columns(
        value=rest.str.extract(rf"^\s+[|–—·-]\s+([^|–—·]{_BEHIND_TITLE})$", 1), lead=pl.col("title")
    )
    return as_field(rows, "publisher", "title_suffix")


def _strange(column: str) -> pl.Expr:
    strangers = alternation(phrases("outlet", "strangers"))
    return pl.col(column).str.contains(rf"(?i)^(?:www\.)?{strangers}\b")


def followed(survey: Survey) -> pl.DataFrame:
    """As in "Ikuti jfid di Google News", "… dari KABAR.com di Google News", "WhatsApp Channel : Kabar Contoh"."""
    behind = phrases("outlet", "follow_after")
    before, after = alternation(phrases("outlet", "follow_before")), alternation(behind)
    between = alternation(phrases("outlet", "follow_between"))
    channels = alternation(phrases("outlet", "channels"))
    name = r"[\p{L}0-9.]+(?:\s[\p{L}0-9.]+)?"
    patterns = (
        letters(rf"^((?:.*\s)?[^\p{{L}}0-9]*(?i:{before})\s+(?i:{between}\s)?)({name})\s+(?i:{after})"),
        letters(rf"^((?i:{channels})\s?[:：]?\s+@?)(\p{{Lu}}[\p{{L}}0-9.]+(?:\s\p{{Lu}}[\p{{L}}0-9.]+)?)$"),
    )
    asked = survey.take(~survey.body & (survey.chars <= LONGEST_CALL) & survey.having(word=FOLLOW))
    calling = asked.filter(pl.col("text").str.contains_any(list(behind), ascii_case_insensitive=True))
    found = [calling.with_columns(groups("text", patterns[0])), asked.with_columns(groups("text", patterns[1]))]
    rows = pl.concat(found).with_columns(LEAD, VALUE).filter(~_strange("value"))
    return as_field(rows, "publisher", "follow_us")


def copyrights(survey: Survey) -> pl.DataFrame:
    """As in "COPYRIGHT © ANTARA 2015", "© 2024 Example News Ltd. All rights reserved"."""
    legal, opening = alternation(phrases("outlet", "legal")), alternation(phrases("outlet", "legal_before"))
    claim, reserved, nobody = (alternation(phrases("outlet", kind)) for kind in ("copyright", "reserved", "no_owner"))
    owned, owners = (alternation(phrases("outlet", kind)) for kind in ("owned", "owners"))
    pattern = (
        rf"^((?i:.{_BEFORE_CLAIM}{claim})?\s*(?:©|\(c\)|(?i:{claim}))\s*(?:(?:©|(?i:{claim}))\s*)?(?:[0-9]{{4}}(?:\s?[-–]\s?[0-9]{{2,4}})?)?,?\s*"
        rf"(?i:{owned}\s|-\s|:\s)?)({NAME})(?:\s[0-9]{{4}})?(?:[.,|]|\s(?i:{reserved}|-)|\s?$)"
    )
    rows = (
        survey.take(~survey.body & (survey.chars <= LONGEST_CLAIM) & survey.having(flag=COPYRIGHT, word=RIGHTS))
        .with_columns(groups("text", pattern))
        .with_columns(
            LEAD,
            VALUE.str.replace(rf"(?i)^{opening}\b\.?\s*(?:\p{{Lu}}.*)?$", "")
            .str.replace(rf"(?i)\s?\b{reserved}\b.*$", "")
            .str.replace(r"\s[0-9]{4}(?:[-–][0-9]{2,4})?$", "")
            .str.replace(rf"(?i)(?:[\s,]+{legal}\.?)+$", "")
            .str.strip_chars(" .,"),
        )
        .filter(~_strange("value") & ~pl.col("value").str.contains(rf"(?i)^{nobody}\b|\b{owners}$"))
    )
    # the owner's name begins with the outlet's
    first, second = (pl.col("value").str.extract(rf"^(\S+(?:\s\S+){{{more}}})", 1) for more in (0, 1))
    rows = rows.with_columns(first=first, second=second).with_columns(
        value=pl.when(is_known("second")).then("second").when(is_known("first")).then("first").otherwise("value")
    )
    last = rows.sort("index", descending=True, maintain_order=True).unique("doc", keep="first", maintain_order=True)
    return as_field(last, "publisher", "copyright")


def signatures(survey: Survey) -> pl.DataFrame:
    """As in "… katanya. – KABAR CONTOH" or "(abc/kabar)" at the end of the article: an outlet, unless an agency."""
    agencies = alternation(news_agencies())
    signed = letters(rf"[.!?][\"”’']?\s?[-–—]+\s?({NAME}!?(?:\s\p{{Lu}}[\p{{L}}]+)?)$")
    inside = letters(rf"\([\p{{L}} .]{_IN_BRACKETS}/\s?([\p{{L}}0-9.]{_IN_BRACKETS})\)\.?$")
    long = np.flatnonzero(survey.body & (survey.chars >= SENTENCE))
    of_page = np.searchsorted(survey.first_line, long, side="right")
    last = long[np.append(np.diff(of_page) != 0, True)[: long.size]]
    rows = survey.lines[last].with_columns(
        dash=pl.col("text").str.extract(signed, 1), slash=pl.col("text").str.extract(inside, 1)
    )
    shouted = pl.col("dash").str.contains(r"^\p{Lu}{3,}!?(?:\s\p{Lu}{3,})*$")
    rows = rows.with_columns(
        value=pl.when(is_known("dash") | shouted | pl.col("dash").str.contains(rf"\.{DOMAIN}$"))
        .then("dash")
        .when(is_known("slash"))
        .then("slash")
    ).filter(pl.col("value").is_not_null() & ~pl.col("value").str.contains(rf"^(?i:{agencies})$"))
    return as_field(rows.with_columns(lead=lead_of_last()), "publisher", "signature")


def with_bylines(survey: Survey, away: Array) -> pl.DataFrame:
    """As in "Jane Doe - detikHealth" below the title, or the outlet's name alone there or above a date."""
    short = survey.chars <= LONGEST_NAMED
    dated = np.append((survey.having(flag=DATED) & short)[1:], False)
    rows = survey.take((((away >= 1) & (away <= NEAR)) | dated) & short & ~survey.body).with_columns(
        value=pl.coalesce(pl.col("text").str.extract(BEHIND_NAME, 1), "text")
    )
    whole = pl.col("value").str.contains(r"[\pL\pN!]$")  # "BBC," is a piece of a sentence
    return as_field(rows.filter(is_known("value") & whole).with_columns(lead=lead_of_last()), "publisher", "byline")


@made_of_words
def _told_to() -> list[str]:
    """Known outlets behind the words by which an article says that somebody told them."""
    return [f"{verb} {name}" for verb in phrases("outlet", "told") for name in printed_names() if " " not in name]


def reporting(survey: Survey) -> pl.DataFrame:
    """As in "… katanya kepada kabar.com", "dari pantauan kabar.com": whom the article's people told it."""
    told = letters(
        rf"((?i:{alternation(phrases('outlet', 'told'))})\s)((?:{SITE_NAME})|[\p{{L}}0-9]{_TOLD_OF})(?:[^\p{{L}}0-9]|$)"
    )
    named = pl.col("text").str.contains_any(_told_to(), ascii_case_insensitive=True)
    rows = survey.take(survey.body).filter(named)
    sites = survey.take(survey.body & survey.having(flag=SITE))
    rows = (
        pl.concat([rows, sites])
        .unique("row", maintain_order=True)
        .with_columns(groups("text", told))
        .with_columns(VALUE)
    )
    fine = is_known("value") | pl.col("value").str.contains(rf"\.{DOMAIN}$")
    rows = rows.filter(pl.col("value").is_not_null() & fine & ~_strange("value"))
    return as_field(rows.with_columns(lead=pl.lit("")), "publisher", "reporting")


def credited(survey: Survey) -> pl.DataFrame:
    """As in "- Foto Kabar Contoh/Jane Doe" or "(Kabar Contoh/Jane)" at the end of a caption, if the outlet is known."""
    medium, by = alternation(phrases("caption", "media")), alternation(phrases("byline", "by"))
    name = r"\p{Lu}[\p{L}0-9.]*(?:\s\p{Lu}[\p{L}0-9.]*){0,2}"
    opened = rf"(?:\b(?i:{medium})\b\s?:?\s?|(?:\(|-\s)(?:(?i:{medium})\b\s?:?\s?)?)"
    pattern = letters(rf"{opened}({name})(?:\s?/|\s{by}\s|\))")
    rows = survey.take((survey.chars <= CREDITED) & survey.having(flag=SLASH | PAREN | DASH)).filter(
        ~pl.col("role").is_in(["body", "related", "duplicate"])
    )
    rows = rows.with_columns(value=pl.col("text").str.extract(pattern, 1)).filter(is_known("value"))
    return as_field(rows.with_columns(lead=lead_of_last()), "publisher", "credit")


def furniture(survey: Survey) -> pl.DataFrame:
    """A site's name in the furniture: "… program iNews.id Network", if its stem stands on another line of it too."""
    frame = ~survey.body & survey.lines["role"].is_in(["boilerplate", "contact", "template"]).to_numpy()
    lines = survey.take(frame & survey.having(flag=SITE)).filter(
        pl.col("text").str.contains(rf"\.{DOMAIN}\b") & ~pl.col("text").str.contains(r"@|https?:|/")
    )
    stems = lines.with_columns(
        value=pl.col("text").str.extract(letters(rf"\b(?:www\.)?([\p{{L}}][\p{{L}}0-9-]{_HOST})\.{DOMAIN}\b"), 1)
    )
    stems = stems.filter(pl.col("value").is_not_null() & ~_strange("value"))
    if stems.is_empty():
        return as_field(stems, "publisher", "furniture")
    stems = stems.with_columns(token=pl.col("value").str.to_lowercase()).sort("row", maintain_order=True)
    tokens = text_buffers(stems["token"])
    times = np.empty(stems.height, np.int64)
    of_page = np.searchsorted(survey.first_line, stems["row"].to_numpy(), side="right") - 1
    count_tokens(survey.text, code_points(), survey.first_line, frame, tokens, of_page, times)
    named = (
        stems.with_columns(times=pl.Series(times))
        .filter(pl.col("times") >= 2)
        .sort("doc", -pl.col("times"), "index")
        .unique("doc", keep="first", maintain_order=True)
    )
    return as_field(named, "publisher", "furniture")
