"""The figures of the corpus report, each one question to the file of an edition.

Belongs here: the questions. Does not belong here: how an answer is drawn (``charts``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kliping.warehouse.connections import opened

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]

QUESTIONS = {
    "edition": "SELECT * EXCLUDE (settings) FROM editions ORDER BY edition DESC LIMIT 1",
    "changes": "SELECT * FROM edition_changes ORDER BY edition DESC LIMIT 12",
    "statuses": "SELECT status AS name, count(*) AS rows FROM documents GROUP BY 1 ORDER BY 2 DESC, 1",
    "formats": "SELECT format AS name, count(*) AS rows FROM documents GROUP BY 1 ORDER BY 2 DESC, 1",
    "kinds": "SELECT page_kind AS name, count(*) AS rows FROM documents WHERE page_kind IS NOT NULL GROUP BY 1 "
    "ORDER BY 2 DESC, 1",
    "lines": "SELECT sum(raw_lines)::BIGINT AS raw, sum(kept_lines)::BIGINT AS kept FROM documents "
    "WHERE status = 'published'",
    "months": "SELECT date_trunc('month', published_on)::DATE AS name, count(*) AS rows FROM articles "
    "WHERE published_on IS NOT NULL AND published_precision <> 'year' GROUP BY 1 ORDER BY 1",
    "bases": "SELECT coalesce(published_basis, 'no date') AS name, count(*) AS rows FROM articles GROUP BY 1 "
    "ORDER BY 2 DESC, 1",
    "languages": "SELECT language AS name, count(*) AS rows FROM articles GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20",
    "outlets": "SELECT coalesce(publisher, 'no outlet') AS name, count(*) AS rows FROM articles GROUP BY 1 "
    "ORDER BY 2 DESC, 1 LIMIT 20",
    "outlet_count": "SELECT count(DISTINCT publisher) AS rows FROM articles",
    "copying": "SELECT first_publisher, publisher, articles AS rows, median_days_after, mean_similarity "
    "FROM syndication_pairs WHERE first_publisher <> publisher ORDER BY articles DESC, 1, 2 LIMIT 15",
    "copies": "SELECT kind AS name, count(*) AS rows FROM duplicates GROUP BY 1 ORDER BY 2 DESC, 1",
    "removed": "SELECT role AS name, count(*) AS rows FROM removed_lines WHERE reason NOT LIKE 'document:%' GROUP BY 1 "
    "ORDER BY 2 DESC, 1",
    "reasons": "SELECT role, split_part(reason, ':', 1) AS name, count(*) AS rows, min(text) AS example "
    "FROM removed_lines WHERE reason NOT LIKE 'document:%' GROUP BY ALL ORDER BY rows DESC, role, name LIMIT 15",
    "templates": "SELECT text AS name, groups AS rows FROM templates ORDER BY groups DESC, text LIMIT 20",
    "sureness": "SELECT least(9, floor(10 * coalesce(body_confidence, 0)))::INTEGER AS name, count(*) AS rows "
    "FROM articles GROUP BY 1 ORDER BY 1",
    "broken": "SELECT expectation, severity, table_name, observed, unexpected_count AS rows FROM expectation_results "
    "WHERE NOT success AND edition = (SELECT max(edition) FROM editions) ORDER BY severity, rows DESC, expectation",
    "history": "SELECT expectation, list(struct_pack(edition := edition, share := unexpected_share) ORDER BY edition) "
    "AS shares FROM (SELECT *, dense_rank() OVER (ORDER BY edition DESC) AS back FROM quality_history) "
    "WHERE back <= 20 GROUP BY 1 HAVING max(unexpected_share) > 0 ORDER BY max(unexpected_share) DESC, 1 LIMIT 12",
    "held": "SELECT reason AS name, count(DISTINCT document_id) AS rows, "
    "list(struct_pack(uri := uri, detail := detail) ORDER BY document_id)[:3] AS examples "
    "FROM quarantine GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 12",
    "least_sure": "SELECT document_id, title, publisher, word_count, body_confidence FROM articles "
    "ORDER BY coalesce(body_confidence, 0), article_id LIMIT 15",
    "words": "SELECT sum(word_count)::BIGINT AS rows FROM articles",
}
"""Every question by the name under which the page shows the answer."""


def figures_of(file: Path) -> dict[str, list[Row]]:
    """The answers to ``QUESTIONS``: a list of rows by name.

    Raises:
        StoreError: there is no such file, or it does not open.
    """
    with opened(file) as connection:
        return {name: _rows(connection, query) for name, query in QUESTIONS.items()}


def _rows(connection: Any, query: str) -> list[Row]:  # noqa: ANN401 - a connection, whose module is imported late
    answer = connection.execute(query)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
