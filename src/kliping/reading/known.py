"""The formats that hold pages in something: how each is recognised, and what reads it.

Belongs here: one row a format; recognising (``sniff``) and reading (``formats.walk``) follow from it. Does not belong
here: a reader's code (``formats``), what is told from its text alone (``sniff``), what is no format of pages
(``sniff``).
"""

from __future__ import annotations

from typing import NamedTuple


class Format(NamedTuple):
    """A format that holds more than one page, or needs unwrapping."""

    name: str
    """As ``documents.format`` shows it."""
    module: str
    """Where its reader is, in ``kliping.reading.formats``."""
    function: str
    """The reader: from a stream, its name, its member, the context and the format to pieces."""
    words: str
    """What a refusal calls it."""
    magic: tuple[bytes, ...] = ()
    """Bytes that begin such a file, and no other."""
    suffixes: tuple[str, ...] = ()
    """Endings of names that tell it where the bytes leave it open."""


FORMATS = (
    Format("zip", "archives", "zip_members", "a ZIP archive", (b"PK\x03\x04", b"PK\x05\x06")),
    Format("tar", "archives", "tar_members", "a tar archive", suffixes=("tar",)),
    Format("warc", "warc", "warc_pages", "a WARC file", (b"WARC/",)),
    Format("mbox", "mail", "mailbox", "a mailbox", suffixes=("mbox",)),
    Format("mail", "mail", "message", "a mail message", suffixes=("eml", "mht", "mhtml")),
    Format("feed", "feeds", "entries", "a feed"),
    Format("jsonl", "rows", "json_lines", "a JSON Lines file", suffixes=("jsonl", "ndjson", "jl")),
    Format("json", "rows", "json_document", "a JSON file", suffixes=("json",)),
    Format("csv", "csvs", "csv_rows", "a CSV file", suffixes=("csv", "tsv", "tab")),
    Format("parquet", "tables", "parquet_rows", "a Parquet file", (b"PAR1",)),
    Format("arrow", "tables", "arrow_rows", "an Arrow file", (b"ARROW1\x00\x00",)),
    Format("xls", "old_sheets", "old_workbook", "a workbook", (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),
    Format("sqlite", "databases", "sqlite_rows", "an SQLite database", (b"SQLite format 3\x00",)),
)
"""Every one of them."""

BY_NAME = {one.name: one for one in FORMATS}
