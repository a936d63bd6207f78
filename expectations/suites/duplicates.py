"""What must hold of ``duplicates``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.settings import GateSettings

_table = partial(ExpectationSpec, table="duplicates")


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``duplicates``; none has a threshold of the gate's."""
    del gate
    return (
        _table(
            name="unique_copies",
            column="document_id",
            severity="critical",
            dimension="uniqueness",
            description="A copy is listed once.",
            sql="SELECT document_id FROM duplicates GROUP BY document_id HAVING count(*) > 1 OR document_id IS NULL",
            key=("document_id",),
        ),
        _table(
            name="copies_refer_to_canonicals",
            column="canonical_document_id",
            severity="critical",
            dimension="consistency",
            description="A copy is a document, its canonical is published, and both are of the same group.",
            sql="""
SELECT c.document_id FROM duplicates AS c
LEFT JOIN documents AS d ON d.document_id = c.document_id
LEFT JOIN articles AS a ON a.document_id = c.canonical_document_id
WHERE d.document_id IS NULL OR a.document_id IS NULL OR a.group_id IS DISTINCT FROM c.group_id
  OR d.group_id IS DISTINCT FROM c.group_id OR c.document_id = c.canonical_document_id""",
            key=("document_id",),
        ),
        _table(
            name="copies_are_counted",
            column="group_id",
            severity="critical",
            dimension="consistency",
            description="An article's number of copies is the number of rows its group has in duplicates.",
            sql="""
SELECT a.article_id FROM articles AS a
LEFT JOIN (SELECT group_id, count(*) AS n FROM duplicates GROUP BY group_id) AS c USING (group_id)
WHERE a.copies IS DISTINCT FROM coalesce(c.n, 0)""",
            key=("article_id",),
        ),
        _table(
            name="similar_copies",
            column="similarity",
            severity="warning",
            dimension="accuracy",
            description="A copy's similarity is verified: 1 for an exact copy, above 0 and at most 1 for a near one; "
            "an older text of a page may be a wholly other one.",
            threshold="above 0, at most 1",
            sql="""
SELECT document_id FROM duplicates
WHERE similarity IS NULL OR similarity < 0 OR similarity > 1 OR kind IS NULL
  OR kind NOT IN ('exact', 'near', 'rewrite', 'version') OR (kind != 'version' AND similarity = 0)
  OR (kind = 'exact' AND similarity != 1)""",
            key=("document_id",),
        ),
    )
