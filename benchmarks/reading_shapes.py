"""Tables as scrapers, databases and publishing systems leave them, two articles in each, in their own words.

Belongs here: one sound file a shape, for the tests of formats and for the fuzzer. Does not belong here: how workbooks
and databases are written (``reading_samples``), files of a single page.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any, NamedTuple

from benchmarks.reading_samples import ods, sqlite, xls, xlsb, xlsx

FIRST = "Warga desa memperbaiki jembatan gantung yang putus karena banjir bandang pada awal pekan ini."
SECOND = "Pedagang pasar lega karena harga cabai turun, dan pembeli kembali berdatangan sejak pagi hari."
HEADER = ["url", "judul", "isi", "tanggal", "penulis"]
ROWS = [
    ["https://example.org/1", "Jembatan Pulih", FIRST, "2024-05-06", "Sari Dewi"],
    ["https://example.org/2", "Harga Cabai Turun", SECOND, "2024-05-07", "Budi Karya"],
]
DAYS = [datetime(2024, 5, 6, 8, 30), datetime(2024, 5, 7, 9, 0)]  # noqa: DTZ001 - cells of a workbook have no zone
RECORDS = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
COLUMNS = {name: [row[at] for row in ROWS] for at, name in enumerate(HEADER)}
MARKED = [f"<p>{text}</p>\n" for text in (FIRST, SECOND)]


class Shape(NamedTuple):
    """A sound file and what must be read from it."""

    name: str
    file: str
    data: bytes
    members: tuple[str | None, ...] = ("#1", "#2")
    fields: tuple[str, ...] = ("url", "title", "published_on", "authors")
    """Fields of its first document; their values are those of the first row."""
    day: str = "2024-05-06"
    """What it says of the day."""


def dumped(value: Any, indent: int | None = None) -> bytes:  # noqa: ANN401 - any JSON value
    """JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, indent=indent).encode()


