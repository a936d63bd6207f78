"""How long pages of the reading room take over a large published file: ``python -m benchmarks.reading_room [N]``.

The file is made of words drawn by a hash, so it is the same each time: articles of some 130 words in 4 paragraphs, with
12 removed lines, 8 rows of evidence, outlets and words as uneven as in the news (Zipf), every twentieth document a copy
and every fiftieth held back. Each kind of page is asked with other words, filters and documents each time, after one
round to warm up, and the answer is a whole page of HTML. Beside the time by the clock stands the processor's, of all
threads: on a machine that does other work as well, the clock tells of that work too.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from kliping.settings import load_settings
from kliping.tables.tables import TABLES
from kliping.warehouse.connections import opened
from kliping.warehouse.querying import make_queryable
from kliping.warehouse.store import Store
from workflows.room.app import build_room

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLES = 1_000_000
"""Articles of a large corpus, of which the documentation tells."""

ROUNDS = 40
"""Times that a page is asked for: so that there is a 95th percentile."""

WORD = "'k' || floor(pow(30000, (hash({0}) % 1000003) / 1000003.0))::INTEGER"
"""A word whose rank is drawn with odds that fall as one over it."""

PAGES = """
CREATE TEMP TABLE pages AS SELECT i, md5(i::VARCHAR)[:16] AS document_id, 'a' || md5(i::VARCHAR)[:16] AS article_id,
  'g' || md5(i::VARCHAR)[:16] AS group_id,
  'Harian ' || floor(pow(2000, (hash(i * 7) % 1009) / 1009.0))::INTEGER AS outlet,
  DATE '2010-01-01' + (hash(i * 11) % 5800)::INTEGER AS day, i % 50 = 49 AS held, i % 20 = 19 AS copy
FROM range({articles}) AS t(i);
"""

PART = f"""
CREATE OR REPLACE TEMP TABLE part AS SELECT * FROM pages WHERE i >= {{start}} AND i < {{end}};
CREATE OR REPLACE TEMP TABLE texts AS
SELECT i, p, string_agg({WORD.format("(i * 131 + p) * 1009 + w")}, ' ' ORDER BY w) AS text
FROM part, range(1, 5) AS q(p), range(33) AS r(w) WHERE NOT held AND NOT copy GROUP BY i, p;
"""

FILL = f"""
INSERT INTO articles BY NAME
SELECT article_id, (SELECT string_agg({WORD.format("i * 17 + w")}, ' ') FROM range(7) AS r(w)) AS title, t.body,
  (hash(i * 3) % 1000) / 1000.0 AS body_confidence, if(i % 9 = 0, 'en', 'id') AS language, 0.99 AS language_confidence,
  ['Sari'] AS authors, outlet AS publisher, if(i % 12 = 0, NULL, day) AS published_on, 'day' AS published_precision,
  'header' AS published_basis, 0.98 AS published_confidence, 132 AS word_count, 4 AS paragraph_count, [] AS tags,
  [] AS image_captions, group_id, 0 AS copies, document_id
FROM part JOIN (SELECT i, string_agg(text, e'\n\n' ORDER BY p) AS body FROM texts GROUP BY i) AS t USING (i)
WHERE NOT held AND NOT copy;
INSERT INTO paragraphs BY NAME
SELECT article_id, p AS paragraph, text, 'body' AS role, 'id' AS language, 33 AS word_count,
  2 * p + 7 AS line_from, 2 * p + 7 AS line_to FROM texts JOIN part USING (i);
INSERT INTO documents BY NAME
SELECT document_id, 'file:///p/' || i || '.txt' AS uri, 'text' AS format, 2000 AS bytes, 'b1' AS batch,
  CASE WHEN held THEN 'quarantined' WHEN copy THEN 'duplicate' ELSE 'published' END AS status,
  if(held, 'error', 'article') AS page_kind, 0.98 AS page_kind_confidence, if(held, NULL, article_id) AS article_id,
  group_id, 16 AS raw_lines, 4 AS kept_lines, 12 AS removed_lines FROM part;
INSERT INTO removed_lines BY NAME
SELECT document_id, n AS line, 'Menu ' || n AS text, 'boilerplate' AS role, 'model' AS reason
FROM part, range(1, 13) AS r(n);
INSERT INTO metadata_evidence BY NAME
SELECT document_id, ['title', 'authors', 'publisher', 'published_on', 'published_on', 'place', 'editor', 'caption'][n]
  AS field, 'nilai ' || n AS value, 'header' AS basis, (hash(i + n) % 100) / 100.0 AS confidence, n AS line, 0 AS start,
  4 AS "end", 'Menu' AS evidence, n NOT IN (4, 5) AS chosen FROM part, range(1, 9) AS r(n);
INSERT INTO duplicates BY NAME
SELECT document_id, md5((i - 1)::VARCHAR)[:16] AS canonical_document_id, group_id, 'near' AS kind,
  (hash(i) % 1000) / 1000.0 AS similarity FROM part WHERE copy;
