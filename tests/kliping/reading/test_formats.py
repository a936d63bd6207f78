"""Every format with an example that is really read; the table in the documentation names these and no others."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import polars as pl
import pytest
import zstandard

from benchmarks.reading_samples import ods, sqlite, xls, xlsb, xlsx
from kliping.reading.formats.sniff import sniff
from kliping.reading.known import FORMATS as KNOWN

PROSE = "Wali Kota meresmikan jembatan baru\n\nWarga desa menyambut jembatan itu pada Senin pagi."
HTML = f"<!DOCTYPE html><html><head><title>Jembatan</title></head><body><p>{PROSE}</p></body></html>"
ROWS = [
    {"url": "https://example.org/1", "title": "Jembatan", "text": PROSE, "date": "2024-05-06", "author": "Sari Dewi"},
    {"url": "https://example.org/2", "title": "Pasar", "text": "Harga cabai turun.\nPedagang lega.", "date": None},
]
FIRST = [
    ("url", "https://example.org/1"),
    ("title", "Jembatan"),
    ("published_on", "2024-05-06"),
    ("authors", "Sari Dewi"),
]


def packed_table(kind):
    frame, out = pl.DataFrame(ROWS), io.BytesIO()
    {"parquet": frame.write_parquet, "arrow": frame.write_ipc, "stream": frame.write_ipc_stream}[kind](out)
    return out.getvalue()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def tarred(members, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def warc(kind, content_type, body):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/1\r\nContent-Type: {content_type}\r\n"
    )
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


def http(body, *headers):
    lines = ["HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


CRAWL = (
    warc("warcinfo", "application/warc-fields", b"software: none\r\n")
    + warc("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n")
    + warc("response", "application/http; msgtype=response", http(HTML.encode()))
)
WET = warc("warcinfo", "application/warc-fields", b"x: y\r\n") + warc("conversion", "text/plain", PROSE.encode())
MAIL = f"""\
From: Redaksi <redaksi@example.org>
To: pembaca@example.org
Subject: =?utf-8?q?Jembatan?=
Date: Mon, 06 May 2024 08:00:00 +0700
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="B"

--B
Content-Type: text/plain; charset=utf-8

Teks saja
--B
Content-Type: text/html; charset=utf-8

{HTML}
--B--
"""
MHTML = f"""\
From: <Saved by Blink>
Snapshot-Content-Location: https://example.org/1
Subject: Jembatan
Date: Mon, 6 May 2024 08:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="B"

--B
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://example.org/1

{HTML.replace("=", "=3D")}
--B
Content-Type: text/html
Content-Location: https://example.org/frame

<html><body>iklan</body></html>
--B--
"""
RSS = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Kanal</title>
<item><title>Jembatan</title><link>https://example.org/1</link><pubDate>Mon, 06 May 2024 08:00:00 +0700</pubDate>
<description>ringkas</description><content:encoded><![CDATA[<p>{PROSE}</p>]]></content:encoded></item>
<item><title>Pasar</title><description>Harga cabai turun.</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Kanal</title><entry><title>Jembatan</title>
<link rel="self" href="https://example.org/self"/><link href="https://example.org/1"/><updated>2024-05-06T08:00:00Z</updated>
<author><name>Sari Dewi</name></author><content type="html">&lt;p&gt;{PROSE}&lt;/p&gt;</content></entry></feed>"""

CELLS = [[row.get(name) or "" for name in ROWS[0]] for row in ROWS]
XML = "".join(
    f"<page>{''.join(f'<{name}>{cell}</{name}>' for name, cell in zip(ROWS[0], row, strict=True))}</page>"
    for row in CELLS
)
XML = f"<?xml version='1.0'?><pages>{XML}</pages>"
SQL = "INSERT INTO pages (url, title, text, date, author) VALUES\n" + ",\n".join(
    f"({', '.join(repr(cell) for cell in row)})".replace("\\n", "\n") for row in CELLS
)
BARS = "\n".join(f"| {' | '.join(row)} |" for row in [list(ROWS[0]), ["---"] * len(ROWS[0]), *CELLS])
BARS = BARS.replace("\n\nWarga", " Warga").replace(".\nPedagang", ".<br>Pedagang")

