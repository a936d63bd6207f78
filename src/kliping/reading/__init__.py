"""Step 1: whatever a scraper left behind becomes ``raw_documents``, one row a document, readable or not.

Belongs here: finding files, telling new from old, cutting batches, telling formats and encodings apart, unpacking, and
refusing with a reason. Does not belong here: which line of a document is the article (``kliping.cleaning``) and what a
date means (``kliping.metadata``). Nothing in this package raises because of what a file holds.

The functions are loaded when they are first asked for, so that naming this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kliping.reading.documents import read_documents as read_documents
    from kliping.reading.documents import stream_documents as stream_documents
    from kliping.reading.explained import explain_columns as explain_columns
    from kliping.reading.sources.batches import plan_batches as plan_batches
    from kliping.reading.sources.forgotten import forget as forget
    from kliping.reading.sources.forgotten import forget_address as forget_address
    from kliping.reading.sources.forgotten import remaining as remaining
    from kliping.reading.sources.ledger import changed_files as changed_files
    from kliping.reading.sources.ledger import compared as compared
    from kliping.reading.sources.ledger import removed_files as removed_files
    from kliping.reading.sources.settling import settling as settling
    from kliping.reading.sources.sources import covered_by as covered_by
    from kliping.reading.sources.sources import list_files as list_files
    from kliping.reading.sources.sources import require_source as require_source
    from kliping.reading.sources.uris import local_path as local_path

_HOMES = {
    "changed_files": "sources.ledger",
    "compared": "sources.ledger",
    "covered_by": "sources.sources",
    "explain_columns": "explained",
    "list_files": "sources.sources",
    "forget": "sources.forgotten",
    "forget_address": "sources.forgotten",
    "local_path": "sources.uris",
    "plan_batches": "sources.batches",
    "read_documents": "documents",
    "remaining": "sources.forgotten",
    "removed_files": "sources.ledger",
    "require_source": "sources.sources",
    "settling": "sources.settling",
    "stream_documents": "documents",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