def written(rows: list[list[str]], **dialect: Any) -> bytes:  # noqa: ANN401 - what ``csv.writer`` takes
    """CSV in UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out, **{"lineterminator": "\n", **dialect}).writerows(rows)
    return out.getvalue().encode()


def _lines(*values: Any) -> bytes:  # noqa: ANN401 - any JSON values
    return b"\n".join(dumped(value) for value in values) + b"\n"


def _tables() -> list[Shape]:
    days = [[*row[:3], f"{16 + at}/05/2024", row[4]] for at, row in enumerate(ROWS)]
    bare = [
        [f"{row[0]}{n}", f"{row[1]} di Desa Nomor {n} Hari Ini", f"{row[2]} " * 3, *row[3:]]
        for row in ROWS
        for n in range(3)
    ]
    quoted = [[*row[:2], row[2].replace("warga", '"warga"') + ' "Alhamdulillah," katanya.', *row[3:]] for row in ROWS]
    table = [HEADER, *ROWS]
    dated = [[*row[:3], day, row[4]] for row, day in zip(ROWS, DAYS, strict=True)]
    titled: list[list[Any]] = [["Kliping berita"], [], HEADER, *dated]
    shared = [[*ROWS[0][:3], "2024-05-06", "Sari Dewi"], [*ROWS[1][:3], "2024-05-07", ""]]
    return [
        Shape("CSV", "comma.csv", written(table)),
        Shape("CSV, sep=", "sep.csv", b"sep=;\n" + written(table, delimiter=";")),
        Shape("CSV, semicolons", "semicolon.csv", written(table, delimiter=";")),
        Shape("CSV, tabs", "tab.tsv", written(table, delimiter="\t")),
        Shape("CSV, bars", "bar.csv", written(table, delimiter="|")),
        Shape("CSV, all quoted", "quoted.csv", written([HEADER, *quoted], quoting=csv.QUOTE_ALL)),
        Shape("CSV, single quotes", "single.csv", written(table, quotechar="'", quoting=csv.QUOTE_ALL)),
        Shape("CSV, backslashes", "slash.csv", written([HEADER, *quoted], doublequote=False, escapechar="\\")),
        Shape("CSV, CR LF", "crlf.csv", written(table, lineterminator="\r\n")),
        Shape(
            "CSV, no header",
            "bare.csv",
            written(bare),
            ("#1", "#2", "#3", "#4", "#5", "#6"),
            ("published_on", "authors"),
        ),
        Shape(
            "CSV, an index before",
            "index.csv",
            written([["", *HEADER], *([str(n), *row] for n, row in enumerate(ROWS))]),
        ),
        Shape("CSV, header again", "again.csv", written([HEADER, ROWS[0], HEADER, ROWS[1]]), ("#1", "#3")),
        Shape(
            "CSV, decimal commas",
            "decimal.csv",
            written([[*HEADER, "skor"], [*ROWS[0], "0,75"], [*ROWS[1], "1,5"]], delimiter=";"),
        ),
        Shape("CSV, day first", "days.csv", written([HEADER, *days]), day="2024-05-16"),
        Shape("CSV, UTF-16", "wide.csv", written(table).decode().encode("utf-16")),
        Shape("XLSX", "one.xlsx", xlsx({"Berita": table})),
        Shape("XLSX, several sheets", "sheets.xlsx", xlsx({"A": table, "B": table}), ("A#1", "A#2", "B#1", "B#2")),
        Shape("XLSX, header lower, days as days", "titled.xlsx", xlsx({"A": titled}), day="2024-05-06 08:30:00"),
        Shape("XLSX, merged cells", "merged.xlsx", xlsx({"A": [HEADER, *shared]}, merged="E2:E3")),
        Shape("XLS", "old.xls", xls(table)),
        Shape("XLSB", "binary.xlsb", xlsb(table)),
        Shape("ODS", "open.ods", ods(table)),
        Shape("SQLite", "news.db", sqlite({"berita": table})),
        Shape(
            "SQLite, several tables",
            "tables.sqlite",
            sqlite({"a": table, "b": table}),
            ("a#1", "a#2", "b#1", "b#2"),
        ),
    ]


def _json() -> list[Shape]:
    indexed = {name: {str(at): cell for at, cell in enumerate(cells)} for name, cells in COLUMNS.items()}
    keyed = {row["url"]: {name: cell for name, cell in row.items() if name != "url"} for row in RECORDS}
    ids = {f"berita-{at}": row for at, row in enumerate(RECORDS, 1)}
    schema = {"fields": [{"name": name, "type": "string"} for name in HEADER], "pandas_version": "1.4.0"}
    return [
        Shape("JSON by columns", "columns.json", dumped(COLUMNS)),
        Shape("JSON, pandas columns", "pandas.json", dumped(indexed)),
        Shape("JSON, pandas split", "split.json", dumped({"columns": HEADER, "index": [0, 1], "data": ROWS})),
        Shape("JSON, pandas index", "index.json", dumped({str(at): row for at, row in enumerate(RECORDS)})),
        Shape("JSON, pandas table", "table.json", dumped({"schema": schema, "data": RECORDS})),
        Shape("JSON keyed by id", "ids.json", dumped(ids)),
        Shape("JSON keyed by address", "addresses.json", dumped(keyed)),
        Shape("JSON, one pretty object", "one.json", dumped(RECORDS[0], 2), ("#1",)),
        Shape("JSON, trailing commas", "commas.json", dumped(RECORDS, 1).replace(b"}\n]", b"},\n]")),
        Shape("JSON Lines", "lines.jsonl", _lines(*RECORDS)),
        Shape("JSON Lines with commas", "lines.json", b",\n".join(dumped(row) for row in RECORDS) + b",\n"),
        Shape(
            "JSON, an array cut into lines",
            "cut.jsonl",
            b"[\n" + b",\n".join(dumped(row) for row in RECORDS) + b"\n]\n",
            ("#2", "#3"),
        ),
    ]


def _exports() -> list[Shape]:
    moment = "2024-05-06T08:00:00"
    mongo = [
        {
            "_id": {"$oid": f"66{at:022x}"},
            **row,
            "tanggal": {"$date": f"{row['tanggal']}T01:00:00Z"},
            "dibaca": {"$numberLong": "12"},
        }
        for at, row in enumerate(RECORDS)
    ]
    canonical = [
        {**row, "tanggal": {"$date": {"$numberLong": str(1714957200000 + at)}}} for at, row in enumerate(mongo)
    ]
    wordpress = [
        {
            "id": at,
            "date": moment,
            "date_gmt": "2024-05-06T01:00:00",
            "guid": {"rendered": f"https://example.org/?p={at}"},
            "modified": "2024-05-08T08:00:00",
            "slug": "berita",
            "type": "post",
            "link": row["url"],
            "title": {"rendered": row["judul"]},
            "content": {"rendered": marked, "protected": False},
            "excerpt": {"rendered": "<p>Ringkasan.</p>"},
            "author": 7,
            "_embedded": {"author": [{"id": 7, "name": row["penulis"], "link": "https://example.org/penulis"}]},
        }
        for at, (row, marked) in enumerate(zip(RECORDS, MARKED, strict=True), 1)
    ]
    posts = [
        {
            "id": str(at),
            "title": row["judul"],
            "slug": "berita",
            "html": marked,
            "status": "published",
            "published_at": f"{moment}.000Z",
        }
        for at, (row, marked) in enumerate(zip(RECORDS, MARKED, strict=True), 1)
    ]
    ghost = {"db": [{"meta": {"version": "5.8"}, "data": {"posts": posts, "tags": [{"id": "1", "name": "Daerah"}]}}]}
    blogger = {
        "kind": "blogger#postList",
        "items": [
            {
                "kind": "blogger#post",
                "id": str(at),
                "published": f"{moment}+07:00",
                "url": row["url"],
                "title": row["judul"],
                "content": marked,
                "author": {"id": "3", "displayName": row["penulis"], "url": "https://example.org/profil"},
                "labels": ["Daerah"],
            }
            for at, (row, marked) in enumerate(zip(RECORDS, MARKED, strict=True))
        ],
    }
    return [
        Shape("MongoDB export", "mongo.json", _lines(*mongo), day="2024-05-06T01:00:00Z"),
        Shape("MongoDB export, canonical", "canonical.json", _lines(*canonical), day="2024-05-06T01:00:00+00:00"),
        Shape("WordPress REST", "posts.json", dumped(wordpress), day=moment),
        Shape("Ghost export", "ghost.json", dumped(ghost), fields=("title", "published_on"), day=f"{moment}.000Z"),
        Shape("Blogger API", "blogger.json", dumped(blogger), day=f"{moment}+07:00"),
        Shape("Blogger export", "blog.xml", _blog(), day=f"{moment}+07:00"),
    ]


def _blog() -> bytes:
    kind = '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#{}"/>'
    entries = "".join(
        f"<entry><published>2024-05-06T08:00:00+07:00</published>{kind.format('post')}<title>{row['judul']}</title>"
        f'<content type="html">&lt;p&gt;{row["isi"]}&lt;/p&gt;</content><link rel="alternate" href="{row["url"]}"/>'
        f"<author><name>{row['penulis']}</name></author></entry>"
        for row in RECORDS
    )
    others = f"<entry>{kind.format('comment')}<title>Bagus</title><content>Bagus sekali beritanya.</content></entry>"
    others += f"<entry>{kind.format('settings')}<title>Setelan</title><content>true</content></entry>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title>{entries}{others}</feed>'.encode()


def _scrapers() -> list[Shape]:
    moment = "2024-05-06 08:00:00"
    scrapy = [
        {
            "url": row["url"],
            "title": row["judul"],
            "author": row["penulis"],
            "date": row["tanggal"],
            "content": [row["isi"]],
        }
        for row in RECORDS
    ]
    please = [
        {
            "authors": [row["penulis"]],
            "date_download": "2024-06-01 10:00:00",
            "date_modify": None,
            "date_publish": moment,
            "description": "Ringkasan.",
            "filename": "berita.json",
            "image_url": "https://example.org/a.jpg",
            "language": "id",
            "maintext": row["isi"],
            "source_domain": "example.org",
            "title": row["judul"],
            "title_page": None,
            "title_rss": None,
            "url": row["url"],
        }
        for row in RECORDS
    ]
    fundus = [
        {
            "title": row["judul"],
            "authors": [row["penulis"]],
            "publishing_date": f"{moment}+07:00",
            "topics": ["Daerah"],
            "free_access": True,
            "body": {"summary": ["Ringkasan."], "sections": [{"headline": [], "paragraphs": [row["isi"]]}]},
            "html": {"requested_url": row["url"], "responded_url": row["url"], "crawl_date": "2024-06-01 10:00:00"},
        }
        for row in RECORDS
    ]
    newspaper = [
        {
            "url": row["url"],
            "title": row["judul"],
            "authors": [row["penulis"]],
            "publish_date": moment,
            "text": row["isi"],
            "top_image": "https://example.org/a.jpg",
            "keywords": ["jembatan", "warga"],
            "summary": "Ringkasan.",
            "meta_lang": "id",
            "meta_description": "Ringkasan.",
            "meta_site_name": "Kabar Contoh",
            "canonical_link": row["url"],
        }
        for row in RECORDS
    ]
    ccnews = [
        {
            "title": row["judul"],
            "text": row["isi"],
            "domain": "example.org",
            "date": moment,
            "description": "Ringkasan.",
            "url": row["url"],
            "image_url": "https://example.org/a.jpg",
        }
        for row in RECORDS
    ]
    site = ("url", "title", "published_on", "authors", "publisher")
    return [
        Shape("Scrapy", "items.jl", _lines(*scrapy)),
        Shape("news-please", "please.json", dumped(please), fields=site, day=moment),
        Shape(
            "fundus",
            "fundus.json",
            dumped(fundus),
            fields=("url", "title", "published_on", "authors", "tags"),
            day=f"{moment}+07:00",
        ),
        Shape("newspaper", "newspaper.json", dumped(newspaper), fields=(*site, "tags"), day=moment),
        Shape(
            "Common Crawl news",
            "ccnews.jsonl",
            _lines(*ccnews),
            fields=("url", "title", "published_on", "publisher"),
            day=moment,
        ),
    ]


def _texts() -> list[Shape]:
    block = "Judul: Jembatan Pulih\nTanggal: 2024-05-06\nPenulis: Sari Dewi\nURL: https://example.org/1"
    front = "---\ntitle: Jembatan Pulih\ndate: 2024-05-06\nauthor: Sari Dewi\nurl: https://example.org/1\n---\n\n"
    return [
        Shape("Markdown with front matter", "page.md", f"{front}{FIRST}\n".encode(), (None,)),
        Shape("text, a block on top", "top.txt", f"{block}\n\n{FIRST}\n".encode(), (None,)),
        Shape("text, a block at the foot", "foot.txt", f"{FIRST}\n\n{block}\n".encode(), (None,)),
    ]


SHAPES = (*_tables(), *_json(), *_exports(), *_scrapers(), *_texts())
"""Every shape."""