JSONL = "\n".join(json.dumps(row) for row in ROWS).encode()
CSV = (
    b'url,title,text,date,author\nhttps://example.org/1,Jembatan,"'
    + PROSE.encode()
    + (b'",2024-05-06,Sari Dewi\nhttps://example.org/2,Pasar,"Harga cabai turun.\nPedagang lega.",,\n')
)
GRID = [list(ROWS[0]), *([row.get(name) or "" for name in ROWS[0]] for row in ROWS)]
ENTRY = [("title", "Jembatan"), ("url", "https://example.org/1"), ("published_on", "Mon, 06 May 2024 08:00:00 +0700")]
MAILED = [("title", "Jembatan"), ("published_on", "Mon, 06 May 2024 08:00:00 +0700")]
BROWSER = [("url", "https://example.org/1")]
"""Of a saved page: its subject is the window's title, and its date the day on which it was saved."""

FORMATS = [
    # format in the documentation, file name, bytes, members, text is HTML, fields of the first document
    ("text", "page.txt", PROSE.encode(), [None], False, []),
    ("HTML", "page.html", HTML.encode(), [None], True, []),
    ("Markdown", "page.md", b"# Jembatan\n\n" + PROSE.encode(), [None], False, []),
    ("JSON Lines", "pages.jsonl", JSONL, ["#1", "#2"], False, FIRST),
    ("JSON", "pages.json", json.dumps(ROWS, indent=1).encode(), ["#1", "#2"], False, FIRST),
    ("JSON", "wrapped.json", json.dumps({"status": "ok", "articles": ROWS}).encode(), ["#1", "#2"], False, FIRST),
    ("JSON", "one.json", json.dumps(ROWS[0], indent=2).encode(), ["#1"], False, FIRST),
    ("CSV", "pages.csv", CSV, ["#1", "#2"], False, FIRST),
    ("TSV", "pages.tsv", b"url\tbody\nhttps://example.org/1\tHarga turun\n", ["#1"], False, FIRST[:1]),
    ("XLSX", "pages.xlsx", xlsx({"Berita": GRID}), ["#1", "#2"], False, FIRST),
    ("XLSX", "sheets.xlsx", xlsx({"A": GRID, "B": GRID}), ["A#1", "A#2", "B#1", "B#2"], False, FIRST),
    ("XLS", "pages.xls", xls(GRID), ["#1", "#2"], False, FIRST),
    ("XLSB", "pages.xlsb", xlsb(GRID), ["#1", "#2"], False, FIRST),
    ("ODS", "pages.ods", ods(GRID), ["#1", "#2"], False, FIRST),
    ("SQLite", "pages.db", sqlite({"berita": GRID}), ["#1", "#2"], False, FIRST),
    ("Parquet", "pages.parquet", packed_table("parquet"), ["#1", "#2"], False, FIRST),
    ("Arrow", "pages.arrow", packed_table("arrow"), ["#1", "#2"], False, FIRST),
    ("Arrow", "pages.arrows", packed_table("stream"), ["#1", "#2"], False, FIRST),
    ("WARC", "crawl.warc", CRAWL, ["#3"], True, FIRST[:1]),
    (
        "WARC",
        "crawl.warc.gz",
        b"".join(gzip.compress(part + b"\r\n\r\n") for part in CRAWL.split(b"\r\n\r\nWARC")[:1])
        + gzip.compress(warc("response", "application/http", http(HTML.encode()))),
        ["#2"],
        True,
        FIRST[:1],
    ),
    ("WET", "crawl.warc.wet", WET, ["#2"], False, FIRST[:1]),
    ("MHTML", "page.mhtml", MHTML.encode(), [None], True, BROWSER),
    ("e-mail", "page.eml", MAIL.encode(), [None], True, MAILED),
    (
        "mbox",
        "news.mbox",
        f"From a@example.org Mon May  6 08:00:00 2024\n{MAIL}\nFrom a@example.org Mon May  6 09:00:00 2024\n"
        f"{MAIL}".encode(),
        ["#1", "#2"],
        True,
        MAILED,
    ),
    ("RSS", "feed.xml", RSS.encode(), ["#1", "#2"], True, ENTRY),
    (
        "Atom",
        "feed.atom",
        ATOM.encode(),
        ["#1"],
        True,
        [
            ("title", "Jembatan"),
            ("url", "https://example.org/1"),
            ("updated_on", "2024-05-06T08:00:00Z"),
            ("authors", "Sari Dewi"),
        ],
    ),
    ("XML", "pages.xml", XML.encode(), ["#1", "#2"], False, FIRST),
    ("SQL", "dump.sql", SQL.encode(), ["#1", "#2"], False, FIRST),
    ("Markdown table", "table.md", BARS.encode(), ["#1", "#2"], False, FIRST),
    ("gzip", "page.txt.gz", gzip.compress(PROSE.encode()), [None], False, []),
    ("bzip2", "pages.jsonl.bz2", bz2.compress(JSONL), ["#1", "#2"], False, FIRST),
    ("xz", "page.html.xz", lzma.compress(HTML.encode()), [None], True, []),
    ("Zstandard", "pages.csv.zst", zstandard.compress(CSV), ["#1", "#2"], False, FIRST),
    (
        "ZIP",
        "pages.zip",
        zipped({"a/page.txt": PROSE.encode(), "b.jsonl": JSONL}),
        ["a/page.txt", "b.jsonl#1", "b.jsonl#2"],
        False,
        [],
    ),
    (
        "tar",
        "pages.tar",
        tarred({"a/page.txt": PROSE.encode(), "pages.zip": zipped({"x.html": HTML.encode()})}),
        ["a/page.txt", "pages.zip!/x.html"],
        False,
        [],
    ),
    ("tar", "pages.tar.gz", tarred({"feed.xml": RSS.encode()}, "w:gz"), ["feed.xml#1", "feed.xml#2"], True, ENTRY),
]


