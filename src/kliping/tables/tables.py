"""The published tables: the contract with everyone who queries the DuckDB file.

Belongs here: names, types and comments of tables and columns. Does not belong here: tables that hang on all articles
(``groups``), or how rows are made.
"""

from __future__ import annotations

from kliping.tables.description import Column, Table
from kliping.tables.groups import ARTICLE_VERSIONS, RELATED_ARTICLES, SHARED_PARAGRAPHS, SYNDICATION
from kliping.words.sections import PAGE_KINDS

_KINDS = tuple(PAGE_KINDS)

ARTICLES = Table(
    "articles",
    "A clean article: one row for each group of documents that are copies of each other.",
    ("article_id",),
    (
        Column("article_id", "VARCHAR", "Identity of the article, stable across editions."),
        Column("title", "VARCHAR", "Headline, without the outlet's suffix; NULL when none was found."),
        Column("subtitle", "VARCHAR", "Standfirst or second headline."),
        Column("body", "VARCHAR", "The article and nothing but: paragraphs separated by an empty line."),
        Column(
            "body_confidence", "DOUBLE", "Probability that the body reaches an F1 of 0.9 against a careful reader's."
        ),
        Column("language", "VARCHAR", "Language of the body (ISO 639-1 as langdetect writes it), or und."),
        Column("language_confidence", "DOUBLE", "How sure the language is, 0 to 1."),
        Column("authors", "VARCHAR[]", "Names in the byline, in page order; empty when none was found."),
        Column("editor", "VARCHAR", "Name in the editor's credit."),
        Column("publisher", "VARCHAR", "Outlet that published the page."),
        Column("source", "VARCHAR", "Agency or outlet the article says it is taken from."),
        Column("place", "VARCHAR", "Place in the dateline."),
        Column("published_on", "DATE", "Date of publication; first day of the month or year when only that is known."),
        Column("published_precision", "VARCHAR", "day, near (that day or at most two later), month or year."),
        Column("published_basis", "VARCHAR", "What the date was read from: header, url, attribution, event, …"),
        Column("published_confidence", "DOUBLE", "How sure the date is, 0 to 1."),
        Column("published_evidence", "VARCHAR", "The words that gave the date."),
        Column("published_line", "INTEGER", "The line those words stand in; NULL when they stand in no line."),
        Column("published_at", "TIMESTAMPTZ", "Moment of publication, where the page gives time and zone."),
        Column(
            "published_local",
            "VARCHAR",
            "Day and time of publication by the page's own clock (2024-06-03T14:56), whether or not it names the zone.",
        ),
        Column("url", "VARCHAR", "Address of the page, where the source or the page gives it."),
        Column("tags", "VARCHAR[]", "Topics the page lists."),
        Column("word_count", "INTEGER", "Words in the body."),
        Column("paragraph_count", "INTEGER", "Paragraphs in the body."),
        Column("reading_minutes", "INTEGER", "Minutes to read the body at 200 words a minute, rounded up."),
        Column("image_captions", "VARCHAR[]", "Captions of pictures, each once.", of="caption"),
        Column("group_id", "VARCHAR", "The group of copies this article stands for."),
        Column("copies", "INTEGER", "Documents in the group beside the canonical one."),
        Column("first_seen_at", "TIMESTAMPTZ", "Arrival of the canonical document.", volatile=True),
        Column("document_id", "VARCHAR", "The canonical document."),
        Column("since_edition", "INTEGER", "Edition in which the row last changed.", volatile=True),
    ),
    belongs_to="document_id",
)

PARAGRAPHS = Table(
    "paragraphs",
    "A paragraph of an article's body.",
    ("article_id", "paragraph"),
    (
        Column("article_id", "VARCHAR", "The article."),
        Column("paragraph", "INTEGER", "Position in the body, from 1."),
        Column("text", "VARCHAR", "The paragraph."),
        Column("role", "VARCHAR", "body, subheading or quote."),
        Column("language", "VARCHAR", "Language of the paragraph, or und when it is too short to say."),
        Column("language_confidence", "DOUBLE", "How sure that is, 0 to 1."),
        Column("word_count", "INTEGER", "Words in the paragraph."),
        Column("line_from", "INTEGER", "First line of the document it stands in."),
        Column("line_to", "INTEGER", "Last line of the document it stands in."),
    ),
    belongs_to="article_id",
)

