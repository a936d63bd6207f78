"""What must hold of ``article_versions``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.settings import GateSettings


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``article_versions``; none has a threshold."""
    del gate
    return (
        ExpectationSpec(
            name="versions_in_documents",
            table="article_versions",
            column="document_id",
            severity="warning",
            dimension="consistency",
            description="A version is the text of a document that exists, and is numbered among the versions at hand.",
            sql="""
SELECT v.document_id FROM article_versions AS v LEFT JOIN documents AS d USING (document_id)
WHERE d.document_id IS NULL OR v.version IS NULL OR v.version NOT BETWEEN 1 AND v.versions""",
            key=("document_id",),
        ),
    )
