"""The order in which a batch's metadata is read.

Belongs here: which field needs what. Does not belong here: any field's rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.metadata.evidence import candidates, quote
from kliping.metadata.outlets import find_outlets
from kliping.metadata.page import survey
from kliping.metadata.people import find_people
from kliping.metadata.published import find_published
from kliping.metadata.titles import find_titles

if TYPE_CHECKING:
    from kliping.settings.metadata import MetadataSettings


def extract(
    documents: pl.DataFrame, lines: pl.DataFrame, languages: pl.DataFrame, settings: MetadataSettings
) -> pl.DataFrame:
    """METADATA_EVIDENCE of a batch; see ``kliping.metadata.extract_metadata``."""
    page = survey(documents, lines, languages)
    arrivals = (
        documents.select("first_seen_at")
        .with_row_index("doc")
        .select("doc", pl.col("first_seen_at").dt.date().alias("arrival"))
    )
    titles = find_titles(page)
    best = titles.filter(pl.col("chosen")).select("doc", "index", "value")
    found = [
        titles,
        find_published(page, best, arrivals, settings),
        find_people(page, best),
        find_outlets(page, best),
    ]
    return quote(pl.concat([candidates(frame) for frame in found]), documents, lines)
