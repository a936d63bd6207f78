"""What a person points at, made a correction that can be kept: the line with its words, the copy with its likeness.

Belongs here: looking up what a correction has to hold beside what a person says. Does not belong here: keeping it
(``corrections``).
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.errors import RuleError
from kliping.frames import LINES
from kliping.warehouse.store import BATCHES
from kliping.warehouse.takedown import unknown_document

if TYPE_CHECKING:
    from kliping.warehouse.store import Store

WORDS = 20_000
"""Words of a body that are compared with another's."""


def line_correction(store: Store, document: str, line: int, role: str) -> dict[str, Any]:
    """That line ``line`` of ``document`` is of ``role``, with the line's words, by which it is known again.

    Raises:
        RuleError: the document has no such line, or there is no such document.
    """
    lines = _lines(store, document)
    if lines.is_empty():
        raise unknown_document(store)
    found = lines.filter(pl.col("line") == line)["text"].to_list()
    if not found:
        numbers: list[int] = lines["line"].to_list()
        raise RuleError(
            f"Document {document} has no line {line}; its lines go from {min(numbers)} to {max(numbers)}. The reading "
            f"room ('kliping explore') numbers every line, and so does kliping sql \"SELECT line, text FROM "
            f"removed_lines WHERE document_id = '{document}' UNION ALL SELECT line_from, text FROM where_from WHERE "
            f"document_id = '{document}' ORDER BY line\"."
        )
    return {"kind": "role", "document_id": document, "line": line, "text": found[0], "value": role}


def copy_correction(store: Store, document: str, other: str, *, apart: bool) -> dict[str, Any]:
    """That ``document`` is a copy of ``other``, with how alike their bodies are; or, where ``apart``, that it is none.

    Raises:
        RuleError: one of them has no body, or they have no word in common.
    """
    if apart:
        return {"kind": "no_copy", "document_id": document, "value": other}
    one, another = (_body(store, name) for name in (document, other))
    alike = round(SequenceMatcher(None, one, another, autojunk=False).ratio(), 4)
    if not alike:
        raise RuleError(f"{document[:40]} and {other[:40]} have no word of their bodies in common: that is no copy.")
    return {"kind": "copy", "document_id": document, "value": other, "similarity": alike}


def _lines(store: Store, document: str) -> pl.DataFrame:
    parts = store.parts(BATCHES)
    return store.scan("settled_lines", parts, LINES).filter(pl.col("document_id") == document).collect()


def _body(store: Store, document: str) -> list[str]:
    kept = _lines(store, document).filter(pl.col("paragraph").is_not_null())
    if kept.is_empty():
        raise RuleError(f"Document {document[:40]} has no body, or is not there.")
    return " ".join(kept["text"].to_list()).split()[:WORDS]
