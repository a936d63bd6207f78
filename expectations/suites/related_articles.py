"""What must hold of ``related_articles``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.settings import GateSettings


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``related_articles``; none has a threshold."""
    del gate
    return (
        ExpectationSpec(
            name="related_articles_are_two",
            table="related_articles",
            column="other_document_id",
            severity="warning",
            dimension="consistency",
            description="Both sides are published articles, and not the same one.",
            sql="""
SELECT r.document_id, r.other_document_id FROM related_articles AS r
LEFT JOIN articles AS a USING (document_id) LEFT JOIN articles AS b ON b.document_id = r.other_document_id
WHERE a.document_id IS NULL OR b.document_id IS NULL OR r.group_id >= r.other_group_id""",
            key=("document_id", "other_document_id"),
        ),
        ExpectationSpec(
            name="related_articles_shared_is_a_share",
            table="related_articles",
            column="shared",
            severity="warning",
            dimension="validity",
            description="The shared part and the similarity lie between 0 and 1, and the kind is a known one.",
            sql="""
SELECT document_id, other_document_id FROM related_articles
WHERE shared IS NULL OR shared < 0 OR shared > 1 OR similarity IS NULL OR similarity < 0 OR similarity > 1
  OR kind IS NULL OR kind NOT IN ('followup', 'serial', 'digest', 'near', 'rewrite', 'exact')""",
            key=("document_id", "other_document_id"),
        ),
    )
