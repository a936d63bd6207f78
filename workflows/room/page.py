"""Everything the published file knows of one document, for the page view.

Belongs here: gathering the rows. Does not belong here: putting lines together (``lines``), comparing copies
(``copies``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kliping.fields import METADATA_FIELDS
from workflows.room.lines import Line, raw_lines

if TYPE_CHECKING:
    from workflows.room.reader import Reader, Row

FIELDS = tuple(field for field in METADATA_FIELDS if field != "related")
"""Fields in the order in which the page shows them; ``related`` is shown among the removed lines."""

LINES_AT_ONCE = 1_000
"""Lines of a raw page that are shown on one page of ours."""

OTHERS = 100
"""Copies, versions and relatives that are listed."""


@dataclass(frozen=True)
class Value:
    """A field: what was chosen, and what else was considered; each a row of evidence with its ``anchor``."""

    field: str
    chosen: list[Row]
    others: list[Row]


@dataclass(frozen=True)
class Page:
    """What the page view shows of a document."""

    document: Row
    article: Row | None  # the article it is part of
    canonical: bool  # whether that article is made of this document
    paragraphs: list[Row]
    lines: list[Line]
    line_count: int
    values: list[Value]
    reasons: list[Row]  # of quarantine
    copies: list[Row]
    versions: list[Row]
    related: list[Row]

    @property
    def title(self) -> str | None:
        """The title that was read from this page."""
        return next((row["value"] for one in self.values if one.field == "title" for row in one.chosen), None)


def page_of(reader: Reader, document_id: str, first: int = 0) -> Page | None:
    """All of a document; None where no document has that id.

    Args:
        reader: the published file.
        document_id: the document.
        first: number of lines before those that are shown.
    """
    found = reader.ask("SELECT * FROM documents WHERE document_id = ?", [document_id])
    if not found:
        return None
    document = found[0]
    article = _first(reader, "SELECT * FROM articles WHERE article_id = ?", document["article_id"])
    canonical = article is not None and article["document_id"] == document_id
    paragraphs = _of(reader, "paragraphs", "article_id", document["article_id"], "paragraph") if canonical else []
    evidence = _of(
        reader, "metadata_evidence", "document_id", document_id, "field, chosen DESC, confidence DESC, value"
    )
    for number, row in enumerate(evidence):
        row["anchor"] = f"e{number}"
    removed = _of(reader, "removed_lines", "document_id", document_id, "line, start")
    lines = raw_lines(removed, paragraphs, evidence)
    for row in paragraphs:
        row["shared"] = 0
    _mark_shared(reader, document["group_id"], paragraphs)
    return Page(
        document,
        article,
        canonical,
        paragraphs,
        lines[first : first + LINES_AT_ONCE],
        len(lines),
        _values(evidence),
        _of(reader, "quarantine", "document_id", document_id, "stage, expectation, reason"),
        _copies(reader, document),
        _versions(reader, document["group_id"]),
        _related(reader, document["group_id"]),
    )


def _of(reader: Reader, table: str, key: str, value: str | None, order: str) -> list[Row]:
    return reader.ask(f"SELECT * FROM {table} WHERE {key} = ? ORDER BY {order}", [value]) if value else []


def _first(reader: Reader, query: str, value: str | None) -> Row | None:
    return next(iter(reader.ask(query, [value])), None) if value else None


def _values(evidence: list[Row]) -> list[Value]:
    found = []
    for field in FIELDS:
        mine = [row for row in evidence if row["field"] == field]
        found.append(Value(field, [row for row in mine if row["chosen"]], [row for row in mine if not row["chosen"]]))
    return found


def _mark_shared(reader: Reader, group: str | None, paragraphs: list[Row]) -> None:
    """Tell each paragraph how many groups of copies hold its words."""
    if not group or not paragraphs:
        return
    rows = reader.ask("SELECT paragraph, groups FROM shared_paragraphs WHERE group_id = ?", [group])
    shared = {row["paragraph"]: row["groups"] for row in rows}
    for row in paragraphs:
        row["shared"] = shared.get(row["paragraph"], 0)


def _copies(reader: Reader, document: Row) -> list[Row]:
    """The other documents of its group, the canonical one first."""
    return reader.ask(
        "SELECT document_id, role, publisher, uri, published_on, kind, similarity, days_after FROM syndication "
        "WHERE group_id = ? AND document_id <> ? ORDER BY kind <> 'canonical', published_on, document_id LIMIT ?",
        [document["group_id"], document["document_id"], OTHERS],
    ) if document["group_id"] else []  # fmt: skip


def _versions(reader: Reader, group: str | None) -> list[Row]:
    return reader.ask(
        "SELECT version, versions, document_id, basis, published_on, updated_on, words, words_more, similarity "
        "FROM article_versions WHERE history_id IN (SELECT history_id FROM article_versions WHERE group_id = ?) "
        "ORDER BY version LIMIT ?",
        [group, OTHERS],
    ) if group else []  # fmt: skip


def _related(reader: Reader, group: str | None) -> list[Row]:
    if not group:
        return []
    rows = reader.ask(
        "SELECT kind, shared, similarity, "
        "CASE WHEN group_id = ? THEN other_document_id ELSE document_id END AS document_id "
        "FROM related_articles WHERE group_id = ? OR other_group_id = ? ORDER BY shared DESC LIMIT ?",
        [group, group, group, OTHERS],
    )
    ids = [row["document_id"] for row in rows]
    marks = ", ".join("?" * len(ids))
    named = reader.ask(f"SELECT document_id, title FROM articles WHERE document_id IN ({marks})", ids) if ids else []
    titles = {row["document_id"]: row["title"] for row in named}
    return [{**row, "title": titles.get(row["document_id"])} for row in rows]
