"""The published views: questions that people ask of the tables again and again, answered by name.

Belongs here: names, queries and comments of views. Does not belong here: a fact that no table holds: a view is only
another look at the tables, so it is left out of ``tables_sha256``.

A query must be understood by every DuckDB client that opens the file, from 1.1.3 on.
"""

from __future__ import annotations

from dataclasses import dataclass

from kliping.tables.description import quoted
from kliping.text.hosts import BEHIND_OUTLET


@dataclass(frozen=True)
class View:
    """A published view: its query, and what each of its columns holds, in their order."""

    name: str
    comment: str
    columns: tuple[tuple[str, str], ...]  # name and comment
    query: str

    def ddl(self) -> str:
        """``CREATE OR REPLACE VIEW`` and the ``COMMENT`` statements, as one script."""
        lines = [f"CREATE OR REPLACE VIEW {self.name} AS {self.query};"]
        lines.append(f"COMMENT ON VIEW {self.name} IS {quoted(self.comment)};")
        lines += [f"COMMENT ON COLUMN {self.name}.{name} IS {quoted(comment)};" for name, comment in self.columns]
        return "\n".join(lines)


OUTLETS = View(
    "outlets",
    "The outlets, each once, however its name is spelt, with its spellings and hosts, and from when to when.",
    (
        ("outlet", "Its name, in the spelling that most of its documents have."),
        ("spellings", "Spellings of it, the commonest first, as its documents, copies too, have them."),
        ("hosts", "Hosts of its articles' addresses, the commonest first, without www."),
        ("articles", "Its articles."),
        ("first_day", "Day of the oldest of them."),
        ("last_day", "Day of the newest."),
    ),
    # "Kabar Contoh", "KabarContoh" and "kabarcontoh.co.id" have one key: small letters and digits without the ending
    rf"""
    WITH told AS (
        SELECT regexp_replace(
                   regexp_replace(lower(m.value), '{BEHIND_OUTLET}', ''),
                   '[^\p{{L}}\p{{N}}]', '', 'g') AS key,
               m.value AS publisher, a.article_id, a.published_on,
               regexp_extract(lower(a.url), '^[a-z]+://(?:[^/@]*@)?(?:www\.)?([^/:?#]+)', 1) AS host
        FROM documents AS d JOIN metadata_evidence AS m ON m.document_id = d.document_id AND m.field = 'publisher'
            AND m.chosen
        LEFT JOIN articles AS a ON a.document_id = d.document_id
        WHERE d.status IN ('published', 'duplicate')
    ), spelt AS (
        SELECT key, list(publisher ORDER BY number DESC, publisher) AS spellings
        FROM (SELECT key, publisher, count(*) AS number FROM told GROUP BY ALL) GROUP BY key
    ), hosted AS (
        SELECT key, list(host ORDER BY number DESC, host) AS hosts
        FROM (SELECT key, host, count(*) AS number FROM told WHERE host <> '' GROUP BY ALL) GROUP BY key
    ), counted AS (
        SELECT key, count(article_id) AS articles, min(published_on) AS first_day, max(published_on) AS last_day
        FROM told GROUP BY key
    )
    SELECT spellings[1] AS outlet, spellings, coalesce(hosts, []::VARCHAR[]) AS hosts, articles, first_day, last_day
    FROM counted JOIN spelt USING (key) LEFT JOIN hosted USING (key) ORDER BY articles DESC, outlet
    """,  # noqa: S608 - the pattern is ours
)


def _in_one_spelling(query: str) -> str:
    """``query``, which may ask ``named`` (each spelling, its outlet) and ``syndicated`` (``syndication``, so named)."""
    parts = """
    named AS (SELECT unnest(spellings) AS spelling, outlet FROM outlets),
    syndicated AS (
        SELECT s.* EXCLUDE (publisher, first_publisher), coalesce(n.outlet, s.publisher) AS publisher,
               coalesce(f.outlet, s.first_publisher) AS first_publisher
        FROM syndication AS s LEFT JOIN named AS n ON n.spelling = s.publisher
        LEFT JOIN named AS f ON f.spelling = s.first_publisher
    )"""
    return query.replace("{outlets}", parts)


