"""The queues: what a person should look at first.

Belongs here: which queues there are and their queries, a page at a time by key. Does not belong here: what a person
does about a row (``corrections``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.room.listing import PAGE_ROWS, named

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflows.room.reader import Reader, Row


@dataclass(frozen=True)
class Queue:
    """A page of a queue: rows, and where the next page begins (empty for the last)."""

    rows: list[Row]
    after: str


def quarantine(reader: Reader, after: str) -> Queue:
    """Documents held back, each with its reasons."""
    rows = reader.ask(
        "SELECT document_id, any_value(uri) AS uri, list(DISTINCT reason ORDER BY reason) AS reasons, "
        "min(detail) AS detail, min(since_edition) AS since_edition FROM quarantine WHERE document_id > ? "
        f"GROUP BY document_id ORDER BY document_id LIMIT {PAGE_ROWS + 1}",
        [after],
    )
    return _cut(reader, rows, "document_id")


def least_sure(reader: Reader, after: str) -> Queue:
    """Articles by how sure their bodies are, the least sure first."""
    sure, _, last = after.partition(" ")
    rows = reader.ask(
        "SELECT document_id, article_id, title, publisher, published_on, word_count, "
        "coalesce(body_confidence, 0) AS sure FROM articles "
        "WHERE coalesce(body_confidence, 0) > ? OR (coalesce(body_confidence, 0) = ? AND article_id > ?) "
        f"ORDER BY sure, article_id LIMIT {PAGE_ROWS + 1}",
        [_number(sure), _number(sure), last],
    )
    more = len(rows) > PAGE_ROWS
    rows = rows[:PAGE_ROWS]
    return Queue(rows, f"{rows[-1]['sure']!r} {rows[-1]['article_id']}" if more else "")


def undated(reader: Reader, after: str) -> Queue:
    """Articles without a date, each with the dates that were considered, the likeliest first."""
    rows = reader.ask(
        "SELECT document_id, article_id, title, publisher FROM articles WHERE published_on IS NULL AND article_id > ? "
        f"ORDER BY article_id LIMIT {PAGE_ROWS + 1}",
        [after],
    )
    queue = _cut(reader, rows, "article_id", titled=True)
    ids = [row["document_id"] for row in queue.rows]
    told = reader.ask(
        "SELECT document_id, value, basis, confidence, evidence FROM metadata_evidence "
        f"WHERE document_id IN ({', '.join('?' * len(ids))}) AND field = 'published_on' "
        "ORDER BY confidence DESC, value",
        ids,
    ) if ids else []  # fmt: skip
    for row in queue.rows:
        row["candidates"] = [one for one in told if one["document_id"] == row["document_id"]]
    return queue


def doubtful_copies(reader: Reader, after: str) -> Queue:
    """Copies that are not the same words, the least alike first."""
    alike, _, last = after.partition(" ")
    rows = reader.ask(
        "SELECT document_id, canonical_document_id, kind, similarity FROM duplicates "
        "WHERE kind <> 'exact' AND (similarity > ? OR (similarity = ? AND document_id > ?)) "
        f"ORDER BY similarity, document_id LIMIT {PAGE_ROWS + 1}",
        [_number(alike), _number(alike), last],
    )
    more = len(rows) > PAGE_ROWS
    rows = named(reader, rows[:PAGE_ROWS])
    return Queue(rows, f"{rows[-1]['similarity']!r} {rows[-1]['document_id']}" if more else "")


QUEUES: dict[str, Callable[[Reader, str], Queue]] = {
    "quarantine": quarantine,
    "least-sure": least_sure,
    "undated": undated,
    "doubtful-copies": doubtful_copies,
}
"""Every queue by its name in the address."""

COUNTS = {
    "quarantine": "SELECT count(DISTINCT document_id) AS rows FROM quarantine",
    "least-sure": "SELECT count(*) AS rows FROM articles WHERE coalesce(body_confidence, 0) < 0.5",
    "undated": "SELECT count(*) AS rows FROM articles WHERE published_on IS NULL",
    "doubtful-copies": "SELECT count(*) AS rows FROM duplicates WHERE kind <> 'exact'",
}


def lengths(reader: Reader) -> dict[str, int]:
    """How many rows each queue has, counted once an edition; of the least sure, those below one half."""
    found: dict[str, int] = reader.once(
        "lengths", lambda: {name: reader.ask(query)[0]["rows"] for name, query in COUNTS.items()}
    )
    return found


def _cut(reader: Reader, rows: list[Row], key: str, *, titled: bool = False) -> Queue:
    after = rows[PAGE_ROWS - 1][key] if len(rows) > PAGE_ROWS else ""
    rows = rows[:PAGE_ROWS]
    return Queue(rows if titled else named(reader, rows), after)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return -1.0