@pytest.mark.parametrize(
    ("format_", "name", "data", "members", "markup", "fields"), FORMATS, ids=[row[1] for row in FORMATS]
)
def test_a_format_is_read(read, format_, name, data, members, markup, fields):
    documents = read(name, data)
    assert documents["reason"].to_list() == [None] * len(members)
    assert documents["member"].to_list() == members
    assert documents["markup"][0] == markup
    assert [(one["field"], one["value"]) for one in documents["fields"][0]] == sorted(fields) or [
        (one["field"], one["value"]) for one in documents["fields"][0]
    ] == fields
    text = documents["text"][0]
    assert "jembatan" in text.lower() or "Harga turun" in text


@pytest.mark.parametrize(
    ("format_", "name", "data", "members", "markup", "fields"), FORMATS, ids=[row[1] for row in FORMATS]
)
def test_the_content_tells_the_format_when_the_name_does_not(read, format_, name, data, members, markup, fields):
    if format_ == "Markdown":
        members, markup = [None], False  # text like any other
    documents = read("download", data)
    assert documents["reason"].to_list() == [None] * len(members)
    assert documents["member"].to_list() == members
    assert documents["markup"][0] == markup


SAMPLES = [(one, row) for one in KNOWN for row in one.shown if row.sample]


@pytest.mark.parametrize(("known", "row"), SAMPLES, ids=[row.name for _, row in SAMPLES])
def test_the_sample_of_a_format_is_read_and_tells_it(read, known, row):
    documents = read(row.example, row.sample)
    assert documents["reason"].null_count() == documents.height > 0
    assert sniff(row.sample, row.example).partition(":")[0] == known.name
    assert (documents["text"].str.len_chars() > 0).all()
    assert documents["member"].is_null().any() == row.member.startswith("none")
    if known.magic:
        assert sniff(row.sample, "download") == known.name


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("<title>Roti &amp;amp; teh</title>", "Roti & teh"),
        ("<title>Roti &amp; teh &amp;#8217;24</title>", "Roti & teh ’24"),
        ('<title type="html">Roti &lt;em&gt;dan&lt;/em&gt; teh</title>', "Roti dan teh"),
        ("<title>Roti &lt; teh</title>", "Roti < teh"),
        ("<title>Roti AT&amp;T</title>", "Roti AT&T"),
    ],
)
def test_words_of_a_feed_that_were_escaped_twice_are_read(read, title, told):
    feed = ATOM.replace("<title>Jembatan</title>", title)
    fields = read("feed.atom", feed.encode())["fields"][0]
    assert [one["value"] for one in fields if one["field"] == "title"] == [told]


@pytest.mark.parametrize(
    ("row", "text"), [({"snippet": PROSE}, PROSE), ({"snippet": "ringkas", "content": PROSE}, PROSE)]
)
def test_a_snippet_is_the_text_of_rows_that_have_no_other(read, row, text):
    documents = read("results.jsonl", "\n".join([json.dumps({"title": "Jembatan", **row})] * 2).encode())
    assert documents["text"].to_list() == [text, text]
