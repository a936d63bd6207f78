"""The frames of the duplicate search: what is stored per batch, what joins batches, what users query.

Belongs here: schemas and the comments of their columns. Does not belong here: how rows are made.
"""

from __future__ import annotations

import polars as pl

from kliping.tables import groups, tables
from kliping.tables.description import UTC_TIME

_ARTICLE = tables.ARTICLES.schema()
_DOCUMENT = tables.DOCUMENTS.schema()
_VERSION = groups.ARTICLE_VERSIONS.schema()
NAME_DIGITS = 16
"""Digits of a SHA-256 in the names of groups and histories: 64 bits, as many as ids of documents have."""

_NAMES = dict.fromkeys(("host", "site", "outlet"), pl.UInt32())  # hashes of whose a page is (``circumstances``)

BODIES = pl.Schema(
    {
        **tables.DOCUMENTS.schema("document_id", "sha256"),
        "body": _ARTICLE["body"],  # may be empty
    }
)
"""What is signed: a row for every readable document; a column ``title`` may stand beside."""

SIGNATURES = pl.Schema(
    {
        **tables.DOCUMENTS.schema("document_id", "sha256"),
        "body": pl.UInt64(),  # names the title's and body's folded words: 64 bits of their SHA-256; null without a body
        "words": pl.Int32(),
        "keys": pl.List(pl.UInt64()),  # band and passage keys; empty when only equal bodies count as copies
        "shingles": pl.Binary(),  # distinct shingles: rising 24-bit hashes, three bytes each, low byte first
        "scale": pl.Int8(),  # shingles holds one in 2**scale of all distinct shingles; 0: all of them
        "numbers": pl.Binary(),  # distinct numbers in the body, written like shingles
        "tokens": pl.Binary(),  # title and body in their order, four bytes a word: 24 bits of a hash, and its marks
    }
)
"""Stored per batch: all that is needed to find and verify copies without the text."""

BAND_KEYS = pl.Schema(
    {
        "key": pl.UInt64(),
        "body": pl.UInt64(),
    }
)
"""Stored per batch: the index. Bodies that share a key are candidates."""

CANDIDATES = pl.Schema(
    {
        "left": pl.UInt64(),  # the smaller body
        "right": pl.UInt64(),
        "keys": pl.List(pl.UInt64()),  # the keys that made them candidates, rising
    }
)
"""Pairs of bodies that share a key, each pair once."""

FULL_BUCKETS = pl.Schema(
    {
        "key": pl.UInt64(),
        "bodies": pl.Int64(),  # bodies that share the key
        "last_anchor": pl.UInt64(),  # only pairs whose smaller body is at most this are compared for this key
        "displaced": pl.List(pl.UInt64()),  # bodies that were compared with all others until the batch came
    }
)
"""Stored per batch: keys shared by so many bodies that not every pair of them was compared."""

PAIRS = pl.Schema(
    {
        "left": pl.UInt64(),
        "right": pl.UInt64(),
        "jaccard": pl.Float64(),
        "left_copies": pl.Float64(),  # the similarity that makes left a copy of right; 0: it is none
        "right_copies": pl.Float64(),
        "shared": pl.Float64(),  # share of the shorter body's words, or shingles, that stand in the other
        "kind": pl.String(),  # exact, near, rewrite (copies in some circumstances); followup, serial, digest
        "otherwise": pl.String(),  # the kind in other circumstances; null: it is the same in all
        "left_holds": pl.UInt8(),  # circumstances in which left is a copy of right, a bit each (``circumstances``)
        "right_holds": pl.UInt8(),
        "keys": pl.List(pl.UInt64()),
    }
)
"""Stored per batch: pairs of bodies that are copies or related, each judged by its two bodies alone."""

RANKING = pl.Schema(
    {
        "document_id": pl.String(),
        "held": pl.Boolean(),  # held back by an expectation: never canonical of a document that is not
        **tables.ARTICLES.schema("published_on", "published_confidence"),
        "body_length": pl.Int64(),
        "updated_on": _VERSION["updated_on"],
        "arrived_at": UTC_TIME,  # since when its source holds this text
        "gone": pl.Boolean(),  # it left its source: any page that is still there ranks before it
        "page": pl.String(),  # the same for documents that are texts of one page; null: the only one
        **_NAMES,
    }
)
"""What the choice of a canonical document and of its copies looks at."""

OWN_RANKS = pl.Schema(
    {
        **{name: RANKING[name] for name in ("document_id", "published_on", "published_confidence", "body_length")},
        "updated_on": RANKING["updated_on"],
        **_NAMES,
        "address": pl.String(),  # of the page in the web
        "uri": _DOCUMENT["uri"],  # this and the next three: told beside others, no rank hangs on it
        **{name: _ARTICLE[name] for name in ("url", "title", "publisher")},
        **{name: SIGNATURES[name] for name in ("sha256", "body", "words")},
    }
)
"""Stored per batch: what a document decides itself of its RANKING, what tells texts of one page, what names a text."""

REPEATED_LINES = pl.Schema(
    {
        **tables.REMOVED_LINES.schema("document_id", "line", "same_as_line"),
        "similarity": pl.Float64(),  # 1.0 when their words are equal, else the Jaccard similarity of their shingles
    }
)
"""Lines of a raw page that repeat an earlier one, in document and line order."""

DUPLICATE_PARAGRAPH_RATIOS = pl.Schema(
    {
        "document_id": pl.String(),
        "lines": pl.Int64(),  # non-blank lines
        "repeated_lines": pl.Int64(),
        **tables.DOCUMENTS.schema("duplicate_paragraph_ratio"),
    }
)
"""How much of a raw page repeats itself: a row a document."""

CANONICAL_CHANGES = pl.Schema(
    {
        "old_group_id": pl.String(),
        "group_id": pl.String(),
        "old_canonical_document_id": pl.String(),
        "canonical_document_id": pl.String(),
        "canonical_is_new": pl.Boolean(),  # the new canonical document was not in the old edition
        "documents": pl.Int64(),  # documents of both editions that moved this way
    }
)
"""What became of documents whose canonical document, or whose group's name, is another than in the edition before."""

SHARED_PARAGRAPHS = pl.Schema({**groups.SHARED_PARAGRAPHS.schema(), "documents": pl.Int64()})
"""Paragraphs that stand in more than one group, a row a paragraph and group; ``documents`` hold it, copies counted."""

PROVENANCE = groups.SYNDICATION.schema("document_id", "publisher", "uri", "published_on")
"""Where and when a document was published."""

SYNDICATION = groups.SYNDICATION.schema()
"""Who had an article first, who copied it, how closely, how long after: a row a document of each group of copies."""

RELATED_ARTICLES = groups.RELATED_ARTICLES.schema()
"""Groups that share text and are other news: a row a pair of groups."""

VERSION_FACTS = pl.Schema(
    {
        **{name: _ARTICLE[name] for name in ("document_id", "url", "title", "publisher", "published_on")},
        **{name: _VERSION[name] for name in ("updated_on", "body")},
        **{name: RANKING[name] for name in ("page", "arrived_at")},
    }
)
"""What tells that two documents are versions of one article."""

ARTICLE_VERSIONS = groups.ARTICLE_VERSIONS.schema()
"""Different texts of one article: a row a text, also where one is a near copy of another."""
