"""Two documents beside each other, word by word.

Belongs here: the bodies of two documents from the published file, and their comparison. Does not belong here: how words
are aligned (``kliping.warehouse.word_changes``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kliping.frames import BODY_ROLES
from kliping.warehouse.word_changes import Passage, passages

if TYPE_CHECKING:
    from workflows.room.reader import Reader, Row

LONGEST = 200_000
"""Characters of a body that are compared."""


@dataclass(frozen=True)
class Comparison:
    """Two documents, and their two texts as one."""

    one: Row
    other: Row
    link: Row | None  # the row of ``duplicates`` that makes one the copy of the other
    paragraphs: list[list[Passage]]


def compared(reader: Reader, one: str, other: str) -> Comparison | None:
    """What document ``other`` has otherwise than ``one``; None where there is none of that name."""
    found = {
        row["document_id"]: row
        for row in reader.ask("SELECT * FROM documents WHERE document_id IN (?, ?)", [one, other])
    }
    if one not in found or other not in found:
        return None
    link = reader.ask(
        "SELECT * FROM duplicates WHERE document_id IN (?, ?) AND canonical_document_id IN (?, ?)", [one, other] * 2
    )
    before, after = body_of(reader, found[one]), body_of(reader, found[other])
    return Comparison(found[one], found[other], link[0] if link else None, passages(before, after))


def body_of(reader: Reader, document: Row) -> str:
    """The body of a document: of its article, or of the lines that would be one."""
    own = reader.ask("SELECT body FROM articles WHERE document_id = ?", [document["document_id"]])
    if own:
        return str(own[0]["body"] or "")[:LONGEST]
    roles = ", ".join("?" * len(BODY_ROLES))
    rows = reader.ask(
        f"SELECT text FROM removed_lines WHERE document_id = ? AND role IN ({roles}) AND reason LIKE 'document:%' "
        "ORDER BY line, start",
        [document["document_id"], *BODY_ROLES],
    )
    return "\n\n".join(row["text"].strip() for row in rows)[:LONGEST]
