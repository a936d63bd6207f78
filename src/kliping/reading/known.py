"""The formats that hold pages in something: how each is recognised, and what reads it.

Belongs here: one row a format; recognising (``sniff``), reading (``formats.walk``) and the table of formats in the
documentation follow from it. Does not belong here: a reader's code (``formats``), what is told from its text alone
(``sniff``), what is no format of pages (``sniff``).
"""

from __future__ import annotations

from typing import NamedTuple


class Shown(NamedTuple):
    """A row of the table of formats in the documentation."""

    name: str
    """As people call it."""
    example: str
    """What such a file may be called."""
    document: str
    """What in it is a document."""
    member: str = "`#` and its number"
    """What ``documents.member`` says of it."""
    sample: bytes = b""
    """A small file of the format, where it can be typed: tests and the fuzzer read it (others are written by a program
    in the tests)."""


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
    shown: tuple[Shown, ...]
    """What the documentation says of it: a row for each name that people have for such files."""
    magic: tuple[bytes, ...] = ()
    """Bytes that begin such a file, and no other."""
    suffixes: tuple[str, ...] = ()
    """Endings of names that tell it where the bytes leave it open."""
    hints: tuple[str, ...] = ()
    """Endings of names under which the bytes are looked at closely, and tell it or not."""


_LETTER = b"From: Warta <a@example.org>\nSubject: Sungai\nMessage-ID: <1@example.org>\n\nBanjir surut.\n\n"

