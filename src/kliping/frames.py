"""The frames that pass between the steps: names, schemas and the vocabulary of roles.

Belongs here: what more than one step must agree on. Does not belong here: how a frame is made (the step's own package),
or columns of the published tables (``kliping.tables.tables``), which frames of the same rows take from there.

A *document* is one page as it came in; a *line* is a non-blank line of it, numbered from 1 as in the file, blank lines
counted. A *paragraph* is a run of body lines that belong together.
"""

from __future__ import annotations

import polars as pl

from kliping.tables import tables
from kliping.tables.description import UTC_TIME

BODY_ROLES = ("body", "subheading", "quote")
"""Roles of lines that stay in the article."""

REMOVED_ROLES = (
    "title",
    "byline",
    "editor",
    "source",
    "date",
    "dateline",
    "reading_time",
    "caption",
    "duplicate",
    "related",
    "boilerplate",
    "template",
    "contact",
)
"""Roles of lines that leave the body; each is a row of ``removed_lines`` with its reason."""

ROLES = BODY_ROLES + REMOVED_ROLES

PERSON = "person"
"""The reason of a role, and the basis of a value, that a person gave: above all other."""

CORRECTIONS = pl.Schema(
    {
        "document_id": pl.String(),
        "kind": pl.String(),  # role, field or page_kind
        "line": pl.Int32(),  # of a role: the line's number when it was corrected
        "text": pl.String(),  # of a role: the line's text
        "field": pl.String(),  # of a field: one of METADATA_FIELDS
        "value": pl.String(),  # the role, the value (several with semicolons; empty for none), the kind of page
    }
)
"""What persons corrected in the documents of a batch: one row a line, field or page; the latest word on it."""

FILES = pl.Schema(
    {
        "uri": pl.String(),  # absolute: file:///… or s3://…
        "bytes": pl.Int64(),
        "modified_at": UTC_TIME,
        "sha256": pl.String(),  # of the file's bytes; null until it has been read
    }
)
"""Files found in a source, one row each."""

SOURCE_FIELDS = pl.List(
    pl.Struct(
        {
            "field": pl.String(),  # one of METADATA_FIELDS
            "value": pl.String(),
            "column": pl.String(),  # the column or key it comes from; null where the format names its parts
            "words": pl.String(),  # what stood in the cell, where the value is not that
            "doubt": pl.String(),  # why the column is doubted; null for most
        }
    )
)
"""What a source says of a document beside its text."""

DOCUMENTS = pl.Schema(
    {
        "document_id": pl.String(),  # 16 hex digits of sha256(uri, member, content's sha256); 32 where pages share 16
        "uri": pl.String(),
        "member": pl.String(),  # path inside an archive or row in a file; null for the file itself
        "format": pl.String(),  # text, html, jsonl, …: the form `text` is in is html or text
        "encoding": pl.String(),  # the encoding that was used; null when unreadable
        "bytes": pl.Int64(),
        "sha256": pl.String(),  # of the document's own bytes
        "markup": pl.Boolean(),  # true: `text` is HTML source
        "text": pl.String(),  # null when unreadable
        "fields": SOURCE_FIELDS,  # url, title, … from the source
        "extra": pl.String(),  # JSON object: what the source holds beyond the fields; null without any
        "reason": pl.String(),  # why it is unreadable (a short code); null when it was read
        "detail": pl.String(),  # the sentence for a person: file, place, next move; null when it was read
        "first_seen_at": UTC_TIME,  # arrival of its batch
    }
)
"""Step 1, ``raw_documents``: one row a document, readable or not."""

CUTS = pl.List(
    pl.Struct({"start": pl.Int32, "end": pl.Int32, "role": pl.String, "reason": pl.String, "same_as_line": pl.Int32})
)
"""Pieces of a line that are not of the body, in order: characters ``[start:end]`` of its text, role, reason, and for a
duplicate the line that says the same."""

