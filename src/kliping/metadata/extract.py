"""The order in which a batch's metadata is read.

Belongs here: which field needs what. Does not belong here: any field's rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.choice import choose, of_the_day
from kliping.metadata.dates.published import find_published, with_relative
from kliping.metadata.dates.relative import find_relative
from kliping.metadata.evidence import quote
from kliping.metadata.extras import find_extras, without_strays
from kliping.metadata.outlets.outlets import find_outlets
from kliping.metadata.people.credits import cut_credits
from kliping.metadata.people.outlet_names import without_outlets
from kliping.metadata.people.people import find_people
from kliping.metadata.statements import find_statements
from kliping.metadata.survey import surveyed
from kliping.metadata.titles.brief import brief_titles
from kliping.metadata.titles.heads import headed_titles
from kliping.metadata.titles.one_line import one_line_titles
from kliping.metadata.titles.suffixes import HOST, without_signs
from kliping.metadata.titles.titles import find_titles, stated_titles, unescaped
from kliping.metadata.unread import unread_cells

if TYPE_CHECKING:
    from kliping.settings.metadata import MetadataSettings


def extract(
    documents: pl.DataFrame, lines: pl.DataFrame, languages: pl.DataFrame, settings: MetadataSettings
) -> pl.DataFrame:
    """METADATA_EVIDENCE of a batch; see ``kliping.metadata.extract_metadata``."""
    survey = surveyed(documents, lines, languages)
    arrivals = (
        documents.select("first_seen_at")
        .with_row_index("doc")
        .select("doc", pl.col("first_seen_at").dt.date().alias("arrival"))
    )
    said = find_statements(documents, survey, arrivals, settings)
    unread = unread_cells(documents, said)
    said = without_signs(said)
    on_one_line = one_line_titles(survey)
    one_line = on_one_line.filter(pl.col("field") == "title")
    hosts = said.filter(pl.col("field") == "url").select("doc", host=pl.col("value").str.extract(HOST, 1))
    titles = brief_titles(survey, headed_titles(survey, find_titles(survey, hosts=hosts)))
    if one_line.height:
        titles = titles.join(one_line.select("doc"), on="doc", how="anti", maintain_order="left")
        titles = pl.concat([titles, one_line.cast(titles.schema)])
    titles = stated_titles(titles, said)
    best = titles.filter(pl.col("chosen")).select("doc", "index", "row", "value")
    away = survey.distances(best)
    days = find_published(survey, survey.distances_of_days(best, away), arrivals, settings)
    relative = find_relative(survey, away, days, arrivals, settings)
    signed = on_one_line.filter(pl.col("field") == "authors")
    people = pl.concat([find_people(survey, away, survey.copies(best, away)), signed], how="diagonal_relaxed")
    people = pl.concat([people, cut_credits(survey, lines, people)], how="diagonal_relaxed")
    outlets = find_outlets(survey, best, away, said)
    found = [
        unescaped(titles),
        with_relative(days, relative),
        without_outlets(people, outlets),
        outlets,
        find_extras(survey, best, away),
    ]
    chosen = without_strays(choose(found, said), best)
    sure = pl.col("confidence") >= settings.minimum_confidence
    chosen = of_the_day(chosen.with_columns(chosen=pl.col("chosen") & sure))
    return quote(pl.concat([chosen.filter(pl.col("value") != ""), unread]), documents, survey.lines)
