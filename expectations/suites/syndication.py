"""What must hold of ``syndication``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.settings import GateSettings


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``syndication``; none has a threshold."""
    del gate
    return (
        ExpectationSpec(
            name="syndication_in_documents",
            table="syndication",
            column="document_id",
            severity="warning",
            dimension="consistency",
            description="Who copied and who was first are documents that exist.",
            sql="""
SELECT s.document_id FROM syndication AS s LEFT JOIN documents AS d USING (document_id)
LEFT JOIN documents AS f ON f.document_id = s.first_document_id WHERE d.document_id IS NULL OR f.document_id IS NULL""",
            key=("document_id",),
        ),
    )
