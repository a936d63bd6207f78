"""The published tables that hang on all articles: what groups of copies share, and how they are related.

Belongs here: names, types and comments of these tables and their columns. Does not belong here: tables whose rows
belong to one document (``tables``), or how rows are made.
"""

from __future__ import annotations

from kliping.tables.description import Column, Table

SHARED_PARAGRAPHS = Table(
    "shared_paragraphs",
    "A paragraph whose words stand in articles of more than one group: agency copy, quotes, furniture.",
    ("paragraph_id", "group_id"),
    (
        Column("paragraph_id", "VARCHAR", "Names the words of the paragraph: equal where the words are equal."),
        Column("group_id", "VARCHAR", "A group that holds it."),
        Column("document_id", "VARCHAR", "The document of that group it was found in."),
        Column("paragraph", "INTEGER", "Its position in that article's body."),
        Column("text", "VARCHAR", "The paragraph as it stands there."),
        Column("role", "VARCHAR", "body, subheading or quote."),
        Column("word_count", "INTEGER", "Words in it."),
        Column("groups", "BIGINT", "Groups that share it."),
    ),
)

ARTICLE_VERSIONS = Table(
    "article_versions",
    "Different texts of one article, told by the same address or title: one row for each text.",
    ("history_id", "version"),
    (
        Column("history_id", "VARCHAR", "The same for all versions of an article."),
        Column("version", "INTEGER", "Position among the versions, from 1, by arrival, update or publication."),
        Column("versions", "INTEGER", "Versions at hand."),
        Column("document_id", "VARCHAR", "The document that has this text."),
        Column("group_id", "VARCHAR", "Its group of copies."),
        Column("basis", "VARCHAR", "What it has in common with another version: url, file (its place there) or title."),
        Column("published_on", "DATE", "When it was published, where the page says so."),
        Column("updated_on", "DATE", "When it was updated, where the page says so."),
        Column("words", "INTEGER", "Words in the text."),
        Column("words_more", "INTEGER", "Words more than the version before; NULL for the first."),
        Column("similarity", "DOUBLE", "Similarity with the version before, 0 to 1; NULL for the first."),
        Column("copies", "INTEGER", "Further documents with the same text."),
        Column("body", "VARCHAR", "The text."),
    ),
)

SYNDICATION = Table(
    "syndication",
    "Who had an article first, who copied it, how closely, and how long after: one row for each document of a group.",
    ("group_id", "document_id"),
    (
        Column("group_id", "VARCHAR", "The group of copies."),
        Column("document_id", "VARCHAR", "The document."),
        Column("role", "VARCHAR", "first, copy, or undated: nothing says whether before or after."),
        Column("publisher", "VARCHAR", "Outlet of the document."),
        Column("uri", "VARCHAR", "Where it was read from."),
        Column("published_on", "DATE", "When it was published."),
        Column("first_document_id", "VARCHAR", "The canonical document of the group."),
        Column("first_publisher", "VARCHAR", "Outlet of the canonical document."),
        Column("first_published_on", "DATE", "When the canonical document was published."),
        Column("days_after", "INTEGER", "Days between the two; negative when a less certain date says it was earlier."),
        Column("kind", "VARCHAR", "canonical, exact, near or rewrite."),
        Column("similarity", "DOUBLE", "Verified similarity with the canonical document, 0 to 1."),
    ),
)

RELATED_ARTICLES = Table(
    "related_articles",
    "Articles that share text and are no copies of each other: one row for each pair of groups.",
    ("group_id", "other_group_id"),
    (
        Column("group_id", "VARCHAR", "A group of copies."),
        Column("other_group_id", "VARCHAR", "The other group; of the two the greater name."),
        Column("document_id", "VARCHAR", "The canonical document of the group."),
        Column("other_document_id", "VARCHAR", "The canonical document of the other group."),
        Column(
            "kind",
            "VARCHAR",
            "followup (other news over the same paragraphs), serial (the same template, another day, place or match), "
            "digest (one holds the other among others), near or rewrite (alike, and not enough so to the canonical).",
        ),
        Column("shared", "DOUBLE", "Share of the shorter body's words that stand in passages of the other, 0 to 1."),
        Column("similarity", "DOUBLE", "Jaccard similarity of their shingles of words, 0 to 1."),
    ),
)

OF_GROUPS = (SYNDICATION, RELATED_ARTICLES, ARTICLE_VERSIONS, SHARED_PARAGRAPHS)
"""All of them, in the order in which they are filled."""