INSERT INTO syndication BY NAME
SELECT group_id, document_id, 'first' AS role, outlet AS publisher, document_id AS first_document_id
FROM part WHERE NOT held AND NOT copy;
INSERT INTO quarantine BY NAME
SELECT document_id, 'file:///p/' || i || '.txt' AS uri, 'expectations' AS stage, 'body_length' AS reason,
  'The page has no body.' AS detail, 'b1' AS batch, 1 AS since_edition FROM part WHERE held;
INSERT INTO article_versions BY NAME
SELECT group_id AS history_id, 1 AS version, 1 AS versions, document_id, group_id
FROM part WHERE NOT held AND NOT copy AND i % 30 = 0;
"""
"""The rows of the documents in ``part``."""

AT_ONCE = 50_000
"""Documents that are written at once: memory alone."""


def made(file: Path, articles: int) -> None:
    """Write a published file of ``articles`` documents."""
    with opened(file, write=True) as connection:
        for table in TABLES:
            connection.execute(table.ddl())
        connection.execute(PAGES.format(articles=articles))
        for start in range(0, articles, AT_ONCE):
            connection.execute(PART.format(start=start, end=start + AT_ONCE))
            connection.execute(FILL)
        connection.execute(
            "INSERT INTO editions BY NAME SELECT 1 AS edition, 'passed' AS verdict, now() AS published_at, "
            "count(*) AS documents, 0 AS articles, 0 AS duplicates, 0 AS quarantined, 0 AS unreadable FROM documents"
        )
        make_queryable(connection)


async def _asked(app: Any, address: str) -> bytes:  # noqa: ANN401 - an ASGI app
    parts, sent = urlsplit(address), []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401 - a message of ASGI
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8765")],
        "server": ("127.0.0.1", 8765),
        "client": ("127.0.0.1", 50000),
    }
    await app(scope, receive, send)
    assert sent[0]["status"] == 200, address
    return b"".join(message.get("body", b"") for message in sent[1:])


def addresses(app: Any) -> dict[str, Callable[[random.Random], str]]:  # noqa: ANN401 - an ASGI app
    """Kinds of pages, each with what makes an address of it."""
    rows = app.state.reader.ask("SELECT document_id FROM articles USING SAMPLE reservoir(400 ROWS) REPEATABLE (7)")
    ids = [row["document_id"] for row in rows]
    return {
        "list": lambda chance: (
            f"/?since=20{chance.randint(10, 24)}-01-01&order={chance.choice(['newest', 'least_sure'])}"
        ),
        "list, filtered": lambda chance: (
            f"/?outlet={quote(f'Harian {chance.randint(1, 50)}')}&language=id&confidence=low"
        ),
        "search, common words": lambda chance: f"/?q=k{chance.randint(2, 40)}+k{chance.randint(2, 40)}",
        "search, rare words": lambda chance: f"/?q=k{chance.randint(300, 20000)}+k{chance.randint(300, 20000)}",
        "page": lambda chance: f"/page/{chance.choice(ids)}",
        "quarantine": lambda chance: f"/queues/quarantine?after={chance.choice(ids)}",
        "least sure": lambda chance: f"/queues/least-sure?after={quote(f'0.{chance.randint(0, 9)} a')}",
        "undated": lambda chance: f"/queues/undated?after=a{chance.choice(ids)}",
        "doubtful copies": lambda chance: f"/queues/doubtful-copies?after={quote(f'0.{chance.randint(0, 9)} a')}",
    }


def main(articles: int = ARTICLES) -> None:
    """Make the file, ask, print a table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        began = time.perf_counter()
        made(home / "kliping.duckdb", articles)
        size = (home / "kliping.duckdb").stat().st_size
        print(f"{articles:,} documents, {size / 1e9:.1f} GB, made in {time.perf_counter() - began:.0f} s\n", flush=True)
        app = build_room(Store(home), load_settings(None, home=home), "token")
        print("| page | median ms | 95th percentile ms | processor ms, median | KB |\n|---|---|---|---|---|")
        for name, address in addresses(app).items():
            chance = random.Random(11)
            times, processor, sizes = [], [], []
            asyncio.run(_asked(app, address(chance)))
            for _ in range(ROUNDS):
                wall, spent = time.perf_counter(), time.process_time()
                sizes.append(len(asyncio.run(_asked(app, address(chance)))))
                times.append(1000 * (time.perf_counter() - wall))
                processor.append(1000 * (time.process_time() - spent))
            late = statistics.quantiles(times, n=20)[-1]
            print(
                f"| {name} | {statistics.median(times):.0f} | {late:.0f} | {statistics.median(processor):.0f} "
                f"| {statistics.median(sizes) / 1000:.0f} |",
                flush=True,
            )
        app.state.reader.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
