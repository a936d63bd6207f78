"""What must hold of ``articles``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from expectations.lexicon import sql_list
from expectations.spec import ExpectationSpec
from kliping.text.folding import UNSPACED_LANGUAGES as UNSPACED
from kliping.words import phrases

if TYPE_CHECKING:
    from kliping.settings import GateSettings

_table = partial(ExpectationSpec, table="articles")
_row = partial(_table, level="row", key=("document_id",))
_of_one = partial(_row, scope="document")


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``articles``, with the thresholds of ``gate``."""
    return (*_identity(), *_body(gate), *_title(gate), *_date(gate), *_language(gate), *_metadata())


def _identity() -> tuple[ExpectationSpec, ...]:
    return (
        _table(
            name="unique_article_ids",
            column="article_id",
            severity="critical",
            dimension="uniqueness",
            description="Every article has an id, and no two share one.",
            sql="SELECT article_id FROM articles GROUP BY article_id HAVING count(*) > 1 OR article_id IS NULL",
            key=("article_id",),
        ),
        _table(
            name="one_article_per_group",
            column="group_id",
            severity="critical",
            dimension="uniqueness",
            description="A group of copies is published once.",
            sql="SELECT group_id FROM articles GROUP BY group_id HAVING count(*) > 1 OR group_id IS NULL",
            key=("group_id",),
        ),
        _table(
            name="articles_refer_to_documents",
            scope="document",
            column="document_id",
            severity="critical",
            dimension="consistency",
            description="An article's document is in documents, as published, with the same article and group.",
            sql="""
SELECT a.article_id, a.document_id FROM articles AS a LEFT JOIN documents AS d USING (document_id)
WHERE d.document_id IS NULL OR d.status != 'published' OR d.article_id IS DISTINCT FROM a.article_id
  OR d.group_id IS DISTINCT FROM a.group_id""",
            key=("article_id", "document_id"),
        ),
    )


