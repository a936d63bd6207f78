"""What must hold of ``shared_paragraphs``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.settings import GateSettings


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``shared_paragraphs``; none has a threshold."""
    del gate
    return (
        ExpectationSpec(
            name="shared_paragraphs_in_documents",
            table="shared_paragraphs",
            column="document_id",
            severity="warning",
            dimension="consistency",
            description="A shared paragraph stands in a document that exists, and in more than one group.",
            sql="""
SELECT DISTINCT s.document_id FROM shared_paragraphs AS s LEFT JOIN documents AS d USING (document_id)
WHERE d.document_id IS NULL OR s.groups IS NULL OR s.groups < 2""",
            key=("document_id",),
        ),
    )
