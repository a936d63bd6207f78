"""Builds small batches for the tests of metadata: a page is its lines, each with the role that cleaning would give
it."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from kliping.frames import BODY_ROLES, DOCUMENTS, LANGUAGES, LINES

ARRIVAL = datetime(2025, 6, 30, tzinfo=UTC)


def batch(pages, language="id", arrival=ARRIVAL, html=None, fields=()):
    """DOCUMENTS, LINES and LANGUAGES; a page is a list of ``text`` or ``(role, text)``, long bare lines are body."""
    rows, documents = [], []
    for number, page in enumerate(pages):
        name = f"{number:016x}"
        documents.append(
            {
                "document_id": name,
                "uri": f"file:///{name}.txt",
                "markup": html is not None,
                "text": html
                if html is not None
                else "\n".join(one if isinstance(one, str) else one[1] for one in page),
                "fields": [dict(zip(("field", "value", "column"), one, strict=False)) for one in fields],
                "first_seen_at": arrival,
            }
        )
        paragraph = 0
        for place, one in enumerate(page):
            role, text = one if isinstance(one, tuple) else ("body" if len(one) >= 80 else "boilerplate", one)
            body = role in BODY_ROLES
            paragraph += body
            rows.append(
                {
                    "document_id": name,
                    "line": 2 * place + 1,
                    "text": text,
                    "role": role,
                    "reason": "test",
                    "paragraph": paragraph if body else None,
                }
            )
    spoken = [{"document_id": one["document_id"], "language": language, "confidence": 1.0} for one in documents]
    return (
        _frame(documents, DOCUMENTS),
        _frame(rows, LINES),
        _frame(spoken, LANGUAGES),
    )


def _frame(rows, schema):
    return pl.DataFrame([{name: row.get(name) for name in schema.names()} for row in rows], schema=schema)