def _body(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    return (
        _of_one(
            name="body_length",
            column="body",
            severity="critical",
            dimension="completeness",
            description="An article has a body, long enough to be news.",
            threshold=f"at least {gate.body_words_min} words; {gate.body_chars_min} characters in unspaced scripts",
            sql=f"""
SELECT document_id, CASE WHEN coalesce(chars, 0) = 0 THEN 'The page has no body.'
  ELSE 'The body has ' || words || ' words and ' || chars || ' characters.' END AS detail
FROM article_facts
WHERE coalesce(chars, 0) = 0 OR CASE WHEN language IN ({sql_list(UNSPACED)}) THEN chars < {gate.body_chars_min}
  ELSE words < {gate.body_words_min} END""",
        ),
        _of_one(
            name="one_page_per_body",
            column="body",
            severity="warning",
            dimension="validity",
            description="A body is not so long that several pages seem to have run together.",
            threshold=f"at most {gate.body_words_max:,} words",
            sql=f"SELECT document_id, 'The body has ' || word_count || ' words.' AS detail FROM articles"
            f" WHERE word_count > {gate.body_words_max}",
        ),
        _of_one(
            name="confident_body",
            column="body_confidence",
            severity="warning",
            dimension="accuracy",
            description="The model is sure of where the article begins and ends, and of what lies between.",
            threshold=f"a probability of at least {gate.body_confidence_min}",
            sql="SELECT document_id, 'The body is right with a probability of ' || round(body_confidence, 2) || '.'"
            f" AS detail FROM articles WHERE body_confidence < {gate.body_confidence_min}",
        ),
        _table(
            name="bodies_made_of_paragraphs",
            scope="document",
            column="paragraph_count",
            severity="critical",
            dimension="consistency",
            description="An article's counts of paragraphs and words are those of its paragraphs.",
            sql="""
SELECT a.article_id FROM articles AS a LEFT JOIN paragraph_facts AS p USING (article_id)
WHERE coalesce(a.paragraph_count, 0) != coalesce(p.paragraphs, 0)
  OR coalesce(a.word_count, 0) != coalesce(p.words, 0)""",
            key=("article_id",),
        ),
        _of_one(
            name="unbroken_characters",
            column="body",
            severity="warning",
            dimension="accuracy",
            description="A body was read in its own encoding: no mojibake, no lost characters.",
            threshold=f"at most {gate.mojibake_max} broken sequences",
            sql="SELECT document_id, 'The body has ' || broken_characters || ' broken character sequences.' AS detail"
            f" FROM article_facts WHERE broken_characters > {gate.mojibake_max}",
        ),
        _of_one(
            name="no_markup",
            column="body",
            severity="warning",
            dimension="validity",
            description="A body is text: no tags or entities of HTML are left in it.",
            threshold=f"at most {gate.markup_max} tags or entities",
            sql="SELECT document_id, 'The body has ' || markup || ' tags or entities.' AS detail FROM article_facts"
            f" WHERE markup > {gate.markup_max}",
        ),
        _of_one(
            name="no_contact_data",
            column="body",
            severity="warning",
            dimension="validity",
            description="A body holds no e-mail address or telephone number: contact lines were removed by their role.",
            sql="""
SELECT document_id, 'The body has ' || e_mails || ' e-mail addresses and ' || telephones || ' telephone numbers.'
  AS detail
FROM article_facts WHERE e_mails + telephones > 0""",
        ),
        _row(
            name="distinct_bodies",
            column="body",
            severity="warning",
            dimension="uniqueness",
            description="No two articles have the same body.",
            sql="""
SELECT document_id, 'The body is that of ' || (n - 1) || ' other articles as well.' AS detail
FROM (SELECT document_id, count(*) OVER (PARTITION BY body_hash) AS n FROM article_facts WHERE chars > 0)
WHERE n > 1""",
        ),
        _row(
            name="no_near_duplicates",
            column="body",
            severity="warning",
            dimension="uniqueness",
            description="No pair of articles is left that share most of their paragraphs.",
            threshold=f"less than {gate.near_duplicate_min:.0%} of their text in common",
            sql="""
SELECT a.document_id,
  round(100 * n.similarity)::INTEGER || ' % of the text is shared with article ' || n.other_article_id || '.'
  AS detail
FROM near_duplicates AS n JOIN articles AS a USING (article_id)""",
        ),
    )


def _title(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    return (
        _of_one(
            name="title_present",
            column="title",
            severity="warning",
            dimension="completeness",
            description="An article has a title.",
            sql="SELECT document_id, 'No title was found.' AS detail FROM article_facts"
            " WHERE coalesce(title_trimmed, 0) = 0",
        ),
        _of_one(
            name="title_length",
            column="title",
            severity="warning",
            dimension="validity",
            description="A title is as long as a headline: neither a menu entry nor a paragraph.",
            threshold=f"{gate.title_chars_min} to {gate.title_chars_max} characters",
            sql=f"""
SELECT document_id, 'The title has ' || title_chars || ' characters.' AS detail FROM article_facts
WHERE title_trimmed > {gate.title_chars_max} OR (title_trimmed BETWEEN 1 AND {gate.title_chars_min} - 1
  AND coalesce(language, 'und') NOT IN ({sql_list(UNSPACED)}, 'ko'))""",
        ),
        _row(
            name="title_not_boilerplate",
            column="title",
            severity="warning",
            dimension="accuracy",
            description="A title is the article's own: not the outlet's name, a template, an error page's, or one that "
            "many articles share.",
            threshold=f"at most {gate.title_articles_max} articles or {gate.title_share_max:.0%} of them share a title",
            sql=f"""
WITH titles AS (SELECT document_id, title_key, lower(publisher) AS publisher FROM article_facts WHERE title_key != ''),
shared AS (SELECT hash(title_key) AS key, count(*) AS n FROM titles GROUP BY key HAVING n > 1),
often AS (SELECT key FROM shared
  WHERE n > {gate.title_articles_max} AND n > {gate.title_share_max} * (SELECT count(*) FROM titles))
SELECT document_id,
  'The title is ' || CASE WHEN n > 1 THEN 'shared by ' || n || ' articles.' ELSE 'boilerplate.' END AS detail
FROM (SELECT * FROM titles WHERE title_key = publisher OR title_key IN ({sql_list(phrases("title", "generic"))})
  OR title_key IN (SELECT text FROM templates) OR hash(title_key) IN (FROM often)) AS broken
LEFT JOIN shared ON shared.key = hash(title_key)""",
        ),
        _of_one(
            name="title_matches_body",
            column="title",
            severity="warning",
            dimension="accuracy",
            description="The title belongs to the body: at least one of its longer words, by its first five letters, "
            "stands there. Otherwise the body may be another article's.",
            threshold=f"titles with {gate.title_stems_min} words of five letters or more",
            sql=f"""
SELECT document_id, 'None of the title''s ' || title_stems || ' longer words stands in the body.' AS detail
FROM article_facts WHERE title_stems >= {gate.title_stems_min} AND title_stems_in_body = 0 AND chars > 0""",
        ),
    )


def _date(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    return (
        _of_one(
            name="publication_date",
            column="published_on",
            severity="warning",
            dimension="completeness",
            description="An article has a date of publication. Silence beats a wrong date, so none is held back.",
            sql="SELECT document_id, 'No date of publication was found.' AS detail FROM articles"
            " WHERE published_on IS NULL",
        ),
        _of_one(
            name="plausible_publication_date",
            column="published_on",
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
        ),
        _of_one(
            name="weekday_agrees_with_date",
            column="published_on",
            severity="warning",
            dimension="consistency",
            description="Where the words that gave the date name a weekday, it is the date's.",
            sql="""
SELECT document_id, 'The weekday named beside ' || published_on || ' is another.' AS detail
FROM (SELECT document_id, published_on,
        unnest(regexp_extract_all(lower(published_evidence), '[\\p{L}\\p{M}-]+')) AS word
      FROM articles WHERE published_precision IN ('day', 'near') AND published_evidence IS NOT NULL
        AND published_on IS NOT NULL)
JOIN weekdays USING (word)
GROUP BY document_id, published_on HAVING NOT bool_or(day = isodow(published_on))""",
        ),
        _of_one(
            name="sure_publication_date",
            column="published_confidence",
            severity="info",
            dimension="accuracy",
            description="A date of publication is more than a guess.",
            threshold=f"confidence of at least {gate.confidence_min}",
            sql="SELECT document_id, 'The date has confidence ' || round(published_confidence, 2) || '.' AS detail"
            f" FROM articles WHERE published_on IS NOT NULL"
            f" AND coalesce(published_confidence, 0) < {gate.confidence_min}",
        ),
        _table(
            name="whole_dates",
            scope="document",
            column="published_precision",
            severity="critical",
            dimension="consistency",
            description="A date comes with its precision and basis; one of a month or year is that period's first day.",
            sql="""
SELECT article_id FROM articles
WHERE (published_on IS NULL) != (published_precision IS NULL) OR (published_on IS NULL) != (published_basis IS NULL)
  OR published_precision NOT IN ('day', 'near', 'month', 'year')
  OR (published_precision = 'month' AND day(published_on) != 1)
  OR (published_precision = 'year' AND dayofyear(published_on) != 1)""",
            key=("article_id",),
        ),
    )


def _language(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    broken = "language IS NULL"
    if gate.languages:
        broken += f" OR (language NOT IN ({sql_list(gate.languages)}) AND language != 'und')"
    return (
        _of_one(
            name="allowed_language",
            column="language",
            severity="critical",
            dimension="validity",
            description="An article is in a language of the corpus.",
            threshold=", ".join(gate.languages) or "every language is allowed",
            sql="SELECT document_id, 'The body is in ' || coalesce(language, 'no language') || '.' AS detail"
            f" FROM articles WHERE {broken}",
        ),
        _of_one(
            name="sure_language",
            column="language_confidence",
            severity="warning",
            dimension="accuracy",
            description="The language of a long body is known, and surely.",
            threshold=f"confidence of at least {gate.language_confidence_min}, from {gate.language_words_min} words on",
            sql=f"""
SELECT document_id, CASE WHEN language = 'und' THEN 'The language of ' || word_count || ' words is unknown.'
  ELSE 'The language has confidence ' || round(language_confidence, 2) || '.' END AS detail
FROM articles WHERE word_count >= {gate.language_words_min}
  AND (language = 'und' OR coalesce(language_confidence, 0) < {gate.language_confidence_min})""",
        ),
    )


def _metadata() -> tuple[ExpectationSpec, ...]:
    return (
        _of_one(
            name="authors_are_names",
            column="authors",
            severity="warning",
            dimension="validity",
            description="An author is a name: no address, no number, no sentence.",
            threshold="no @, digit or slash; at most 80 characters",
            sql="""
SELECT document_id, 'Of ' || len(authors) || ' authors, some are no names.' AS detail FROM articles
WHERE len(authors) > 0 AND (regexp_matches(array_to_string(authors, ' '), '[@/0-9]')
  OR list_max(list_transform(authors, lambda name: length(name))) > 80)""",
        ),
    )
