"""The tables of the search index inside the published file: how each is described.

Belongs here: names, types and comments of the index's tables and columns. Does not belong here: how the index is made
and asked (``kliping.warehouse.search``).

They are derived from ``articles``, so no hash speaks of them; numbers stand in for what is long, and are given anew.
"""

from __future__ import annotations

from kliping.tables.description import Column, Table

SEARCH_ARTICLES = Table(
    "search_articles",
    "Search index: the number and length in words of each article.",
    (),
    (
        Column("article", "INTEGER", "Number of the article in the index."),
        Column("article_id", "VARCHAR", "The article."),
        Column("words", "INTEGER", "Words in its title and body."),
    ),
    hashed=False,
)

SEARCH_TERMS = Table(
    "search_terms",
    "Search index: each folded word, its number, and how many articles it stands in.",
    (),
    (
        Column("term", "VARCHAR", "The word, folded."),
        Column("id", "INTEGER", "Number of the word in the index."),
        Column("df", "INTEGER", "Articles it stands in."),
    ),
    hashed=False,
)

SEARCH_POSTINGS = Table(
    "search_postings",
    "Search index: which word stands in which article, how often.",
    (),
    (
        Column("term", "INTEGER", "Number of the word."),
        Column("article", "INTEGER", "Number of the article."),
        Column("tf", "INTEGER", "Times the word stands in it."),
    ),
    hashed=False,
)

SEARCH_TABLES = (SEARCH_ARTICLES, SEARCH_TERMS, SEARCH_POSTINGS)
"""The tables that the macro ``search`` reads."""
