"""Full-text search inside the published file: BM25 as plain tables and SQL macros, with no extension to install.

Belongs here: building the index of ``articles`` and the macros that ask it. Does not belong here: the articles,
or what the index's tables are (``kliping.tables.search``).

``SELECT * FROM search('banjir demak', n := 20)`` ranks articles by BM25 (Robertson and Zaragoza, "The Probabilistic
Relevance Framework: BM25 and Beyond", 2009) with Lucene's inverse document frequency, which is never negative.
The macro that folds the question also folds the articles, so both always agree. Postings hold numbers, not strings, in
the order of the term, so that a question reads only the row groups its terms stand in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.tables.search import SEARCH_TABLES

if TYPE_CHECKING:
    import duckdb

ARTICLES_AT_ONCE = 20_000
"""Articles indexed in one statement: memory grows with these, not with the corpus."""

TABLES = "\n".join(table.ddl(unless_there=True) for table in SEARCH_TABLES)

FOLDING = r"""
CREATE OR REPLACE MACRO search_words(words) AS CASE
    WHEN strlen(words) != length(words) AND regexp_matches(words, '[^\x00-\x7F“”‘’–—…]')
    THEN regexp_extract_all(strip_accents(lower(words)), '[\pL\pN]+')
    ELSE string_split(regexp_replace(lower(words), '[^a-z0-9 ]+', ' ', 'g'), ' ')
END;
"""
"""Words, folded, and some empty ones: texts without accents are split at signs, which takes half as long as looking for
letters, and a text of as many bytes as letters need not be searched for accents."""

NUMBERING = """
INSERT INTO search_articles
SELECT (SELECT coalesce(max(article), 0) FROM search_articles) + row_number() OVER (ORDER BY article_id),
  article_id, NULL
FROM articles ANTI JOIN search_articles USING (article_id);
"""

_WORDS_OF = """SELECT article, unnest(search_words(concat_ws(' ', title, body))) AS term
    FROM fresh JOIN articles ON articles.rowid = fresh.place WHERE article % 2 = {half}"""

INDEXING = f"""
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT article, articles.rowid AS place FROM search_articles JOIN articles USING (article_id)
WHERE search_articles.words IS NULL ORDER BY place LIMIT {ARTICLES_AT_ONCE};
CREATE OR REPLACE TEMP TABLE counts AS
SELECT term, article, count(*)::INTEGER AS tf FROM (
    {_WORDS_OF.format(half=0)}
    UNION ALL
    {_WORDS_OF.format(half=1)}
) WHERE term != '' GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE found AS SELECT term, count(*)::INTEGER AS df FROM counts GROUP BY ALL;
UPDATE search_terms SET df = search_terms.df + found.df FROM found WHERE found.term = search_terms.term;
INSERT INTO search_terms
SELECT term, (SELECT coalesce(max(id), 0) FROM search_terms) + row_number() OVER (ORDER BY term), df
FROM found ANTI JOIN search_terms USING (term);
INSERT INTO search_postings SELECT id, article, tf FROM counts JOIN search_terms USING (term) ORDER BY id, article;
UPDATE search_articles SET words = coalesce(lengths.words, 0)
FROM fresh LEFT JOIN (SELECT article, sum(tf)::INTEGER AS words FROM counts GROUP BY ALL) AS lengths USING (article)
WHERE fresh.article = search_articles.article;
DROP TABLE fresh;
DROP TABLE counts;
DROP TABLE found;
"""
"""Index the next articles that have no length yet: in two halves, for they are fewer than the rows that DuckDB gives to
one thread, and their words are what costs."""

UNUSED = "DELETE FROM search_terms WHERE df = 0;"

LEAVING = """
CREATE OR REPLACE TEMP TABLE numbers AS SELECT article FROM search_articles SEMI JOIN leaving USING (article_id);
CREATE OR REPLACE TEMP TABLE lost AS
SELECT term, count(*)::INTEGER AS df FROM search_postings SEMI JOIN numbers USING (article) GROUP BY ALL;
UPDATE search_terms SET df = search_terms.df - lost.df FROM lost WHERE lost.term = search_terms.id;
DELETE FROM search_postings WHERE article IN (FROM numbers);
DELETE FROM search_articles WHERE article IN (FROM numbers);
DROP TABLE numbers;
DROP TABLE lost;
"""
"""Take the articles of ``leaving`` out; how many articles a word stands in is counted on, so that nobody reads all."""

_K1, _B = 1.2, 0.75
"""How soon a word that comes again adds nothing, and how much of an article's length is held against it: what
Robertson and Zaragoza found good in many collections, and Lucene's own values."""

ASKING = f"""
CREATE OR REPLACE MACRO search(q, n := 20) AS TABLE
WITH asked AS (
    SELECT DISTINCT term FROM (SELECT unnest(search_words(q)) AS term) WHERE term != ''
), corpus AS (
    SELECT count(*)::DOUBLE AS articles, avg(words) AS words FROM search_articles
), terms AS (
    SELECT search_terms.id, ln(1 + (corpus.articles - df + 0.5) / (df + 0.5)) AS idf
    FROM search_terms JOIN asked USING (term) CROSS JOIN corpus
), scored AS (
    SELECT search_postings.article,
           sum(idf * tf * {_K1 + 1} / (tf + {_K1} * ({1 - _B} + {_B} * search_articles.words / corpus.words))) AS score
    FROM search_postings
    JOIN terms ON terms.id = search_postings.term
    JOIN search_articles USING (article)
    CROSS JOIN corpus
    GROUP BY search_postings.article
), ranked AS (
    SELECT article_id, round(score, 6) AS score
    FROM scored JOIN search_articles USING (article)
    ORDER BY round(score, 6) DESC, article_id
    LIMIT n
)
SELECT article_id, score, title, publisher, published_on
FROM ranked JOIN articles USING (article_id)
ORDER BY score DESC, article_id;
"""
"""Scores are rounded before they are ordered: threads add the parts in any order, so the last digits would differ. What
an article says is read of the ``n`` best alone."""

SCRIPT = TABLES + FOLDING + NUMBERING + INDEXING + LEAVING + UNUSED + ASKING
"""All that an index is made with."""


def index_articles(connection: duckdb.DuckDBPyConnection) -> None:
    """Index the rows of ``articles`` that are not in the index yet; make it, and its macros, where they are not there.

    Args:
        connection: the candidate, ``articles`` filled.
    """
    connection.execute(TABLES + FOLDING + NUMBERING)
    while connection.execute("SELECT count(*) FROM search_articles WHERE words IS NULL").fetchall() != [(0,)]:
        connection.execute(INDEXING)
    connection.execute(UNUSED + ASKING)


def forget_articles(connection: duckdb.DuckDBPyConnection, leaving: str) -> None:
    """Take articles out of the index; what is left of it counts rightly once ``index_articles`` was called again.

    Args:
        connection: a file that has the index.
        leaving: a query of their ``article_id``.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE leaving AS {leaving}")
    if connection.execute("SELECT count(*) FROM leaving").fetchall() != [(0,)]:
        connection.execute(LEAVING)
    connection.execute("DROP TABLE leaving")
