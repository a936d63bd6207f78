"""What must hold of ``articles``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.settings import GateSettings

UNSPACED = ("zh-cn", "zh-tw", "ja", "th", "lo", "km", "my")
"""Languages written without spaces between words, where a count of words says nothing."""


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``articles``, with the thresholds of ``gate``."""
    unspaced = ", ".join(f"'{language}'" for language in UNSPACED)
    allowed = ", ".join("'" + language.replace("'", "''") + "'" for language in gate.languages)
    return (
        ExpectationSpec(
            name="unique_article_ids",
            table="articles",
            column="article_id",
            severity="critical",
            dimension="uniqueness",
            description="Every article has an id, and no two share one.",
            sql="SELECT article_id, count(*) AS rows FROM articles GROUP BY article_id"
            " HAVING count(*) > 1 OR article_id IS NULL",
            key=("article_id",),
        ),
        ExpectationSpec(
            name="body_length",
            table="articles",
            column="body",
            level="row",
            severity="critical",
            dimension="completeness",
            description="An article has a body, long enough to be news.",
            threshold=f"at least {gate.body_words_min} words; {gate.body_chars_min} characters in scripts without spaces",
            sql=f"""
SELECT document_id, CASE WHEN coalesce(body, '') = '' THEN 'The page has no body.'
  ELSE 'The body has ' || coalesce(word_count, 0) || ' words and ' || length(body) || ' characters.' END AS detail
FROM articles
WHERE coalesce(body, '') = '' OR CASE WHEN language IN ({unspaced}) THEN length(body) < {gate.body_chars_min}
  ELSE coalesce(word_count, 0) < {gate.body_words_min} AND length(body) < {gate.body_words_min} * 12 END""",
            key=("document_id",),
        ),
        ExpectationSpec(
            name="publication_date",
            table="articles",
            column="published_on",
            level="row",
            severity="warning",
            dimension="completeness",
            description="An article has a date of publication. Staying silent beats a wrong date, so it is not held.",
            sql="SELECT document_id, 'No date of publication was found.' AS detail FROM articles"
            " WHERE published_on IS NULL",
            key=("document_id",),
        ),
        ExpectationSpec(
            name="plausible_publication_date",
            table="articles",
            column="published_on",
            level="row",
            severity="critical",
            dimension="validity",
            description="A date of publication is not before the press, and not after the page's arrival.",
            threshold=f"{gate.press_begins} to arrival and {gate.arrival_slack_days} days",
            sql=f"""
SELECT document_id, 'The date ' || published_on || ' is impossible for a page that arrived on '
  || coalesce(CAST(first_seen_at AT TIME ZONE 'UTC' AS DATE)::VARCHAR, 'an unknown day') || '.' AS detail
FROM articles
WHERE published_on < DATE '{gate.press_begins}'
  OR published_on > CAST(first_seen_at AT TIME ZONE 'UTC' AS DATE) + {gate.arrival_slack_days}""",
            key=("document_id",),
        ),
        ExpectationSpec(
            name="allowed_language",
            table="articles",
            column="language",
            level="row",
            severity="critical",
            dimension="validity",
            description="An article is in a language of the corpus.",
            threshold=", ".join(gate.languages) or "every language is allowed",
            sql="SELECT document_id, 'The body is in ' || coalesce(language, 'no language') || '.' AS detail FROM articles"
            + (f" WHERE language NOT IN ({allowed}) AND language != 'und'" if allowed else " WHERE language IS NULL"),
            key=("document_id",),
        ),
    )