DOCUMENTS = Table(
    "documents",
    "Every document that came in, whatever became of it.",
    ("document_id",),
    (
        Column("document_id", "VARCHAR", "Identity of the document: its address and its bytes."),
        Column("uri", "VARCHAR", "Where it was read from."),
        Column("member", "VARCHAR", "Path inside an archive or row in a file; NULL for the file itself."),
        Column("format", "VARCHAR", "Form it was read as: text, html, jsonl, …"),
        Column("encoding", "VARCHAR", "Character encoding that was used; NULL when it could not be read."),
        Column("bytes", "BIGINT", "Size in bytes."),
        Column("sha256", "VARCHAR", "SHA-256 of its bytes."),
        Column("extra", "VARCHAR", "What its table holds beyond the fields, a JSON object; NULL without any."),
        Column("batch", "VARCHAR", "Batch it arrived in.", volatile=True),
        Column("first_seen_at", "TIMESTAMPTZ", "Arrival of that batch.", volatile=True),
        Column("status", "VARCHAR", "published, duplicate, quarantined, unreadable or removed (it left its source)."),
        Column(
            "page_kind",
            "VARCHAR",
            f"{', '.join(_KINDS[:-1])} or {_KINDS[-1]}; NULL when unreadable.",
        ),
        Column("page_kind_confidence", "DOUBLE", "Probability that it is an article, or that it is none, 0 to 1."),
        Column(
            "page_kind_reason",
            "VARCHAR",
            "What said so: text, words (the page's own), teasers, markup, no_text or person.",
        ),
        Column("article_id", "VARCHAR", "Article it is part of; NULL when quarantined or unreadable."),
        Column("group_id", "VARCHAR", "Group of copies it belongs to; NULL when unreadable."),
        Column("raw_lines", "INTEGER", "Non-blank lines that came in."),
        Column("kept_lines", "INTEGER", "Lines that are in the article's body."),
        Column("removed_lines", "INTEGER", "Lines of which nothing is in the body."),
        Column(
            "duplicate_paragraph_ratio",
            "DOUBLE",
            "Share of the characters that stand in lines repeating an earlier one, 0 to 1.",
        ),
        Column("boilerplate_ratio", "DOUBLE", "Share of the raw lines that are furniture, 0 to 1."),
        Column(
            "redactions", "INTEGER", "E-mail addresses and telephone numbers replaced in its lines; 0 unless asked."
        ),
    ),
    belongs_to="document_id",
)

REMOVED_LINES = Table(
    "removed_lines",
    "A line that is in no article's body, or a piece that was cut out of one, and why.",
    ("document_id", "line", "start"),
    (
        Column("document_id", "VARCHAR", "The document."),
        Column("line", "INTEGER", "Line number in the document, from 1, blank lines counted."),
        Column("text", "VARCHAR", "The line."),
        Column("role", "VARCHAR", "What the line is: title, byline, caption, related, boilerplate, …"),
        Column("reason", "VARCHAR", "What said so: a lexicon entry, a template, the model, a rule, a person."),
        Column("same_as_line", "INTEGER", "For a repeated line: the line that stays."),
        Column("start", "INTEGER", "Of a piece of a line: its first character in it, from 0; NULL for a whole line."),
        Column("end", "INTEGER", "Of a piece of a line: the character after its last; NULL for a whole line."),
    ),
    unknown=("start",),
    belongs_to="document_id",
)

METADATA_EVIDENCE = Table(
    "metadata_evidence",
    "One extracted value, chosen or not, with the words that caused it.",
    ("document_id", "field", "value", "basis", "line", "start"),
    (
        Column("document_id", "VARCHAR", "The document."),
        Column("field", "VARCHAR", "title, authors, published_on, …"),
        Column("value", "VARCHAR", "The value; NULL for a cell of a table in which none could be read."),
        Column("basis", "VARCHAR", "What it was read from; person: somebody corrected it."),
        Column("confidence", "DOUBLE", "How sure it is, 0 to 1."),
        Column("line", "INTEGER", "The line it stands in; NULL for markup, a source's field, the address."),
        Column("start", "INTEGER", "First character of the evidence in that line, from 0."),
        Column("end", "INTEGER", "Character after the evidence."),
        Column("evidence", "VARCHAR", "The words themselves."),
        Column("chosen", "BOOLEAN", "Whether it became the article's value."),
    ),
    unknown=("value", "basis", "line", "start"),
    belongs_to="document_id",
)

