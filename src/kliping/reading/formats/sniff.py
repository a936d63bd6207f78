"""Telling what a file is from its first bytes; its name decides only what the bytes leave open.

Belongs here: the recognition of formats. Does not belong here: reading them.
"""

from __future__ import annotations

import csv
import re

from kliping.reading.known import FORMATS

HEAD = 4096
"""Bytes that are looked at."""

_LONGEST_HEADER = 2000
"""Bytes of the first line of a table that names its columns; a longer one is a text, or a table without names."""

_MARKS = (b",", b"\t", b";", b"|")
_SURE = 2
"""Marks that separate three names."""

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    *((magic, one.name) for one in FORMATS for magic in one.magic),
)

_BINARY = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"OggS", "a sound or film"),
    (b"ID3", "a sound"),
    (b"fLaC", "a sound"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\x00\x01\x00\x00\x00", "a font"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"ORC\x00", "an ORC table"),
    (b"Obj\x01", "an Avro table"),
    (b"{\\rtf", "a rich text document"),
    (b"version https://git-lfs.github.com/spec/", "a pointer in place of a file that Git LFS has not fetched"),
)
_FOREIGN = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x04\x22\x4d\x18", "an LZ4 file"),
    (b"\x1f\x9d", "a Unix compress file"),
    (b"PK\x07\x08", "a split ZIP archive"),
)

_SUSPICIOUS = re.compile(
    rb"\s*[<{\[]|[\x00-\x08\x0e-\x1f\x7f-\xff]|From |[A-Za-z-]+:[ \t]|RIFF|[\s\S]{4}ftyp|"
    rb"--|/[*/]|\)\]\}|(?:var|let|const|window)[ .]|[\w$.]++\(\s*[\[{]|(?i:insert|create)\s|[#|]|"
    rb"[^\n|]*+\|[^\n]*+\n[ \t|:]*+--|" + b"|".join(re.escape(magic) for magic, _ in _MAGIC + _BINARY + _FOREIGN)
)
"""What a file must begin with to be anything but plain text (or a table or mail, which their names tell)."""

_TAG = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script|style|link|div|p|article|"
    rb"section|main|header|footer|nav|table|ul|ol|h[1-6]|span|figure|img|a|br|center|font|form|iframe|noscript)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*|<\?[^>]*\?>\s*|<!--.*?-->\s*|<!doctype[^>\[]*(?:\[[^\]]*\])?[^>]*>\s*)*<(?:rss|feed|rdf:RDF)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_HTML_LATER = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_XML = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*<[A-Za-z_][\w.:-]*[\s>]", re.DOTALL)
"""An element that is none of web pages; whether it lists records its reader sees."""
_SQL = re.compile(rb"(?im)^\s*(?:(?:INSERT|REPLACE)\s+(?:IGNORE\s+|OR\s+\w+\s+)?INTO|COPY)\s+\S")
"""A statement that brings rows into a table."""
_DUMP = re.compile(rb"\s*(?:--|/\*|INSERT\s|CREATE\s|PRAGMA\s|BEGIN|SET\s)", re.IGNORECASE)
"""What a dump begins with."""
BARS = re.compile(
    rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*+([^\n|]*+\|[^\n]*)\n"
    rb"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*\r?(?:\n|$)"
)
"""Headings, a row of names between bars, and the row of dashes below it."""
_QUOTED_CELL = re.compile(r"""(?:^|(?<=[\t;|,]))(["'])(?:(?!\1).|\1\1)*\1(?=[\t;|,]|\r?$)""")
"""A cell in quotes of either kind, in which the mark that separates cells may stand as well."""
_BAR = re.compile(r"(?<!\\)\|")
_MAILBOX = re.compile(
    rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):[ \t]?.*(?:\r?\n[ \t].*)*\r?(?:\n|$)")
_MAIL_HEADERS = frozenset(
    b"received return-path message-id mime-version content-type from to subject date delivered-to dkim-signature "
    b"snapshot-content-location content-transfer-encoding reply-to x-mailer".split()
)
_MAIL_PROOF = frozenset(b"received return-path message-id mime-version delivered-to snapshot-content-location".split())
_KEY = "{1,60}"
"""Bytes of the first key of an object that Python printed."""

BEFORE_JSON = (
    r"(?:\s*+(?://[^\n]*+\n|/\*(?:[^*]|\*(?!/))*+\*/|\)\]\}'?,?\s))*+"
    r"(?:\s*+(?:(?:(?:var|let|const)\s++)?[\w$.]++\s*+=(?=\s*+[\[{])|[\w$.]++\((?=\s*+[\[{])))?"
)
"""What stands before a value of JSON that was written for a program of a web page: comments, the sign that keeps others
from running it, and the name it is given to or the function it is handed to."""
_JSON = re.compile(
    (
        rf"{BEFORE_JSON}"
        r'[\s\x1e]*(?:\{\s*(?:"|\}|$)|\[\s*(?:[\{\["\]]|$)|"\s*[\[{]\s*(?:\{\s*)?\\"'
        rf"|\{{\s*'[^'\n]{_KEY}'\s*:)"
    ).encode()
)
"""A value of JSON, one in a string, or an object as Python prints it; each behind the sign of a sequence, or not."""

_PRETTY = re.compile(rb"\s*\{[ \t]*\r?\n")
"""An object whose first line is its bracket: no line of JSON Lines."""