ARTICLES_DAILY = View(
    "articles_daily",
    "Articles of each day, outlet and language; only those whose date is known to the day.",
    (
        ("day", "Day of publication."),
        ("publisher", "Outlet, in the spelling of `outlets`; NULL where none was found."),
        ("language", "Language of the articles."),
        ("articles", "Articles of that day."),
        ("words", "Words in their bodies."),
    ),
    _in_one_spelling(
        "WITH {outlets} SELECT published_on AS day, coalesce(outlet, publisher) AS publisher, language, "
        "count(*) AS articles, sum(word_count)::BIGINT AS words "
        "FROM articles LEFT JOIN named ON spelling = publisher "
        "WHERE published_on IS NOT NULL AND published_precision NOT IN ('month', 'year') GROUP BY ALL ORDER BY ALL"
    ),
)

UNDATED_ARTICLES = View(
    "undated_articles",
    "Articles without a date of publication, each with why, and with the likeliest date that was not taken.",
    (
        ("article_id", "The article."),
        ("title", "Its headline."),
        ("publisher", "Its outlet."),
        ("document_id", "The canonical document."),
        ("why", 'Whether the page names no day ("3 hours ago" is none), or unsure ones; and the unread cell.'),
        ("candidates", "Dates that were considered."),
        ("likeliest", "The candidate with the highest confidence."),
        ("basis", "What that one was read from."),
        ("confidence", "How sure it is, 0 to 1."),
        ("evidence", "The words that would have given it."),
    ),
    """
    WITH found AS (
        SELECT document_id, count(value) AS candidates,
               min(struct_pack(doubt := 1 - coalesce(confidence, 0), value := value, basis := basis,
                               evidence := evidence)) FILTER (value IS NOT NULL) AS best,
               min(evidence) FILTER (value IS NULL) AS unread
        FROM metadata_evidence WHERE field = 'published_on' GROUP BY document_id
    )
    SELECT a.article_id, a.title, a.publisher, a.document_id,
           CASE WHEN coalesce(f.candidates, 0) = 0 THEN 'the page names no day' ELSE 'no date was sure enough' END
               || coalesce('; the column held ''' || f.unread || ''', which could not be read as a believable date', '')
               AS why,
           coalesce(f.candidates, 0) AS candidates, f.best.value AS likeliest, f.best.basis AS basis,
           round(1 - f.best.doubt, 4) AS confidence, f.best.evidence AS evidence
    FROM articles AS a LEFT JOIN found AS f USING (document_id)
    WHERE a.published_on IS NULL ORDER BY a.article_id
    """,
)

QUALITY_HISTORY = View(
    "quality_history",
    "How each expectation fared in each edition.",
    (
        ("edition", "The edition that was judged."),
        ("published_at", "When it was published; NULL when it was refused."),
        ("verdict", "What came of the edition."),
        ("table_name", "The table the expectation speaks of."),
        ("expectation", "Its name."),
        ("severity", "critical, warning or info."),
        ("success", "Whether it held."),
        ("unexpected_count", "Rows that broke it."),
        ("unexpected_share", "Their share of the rows looked at, 0 to 1."),
        ("change", "Rows that broke it more than in the edition before; NULL for the first."),
    ),
    """
    SELECT r.edition, e.published_at, e.verdict, r.table_name, r.expectation, r.severity, r.success,
           r.unexpected_count, r.unexpected_count / nullif(r.element_count, 0) AS unexpected_share,
           r.unexpected_count - lag(r.unexpected_count) OVER (
               PARTITION BY r.table_name, r.expectation, r.column_name ORDER BY r.edition) AS change
    FROM expectation_results AS r LEFT JOIN editions AS e USING (edition)
    ORDER BY r.edition, r.table_name, r.expectation
    """,
)

