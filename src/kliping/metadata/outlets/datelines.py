"""Datelines: the place, the outlet and the agency before the first sentence, and outlets beside bylines.

Belongs here: what stands at the head of an article. Does not belong here: dates of datelines (``published``), other
sources (``sources``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.line_facts import AUTHOR_LABEL
from kliping.metadata.line_flags import DASH, SITE
from kliping.metadata.outlets.dateline_words import broken_ending, fused, heads_a_story, headwords, kickers, lone_paper
from kliping.metadata.outlets.found import LEAD, SITE_NAME, VALUE, as_field, is_agency, with_outlet
from kliping.metadata.outlets.known import is_known
from kliping.metadata.vocabulary import alternation, groups
from kliping.text import lengths
from kliping.text.folding import bare_names
from kliping.text.patterns import letters
from kliping.words import labels, made_of_words, phrases, with_manner
from kliping.words.agencies import news_agencies

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

_PLACE, _PLACE_BEHIND = "{2,30}", "{2,24}"
"""Letters of a place behind the first, before an outlet and behind it: the longest has few more than twenty."""

_ALONE = "{2,60}"
"""Characters of a dateline that has a line of its own."""

LONG = 40
"""Characters of an article's line that opens with a dateline: shorter ones are headings."""

MOST_PARTS = 4
"""Parts before the dash up to which they are places and outlets, and no half of a sentence that lists something."""

SHORTEST = 4
"""Characters of the shortest place and outlet on a line of their own, with the dash behind them."""

NEAR, LONGEST_BYLINE = 3, 60
"""Lines below the title, and characters, of a byline with the place behind the name."""

DATELINE = 3
"""Body lines from the first on in which a dateline is looked for: a summary may stand before it."""

LONGEST_SMALL, PLACE_WORDS, PAPER_WORDS = 15, 4, 8
"""Characters of an outlet's name in small letters, words of a place's name and of an outlet's, in a dateline."""

HEAD = rf"^(.{lengths.DATELINE}?)\s*(?:--+|—|\s?–|\s-)\s*[\p{{Lu}}\"“”‘’'«0-9]"
"""A dateline ends in a dash, and a sentence begins behind it: "Tesla — the company" is none."""

HEAD_SITE = letters(
    rf"^((?:\p{{Lu}}[\p{{L}} ]{_PLACE}[,|]\s?)?{SITE_NAME}(?:\s?[,|]\s?\p{{Lu}}[\p{{L}} ]{_PLACE_BEHIND})?)"
    r"\s*(?:--+|—|–|-)\s*\S"
)
"""A dateline with an address in it ends in any dash, and what follows it may begin small."""

SECOND = letters(
    rf"^.{lengths.DATELINE}?\s*(?:--+|—|\s?–|\s-)\s*(\p{{Lu}}{{3,}}(?:\s\p{{Lu}}{{3,}}){{0,2}})\s*(?:--+|—|\s–|\s-)\s*[\p{{Lu}}\"“”‘’'«0-9]"
)
"""A dateline in two parts: "kabar.com - MAKASSAR - Banjir …"."""

ALONE = letters(rf"^(.{_ALONE}?)\s*[-–—]+$|^(\p{{Lu}}[\p{{L}} ]{_PLACE},\s?{SITE_NAME})$")
"""A dateline on a line of its own, broken off at a link."""

_BEHIND_SITE = r"(\.\pL{2,3})\.?\s+"
"""Between an address and a place: "KABAR.CO.ID. SUKAMAJU", "Kabar.com Sukamaju"."""

LONGEST_ALONE = 64
"""Characters of such a line."""

_BROKEN = 6
"""Most lines from such a dash to the first long one of the article: its lead may be broken at links."""

PLACE_ABOVE = letters(rf"^(\p{{Lu}}[\p{{L}}.' ]{_PLACE})$")
"""A place on a line of its own above one that holds its dash alone."""

SCRAPED = r"^(?:\pL+\s)?[0-9]{4}-[0-9]{2}-[0-9]{2}\s+"
"""What scrapers put before an article."""

HEAD_GLUED = letters(
    r"^(\p{Lu}{3,}(?:[ -]\p{Lu}{3,}){0,2})[-–—]\s[\p{Lu}\"“‘'«0-9]"
    r"|^(\p{Lu}{5,}(?:[ -]\p{Lu}{3,}){0,2})[-–—]\p{Lu}\p{Ll}"
)
"""A place in capitals with the dash glued to it: "JAKARTA- Banjir …", "JAKARTA-Banjir …"; "BMKG-Jakarta" is none."""

