"""What must hold of ``documents``: nothing is lost, and every document is in exactly one place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from expectations.lexicon import sql_list
from expectations.spec import ExpectationSpec
from kliping.words.sections import PAGE_KINDS

if TYPE_CHECKING:
    from kliping.settings import GateSettings

_table = partial(ExpectationSpec, table="documents")


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``documents``, with the thresholds of ``gate``."""
    return (*_nothing_lost(), _article(), *_shares(gate))


def _article() -> ExpectationSpec:
    kinds = " ".join(f"WHEN {sql_list((kind,))} THEN {sql_list((words,))}" for kind, words in PAGE_KINDS.items())
    others = [words.partition(":")[0] for kind, words in PAGE_KINDS.items() if kind != "article"]
    return _table(
        name="page_is_an_article",
        column="page_kind",
        level="row",
        scope="document",
        severity="critical",
        dimension="validity",
        description=f"The page is an article, and none of these: {'; '.join(others)}.",
        threshold="the probability of an article is at least `cleaning.article_probability`",
        sql=f"""
SELECT document_id, 'The page is ' || CASE page_kind {kinds} ELSE page_kind END || ' (probability '
  || round(page_kind_confidence, 2) || ').' AS detail
FROM documents WHERE page_kind != 'article' AND status IN ('published', 'duplicate')""",
        key=("document_id",),
    )


def _nothing_lost() -> tuple[ExpectationSpec, ...]:
    return (
        _table(
            name="unique_document_ids",
            column="document_id",
            severity="critical",
            dimension="uniqueness",
            description="Every document has an id, and no two share one.",
            sql="SELECT document_id FROM documents GROUP BY document_id HAVING count(*) > 1 OR document_id IS NULL",
            key=("document_id",),
        ),
        _table(
            name="every_arrival_present",
            column="document_id",
            severity="critical",
            dimension="completeness",
            description="Every document of every batch that was ever registered is there, so an edition never holds a "
            "part of the corpus; of a batch that was never read, the batch is named.",
            sql="SELECT batch, document_id FROM arrived ANTI JOIN documents USING (document_id)",
            key=("batch", "document_id"),
        ),
        _table(
            name="every_line_accounted_for",
            scope="document",
            column="raw_lines",
            severity="critical",
            dimension="consistency",
            description="Every line that came in is in a body or in removed_lines, exactly once; of a document that is "
            "not published, all are in removed_lines.",
            sql="SELECT document_id FROM lost_lines",
            key=("document_id",),
        ),
        _table(
            name="every_document_accounted_for",
            scope="document",
            column="status",
            severity="critical",
            dimension="consistency",
            description="Every document has one status, and is in the table of that status and in no other.",
            sql="""
SELECT d.document_id, d.status
FROM documents AS d
LEFT JOIN (SELECT DISTINCT document_id FROM articles) AS a ON a.document_id = d.document_id
LEFT JOIN (SELECT DISTINCT document_id FROM duplicates) AS c ON c.document_id = d.document_id
LEFT JOIN (SELECT DISTINCT document_id FROM quarantine) AS q ON q.document_id = d.document_id
WHERE CASE d.status
  WHEN 'published' THEN a.document_id IS NULL OR c.document_id IS NOT NULL OR q.document_id IS NOT NULL
  WHEN 'duplicate' THEN c.document_id IS NULL OR a.document_id IS NOT NULL OR q.document_id IS NOT NULL
  WHEN 'quarantined' THEN q.document_id IS NULL OR a.document_id IS NOT NULL OR c.document_id IS NOT NULL
  WHEN 'removed' THEN q.document_id IS NOT NULL OR a.document_id IS NOT NULL OR c.document_id IS NOT NULL
  WHEN 'unreadable' THEN q.document_id IS NULL OR a.document_id IS NOT NULL OR c.document_id IS NOT NULL
  ELSE true END""",
            key=("document_id", "status"),
        ),
        _table(
            name="documents_refer_to_articles",
            column="article_id",
            severity="critical",
            dimension="consistency",
            description="A published document and a copy name an existing article of their group; no other names one.",
            sql="""
SELECT d.document_id FROM documents AS d LEFT JOIN articles AS a USING (article_id)
WHERE CASE WHEN d.status IN ('published', 'duplicate')
  THEN a.article_id IS NULL OR d.group_id IS DISTINCT FROM a.group_id
  ELSE d.article_id IS NOT NULL END""",
            key=("document_id",),
        ),
    )


def _shares(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    return (
        _table(
            name="ratios_are_shares",
            column="boilerplate_ratio",
            severity="warning",
            dimension="validity",
            description="The share of furniture among a document's lines is a share.",
            threshold="0 to 1",
            builtin="expect_column_values_to_be_between",
            kwargs={"column": "boilerplate_ratio", "min_value": 0, "max_value": 1},
        ),
        _table(
            name="few_repeats_in_source",
            scope="document",
            column="duplicate_paragraph_ratio",
            level="row",
            severity="warning",
            dimension="uniqueness",
            description="A page as it came in does not repeat its own lines. The copies were removed.",
            threshold=f"at most {gate.source_repeats_max:.0%} of the lines",
            sql=f"""
SELECT document_id, round(100 * duplicate_paragraph_ratio)::INTEGER || ' % of the lines repeat an earlier one.'
  AS detail
FROM documents WHERE duplicate_paragraph_ratio > {gate.source_repeats_max}""",
            key=("document_id",),
        ),
        _share_of("unreadable", "few_unreadable", "Most documents can be read.", gate.unreadable_share_max, gate),
        _share_of(
            "quarantined",
            "few_held_back",
            "Most documents pass the row rules: a rule that holds half the corpus is more likely wrong than right.",
            gate.held_share_max,
            gate,
        ),
        _table(
            name="fresh_arrivals",
            column="first_seen_at",
            severity="warning",
            dimension="timeliness",
            description="Something arrived not long ago: a source that dried up is noticed.",
            threshold=f"the newest arrival at most {gate.fresh_days_max} days before the audit",
            sql=f"""
SELECT max(first_seen_at) AS newest FROM documents HAVING count(*) > 0
  AND max(first_seen_at) < (SELECT checked_at FROM this_edition) - INTERVAL {gate.fresh_days_max} DAY""",
            key=("newest",),
        ),
    )


def _share_of(status: str, name: str, description: str, most: float, gate: GateSettings) -> ExpectationSpec:
    share = f"avg((status = '{status}')::INT)"
    return _table(
        name=name,
        column="status",
        severity="warning",
        dimension="validity",
        description=description,
        threshold=f"at most {most:.0%}, from {gate.share_documents_min} documents on",
        sql=f"SELECT round({share}, 4) AS share FROM documents"
        f" HAVING count(*) >= {gate.share_documents_min} AND {share} > {most}",
        key=("share",),
        observe=f"SELECT {share}, count(*) FILTER (status = '{status}') || ' of ' || count(*) || ' documents'"
        " FROM documents HAVING count(*) > 0",
    )
