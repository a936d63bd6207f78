"""What must hold of ``documents``: nothing is lost, and every document is in exactly one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.settings import GateSettings


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``documents``, with the thresholds of ``gate``."""
    return (
        ExpectationSpec(
            name="unique_document_ids",
            table="documents",
            column="document_id",
            severity="critical",
            dimension="uniqueness",
            description="Every document has an id, and no two share one.",
            sql="SELECT document_id, count(*) AS rows FROM documents GROUP BY document_id"
            " HAVING count(*) > 1 OR document_id IS NULL",
            key=("document_id",),
        ),
        ExpectationSpec(
            name="every_line_accounted_for",
            table="documents",
            column="raw_lines",
            severity="critical",
            dimension="consistency",
            description="Every line that came in is in a body or in removed_lines, exactly once.",
            sql="""
SELECT d.document_id, d.raw_lines, d.kept_lines, d.removed_lines
FROM documents AS d
LEFT JOIN (SELECT document_id, count(*) AS n, count(DISTINCT line) AS lines FROM removed_lines GROUP BY document_id) AS r
  USING (document_id)
LEFT JOIN (SELECT a.document_id, count(*) AS n, sum(line_to - line_from + 1) AS span
           FROM paragraphs JOIN articles AS a USING (article_id) GROUP BY a.document_id) AS p USING (document_id)
WHERE d.raw_lines IS DISTINCT FROM d.kept_lines + d.removed_lines
  OR coalesce(r.n, 0) != coalesce(d.removed_lines, 0)
  OR coalesce(r.lines, 0) != coalesce(r.n, 0)
  OR d.kept_lines NOT BETWEEN coalesce(p.n, 0) AND coalesce(p.span, 0)""",
            key=("document_id",),
        ),
        ExpectationSpec(
            name="every_document_accounted_for",
            table="documents",
            column="status",
            severity="critical",
            dimension="consistency",
            description="Every document has one status, and is in the table of that status and in no other.",
            sql="""
SELECT d.document_id, d.status
FROM documents AS d
LEFT JOIN (SELECT DISTINCT document_id FROM articles) AS a ON a.document_id = d.document_id
LEFT JOIN (SELECT DISTINCT document_id FROM duplicates) AS c ON c.document_id = d.document_id
LEFT JOIN (SELECT document_id, bool_or(stage = 'reading') AS reading FROM quarantine GROUP BY document_id) AS q
  ON q.document_id = d.document_id
WHERE CASE d.status
  WHEN 'published' THEN a.document_id IS NULL OR c.document_id IS NOT NULL OR q.document_id IS NOT NULL
  WHEN 'duplicate' THEN c.document_id IS NULL OR a.document_id IS NOT NULL OR q.document_id IS NOT NULL
  WHEN 'quarantined' THEN q.document_id IS NULL OR a.document_id IS NOT NULL OR c.document_id IS NOT NULL
  WHEN 'unreadable' THEN q.document_id IS NULL OR a.document_id IS NOT NULL OR c.document_id IS NOT NULL
  ELSE true END""",
            key=("document_id", "status"),
        ),
        ExpectationSpec(
            name="few_repeats_in_source",
            table="documents",
            column="duplicate_paragraph_ratio",
            level="row",
            severity="warning",
            dimension="uniqueness",
            description="A page as it came in does not repeat its own lines. The copies were removed.",
            threshold=f"at most {gate.source_repeats_max:.0%} of the lines",
            sql=f"""
SELECT document_id, round(100 * duplicate_paragraph_ratio)::INTEGER || ' % of the lines repeat an earlier one.' AS detail
FROM documents WHERE duplicate_paragraph_ratio > {gate.source_repeats_max}""",
            key=("document_id",),
        ),
    )
