"""Which charts a published table has in the Dagster UI.

Belongs here: what is counted for a chart. Does not belong here: how it is drawn (``charts``).

Names in a chart are words of our own vocabularies: languages, months, roles, reasons, numbers of editions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import dagster as dg

from assets.charts import bars, columns

if TYPE_CHECKING:
    import duckdb

LAST = 60
"""Months or editions that a chart shows: a bar each finds room beside the others."""

BARS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "articles": {
        "languages": (
            "Articles by language",
            "SELECT coalesce(language, 'und'), count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC, 1",
        ),
        "dates_found_by": (
            "Articles by what their date was read from",
            "SELECT coalesce(published_basis, 'no date'), count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC, 1",
        ),
    },
    "documents": {
        "what_became_of_them": (
            "Documents by status",
            "SELECT status, count(*) FROM documents GROUP BY 1 ORDER BY 2 DESC, 1",
        ),
    },
    "removed_lines": {
        "roles": ("Removed lines by role", "SELECT role, count(*) FROM removed_lines GROUP BY 1 ORDER BY 2 DESC, 1")
    },
    "quarantine": {
        "reasons": (
            "Documents held back by reason",
            "SELECT reason, count(*) FROM quarantine GROUP BY 1 ORDER BY 2 DESC, 1",
        )
    },
    "duplicates": {"kinds": ("Copies by kind", "SELECT kind, count(*) FROM duplicates GROUP BY 1 ORDER BY 2 DESC, 1")},
}
"""By table and name of the chart: its title, and a query for names and counts."""

COLUMNS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "articles": {
        "months": (
            "Articles by month of publication",
            """
FROM (SELECT max(date_trunc('month', published_on)) AS last, min(date_trunc('month', published_on)) AS first
      FROM articles) AS held,
  unnest(generate_series(greatest(first, last - INTERVAL 59 MONTH), last, INTERVAL 1 MONTH)) AS every(month)
SELECT left(month::DATE::VARCHAR, 7), (SELECT count(*) FROM articles WHERE date_trunc('month', published_on) = month)
ORDER BY 1""",
        )
    },
    "published": {
        "articles_over_editions": (
            "Articles in each edition",
            "SELECT edition, articles FROM editions WHERE verdict != 'refused' ORDER BY edition",
        ),
        "warnings_over_editions": (
            "Broken expectations in each edition",
            "SELECT edition, count(*) FILTER (NOT success) FROM expectation_results GROUP BY 1 ORDER BY 1",
        ),
        "held_back_over_editions": (
            "Documents held back in each edition",
            "SELECT edition, quarantined FROM editions WHERE verdict != 'refused' ORDER BY edition",
        ),
    },
}
"""The same, in the order of time."""


def charts_of(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, dg.MarkdownMetadataValue]:
    """The charts of a published table, or of the file (``published``), by name.

    Args:
        connection: the published file, open.
        table: a name.
    """
    drawn = {}
    for name, (title, query) in BARS.get(table, {}).items():
        drawn[f"chart/{name}"] = bars(
            title, {str(one): int(count) for one, count in connection.execute(query).fetchall()}
        )
    for name, (title, query) in COLUMNS.get(table, {}).items():
        rows = [(str(one), int(count)) for one, count in connection.execute(query).fetchall() if one is not None]
        drawn[f"chart/{name}"] = columns(title, rows[-LAST:])
    return drawn
