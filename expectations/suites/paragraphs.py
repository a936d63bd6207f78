"""What must hold of ``paragraphs``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.settings import GateSettings

_table = partial(ExpectationSpec, table="paragraphs")
_row = partial(_table, level="row", key=("document_id",))

_BROKEN_OFF = ("…", "...", "…]", "...]", "…)", "...)")
"""What a text ends with that was cut short."""


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``paragraphs``, with the thresholds of ``gate``."""
    return (
        _table(
            name="numbered_paragraphs",
            scope="document",
            column="paragraph",
            severity="critical",
            dimension="uniqueness",
            description="An article's paragraphs are numbered from 1, without a gap, each number once.",
            # n whole numbers from 1 to n with the sum and the sum of squares of 1, 2, …, n: in practice, just those.
            sql="""
SELECT article_id FROM paragraph_facts WHERE first IS DISTINCT FROM 1 OR last != paragraphs
  OR 2 * numbers != paragraphs * (paragraphs + 1)
  OR 6 * squares != paragraphs::HUGEINT * (paragraphs + 1) * (2 * paragraphs + 1)""",
            key=("article_id",),
        ),
        _table(
            name="paragraphs_refer_to_articles",
            scope="document",
            column="article_id",
            severity="critical",
            dimension="consistency",
            description="A paragraph's article exists.",
            sql="SELECT article_id FROM paragraph_facts ANTI JOIN articles USING (article_id)",
            key=("article_id",),
            broken_by=("DELETE FROM articles WHERE article_id = 'a-c'",),
        ),
        _table(
            name="paragraphs_in_line_order",
            scope="document",
            column="line_from",
            severity="critical",
            dimension="consistency",
            description="A paragraph stands in lines of the document, and no line is in two paragraphs.",
            sql="SELECT article_id FROM paragraph_facts WHERE misplaced > 0 OR overlapping > 0",
            key=("article_id",),
        ),
        _row(
            name="no_duplicate_paragraphs",
            scope="document",
            column="text",
            severity="warning",
            dimension="uniqueness",
            description="No long paragraph stands twice in one cleaned article.",
            threshold=f"paragraphs of {gate.repeat_chars_min} characters or more",
            sql="""
SELECT a.document_id, p.repeats || ' paragraphs repeat an earlier one.' AS detail
FROM paragraph_facts AS p JOIN articles AS a USING (article_id) WHERE p.repeats > 0""",
        ),
        _row(
            name="no_furniture_paragraphs",
            scope="document",
            column="text",
            severity="warning",
            dimension="accuracy",
            description="No furniture is left in a body: lines the corpus is known to repeat, links elsewhere, offers.",
            threshold=f"at most {gate.furniture_paragraphs_max} paragraphs",
            sql=f"""
SELECT a.document_id, p.furniture || ' paragraphs look like furniture.' AS detail
FROM furniture_facts AS p JOIN articles AS a USING (article_id) WHERE p.furniture > {gate.furniture_paragraphs_max}""",
        ),
        _row(
            name="whole_bodies",
            scope="document",
            column="text",
            severity="warning",
            dimension="completeness",
            description="A body does not break off: feeds and news services often give the beginning of a text alone.",
            sql=f"""
SELECT a.document_id, 'The last paragraph ends in an ellipsis: the page may hold the beginning alone.' AS detail
FROM paragraphs AS p JOIN paragraph_facts AS f USING (article_id) JOIN articles AS a USING (article_id)
WHERE p.paragraph = f.last AND ({" OR ".join(f"p.text LIKE '%{end}'" for end in _BROKEN_OFF)})""",
            broken_by=("UPDATE paragraphs SET text = text || ' …' WHERE article_id = 'a-a'",),
        ),
        _row(
            name="one_language_per_article",
            scope="document",
            column="language",
            severity="info",
            dimension="consistency",
            description="An article's paragraphs are in the article's language.",
            threshold=f"at most {gate.foreign_share_max:.0%} of its words in another",
            sql=f"""
SELECT document_id, round(100 * foreign_words / words)::INTEGER || ' % of the words are in another language.' AS detail
FROM foreign_facts WHERE foreign_words > {gate.foreign_share_max} * words""",
        ),
    )
