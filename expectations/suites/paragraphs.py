"""What must hold of ``paragraphs``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.settings import GateSettings


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``paragraphs``, with the thresholds of ``gate``."""
    return (
        ExpectationSpec(
            name="no_duplicate_paragraphs",
            table="paragraphs",
            column="text",
            level="row",
            severity="warning",
            dimension="uniqueness",
            description="No long paragraph stands twice in one cleaned article.",
            threshold=f"paragraphs of {gate.repeat_chars_min} characters or more",
            sql=f"""
SELECT a.document_id, r.repeats || ' paragraphs repeat an earlier one.' AS detail
FROM (
  SELECT article_id, sum(n - 1)::BIGINT AS repeats
  FROM (SELECT article_id, count(*) AS n FROM paragraphs WHERE length(text) >= {gate.repeat_chars_min}
        GROUP BY article_id, hash(text) HAVING count(*) > 1)
  GROUP BY article_id
) AS r JOIN articles AS a USING (article_id)""",
            key=("document_id",),
        ),
    )