LINES = pl.Schema(
    {
        "document_id": pl.String(),
        "line": pl.Int32(),  # 1-based, in the file (text) or in the flattened page (HTML)
        "text": pl.String(),  # surrounding white space removed; never empty
        "role": pl.String(),  # one of ROLES
        "reason": pl.String(),  # lexicon:<entry>, duplicate, model, extractor, template:…, metadata:<field>, …
        "score": pl.Float32(),  # the model's probability that the line is body; null where no model was asked
        "same_as_line": pl.Int32(),  # for duplicates: the line that stays
        "paragraph": pl.Int32(),  # 1-based, dense and rising over body lines; null for removed lines
        "cuts": CUTS,  # furniture inside a line of the body; null for none
    }
)
"""Step 2, ``lines``: every non-blank line of every readable document, exactly once, in document and line order."""

PARTS = pl.Schema({**LINES, "start": pl.Int32(), "end": pl.Int32()})
"""``LINES`` in the parts that their cuts make: a part's characters in its line, null for a line as a whole."""

PAGES = pl.Schema(
    {
        "document_id": pl.String,
        "page_kind": pl.String,  # one of PAGE_KINDS
        "page_kind_confidence": pl.Float64,  # probability that it is what page_kind says: an article, or none
        "page_kind_reason": pl.String,  # text, words, teasers or no_text: what said so
        "body_confidence": pl.Float64,  # probability that the body reaches an F1 of 0.9; 0 without any
    }
)
"""What each readable document is as a page, and how sure its body is: a row a document."""

PAGE_KINDS = {
    "article": "an article",
    "error": "an error page: what was asked for is not there, or the server failed",
    "challenge": "a wall against robots, or a block",
    "consent": "a wall that asks for consent to cookies",
    "login": "a page that asks to log in",
    "paywall": "the beginning of an article, then an appeal to subscribe",
    "player": "a player without an article",
    "search": "the results of a search",
    "index": "a list of articles: a front page, an index, a tag",
    "empty": "a page without running text",
}
"""Kinds of pages, each as the end of a sentence that begins "The page is"."""

LANGUAGES = pl.Schema(
    {
        "document_id": pl.String,
        "paragraph": pl.Int32,  # null: the row speaks of the whole document
        "language": pl.String,  # ISO 639-1 as langdetect writes it (zh-cn), jv su min …, or und
        "confidence": pl.Float64,  # 0 to 1
        "decided_by": pl.String,  # langdetect, relatives, vote, too_short
        "evidence": pl.String,  # e.g. `mixed: id 0.71, en 0.29` for a document; null for most
    }
)
"""Step 3, ``languages``: a row a paragraph, and one with ``paragraph`` null a document."""

METADATA_FIELDS = (
    "title",
    "subtitle",
    "authors",
    "editor",
    "publisher",
    "source",
    "place",
    "published_on",
    "published_at",
    "updated_on",
    "url",
    "tags",
    "caption",
    "related",
)

METADATA_EVIDENCE = tables.METADATA_EVIDENCE.schema()
"""Step 4, ``metadata``: every candidate value of every field."""

PARAGRAPHS = pl.Schema(
    {
        "document_id": pl.String(),
        **{name: kind for name, kind in tables.PARAGRAPHS.schema().items() if name != "article_id"},
    }
)
"""Step 5a, ``paragraphs``: the cleaned body of every readable document, after the metadata settled the roles."""

REMOVED_LINES = tables.REMOVED_LINES.schema()
"""Step 5b, ``removed_lines``: every line that is in no paragraph, and every piece that was cut out of one."""

DUPLICATES = tables.DUPLICATES.schema()
"""The corpus step ``duplicates``: a row for every readable document; a document without copies is its own canonical."""

TEMPLATES = tables.TEMPLATES.schema()
"""The corpus step ``templates``: furniture learnt from the corpus."""

QUARANTINE_REASONS = tables.QUARANTINE.schema("document_id", "expectation", "reason", "detail")
"""Row-level judgement of a candidate: documents held back, a row per reason."""


FAILURES = tables.QUARANTINE.schema("document_id", "stage", "reason", "detail")
"""Documents that made a step raise: a row each, which no later step sees."""


def empty(schema: pl.Schema) -> pl.DataFrame:
    """A frame of ``schema`` without rows."""
    return pl.DataFrame(schema=schema)


def conform(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """``frame`` with exactly the columns of ``schema``, in its order and types.

    Raises:
        polars.exceptions.ColumnNotFoundError: a column is missing.
        polars.exceptions.InvalidOperationError: a value does not fit its column's type.
    """
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
