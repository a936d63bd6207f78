"""Whom an article is taken from, as it says: source lines, attributions in sentences, agencies' signatures.

Belongs here: sources named by words of the page. Does not belong here: outlets of datelines (``datelines``), publishers
(``publishers``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.digits import with_plain_digits
from kliping.metadata.line_facts import ATTRIBUTION, SOURCE_LABEL
from kliping.metadata.line_flags import CLOSED, DASH
from kliping.metadata.outlets.found import LEAD, SITE_NAME, VALUE, as_field, lead_of_last, name_of
from kliping.metadata.vocabulary import alternation, groups, without_day
from kliping.text.patterns import letters
from kliping.words import labels, made_of_words, phrases
from kliping.words.agencies import news_agencies

if TYPE_CHECKING:
    from kliping.metadata.survey import Survey

_ANNOUNCED, _NAMED = "{0,48}", "{2,48}"
"""Characters of a source behind the first, with a colon before it and without: longer ones are a sentence."""

_DESK = "{2,20}"
"""Characters of a desk behind its agency."""

LONG_NAME = name_of("{0,5}")
"""A name as sentences tell it: "Badan Pendapatan Daerah Provinsi Contoh"."""

LONGEST_LABELLED = 80
"""Characters of a line that is a label and a source: in longer ones the word opens a sentence."""

SENTENCE_END = r"(\p{Ll}{3})\.\s.*$"
"""Where a sentence ends and the next begins with capitals: "Pemprov Contoh. Pelantikan"."""


def source_lines(survey: Survey) -> pl.DataFrame:
    """As in "Sumber : CNA/SL"."""
    announced = alternation(labels("source"))
    pattern = rf"^\(?((?i:{announced})\s*[:：]\s*)(\S.{_ANNOUNCED}?)[.)]?$"
    bare = rf"^((?i:{announced})\s+)(\p{{Lu}}[^.:]{_NAMED})$"
    labelled = survey.having(first_word=SOURCE_LABEL) & (survey.chars <= LONGEST_LABELLED)
    lines = survey.take(labelled)
    rows = pl.concat(
        [lines.with_columns(groups("text", pattern)), lines.filter(~pl.col("body")).with_columns(groups("text", bare))]
    ).with_columns(LEAD, VALUE)
    return as_field(rows.filter(~pl.col("value").str.contains(r"https?:|www\.|@")), "source", "source_label")


def attributions(survey: Survey) -> pl.DataFrame:
    """As in "dilansir dari laman VOA Indonesia pada Kamis", "dikutip dari Tass, Senin"."""
    verbs, fillers = (alternation(phrases("attribution", kind)) for kind in ("verbs", "fillers"))
    titles, agencies = alternation(phrases("attribution", "titles")), alternation(news_agencies())
    known = rf"(?i:{titles})\s+(?i:{agencies})\b"
    pattern = rf"((?i:{verbs})\s+(?:(?:(?i:{fillers})|{titles})\s+)*)((?:{SITE_NAME})|{LONG_NAME})(\s\p{{Lu}}|\s[0-9])?"
    offices = alternation(phrases("person", "offices"))
    rows = (
        survey.take(survey.body & survey.having(word=ATTRIBUTION))
        .with_columns(plain=with_plain_digits(pl.col("text")))
        .with_columns(groups("plain", pattern))
        .filter(pl.col("parts").struct.field("3").is_null())  # what goes on is a document's title
        .with_columns(LEAD.alias("verb"), without_day(VALUE.str.replace(SENTENCE_END, "${1}")).str.strip_chars(" .,"))
        .with_columns(
            value=pl.when(pl.col("value").str.contains(rf"^{known}"))
            .then(pl.col("value").str.replace(rf"^(?i:{titles})\s+", ""))
            .otherwise("value")
        )
        .filter(pl.col("value").is_not_null() & ~pl.col("value").str.contains(rf"^(?i:{offices})\b"))
    )
    lead = pl.col("plain").cast(pl.Binary).bin.slice(0, pl.col("plain").str.find(pl.col("verb"), literal=True))
    return as_field(rows.with_columns(lead=lead.cast(pl.String)), "source", "attribution")


BELOW = 3
"""Lines below the article's last long line in which an agency signs on a line of its own."""

LONGEST_SIGNATURE = 40
"""Characters of such a line."""


@made_of_words
def _spelt() -> str:
    """Agencies as they write themselves: with a sign before them or not, small letters would be a word."""
    agencies = news_agencies()
    return alternation({*(name.upper() for name in agencies), *(name.title() for name in agencies)})


@made_of_words
def _signed_alone() -> str:
    """An agency and nothing else: "- BERNAMA", "(Reuters)", "/dpa"; without a sign in capitals or with one capital."""
    agencies = news_agencies()
    desk = rf"(?:\s?/\s?[\p{{L}}0-9 .]{_DESK})?"
    return letters(
        rf"^(?:[-–—~•*/|]{{1,2}}\s?|[(\[]\s?)((?i:{alternation(agencies)})){desk}[)\]]?\.?$|^({_spelt()}){desk}\.?$"
    )


@made_of_words
def _signed_behind() -> tuple[str, str]:
    """An agency behind the last sentence, in brackets; or behind a dash or a slash, or alone."""
    agencies = news_agencies()
    anyhow = alternation(agencies)
    inside = letters(rf"[(\[]((?i:{anyhow}))(?:\s?/\s?[\p{{L}}0-9 .]{_DESK})?[)\]]\.?$")
    ended = r"[.!?…][\"”’']?\s?"
    return inside, letters(rf"{ended}[-–—/~•]+\s?((?i:{anyhow}))\.?$|{ended}({_spelt()})$")


def signatures(survey: Survey) -> pl.DataFrame:
    """As in "(Antara)" or "(Reuters/abc)" at the end of a body line or on one below it, if an agency is named."""
    inside, behind = _signed_behind()
    below = survey.below_article()
    closing = (below >= 0) & (below <= BELOW)
    text = pl.col("text")
    rows = survey.take(survey.body & (closing | survey.having(flag=CLOSED | DASH))).with_columns(
        value=pl.coalesce(text.str.extract(inside, 1), text.str.extract(behind, 1), text.str.extract(behind, 2))
    )
    alone = survey.take(closing & (survey.chars <= LONGEST_SIGNATURE)).with_columns(
        value=pl.coalesce(text.str.extract(_signed_alone(), 1), text.str.extract(_signed_alone(), 2))
    )
    found = pl.concat([rows, alone]).filter(pl.col("value").is_not_null()).unique("row", maintain_order=True)
    return as_field(found.with_columns(lead=lead_of_last()), "source", "signature")