HEAD_COLON = letters(r"^(\p{Lu}{3,}(?:\s\p{Lu}{2,})?):\s[\p{Lu}\"“‘'«]")
"""Sites that write "BRUSSELS: The secretary general …"; of small letters before a colon two in nineteen are a place."""

HEAD_LISTED = letters(
    r"^(\p{Lu}{3,}(?:\s\p{Lu}{2,}){0,3},\s\p{Lu}[\p{L}\p{M}.'’]+(?:\s\p{Lu}[\p{L}\p{M}.'’]+){0,2}):\s[\p{Lu}\"“‘'«]"
)
"""The same behind the outlet's name: "KABAR CONTOH, SUKAMULIH: Warga …"; a place only where the outlet is one."""

HEAD_SMALL = letters(r"^(\p{Lu}\p{L}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)?):\s[\p{Lu}\"“‘'«]")
"""The same in small letters, where newspapers of the language write so: "Jakarta: Menteri …"."""


@made_of_words
def _with_desk() -> str:
    """An agency and its desk in brackets: "(dpa/lby)"."""
    return letters(rf"(\((?i:{alternation(news_agencies())}))\s?/\s?\p{{L}}{{2,5}}(?:\s?/\s?\p{{L}}{{2,5}})?")


@made_of_words
def _paper() -> str:
    """An outlet's name of two words or more with a newspaper's word in it: "Warta Contoh", "El Diario de Ejemplo"."""
    word, small = r"[\p{Lu}\p{Lo}][\p{L}\p{M}0-9.'’-]*", r"\p{Ll}\S{0,2}"
    paper = rf"(?i:{alternation(phrases('outlet', 'papers'))})"
    before, further = rf"(?:{word}\s(?:(?:{word}|{small})\s)*)", rf"\s(?:{small}\s)*{word}"
    return letters(rf"^(?:{before}{paper}(?:{further})*|{paper}(?:{further})+)$")