WHERE_FROM = View(
    "where_from",
    "A paragraph of an article back to the file and the lines it was read from.",
    (
        ("article_id", "The article."),
        ("paragraph", "Position in the body, from 1."),
        ("text", "The paragraph."),
        ("role", "body, subheading or quote."),
        ("document_id", "The document it stands in."),
        ("uri", "Where that was read from."),
        ("member", "Path inside an archive or row in a file; NULL for the file itself."),
        ("line_from", "First line it stands in."),
        ("line_to", "Last line it stands in."),
    ),
    """
    SELECT p.article_id, p.paragraph, p.text, p.role, d.document_id, d.uri, d.member, p.line_from, p.line_to
    FROM paragraphs AS p JOIN articles AS a USING (article_id) JOIN documents AS d ON d.document_id = a.document_id
    ORDER BY p.article_id, p.paragraph
    """,
)

WHAT_WAS_REMOVED = View(
    "what_was_removed",
    "Roles and reasons of removed lines, the commonest first, each with a line as an example.",
    (
        ("role", "What the lines are."),
        ("reason", "What said so."),
        ("lines", "Lines removed for it, whole or a piece of them."),
        ("documents", "Documents they stand in."),
        ("characters", "Characters in them."),
        ("example", "One of the lines."),
    ),
    "SELECT role, reason, count(DISTINCT (document_id, line)) AS lines, count(DISTINCT document_id) AS documents, "
    "sum(length(text))::BIGINT AS characters, min(text) AS example FROM removed_lines "
    "GROUP BY role, reason ORDER BY 3 DESC, 1, 2",
)

SYNDICATION_PAIRS = View(
    "syndication_pairs",
    "Which outlet takes articles from which, how often, how closely and how long after.",
    (
        ("first_publisher", "Outlet that had the articles first."),
        ("publisher", "Outlet that copied them."),
        ("articles", "Articles it copied."),
        ("median_days_after", "Days it took, for half of them at most."),
        ("mean_similarity", "How alike the two texts are, 0 to 1."),
    ),
    _in_one_spelling("""
    WITH {outlets}
    SELECT first_publisher, publisher, count(*) AS articles, median(days_after) AS median_days_after,
           round(avg(similarity), 4) AS mean_similarity
    FROM syndicated WHERE role = 'copy' AND publisher IS DISTINCT FROM first_publisher
    GROUP BY ALL ORDER BY 3 DESC, 1, 2
    """),
)

EDITION_CHANGES = View(
    "edition_changes",
    "What each edition holds more or less than the published edition before it.",
    (
        ("edition", "The edition."),
        ("published_at", "When it was published."),
        ("documents", "Documents in it."),
        ("documents_more", "Documents more than before."),
        ("articles", "Articles in it."),
        ("articles_more", "Articles more than before."),
        ("quarantined_more", "Documents held back more than before."),
        ("unreadable_more", "Unreadable documents more than before."),
        ("corrections_more", "Corrections by persons more than before."),
        ("same_tables", "Whether its tables equal those of the edition before."),
    ),
    """
    SELECT edition, published_at, documents,
           documents - coalesce(lag(documents) OVER numbered, 0) AS documents_more,
           articles, articles - coalesce(lag(articles) OVER numbered, 0) AS articles_more,
           quarantined - coalesce(lag(quarantined) OVER numbered, 0) AS quarantined_more,
           unreadable - coalesce(lag(unreadable) OVER numbered, 0) AS unreadable_more,
           coalesce(corrections, 0) - coalesce(lag(corrections) OVER numbered, 0) AS corrections_more,
           coalesce(tables_sha256 = lag(tables_sha256) OVER numbered, false) AS same_tables
    FROM editions WHERE verdict <> 'refused' WINDOW numbered AS (ORDER BY edition) ORDER BY edition
    """,
)

