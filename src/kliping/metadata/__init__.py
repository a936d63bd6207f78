"""Step 4 of the flow: what a page says of itself, each value with its basis, confidence and the words that caused it.

Belongs here: the step's public functions; each imports its module when it is called. Does not belong here: which
lines are the article (``kliping.cleaning``), or names of the article's subjects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.frames import DOCUMENTS, LANGUAGES, LINES, METADATA_EVIDENCE, conform

if TYPE_CHECKING:
    import polars as pl

    from kliping.settings.metadata import MetadataSettings


def extract_metadata(
    documents: pl.DataFrame, lines: pl.DataFrame, languages: pl.DataFrame, settings: MetadataSettings
) -> pl.DataFrame:
    """METADATA_EVIDENCE of a batch: every candidate value of every field; ``chosen`` marks the winners.

    Args:
        documents: DOCUMENTS; ``first_seen_at`` is the arrival, ``fields`` what the source brought, ``text`` the HTML
            source of documents with ``markup``.
        lines: LINES with provisional roles.
        languages: LANGUAGES.
        settings: thresholds.
    """
    from kliping.metadata.extract import extract

    told = conform(documents, DOCUMENTS), conform(lines, LINES), conform(languages, LANGUAGES)
    return extract(*told, settings)


def settle_roles(lines: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """LINES relabelled where a chosen value was read from a line that holds nothing else; no line is lost.

    Args:
        lines: LINES with provisional roles.
        evidence: METADATA_EVIDENCE of the same documents.
    """
    from kliping.metadata.roles import settle_roles as settle

    return settle(conform(lines, LINES), conform(evidence, METADATA_EVIDENCE))


def chosen_values(evidence: pl.DataFrame) -> pl.DataFrame:
    """One row a document that has evidence, with the chosen value of every field in the columns of ``articles``.

    Args:
        evidence: METADATA_EVIDENCE.
    """
    from kliping.metadata.chosen import chosen_values as choose

    return choose(conform(evidence, METADATA_EVIDENCE))