_TELLING = {
    **{ending: one.name for one in FORMATS for ending in one.suffixes},
    "md": "markdown",
    "markdown": "markdown",
}
"""Endings of names that tell a format where the bytes leave it open."""

_ENDINGS = {
    **{ending: one.name for one in FORMATS for ending in one.hints},
    **_TELLING,
    "htm": "html",
    "html": "html",
    "xhtml": "html",
}
"""All endings that say what a file is meant to be: under none of them the bytes are no text without a closer look."""


def suffix(name: str) -> str:
    """The last ending of a file name in lower case, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_plain(head: bytes, name: str) -> bool:
    """Whether a file is plain text beyond doubt: the quick way past all other questions for the most common file."""
    ending = suffix(name)
    return (
        not _SUSPICIOUS.match(head)
        and ending not in _ENDINGS
        and not _tar(head)
        and not _table(head, sure=ending == "txt")
    )


def sniff(head: bytes, name: str) -> str:
    """The format of a file that begins with ``head`` (``HEAD`` bytes, or all of it) and is called ``name``.

    One of: gzip, bzip2, xz, zstd, the names of ``known.FORMATS``, html, markdown, text; ``binary:…`` and ``foreign:…``
    with the words for what cannot be read.
    """
    for magic, format_ in _MAGIC:
        if head.startswith(magic):
            return format_
    for magic, words in _BINARY:
        if head.startswith(magic):
            return f"binary:{words}"
    for magic, words in _FOREIGN:
        if head.startswith(magic):
            return f"foreign:{words}"
    if head[:4] == b"\xff\xff\xff\xff" and head[6:8] == b"\0\0":
        return "arrow"
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        return "binary:a picture, sound or film"
    if _tar(head):
        return "tar"
    return _textual(as_utf8(head), suffix(name))


def _textual(head: bytes, ending: str) -> str:
    named = _ENDINGS.get(ending, "")
    if _FEED.match(head):
        return "feed"
    if _TAG.match(head):
        return "html"
    if _XML.match(head):
        return "xml"
    if is_html(head):
        return "html"
    if _JSON.match(head):
        return "jsonl" if named == "jsonl" and not _PRETTY.match(head) else "json"
    if _MAILBOX.match(head):
        return "mbox"
    if _mail(head, named):
        return "mail"
    if _DUMP.match(head) and (named == "sql" or _SQL.search(head)):
        return "sql"
    if (bars := BARS.match(head)) and _names_articles(bar_cells(bars[1].decode("utf-8", "replace"))):
        return "markdown_table"
    if not named and _table(head, sure=ending == "txt"):
        return "csv"
    return _TELLING.get(ending, "text")


def is_html(head: bytes) -> bool:
    """Whether what begins with an element is a web page, by the elements of one further on."""
    return head.lstrip()[:1] == b"<" and _HTML_LATER.search(head) is not None


def _names_articles(header: list[str]) -> bool:
    from kliping.reading.formats.columns import header_is_known

    return header_is_known(header)


def bar_cells(line: str) -> list[str]:
    """The cells of a row between bars, as Markdown writes it; the bars around it are none."""
    line = line.strip().removeprefix("|")
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [cell.strip().replace("\\|", "|") for cell in _BAR.split(line)]


def _tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"


def as_utf8(head: bytes) -> bytes:
    """The first bytes in UTF-8 when they are UTF-16 or UTF-32, so that one set of patterns serves; no mark in front."""
    from kliping.reading.encodings import wide

    if head.startswith(b"\xef\xbb\xbf"):
        return head[3:]
    encoding = wide(head)
    return head[: len(head) // 4 * 4].decode(encoding, "ignore").lstrip("\ufeff").encode() if encoding else head


def _mail(head: bytes, named: str) -> bool:
    """A message begins with headers only mail has: two of those known, one of them a proof, or one and the name."""
    names, at = set(), 0
    while header := _HEADER.match(head, at):
        names.add(header.group(1).lower())
        at = header.end()
    known = names & _MAIL_HEADERS
    return bool(known and named == "mail") or (len(known) >= 2 and bool(names & _MAIL_PROOF))


def _table(head: bytes, *, sure: bool = False) -> bool:
    """Comma- or tab-separated rows whose header names a page's text and at least one more known column.

    What is called text must be a table beyond doubt (``sure``): each of its first line's three cells or more is a known
    name, and the line below has as many.
    """
    line, _, rest = head.partition(b"\n")
    marks = max(line.count(mark) for mark in _MARKS)
    if len(line) > _LONGEST_HEADER or not marks or (sure and marks < _SURE):
        return False
    from kliping.reading.formats.columns import bare, header_is_known, vocabulary

    try:
        mark = delimiter(line.decode())
        header = next(csv.reader([line.decode()], delimiter=mark))
    except (ValueError, csv.Error, StopIteration):
        return False
    if sure:
        below = rest.lstrip().partition(b"\n")[0]
        same = below.count(mark.encode()) >= len(header) - 1 or below.count(b'"') % 2 == 1
        return same and header_is_known(header) and all(bare(cell) in vocabulary() for cell in header)
    return header_is_known(header)


def delimiter(header: str) -> str:
    """What separates the cells of a header line: the most frequent of tab, semicolon, bar and comma outside quotes."""
    header = _QUOTED_CELL.sub("", header)
    return max("\t;|,", key=header.count) if any(mark in header for mark in "\t;|,") else ","
