"""What must hold of ``metadata_evidence``: every guess shows its evidence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.settings import GateSettings

_table = partial(ExpectationSpec, table="metadata_evidence")


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``metadata_evidence``; none has a threshold."""
    del gate
    return (
        _table(
            name="evidence_refers_to_documents",
            scope="document",
            column="document_id",
            severity="critical",
            dimension="consistency",
            description="Evidence is of a document that exists.",
            sql="SELECT document_id FROM evidence_facts ANTI JOIN documents USING (document_id)",
            key=("document_id",),
        ),
        _table(
            name="one_chosen_value",
            scope="document",
            column="chosen",
            severity="critical",
            dimension="uniqueness",
            description="Of a field with one value, at most one candidate is chosen.",
            threshold="authors, tags, captions and related articles may have several",
            sql="SELECT document_id FROM evidence_facts WHERE most_chosen > 1",
            key=("document_id",),
        ),
        _table(
            name="dates_have_evidence",
            scope="document",
            column="value",
            severity="critical",
            dimension="consistency",
            description="An article's date of publication is the chosen one of its evidence.",
            sql="""
SELECT a.document_id FROM articles AS a LEFT JOIN evidence_facts AS e USING (document_id)
WHERE CASE WHEN a.published_on IS NULL THEN e.published_on IS NOT NULL
  ELSE e.published_on IS NULL OR NOT starts_with(a.published_on::VARCHAR, e.published_on) END""",
            key=("document_id",),
        ),
        _table(
            name="titles_have_evidence",
            scope="document",
            column="value",
            severity="warning",
            dimension="consistency",
            description="An article's title is the chosen one of its evidence.",
            sql="""
SELECT a.document_id FROM articles AS a LEFT JOIN evidence_facts AS e USING (document_id)
WHERE a.title IS DISTINCT FROM e.title""",
            key=("document_id",),
        ),
        _table(
            name="confidence_is_a_share",
            column="confidence",
            severity="warning",
            dimension="validity",
            description="How sure a value is lies between nothing and certainty.",
            threshold="0 to 1",
            builtin="expect_column_values_to_be_between",
            kwargs={"column": "confidence", "min_value": 0, "max_value": 1},
        ),
        _table(
            name="evidence_has_a_place",
            scope="document",
            column="start",
            severity="warning",
            dimension="validity",
            description="Where evidence names characters of a line, it ends after it starts; its field is a known one.",
            sql="SELECT document_id FROM evidence_facts WHERE misplaced > 0 OR unknown_fields > 0",
            key=("document_id",),
        ),
    )
