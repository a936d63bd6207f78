"""From which columns of which frames a column of a published table is made.

Belongs here: column lineage, as far as it is known; a column that is not named has none to show. Does not belong here:
how the column is made (``kliping.warehouse.rows``).
"""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

_VALUE, _TEXT = "metadata.value", "settled_lines.text"
_DATE = ("metadata.value", "metadata.field")

MADE_FROM: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "articles": {
        "title": (_VALUE,),
        "subtitle": (_VALUE,),
        "body": (_TEXT, "settled_lines.role", "settled_lines.paragraph"),
        "body_confidence": ("pages.body_confidence",),
        "language": ("languages.language",),
        "language_confidence": ("languages.confidence",),
        "authors": (_VALUE,),
        "editor": (_VALUE,),
        "publisher": (_VALUE,),
        "source": (_VALUE,),
        "place": (_VALUE,),
        "published_on": _DATE,
        "published_precision": _DATE,
        "published_basis": ("metadata.basis",),
        "published_confidence": ("metadata.confidence",),
        "published_evidence": ("metadata.evidence",),
        "published_line": ("metadata.line",),
        "published_at": _DATE,
        "published_local": _DATE,
        "url": (_VALUE,),
        "tags": (_VALUE,),
        "word_count": (_TEXT,),
        "paragraph_count": ("settled_lines.paragraph",),
        "reading_minutes": (_TEXT,),
        "image_captions": (_VALUE,),
        "group_id": ("duplicates.group_id",),
        "copies": ("duplicates.group_id",),
        "first_seen_at": ("raw_documents.first_seen_at",),
        "document_id": ("duplicates.canonical_document_id",),
    },
    "paragraphs": {
        "paragraph": ("settled_lines.paragraph",),
        "text": (_TEXT,),
        "role": ("settled_lines.role",),
        "language": ("languages.language",),
        "language_confidence": ("languages.confidence",),
        "word_count": (_TEXT,),
        "line_from": ("settled_lines.line",),
        "line_to": ("settled_lines.line",),
    },
    "documents": {
        **{
            name: (f"raw_documents.{name}",)
            for name in ("document_id", "uri", "member", "format", "encoding", "bytes", "sha256", "extra")
        },
        "first_seen_at": ("raw_documents.first_seen_at",),
        "page_kind": ("pages.page_kind",),
        "page_kind_confidence": ("pages.page_kind_confidence",),
        "page_kind_reason": ("pages.page_kind_reason",),
        "group_id": ("duplicates.group_id",),
        "raw_lines": ("settled_lines.line",),
        "kept_lines": ("settled_lines.paragraph",),
        "removed_lines": ("settled_lines.role",),
        "duplicate_paragraph_ratio": (_TEXT,),
        "boilerplate_ratio": ("settled_lines.role",),
    },
    "removed_lines": {
        **{
            name: (f"settled_lines.{name}",)
            for name in ("document_id", "line", "text", "role", "reason", "same_as_line")
        },
        "start": ("settled_lines.cuts",),
        "end": ("settled_lines.cuts",),
    },
    "metadata_evidence": {
        name: (f"metadata.{name}",)
        for name in (
            *("document_id", "field", "value", "basis", "confidence"),
            *("line", "start", "end", "evidence", "chosen"),
        )
    },
    "duplicates": {
        name: (f"duplicates.{name}",)
        for name in ("document_id", "canonical_document_id", "group_id", "kind", "similarity")
    },
    "templates": {name: (f"templates.{name}",) for name in ("text", "groups", "documents", "share")},
}
"""By table and column: ``asset.column`` of each frame that the column is made from."""


def of_table(name: str) -> dg.TableColumnLineage | None:
    """The lineage of a published table; None where nothing of it is known."""
    known = MADE_FROM.get(name)
    if known is None:
        return None
    return dg.TableColumnLineage(
        {
            column: [dg.TableColumnDep(dg.AssetKey(source.split(".")[0]), source.split(".")[1]) for source in sources]
            for column, sources in known.items()
        }
    )