OUTLET_ORIGINALITY = View(
    "outlet_originality",
    "How much of what an outlet published was its own, and how much it had from others or others from it.",
    (
        ("publisher", "The outlet."),
        ("documents", "Its published documents and copies."),
        ("alone", "Documents that no other outlet has."),
        ("first", "Documents that other outlets have too, this one first."),
        ("copied", "Documents that another outlet had first."),
        ("undated", "Documents that another outlet has too, and nothing says who was first."),
        ("wire", "Documents that name an agency or outlet they are taken from."),
        ("own_share", "Share of its documents that are alone or first, 0 to 1."),
        ("days_after", "Median of the days after the first of what was copied."),
        ("rewritten", "Share of what was copied that was rewritten and not only edited, 0 to 1."),
    ),
    _in_one_spelling(
        "WITH {outlets}, published AS (SELECT d.document_id, coalesce(n.outlet, m.value) AS publisher, d.article_id "
        "FROM documents AS d JOIN metadata_evidence AS m ON m.document_id = d.document_id AND m.field = 'publisher' "
        "AND m.chosen LEFT JOIN named AS n ON n.spelling = m.value WHERE d.status IN ('published', 'duplicate')), "
        "shared AS (SELECT group_id FROM syndicated GROUP BY group_id HAVING count(DISTINCT publisher) > 1), "
        "told AS (SELECT p.publisher, CASE WHEN h.group_id IS NULL OR s.publisher = s.first_publisher "
        "AND s.role = 'copy' THEN 'alone' WHEN s.role = 'first' THEN 'first' WHEN s.role = 'undated' THEN 'undated' "
        "ELSE 'copied' END AS role, "
        "s.days_after, s.kind, a.source IS NOT NULL AS wire FROM published AS p "
        "LEFT JOIN syndicated AS s ON s.document_id = p.document_id LEFT JOIN shared AS h ON h.group_id = s.group_id "
        "LEFT JOIN articles AS a ON a.article_id = p.article_id) "
        "SELECT publisher, count(*) AS documents, count(*) FILTER (WHERE role = 'alone') AS alone, "
        "count(*) FILTER (WHERE role = 'first') AS first, count(*) FILTER (WHERE role = 'copied') AS copied, "
        "count(*) FILTER (WHERE role = 'undated') AS undated, count(*) FILTER (WHERE wire) AS wire, "
        "count(*) FILTER (WHERE role IN ('alone', 'first')) / count(*) AS own_share, "
        "median(days_after) FILTER (WHERE role = 'copied') AS days_after, "
        "avg((kind = 'rewrite')::INTEGER) FILTER (WHERE role = 'copied') AS rewritten "
        "FROM told GROUP BY publisher ORDER BY publisher"
    ),
)

FIRST_PUBLISHERS = View(
    "first_publishers",
    "Who had first what another outlet took: outlets in pairs, with how often, how long after, how much rewritten.",
    (
        ("first_publisher", "The outlet that had it first."),
        ("publisher", "The outlet that had it later."),
        ("documents", "Documents the later one had from the first, as far as dates tell."),
        ("days_after", "Median of the days between."),
        ("exact", "Documents with the very same words."),
        ("near", "Documents that were edited or cut."),
        ("rewritten", "Documents of which most sentences came back in other words or order."),
        ("similarity", "Mean of the verified similarity, 0 to 1."),
    ),
    _in_one_spelling(
        "WITH {outlets} SELECT first_publisher, publisher, count(*) AS documents, median(days_after) AS days_after, "
        "count(*) FILTER (WHERE kind = 'exact') AS exact, count(*) FILTER (WHERE kind = 'near') AS near, "
        "count(*) FILTER (WHERE kind = 'rewrite') AS rewritten, avg(similarity) AS similarity FROM syndicated "
        "WHERE role = 'copy' AND publisher <> first_publisher GROUP BY ALL "
        "ORDER BY documents DESC, first_publisher, publisher"
    ),
)

VIEWS = (
    OUTLETS,  # first: others ask it for the spelling of an outlet
    ARTICLES_DAILY,
    UNDATED_ARTICLES,
    WHERE_FROM,
    WHAT_WAS_REMOVED,
    SYNDICATION_PAIRS,
    QUALITY_HISTORY,
    EDITION_CHANGES,
    OUTLET_ORIGINALITY,
    FIRST_PUBLISHERS,
)
"""Every published view, in the order a reader meets them."""
