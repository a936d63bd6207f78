"""The fields that are read of a page, each once.

Belongs here: their names. Does not belong here: what tables hold of them (``kliping.frames``), what finds them
(``kliping.metadata``).
"""

from __future__ import annotations

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
"""Names of fields, as evidence has them; where one is the name of no column, the column says which field it holds."""
