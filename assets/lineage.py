"""From which columns of which frames a column of a published table is made.

Belongs here: column lineage, as far as it is known; a column that is not named has none to show. A column that a frame
has by the same name follows from the list of steps, a field from the list of fields; here stands what is called
otherwise or worked out. Does not belong here: how the column is made (``kliping.warehouse.rows``).
"""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from kliping.frames import LISTS
from kliping.metadata.chosen import SINGLE
from kliping.steps import CORPUS_STEPS, STEPS
from kliping.tables.description import Table
from kliping.tables.tables import TABLES

_VALUE, _TEXT = "metadata.value", "settled_lines.text"
_DATE = ("metadata.value", "metadata.field")

OTHERWISE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "articles": {
        **dict.fromkeys((*SINGLE, *LISTS.values()), (_VALUE,)),
        "body": (_TEXT, "settled_lines.role", "settled_lines.paragraph"),
        "body_confidence": ("pages.body_confidence",),
        "language": ("languages.language",),
        "language_confidence": ("languages.confidence",),
        "published_on": _DATE,
        "published_precision": _DATE,
        "published_basis": ("metadata.basis",),
        "published_confidence": ("metadata.confidence",),
        "published_evidence": ("metadata.evidence",),
        "published_line": ("metadata.line",),
        "published_at": _DATE,
        "published_local": _DATE,
        "word_count": (_TEXT,),
        "paragraph_count": ("settled_lines.paragraph",),
        "reading_minutes": (_TEXT,),
        "group_id": ("duplicates.group_id",),
        "copies": ("duplicates.group_id",),
        "first_seen_at": ("raw_documents.first_seen_at",),
        "document_id": ("duplicates.canonical_document_id",),
    },
    "paragraphs": {
        "paragraph": ("settled_lines.paragraph",),  # of which ``languages`` has the number as well
        "text": (_TEXT,),
        "role": ("settled_lines.role",),
        "language_confidence": ("languages.confidence",),
        "word_count": (_TEXT,),
        "line_from": ("settled_lines.line",),
        "line_to": ("settled_lines.line",),
    },
    "documents": {
        "group_id": ("duplicates.group_id",),
        "raw_lines": ("settled_lines.line",),
        "kept_lines": ("settled_lines.paragraph",),
        "removed_lines": ("settled_lines.role",),
        "boilerplate_ratio": ("settled_lines.role",),
    },
    "removed_lines": {"start": ("settled_lines.cuts",), "end": ("settled_lines.cuts",)},
}
"""By table and column what no frame has by the column's name: ``asset.column`` of each frame that it is made from."""


def by_name(table: Table) -> dict[str, tuple[str, ...]]:
    """The columns of ``table`` that a frame has by their names, told by that table before others: the first such frame.

    A frame that a later step makes anew is none of them.
    """
    steps = [step for step in (*STEPS, *CORPUS_STEPS) if step.gives is not None]
    last = {tuple(step.gives.items()): step for step in steps if step.gives is not None}
    found: dict[str, tuple[str, ...]] = {}
    for step in steps:
        if step in last.values() and table in step.told_by[:1]:
            named = [column.name for column in table.columns if column.name in (step.gives or ())]
            found = {**{name: (f"{step.name}.{name}",) for name in named}, **found}
    return found


MADE_FROM: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    table.name: told for table in TABLES if (told := {**by_name(table), **OTHERWISE.get(table.name, {})})
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
