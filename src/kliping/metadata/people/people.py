"""The people: who wrote the article and who edited it.

Belongs here: bylines and editor lines. Does not belong here: outlets and agencies (``outlets``), and the people
whom the article is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.line_facts import ANNOUNCED, AUTHOR_LABEL, BY, STATED
from kliping.metadata.line_flags import (
    COPYRIGHT,
    DASH,
    DATED,
    EXOTIC,
    GLUED,
    PAREN,
    STARTS_CAPITAL,
    STARTS_EXOTIC,
    STARTS_SMALL,
    YEAR,
)
from kliping.metadata.outlets.found import is_agency, with_outlet
from kliping.metadata.outlets.known import is_known
from kliping.metadata.people import signs
from kliping.metadata.people.closings import signatures
from kliping.metadata.people.editors import find_editors, with_names
from kliping.metadata.people.further import with_further
from kliping.metadata.people.groups import groups_in
from kliping.metadata.people.labels import said_once
from kliping.metadata.people.outlet_names import before_outlets
from kliping.metadata.people.points import headlines, weighed_names
from kliping.metadata.people.winners import ENOUGH, winners, without_towns
from kliping.metadata.people.zones import BY_DATE_WITHIN, DATE_LINE, LONGEST, NAME_LINE, dated_below, zone_of
from kliping.metadata.plain_words import made_of_plain_words
from kliping.metadata.survey import NOWHERE
from kliping.metadata.vocabulary import alternation, small_words
from kliping.words import labels as all_labels
from kliping.words import languages_of, phrases

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

_LABEL = "{2,24}"
"""Characters of a label before its colon."""

_PLACE = "{2,40}"
"""Characters of a place before a comma and the name."""

SHORT = 60
"""Characters of a line without date or sign that holds names and little else."""

OUTLET_WITHIN = 3
"""Lines below the title within which a name before an outlet is a byline."""

PLAIN = 4.0
"""Points that words lose of which the article makes plain ones."""

TOLD_FROM = 4
"""Lines below the title from which a name in the midst of a line of the article is one that it tells of."""


def find_people(survey: Survey, away: Array, titles: Array) -> pl.DataFrame:
    """Candidates of ``authors`` and ``editor``, the winners chosen.

    Args:
        survey: the lines of a batch.
        away: how far below its page's title each line stands (``Survey.distances``).
        titles: which lines are copies of the title (``Survey.copies``).
    """
    editors = find_editors(survey, away)
    people = pl.concat([_authors(survey, away, titles, editors), editors], how="diagonal")
    return pl.concat([people, signatures(survey, people)], how="diagonal_relaxed")


def _is_label(label: pl.Expr) -> pl.Expr:
    """Whether a word is a label in the language of its page: "di" is one in Italian, and "in" in Indonesian."""
    languages = {word: "|".join(of) for word, of in languages_of("byline", "bound").items()}
    bound = small_words(label).replace_strict(languages, default=None, return_dtype=pl.String)
    return bound.is_null() | bound.str.split("|").list.contains(pl.col("language")).fill_null(value=False)


def _with_label(lines: pl.DataFrame) -> pl.DataFrame:
    """``lines`` with what a label opens them (opening, label; null where none does) and what stands behind (behind).

    A line is asked once: the pattern holds the labels of all languages, and each further use would compile it anew.
    """
    parts = pl.col("text").str.extract_groups(f"({signs.labelled()})")
    opening, label = parts.struct.field("1").alias("opening"), parts.struct.field("2").alias("label")
    behind = pl.coalesce(pl.col("text").str.strip_prefix(pl.col("opening")), "text")
    return lines.with_columns(opening, label).with_columns(behind=behind)


def _behind_label() -> pl.Expr:
    """What stands behind the label of a line, glued to it or not."""
    return pl.coalesce("unglued", pl.when("labelled").then("behind"))


def _without_desk() -> pl.Expr:
    """``rest`` without the town or desk between label and colon: "Kontributor Sukamaju: Sari Wulandari"."""
    rest, label = pl.col("rest"), pl.col("label").str.to_lowercase()
    asked = label.is_in(phrases("byline", "posted")) & ~pl.col("opening").str.contains("[:：]")
    town = pl.when(asked).then(rest.str.extract(signs.at_desk(), 1))
    # "Reporter Sari Wulandari Editor: …": what the colon stands behind is the next label
    last = town.str.extract(r"(\S+)$", 1).str.to_lowercase()
    others = [*all_labels("byline"), *all_labels("editor"), *all_labels("source"), *phrases("caption", "media")]
    desk = (town.is_not_null() & ~last.is_in([*others, *phrases("person", "jobs")])).fill_null(value=False)
    return pl.when(desk).then(rest.str.replace(signs.at_desk(), "")).otherwise("rest")


def _authors(survey: Survey, away: Array, titles: Array, editors: pl.DataFrame) -> pl.DataFrame:
    middle = rf"^.*?(?:[0-9|•·⋅∙–—/)-]|\p{{L}}|\s)\s({alternation(phrases('byline', 'middle'))})\s?:?\s(\p{{Lu}}.*)$"
    zone = zone_of(survey, away, titles)
    label = survey.having(first_word=AUTHOR_LABEL | ANNOUNCED, flag=STARTS_EXOTIC | GLUED, word=STATED) | _exotic(
        survey
    )
    label |= survey.having(flag=PAREN) & (survey.chars <= DATE_LINE)  # "(Penulis: Sari Wulandari)"
    named = survey.having(flag=STARTS_CAPITAL | STARTS_EXOTIC, word=BY) | zone.dated | zone.under_label
    named |= survey.having(flag=YEAR) & (survey.chars <= DATE_LINE)  # a name glued to the year hides the date
    placed = zone.near | zone.closing
    named |= survey.having(flag=DASH) & survey.having(flag=STARTS_SMALL)  # "jane doe -kabarContoh"
    asked = (label & (zone.inside | placed)) | (placed & named) | (zone.under_label & zone.inside)
    wanted = (zone.lines & (zone.lone | zone.biography | asked)) | zone.sketch
    rows = np.flatnonzero(wanted)
    lines = survey.lines[rows].with_columns(
        pl.Series("distance", away[rows]),
        pl.Series("near", zone.near[rows]),
        pl.Series("closing", zone.closing[rows]),
        pl.Series("inside_page", zone.inside[rows]),
        pl.Series("beneath", zone.beneath[rows]),
        pl.Series("dated", zone.dated[rows]),
        pl.Series("by_date", zone.by_date[rows]),
        pl.Series("under_label", zone.under_label[rows]),
        pl.Series("further", survey.beside(zone.under_label, rows, -1)),
        pl.Series("once", said_once(survey, zone.under_label)[rows]),
        pl.Series("lone", zone.lone[rows]),
        pl.Series("dated_below", dated_below(survey, away, zone.dated)[rows]),
        pl.Series("biography", zone.biography[rows]),
        pl.Series("may_tell", zone.sketch[rows]),
        pl.Series("short", zone.lines[rows]),
        pl.Series("untitled", away[rows] >= NOWHERE),
        pl.Series("claimed", survey.having(flag=COPYRIGHT)[rows]),
        pl.Series("next_dated", survey.beside(survey.having(flag=DATED), rows, 1)),
        _text_below(survey, rows),
        pl.Series("may_label", label[rows]),
        pl.Series("may_by", survey.having(word=BY)[rows]),
        pl.Series("may_state", survey.having(word=STATED)[rows]),
        pl.Series("may_sign", _exotic(survey)[rows]),
        pl.Series("may_hold_label", survey.having(word=AUTHOR_LABEL)[rows]),
    )
    text = pl.col("text")
    long = pl.col("chars") > LONGEST
    lines = lines.with_columns(told_by=pl.when(long & pl.col("may_label")).then("text").str.extract(signs.told_by(), 1))
    lines = lines.filter(~long | pl.col("may_tell") | pl.col("told_by").is_not_null())
    # a pattern passes over nulls: where the words it needs are not on the line it is not tried
    said = pl.when("may_label").then("text")
    stated = pl.when(pl.col("may_state") & (pl.col("chars") <= LONGEST) & ~pl.col("body")).then("text")
    signed = pl.when("may_sign").then("text")
    within = pl.when(pl.col("may_hold_label") & (pl.col("chars") <= DATE_LINE) & ~pl.col("body")).then("text")
    within = pl.when(pl.col("opening").is_null()).then(within)
    stated_or_dated = pl.when((pl.col("may_state") | pl.col("dated")) & pl.col("may_by") & ~pl.col("body")).then("text")
    lone_by = pl.when(pl.col("may_by") & pl.col("by_date") & pl.col("near") & ~pl.col("body")).then("text")
    lines = _with_label(lines)
    opened = pl.col("may_label") & pl.col("opening").is_not_null()
    lines = lines.with_columns(
        labelled=opened & pl.col("behind").str.contains(r"^\S") & _is_label(pl.col("label")),
        signed_small=pl.coalesce(
            stated_or_dated.str.extract(signs.by_small(), 1), lone_by.str.extract(signs.by_alone(), 1)
        ),
        unglued=said.str.extract(signs.fused_by(), 1),
        stated=pl.coalesce(
            stated.str.extract(signs.stated_by(), 1),
            within.str.extract(signs.within(), 1),
            *(signed.str.extract(sign, 1) for sign in signs.signed()),
        ),
    ).with_columns(glued=pl.col("unglued").is_not_null())
    explicit = pl.col("labelled") | pl.col("glued")
    lines = lines.with_columns(
        may_by=pl.col("may_by")
        & pl.col("near")
        & ~explicit
        & (pl.col("dated") | text.str.contains("[|•·⋅∙]") | (pl.col("chars") <= SHORT))
    )
    by, by_text = pl.col("may_by"), pl.when("may_by").then("text")
    lines = lines.with_columns(
        after_by=pl.when(by & _is_label(by_text.str.extract(middle, 1))).then(by_text.str.extract(middle, 2)),
        labelled=pl.col("labelled") | pl.col("stated").is_not_null() | pl.col("signed_small").is_not_null(),
    ).with_columns(inside=pl.col("after_by").is_not_null())
    lines = lines.with_columns(opens=pl.col("start") - pl.col("index"))
    # what stands in the article or below it needs a label, and a name that the next line goes on from is a subject's
    above = pl.col("index") <= pl.col("start").fill_null(NOWHERE)
    # "Use of Names (2015) by Jane Doe" in the article is what it tells of
    ended = text.str.contains(r"[.!?][\"”’]?$") & (pl.col("chars") > DATE_LINE)
    told_there = pl.col("inside") & pl.col("body") & ((~above & (pl.col("distance") > TOLD_FROM)) | ended)
    close = pl.col("distance").is_between(1, pl.when("by_date").then(BY_DATE_WITHIN).otherwise(2))
    following = pl.col("next_text")
    ends = pl.col("next_dated") | ~following.str.contains(signs.GOES_ON)
    ends |= following.str.contains(signs.goes_on_byline())
    free = pl.col("near") & ~told_there & (pl.col("inside") | above | (close & ~pl.col("beneath"))) & ends
    free |= pl.col("closing") & pl.col("next_dated") & pl.col("untitled")
    free &= ~pl.col("claimed")  # "Jane Doe (c) Example Racing" is a picture's
    free |= pl.col("biography")
    told = (explicit | pl.col("under_label")) & (pl.col("inside_page") | pl.col("closing"))
    usual = pl.col("short") & (told | free | pl.col("lone"))
    lines = lines.with_columns(sketch=pl.when("may_tell").then("text").str.extract(signs.sketch(), 1))
    lines = lines.filter(usual | pl.col("sketch").is_not_null())
    lines = lines.with_columns(sketch=pl.when(~usual).then("sketch"))
    lines = (
        lines.with_columns(
            rest=pl.coalesce(
                "told_by",
                "sketch",
                "stated",
                "signed_small",
                pl.when("labelled").then("behind"),
                "unglued",
                "after_by",
                "text",
            ),
            colon=pl.when("labelled").then("text").str.contains(rf"^[^:：]{_LABEL}[:：]").fill_null(value=False)
            | pl.col("signed_small").is_not_null()
            | pl.col("lone")
            | (opened & pl.col("behind").str.contains(rf"^{signs.one_name()}"))
            | (pl.col("dated") & _behind_label().str.contains(signs.dated_name())).fill_null(value=False)
            | (pl.col("labelled") & (pl.col("chars") <= NAME_LINE) & _behind_label().str.contains(signs.CASELESS))
            | pl.when(pl.col("under_label") & (~pl.col("further") | pl.col("once")))
            .then("text")
            .str.contains(rf"^{signs.one_name()}")
            .fill_null(value=False),
        )
        .with_columns(
            rest=pl.when(opened & pl.col("label").str.to_lowercase().is_in(phrases("byline", "reporting")))
            .then(pl.col("rest").str.replace(rf"^[^,]{_PLACE},\s*", ""))
            .otherwise("rest")
        )
        .with_columns(rest=pl.when(opened).then(_without_desk()).otherwise("rest"))
        .drop("opening", "label", "behind")
    )
    lines = lines.with_columns(
        rest=pl.when(explicit | pl.col("inside"))
        .then(pl.col("rest").str.replace_all(signs.towns(), "${1}").str.replace(signs.filed(), "${1}"))
        .otherwise("rest")
    )
    posted = (explicit | pl.col("inside") | pl.col("under_label")) & pl.col("rest").str.contains(signs.posted())
    lines = lines.with_columns(
        rest=pl.when(posted).then(pl.col("rest").str.replace(signs.posted(), "${1}")).otherwise("rest"),
        colon=pl.col("colon") | posted,
    )
    likely = text.str.contains(signs.PERSON_LIKE) & ~text.str.contains(signs.ANNOUNCING)
    likely |= explicit | pl.col("inside") | pl.col("sketch").is_not_null()
    strict = lines.filter(~pl.col("colon") & likely)
    writing_for = lines.filter(
        pl.col("distance").is_between(1, OUTLET_WITHIN) & ~explicit & pl.col("text").str.contains(with_outlet())
    ).with_columns(
        rest=pl.col("text").str.extract(with_outlet(), 1),
        outlet=pl.col("text").str.extract(with_outlet(), 2),
        by_date=pl.lit(value=True),
    )
    # "Ende, Flores" names a town: behind one word stands an outlet that looks like one
    sure = pl.col("rest").str.contains(" ") | pl.col("outlet").str.contains(signs.outlet_like()) | is_known("outlet")
    writing_for = writing_for.filter(sure).drop("outlet")
    in_towns = lines.filter(
        pl.col("distance").is_between(1, OUTLET_WITHIN) & ~explicit & pl.col("text").str.contains(signs.in_towns())
    ).with_columns(rest=pl.col("text").str.replace_all(signs.towns(), "${1}"))
    in_towns = in_towns.with_columns(chars=pl.col("rest").str.len_chars().cast(in_towns.schema["chars"]))
    between = (
        lines.filter(pl.col("near") & pl.col("dated") & ~explicit & ~pl.col("inside"))
        .filter(~text.str.contains(signs.ANNOUNCING))
        .with_columns(rest=text.str.replace(signs.CREDIT, "").str.replace_all(signs.PARTING, "\n").str.split("\n"))
        .explode("rest")
        .with_columns(pl.col("rest").str.replace(signs.filed(), "${1}"))  # "3 Mei 2024 • Jane Doe in Travel"
    )
    agency = lines.filter("near", ~explicit).with_columns(rest=text.str.extract(signs.behind_agency(), 1))
    found = [(strict, False), (in_towns, False), (lines.filter("colon"), True), (writing_for, True)]
    found += [(between, False), (agency, False)]
    behind = lines.filter(pl.col("near") & ~explicit & above).with_columns(
        rest=text.str.extract(signs.behind_date(), 1), dated=pl.lit(value=True), by_date=pl.lit(value=True)
    )
    found.append((behind.filter(pl.col("rest").str.contains(r"^\p{Lu}[^\s]*\p{Ll}")), False))  # "2:15 PM EST" is none
    people = with_names(found)
    sure_names = before_outlets(lines.filter(~explicit)).select(people.columns)
    people = pl.concat([people, sure_names], how="vertical_relaxed")
    groups = groups_in(lines, people).select(people.columns)
    people = pl.concat(
        [people.with_columns(group=pl.lit(value=False)), groups.with_columns(group=pl.lit(value=True))],
        how="vertical_relaxed",
    )
    people = people.filter(~is_known("value") & ~is_agency("value")).unique(
        ["doc", "index", "start", "value"], keep="first", maintain_order=True
    )
    people = people.with_columns(pl.col("bare") & pl.col("labelled"))
    people = people.join(headlines(survey, away), on="doc", how="left", maintain_order="left")
    weighed = weighed_names(people, survey)
    # "Key Takeaways" below a title, of which the article speaks
    bare = np.flatnonzero((~weighed["explicit"] & ~weighed["group"] & (weighed["points"] >= ENOUGH)).to_numpy())
    plain = np.zeros(weighed.height, np.bool_)
    plain[bare] = made_of_plain_words(survey, weighed[bare]).to_numpy()
    weighed = weighed.with_columns(points=pl.col("points") - PLAIN * pl.Series(plain))
    weighed = without_towns(weighed)
    edited = weighed["row"].is_in(editors.filter("chosen")["row"].implode())
    return with_further(survey, winners(weighed.filter(pl.col("explicit") | ~edited)))


def _text_below(survey: Survey, rows: Array) -> pl.Series:
    """The line below each of ``rows`` as ``next_text``; empty below the last one of a page."""
    below = pl.Series(survey.beside(np.ones(survey.lines.height, np.bool_), rows, 1))
    text = survey.lines["text"].gather(np.minimum(rows + 1, survey.lines.height - 1))
    return text.set(~below, "").alias("next_text")


def _exotic(survey: Survey) -> Array:
    """Lines with letters of scripts whose bylines have their label behind the name."""
    return survey.having(flag=EXOTIC)