def datelines(survey: Survey, own: pl.DataFrame, framed: pl.DataFrame) -> pl.DataFrame:
    """Outlet, agency and place before the first sentence: "JAKARTA, KOMPAS.com - …", "Washington | EGINDO.co – …".

    Args:
        survey: the lines of a batch.
        own: doc, own: the bare names that address, markup and masthead give each page.
        framed: doc, framed: those that its copyright, titles and calls to follow give it. They are no places, and they
            spell the outlet as readers know it: a dateline adds nothing to them.
    """
    long = np.flatnonzero(survey.body & (survey.chars >= LONG))
    of_page = np.searchsorted(survey.first_line, long, side="right")
    nth = np.arange(long.size) - np.searchsorted(of_page, of_page)
    text = pl.col("text").str.replace(SCRAPED, "")
    opening = (
        survey.lines[long[nth < DATELINE]]
        .with_columns(pl.Series("nth", nth[nth < DATELINE]))
        .with_columns(
            head=pl.coalesce(
                text.str.extract(HEAD_SITE, 1),
                text.str.extract(HEAD, 1),
                text.str.extract(HEAD_GLUED, 1),
                text.str.extract(HEAD_GLUED, 2),
            ),
            colon=pl.coalesce(
                text.str.extract(HEAD_COLON, 1),
                text.str.extract(HEAD_LISTED, 1),
                pl.when(pl.col("language").is_in(with_manner("small places"))).then(text.str.extract(HEAD_SMALL, 1)),
            ),
            second=text.str.extract(SECOND, 1),
        )
        .with_columns(head=pl.concat_str("head", "second", separator=", ", ignore_nulls=True))
        .with_columns(head=pl.when(pl.col("head") != "").then("head"))
        .drop("second")
    )
    opening = pl.concat([opening, _alone(survey)], how="diagonal")
    opening = opening.filter(pl.col("head").is_not_null() | (pl.col("colon").is_not_null() & (pl.col("nth") == 0)))
    if opening.is_empty():
        return as_field(opening.with_columns(value=pl.lit(None, pl.String)), "place", "dateline")
    opening = opening.with_columns(from_colon=pl.col("head").is_null(), head=pl.coalesce("head", "colon"))
    pieces = (
        opening.with_columns(
            parts=pl.col("head")
            .str.replace(_with_desk(), "${1}")
            .str.replace_all(r"\s*[,|()/•]\s*", "\n")
            .str.replace(_BEHIND_SITE, "${1}\n")
            .str.strip_chars("\n ")
            .str.split("\n")
        )
        .with_columns(count=pl.col("parts").list.len())
        .filter(pl.col("count") <= MOST_PARTS)
        .explode("parts")
        .rename({"parts": "value"})
        .with_columns(pl.col("value").str.strip_chars(" ."), part=pl.int_range(pl.len()).over("doc", "line"))
        .filter(pl.col("value").str.len_chars() >= 2)
    )
    broadcasters = alternation(phrases("outlet", "broadcasters"))
    agency = pl.col("value").str.to_lowercase().is_in(news_agencies())
    site = (
        pl.col("value").str.contains(rf"^{SITE_NAME}$")
        | pl.col("value").str.contains(
            letters(
                rf"^(?:\p{{Lu}}[\p{{L}}0-9]*\s)?(?i:{alternation(phrases('outlet', 'signs'))})(?:\s\p{{Lu}}\p{{L}}*)?$"
            )
        )
        | pl.col("value").str.contains(letters(rf"^\p{{Lu}}\p{{Ll}}+\p{{Lu}}\p{{L}}+$|^{broadcasters}\b"))
        | (pl.col("value").str.contains(_paper()) & (pl.col("value").str.count_matches(r"\s") < PAPER_WORDS))
    )
    for names in (own.group_by("doc").agg("own"), framed.group_by("doc").agg("framed")):
        pieces = pieces.join(names, on="doc", how="left", maintain_order="left")
    itself = bare_names("value").is_in(pl.col("own")).fill_null(value=False)
    as_framed = bare_names("value").is_in(pl.col("framed")).fill_null(value=False) & (pl.col("count") > 1)
    fused_alone = pl.col("value").str.contains(fused()) & pl.col("framed").is_not_null()
    itself |= is_known("value")
    small = pl.col("value").str.contains(r"^\p{Ll}[\p{Ll}0-9]+$") & (pl.col("count") == 1)
    small &= pl.col("value").str.len_chars() <= LONGEST_SMALL
    # "Jakarta, KABAR – …": what is written in capitals behind a place that is not
    shouted = pl.col("value").str.contains(r"^\p{Lu}{4,}$") & (pl.col("part") == 1) & (pl.col("count") == 2)
    shouted &= pl.col("head").str.contains(r"^\p{Lu}\p{Ll}+") & ~site.any().over("doc", "line")
    # copies of a class of capitals are what a pattern costs most: words are counted apart
    placed = pl.col("value").str.contains(letters(r"^(?:\p{Lu}[\p{L}\p{M}'’.-]+(?:\s|$))+$")) & (
        pl.col("value").str.count_matches(r"\s") < PLACE_WORDS
    )
    kind = (
        pl.when(agency)
        .then(pl.lit("agency"))
        .when((site & ~heads_a_story("value")) | small | itself | shouted)
        .then(pl.lit("outlet"))
        .when(as_framed | fused_alone)
        .then(pl.lit("framed"))
        .when(pl.col("value").str.contains(fused()))
        .then(pl.lit("outlet"))
        .when(placed)
        .then(pl.lit("place"))
        .otherwise(pl.lit("other"))
    )
    dated = pl.col("value").str.contains(r"[0-9]")
    pieces = pieces.with_columns(kind=kind).filter(~dated & ~broken_ending())
    pieces = pieces.with_columns(kind=pl.when(lone_paper()).then(pl.lit("framed")).otherwise("kind"))
    # a head with a piece that is none of the three is a clause of a sentence; a person's name before a dash is a speaker's  # noqa: E501
    clean = pieces.filter(~(pl.col("kind") == "other").any().over("doc", "line"))
    unproved = pl.col("from_colon") & (pl.col("count") > 1) & ~(pl.col("kind") == "outlet").any().over("doc", "line")
    clean = clean.filter(~unproved)
    places = clean.filter((pl.col("kind") == "place") & ~_also_a_common_word(clean, survey)).unique(
        ["doc", "line"], keep="first", maintain_order=True
    )
    alone = (
        (pl.col("count") == 1) & ~pl.col("from_colon") & ~pl.col("value").str.contains(r"^\p{Lu}{3,}(?:\s\p{Lu}{3,})?$")
    )
    places = places.filter((pl.col("nth") == 0) | ~alone)
    places = places.filter(~(alone & headwords(places, survey)))
    # a place beside an outlet is surer than one alone, and an address than a name
    backed = clean.filter(pl.col("kind") != "place").select("doc", "line", backed=pl.lit(value=True)).unique()
    places = places.join(backed, on=["doc", "line"], how="left", maintain_order="left").sort(
        "doc", pl.col("backed").is_null(), "nth", maintain_order=True
    )
    outlets = clean.filter(pl.col("kind") == "outlet").with_columns(
        addressed=pl.col("value").str.contains(rf"^{SITE_NAME}$").any().over("doc"),
        is_address=pl.col("value").str.contains(rf"^{SITE_NAME}$"),
    )
    return pl.concat(
        [
            as_field(outlets.filter(pl.col("is_address") | ~pl.col("addressed")), "publisher", "dateline"),
            as_field(clean.filter(pl.col("kind") == "agency"), "source", "dateline"),
            as_field(places, "place", "dateline").unique("doc", keep="first", maintain_order=True),
        ]
    )