DUPLICATES = Table(
    "duplicates",
    "A document that is a copy of its group's canonical document.",
    ("document_id",),
    (
        Column("document_id", "VARCHAR", "The copy."),
        Column("canonical_document_id", "VARCHAR", "The document that stays."),
        Column("group_id", "VARCHAR", "Their group."),
        Column(
            "kind",
            "VARCHAR",
            "exact (the same words), near (the same text, edited or cut), rewrite (most of its sentences), "
            "or version (an older text of the same page).",
        ),
        Column("similarity", "DOUBLE", "Verified similarity of the two bodies, 0 to 1."),
    ),
    belongs_to="document_id",
)

QUARANTINE = Table(
    "quarantine",
    "A document held back: a row for every reason.",
    ("document_id", "expectation", "reason"),
    (
        Column("document_id", "VARCHAR", "The document."),
        Column("uri", "VARCHAR", "Where it was read from."),
        Column("stage", "VARCHAR", "reading, expectations, or the step that could not take it."),
        Column("expectation", "VARCHAR", "The expectation it broke; NULL at any other stage."),
        Column("reason", "VARCHAR", "A short code to filter by."),
        Column("detail", "VARCHAR", "The sentence for a person: what, where, and the next move."),
        Column("batch", "VARCHAR", "Batch it arrived in.", volatile=True),
        Column("since_edition", "INTEGER", "First edition that held it back.", volatile=True),
    ),
    unknown=("expectation", "reason"),
    belongs_to="document_id",
)

TEMPLATES = Table(
    "templates",
    "A line that recurs in many groups, so that it is furniture wherever it stands.",
    ("text",),
    (
        Column("text", "VARCHAR", "The line, normalised."),
        Column("groups", "BIGINT", "Groups it stands in."),
        Column("documents", "BIGINT", "Documents it stands in."),
        Column("share", "DOUBLE", "Share of all groups, 0 to 1."),
    ),
)

EXPECTATION_RESULTS = Table(
    "expectation_results",
    "One expectation in one edition.",
    ("edition", "table_name", "expectation", "column_name"),
    (
        Column("edition", "INTEGER", "The edition that was judged."),
        Column("run_id", "VARCHAR", "The run that judged it."),
        Column("table_name", "VARCHAR", "The table the expectation speaks of."),
        Column("expectation", "VARCHAR", "Its name."),
        Column("column_name", "VARCHAR", "The column, where it speaks of one."),
        Column("severity", "VARCHAR", "critical, warning or info."),
        Column("success", "BOOLEAN", "Whether it held."),
        Column("observed", "VARCHAR", "What was found, for a person."),
        Column("element_count", "BIGINT", "Rows looked at."),
        Column("unexpected_count", "BIGINT", "Rows that broke it."),
        Column("checked_at", "TIMESTAMPTZ", "When it was judged."),
    ),
    hashed=False,
    unknown=("column_name",),
)

EDITIONS = Table(
    "editions",
    "A candidate that was published, or refused.",
    ("edition",),
    (
        Column("edition", "INTEGER", "Number of the edition, from 1."),
        Column("run_id", "VARCHAR", "The run that made it."),
        Column("verdict", "VARCHAR", "passed, accepted or refused."),
        Column("published_at", "TIMESTAMPTZ", "When it was published; NULL when refused."),
        Column("documents", "BIGINT", "Documents in it."),
        Column("articles", "BIGINT", "Articles in it."),
        Column("duplicates", "BIGINT", "Copies in it."),
        Column("quarantined", "BIGINT", "Documents held back by an expectation, or that a step could not take."),
        Column("unreadable", "BIGINT", "Documents that could not be read."),
        Column("corrections", "BIGINT", "What persons corrected, as far as it is in force."),
        Column("kliping_version", "VARCHAR", "Version of this program."),
        Column("settings", "JSON", "The settings in force."),
        Column("inputs_sha256", "VARCHAR", "Digest of all it was made from: pages, settings, rules and rulings."),
        Column("tables_sha256", "VARCHAR", "SHA-256 of the tables' content; the same for the same pages."),
        Column("rolled_back_to", "INTEGER", "After a rollback: the edition whose tables it holds; NULL otherwise."),
        Column("why", "VARCHAR", "After a rollback: the reason that was given, with who gave it."),
    ),
    hashed=False,
)

TABLES = (
    ARTICLES,
    PARAGRAPHS,
    DOCUMENTS,
    REMOVED_LINES,
    METADATA_EVIDENCE,
    DUPLICATES,
    SYNDICATION,
    RELATED_ARTICLES,
    ARTICLE_VERSIONS,
    SHARED_PARAGRAPHS,
    TEMPLATES,
    QUARANTINE,
    EXPECTATION_RESULTS,
    EDITIONS,
)
"""Every published table, in the order a reader meets them."""