FORMATS = (
    Format(
        "jsonl",
        "rows",
        "json_lines",
        "a JSON Lines file",
        (
            Shown(
                "JSON Lines",
                "pages.jsonl",
                "a line",
                "`#` and the line's number",
                b'{"text": "Banjir surut."}\n{"text": "Harga turun."}\n',
            ),
        ),
        suffixes=("jsonl", "ndjson", "jl"),
    ),
    Format(
        "json",
        "rows",
        "json_document",
        "a JSON file",
        (
            Shown(
                "JSON",
                "pages.json",
                "a row of whatever table the value holds: objects of a list, of the list of texts in an object, "
                "columns, keyed objects; else the value itself",
                sample=b'[\n  {\n    "text": "Banjir surut."\n  },\n  {\n    "text": "Harga turun."\n  }\n]\n',
            ),
        ),
        hints=("json",),
    ),
    Format(
        "csv",
        "csvs",
        "csv_rows",
        "a CSV file",
        (
            Shown(
                "CSV",
                "pages.csv",
                "a row",
                "`#` and its number, the header not counted",
                b"title,text\nSungai,Banjir surut.\nPasar,Harga turun.\n",
            ),
            Shown(
                "TSV",
                "pages.tsv",
                "a row",
                "`#` and its number, the header not counted",
                b"title\ttext\nSungai\tBanjir surut.\nPasar\tHarga turun.\n",
            ),
        ),
        suffixes=("csv", "tsv", "tab"),
    ),
    Format(
        "xls",
        "old_sheets",
        "old_workbook",
        "a workbook",
        (
            Shown(
                "XLSX",
                "pages.xlsx",
                "a row of a sheet (of XLSM too; macros are never run)",
                "`#` and its number below the header; `Sheet#1` of several sheets",
            ),
            Shown("XLS", "pages.xls", "a row of a sheet", "as above"),
            Shown("XLSB", "pages.xlsb", "a row of a sheet", "as above"),
            Shown("ODS", "pages.ods", "a row of a sheet", "as above"),
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    ),
    Format(
        "sqlite",
        "databases",
        "sqlite_rows",
        "an SQLite database",
        (
            Shown(
                "SQLite",
                "pages.db",
                "a row of a table; views and virtual tables are left out",
                "`#` and its number; `table#1` of several tables",
            ),
        ),
        (b"SQLite format 3\x00",),
    ),
    Format(
        "parquet", "tables", "parquet_rows", "a Parquet file", (Shown("Parquet", "pages.parquet", "a row"),), (b"PAR1",)
    ),
    Format(
        "arrow",
        "tables",
        "arrow_rows",
        "an Arrow file",
        (Shown("Arrow", "pages.arrow", "a row (file or stream)"),),
        (b"ARROW1\x00\x00",),
    ),
    Format(
        "warc",
        "warc",
        "warc_pages",
        "a WARC file",
        (
            Shown(
                "WARC",
                "crawl.warc",
                "a `response` with status 200, or a `resource`, that is HTML or text",
                "`#` and the record's number",
            ),
            Shown("WET", "crawl.warc.wet", "a `conversion` record", "`#` and the record's number"),
        ),
        (b"WARC/",),
    ),
    Format(
        "mail",
        "mail",
        "message",
        "a mail message",
        (
            Shown("MHTML", "page.mhtml", "the saved page (frames are left out)", "none"),
            Shown(
                "e-mail",
                "page.eml",
                "the HTML part, else the text",
                "none; `part 2` and so on for further HTML parts",
                _LETTER,
            ),
        ),
        hints=("eml", "mht", "mhtml"),
    ),
    Format(
        "mbox",
        "mail",
        "mailbox",
        "a mailbox",
        (
            Shown(
                "mbox",
                "news.mbox",
                "a message",
                sample=(b"From a@example.org Mon May  6 08:00:00 2024\n" + _LETTER) * 2,
            ),
        ),
        hints=("mbox",),
    ),
    Format(
        "feed",
        "feeds",
        "entries",
        "a feed",
        (
            Shown(
                "RSS",
                "feed.xml",
                "an item",
                sample=b'<rss version="2.0"><channel><item><title>Sungai</title><description>Banjir surut.'
                b"</description></item></channel></rss>",
            ),
            Shown(
                "Atom",
                "feed.atom",
                "an entry",
                sample=b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Pasar</title><content>Harga turun.'
                b"</content></entry></feed>",
            ),
        ),
    ),
    Format(
        "xml",
        "xml_records",
        "records",
        "an XML file",
        (
            Shown(
                "XML",
                "pages.xml",
                "a record of the list it holds: its elements and attributes are the cells",
                sample=b"<articles><article><title>Sungai</title><text>Banjir surut.</text></article>"
                b"<article><title>Pasar</title><text>Harga turun.</text></article></articles>",
            ),
        ),
    ),
    Format(
        "sql",
        "sql_dumps",
        "sql_rows",
        "a dump of a database",
        (
            Shown(
                "SQL",
                "dump.sql",
                "a row of a table, as `INSERT` or `COPY` brings it; nothing is executed",
                "`#` and its number; `table#1` of several tables",
                b"INSERT INTO news (title, text) VALUES ('Sungai', 'Banjir surut.'), ('Pasar', 'Harga turun.');\n",
            ),
        ),
        hints=("sql",),
    ),
    Format(
        "markdown_table",
        "markdown_tables",
        "table_rows",
        "a table in Markdown",
        (
            Shown(
                "Markdown table",
                "table.md",
                "a row of a table that opens the file and names a text and more",
                "`#` and its number, the header not counted",
                b"| title | text |\n|---|---|\n| Sungai | Banjir surut. |\n| Pasar | Harga turun. |\n",
            ),
        ),
    ),
    Format(
        "zip",
        "archives",
        "zip_members",
        "a ZIP archive",
        (Shown("ZIP", "pages.zip", "each member", "its path; `inner.zip!/page.html#3` when nested"),),
        (b"PK\x03\x04", b"PK\x05\x06"),
    ),
    Format(
        "tar",
        "archives",
        "tar_members",
        "a tar archive",
        (Shown("tar", "pages.tar", "each member", "its path"),),
        hints=("tar",),
    ),
)
"""Every one of them, in the order in which they are shown."""

BY_NAME = {one.name: one for one in FORMATS}

PAGES = {
    "text": Shown("text", "page.txt", "the file", "none"),
    "html": Shown("HTML", "page.html", "the file", "none"),
    "markdown": Shown("Markdown", "page.md", "the file", "none"),
}
"""What a file is that is a document itself, and how it is shown."""

COMPRESSED = {
    "gzip": Shown("gzip", "page.txt.gz", "what is inside", "that of what is inside"),
    "bzip2": Shown("bzip2", "pages.jsonl.bz2", "what is inside", "that of what is inside"),
    "xz": Shown("xz", "page.html.xz", "what is inside", "that of what is inside"),
    "zstd": Shown("Zstandard", "pages.csv.zst", "what is inside", "that of what is inside"),
}
"""What is unpacked before anything else is asked, and how it is shown."""
