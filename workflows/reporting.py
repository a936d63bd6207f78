"""Numbers about a published file, for the summary of a run and for ``kliping report``.

Belongs here: reading the published tables. Does not belong here: printing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kliping.warehouse.connections import fetch, opened

SAMPLE_ARTICLES = 10
"""Newest articles of an edition that its report shows."""


def edition_report(published: Path) -> dict[str, Any]:
    """The last edition of a published file: its figures, the warnings it carries, and its newest articles."""
    with opened(published) as connection:
        edition = fetch(
            connection,
            "SELECT edition, verdict, documents, articles, duplicates, quarantined, unreadable, tables_sha256 "
            "FROM editions ORDER BY edition DESC LIMIT 1",
        )
        number = edition["edition"][0]
        warnings = fetch(
            connection,
            "SELECT table_name, expectation, severity, observed, unexpected_count FROM expectation_results "
            "WHERE edition = ? AND NOT success ORDER BY ALL",
            [number],
        )
        sample = fetch(
            connection,
            "SELECT published_on::VARCHAR AS published_on, language, publisher, word_count AS words, title "
            "FROM articles ORDER BY published_on DESC NULLS LAST, title LIMIT ?",
            [SAMPLE_ARTICLES],
        )
    return {**edition.row(0, named=True), "warnings": warnings.to_dicts(), "sample": sample.to_dicts()}


def corpus_report(published: Path) -> dict[str, dict[str, Any]]:
    """Headings, each with names and numbers, over the published tables."""
    with opened(published) as connection:

        def numbers(query: str) -> dict[str, Any]:
            return dict(connection.execute(query).fetchall())

        return {
            "Documents": numbers("SELECT status, count(*) FROM documents GROUP BY 1 ORDER BY 2 DESC, 1"),
            "Languages": numbers("SELECT language, count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC, 1"),
            "Publishers": numbers(
                "SELECT coalesce(publisher, 'not found'), count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 15"
            ),
            "Dates": numbers(
                "SELECT coalesce(published_basis, 'not found'), count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC, 1"
            ),
            "Copies": numbers("SELECT kind, count(*) FROM duplicates GROUP BY 1 ORDER BY 1"),
            "Held back": numbers("SELECT reason, count(*) FROM quarantine GROUP BY 1 ORDER BY 2 DESC, 1"),
            "Removed lines": numbers("SELECT role, count(*) FROM removed_lines GROUP BY 1 ORDER BY 2 DESC, 1"),
        }