def _alone(survey: Survey) -> pl.DataFrame:
    """Lines of their own around the article's opening that are nothing but a dateline, with their ``head``."""
    opens = np.repeat(survey.opening, np.diff(survey.first_line))
    after = np.arange(survey.lines.height) - opens
    short = (opens >= 0) & (after >= -2) & (after <= 1) & (survey.chars <= LONGEST_ALONE)
    short &= survey.having(flag=DASH | SITE)
    found = survey.take(short & (survey.chars >= SHORTEST)).with_columns(groups("text", ALONE))
    head = pl.coalesce(pl.col("parts").struct.field("1"), pl.col("parts").struct.field("2"))
    whole = found.with_columns(head=head).drop("parts")
    below = np.append(survey.body[1:], False)
    dash = np.flatnonzero((survey.chars == 1) & (after >= -_BROKEN) & (after < 0) & (opens >= 0) & below)
    dash = dash[survey.lines["text"].gather(dash).is_in(["-", "–", "—"]).to_numpy()]
    dash = dash[~np.isin(dash, survey.first_line)]
    above = survey.lines[dash - 1].with_columns(head=pl.col("text").str.extract(PLACE_ABOVE, 1))
    heads: pl.DataFrame = pl.concat([whole, above]).filter(pl.col("head").is_not_null())
    return heads.with_columns(colon=pl.lit(None, pl.String), nth=pl.lit(0, pl.Int64))


def _also_a_common_word(pieces: pl.DataFrame, survey: Survey) -> pl.Expr:
    """Whether the page also writes the piece in small letters, or it is a label: names of places never are."""
    announced = [*labels("byline"), *labels("source"), *labels("editor"), *kickers()]
    small = (
        pieces.select("doc", pl.col("value").str.to_lowercase().alias("small"))
        .unique()
        .filter(~pl.col("small").str.contains(r"\s"))
    )
    asked = np.zeros(survey.documents, np.bool_)
    asked[small["doc"].to_numpy()] = True
    text = survey.take(survey.body & asked[survey.lines["doc"].to_numpy()])
    joined = text.group_by("doc").agg(pl.col("text").str.join(" ").alias("all"))
    common = (
        small.join(joined, on="doc")
        .filter(pl.col("all").str.contains(pl.lit(" ") + pl.col("small") + pl.lit(" "), literal=True))
        .select(pl.concat_str("doc", "small", separator=" ").alias("key"))["key"]
    )
    key = pl.concat_str("doc", pl.col("value").str.to_lowercase(), separator=" ")
    return key.is_in(common.implode()) | pl.col("value").str.to_lowercase().is_in(announced)


def with_bylines(survey: Survey, away: Array) -> pl.DataFrame:
    """As in "Muhaimin, Sindonews" below the title: the outlet that the author writes for; and "Von dpa"."""
    rows = survey.take((away >= 1) & (away <= NEAR) & (survey.chars <= LONGEST_BYLINE))
    rows = rows.with_columns(groups("text", with_outlet())).with_columns(LEAD, VALUE)
    rows = rows.filter(pl.col("value").is_not_null())
    # "Jane Doe, Journalist", "John Roe, PSP": what she is and his degree
    job = pl.col("value").str.to_lowercase().str.contains(rf"\b{alternation(phrases('person', 'jobs'))}\b")
    job |= pl.col("value").str.contains(r"^\p{Lu}{2,4}$|^(?:\p{Lu}\p{Ll}?\.)+")
    agency = pl.col("value").str.to_lowercase().is_in(news_agencies())
    signed = survey.take((away >= 1) & (away <= NEAR) & survey.having(first_word=AUTHOR_LABEL) & ~survey.body)
    signed = signed.with_columns(groups("text", _signed_by_agency())).with_columns(LEAD, VALUE)
    signed = signed.filter(pl.col("value").is_not_null() & is_agency("value"))
    return as_field(pl.concat([rows.filter(~job | is_known("value") | agency), signed]), "source", "byline")


@made_of_words
def _signed_by_agency() -> str:
    """A byline that names an agency and nobody: "Von dpa", "By AFP | 3 June 2024"."""
    by, agencies = alternation(labels("byline")), alternation(news_agencies())
    return letters(rf"^((?i:{by})\s*[:：]?\s+)((?i:{agencies}))(?:$|\s?[^\p{{L}}\s].*$)")
