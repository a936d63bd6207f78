"""What must hold of ``quarantine``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.settings import GateSettings

_table = partial(ExpectationSpec, table="quarantine")


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``quarantine``; none has a threshold."""
    del gate
    return (
        _table(
            name="quarantine_refers_to_documents",
            column="document_id",
            severity="critical",
            dimension="consistency",
            description="A document in quarantine exists, and has the status of the stage that held it back.",
            sql="""
SELECT DISTINCT q.document_id FROM quarantine AS q LEFT JOIN documents AS d USING (document_id)
WHERE d.document_id IS NULL OR d.status IS DISTINCT FROM CASE q.stage WHEN 'reading' THEN 'unreadable'
  ELSE 'quarantined' END""",
            key=("document_id",),
        ),
        _table(
            name="every_reason_given",
            column="reason",
            severity="critical",
            dimension="completeness",
            description="A document is held back for a reason, told in a code and in a sentence, and in one row each.",
            sql="""
SELECT document_id FROM quarantine
GROUP BY document_id, expectation, reason
HAVING reason IS NULL OR count(*) > 1 OR bool_or(coalesce(detail, '') = '')""",
            key=("document_id",),
        ),
    )
