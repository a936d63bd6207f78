"""The frames that pass between the steps: names, schemas and the vocabulary of roles.

Belongs here: what more than one step must agree on. Does not belong here: how a frame is made (the step's own package),
or columns of the published tables (``kliping.tables.tables``), which frames of the same rows take from there.

A *document* is one page as it came in; a *line* is a non-blank line of it, numbered from 1 as in the file, blank lines
counted. A *paragraph* is a run of body lines that belong together.
"""

from __future__ import annotations

import polars as pl

from kliping.fields import METADATA_FIELDS
from kliping.tables import groups, tables
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
        **tables.REMOVED_LINES.schema("document_id"),
        "kind": pl.String(),  # role, field or page_kind
        **tables.REMOVED_LINES.schema("line", "text"),  # of a role: number and text when it was corrected
        # field: one of METADATA_FIELDS; value: the role, the value (several with semicolons; empty for none), the kind
        **tables.METADATA_EVIDENCE.schema("field", "value"),
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
        # document_id: 16 hex digits of sha256(uri, member, content's sha256); 32 where pages share 16
        **tables.DOCUMENTS.schema("document_id", "uri", "member", "format", "encoding", "bytes", "sha256"),
        "markup": pl.Boolean(),  # true: `text` is HTML source
        "text": pl.String(),  # null when unreadable
        "fields": SOURCE_FIELDS,  # url, title, … from the source
        **tables.DOCUMENTS.schema("extra"),
        **tables.QUARANTINE.schema("reason", "detail"),  # why it is unreadable; null when it was read
        **tables.DOCUMENTS.schema("first_seen_at"),
    }
)
"""Step 1, ``raw_documents``: one row a document, readable or not."""

_REMOVED = tables.REMOVED_LINES.schema()

CUTS = pl.List(pl.Struct({name: _REMOVED[name] for name in ("start", "end", "role", "reason", "same_as_line")}))
"""Pieces of a line that are not of the body, in order: characters ``[start:end]`` of its text, role, reason, and for a
duplicate the line that says the same."""

LINES = pl.Schema(
    {
        # line: 1-based, in the file (text) or in the flattened page (HTML); text: without white space around, never
        # empty; role: one of ROLES; reason: lexicon:<entry>, duplicate, model, extractor, metadata:<field>, …
        **tables.REMOVED_LINES.schema("document_id", "line", "text", "role", "reason"),
        "score": pl.Float32(),  # the model's probability that the line is body; null where no model was asked
        "same_as_line": _REMOVED["same_as_line"],
        "paragraph": pl.Int32(),  # 1-based, dense and rising over body lines; null for removed lines
        "cuts": CUTS,  # furniture inside a line of the body; null for none
    }
)
"""Step 2, ``lines``: every non-blank line of every readable document, exactly once, in document and line order."""

PARTS = pl.Schema({**LINES, **tables.REMOVED_LINES.schema("start", "end")})
"""``LINES`` in the parts that their cuts make: a part's characters in its line, null for a line as a whole."""

PAGES = pl.Schema(
    {
        **tables.DOCUMENTS.schema("document_id", "page_kind", "page_kind_confidence", "page_kind_reason"),
        **tables.ARTICLES.schema("body_confidence"),  # 0 without any
    }
)
"""What each readable document is as a page, and how sure its body is: a row a document."""

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

_COLUMNS = {
    column.of or column.name: column for table in (groups.ARTICLE_VERSIONS, tables.ARTICLES) for column in table.columns
}

FIELD_COLUMNS = {field: _COLUMNS[field] for field in METADATA_FIELDS if field in _COLUMNS}
"""The column that a field's winner goes into; a field that no table has a column of is evidence and no more."""

LISTS = {field: column.name for field, column in FIELD_COLUMNS.items() if column.type == "VARCHAR[]"}
"""Fields of several values that articles have a column of, each with its column's name."""

SEVERAL = tuple(field for field in METADATA_FIELDS if field in LISTS or field not in FIELD_COLUMNS)
"""Fields of which one document may have several chosen values: lists, and what no column has to hold."""

METADATA_EVIDENCE = tables.METADATA_EVIDENCE.schema()
"""Step 4, ``metadata``: every candidate value of every field."""

PARAGRAPHS = pl.Schema(
    {
        **tables.DOCUMENTS.schema("document_id"),
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
