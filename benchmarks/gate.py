"""How long the gate takes for a million articles, and how much memory: ``python -m benchmarks.gate [ARTICLES]``.

Belongs here: a synthetic candidate of known size and the measuring. Does not belong here: whether results are right.

Each part runs in a process of its own, so that its peak memory is its own. Times are compared with one plain scan of
the bodies by the same DuckDB in the same run, which stands for the speed of the machine.
"""

from __future__ import annotations

import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from kliping.settings import load_settings
from kliping.tables.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLES = 1_000_000  # what the aim below is said of
PARAGRAPHS = 8  # of about 32 words each: 1,800 characters a body, as in Indonesian news
REMOVED = 24  # lines of furniture a page
LIMIT_SECONDS, LIMIT_MB = 60, 2048  # the aim: a minute, on a machine with little memory
CHECKED = datetime(2024, 6, 1, tzinfo=UTC)

WORDS = [
    "warga", "desa", "kota", "pasar", "harga", "bupati", "sekolah", "jalan", "rumah", "sakit", "petani", "panen",
    "hujan", "banjir", "jembatan", "polisi", "laporan", "rapat", "anggaran", "program", "bantuan", "masyarakat",
    "pemerintah", "daerah", "kepala", "dinas", "pendidikan", "kesehatan", "wisata", "budaya", "lomba", "juara",
    "tim", "pelatih", "pemain", "stadion", "gol", "musim", "liga", "ekonomi", "pajak", "usaha", "modal", "bank",
    "kredit", "bunga", "ekspor", "impor", "pabrik", "buruh", "upah",
]  # fmt: skip


def build(path: Path, articles: int) -> None:
    """A sound candidate of ``articles`` articles, a tenth as many copies, and five editions before it."""
    words = "[" + ", ".join(f"'{word}'" for word in WORDS) + "]"
    with duckdb.connect(str(path), config={"memory_limit": "4GB", "threads": 2}) as database:
        database.execute("SET enable_progress_bar = false")
        for table in TABLES:
            database.execute(table.ddl())
        database.execute("INSERT INTO templates SELECT 'menu ' || range, 50, 60, 0.01 FROM range(500)")
        # Words drawn by hash, and a number in each paragraph: no two alike, and the same in every run.
        database.execute(
            f"""
INSERT INTO paragraphs
SELECT printf('a%015x', a), p, 'Paragraf ' || p || ' nomor ' || a || ' ' || array_to_string(
    list_transform(range(28), lambda w: {words}[1 + (hash(a * 1000 + p * 50 + w) % {len(WORDS)})::INT]), ' ') || '.',
  'body', 'id', 0.99, 33, 10 + 2 * p, 10 + 2 * p
FROM range({articles}) AS t(a), range(1, {PARAGRAPHS + 1}) AS u(p)"""
        )
        database.execute("UPDATE paragraphs SET word_count = len(string_split(text, ' '))")
        database.execute(
            """
INSERT INTO articles BY NAME
SELECT article_id, 'd' || substr(article_id, 2) AS document_id, 'g' || substr(article_id, 2) AS group_id,
  'Warga ' || (hash(article_id) % 100000) || ' hadiri rapat anggaran daerah' AS title,
  string_agg(text, chr(10) || chr(10) ORDER BY paragraph) AS body,
  'id' AS language, 0.99 AS language_confidence, ['Rina Hapsari'] AS authors,
  'Outlet ' || (hash(article_id) % 50) AS publisher,
  DATE '2024-05-01' AS published_on, 'day' AS published_precision, 'header' AS published_basis,
  0.9 AS published_confidence, 'Rabu, 1 Mei 2024' AS published_evidence, 3 AS published_line,
  sum(word_count)::INT AS word_count, count(*)::INT AS paragraph_count, 2 AS reading_minutes, [] AS image_captions,
  [] AS tags, CASE WHEN hash(article_id) % 10 = 0 THEN 1 ELSE 0 END AS copies,
  TIMESTAMPTZ '2024-05-02 00:00:00+00' AS first_seen_at, 6 AS since_edition
FROM paragraphs GROUP BY article_id"""
        )
        database.execute(
            f"""
INSERT INTO documents BY NAME
SELECT document_id, 'file:///pages/' || document_id AS uri, 'text' AS format, 'utf-8' AS encoding, 4000 AS bytes,
  md5(document_id) || md5(document_id) AS sha256, 'b1' AS batch, first_seen_at, 'published' AS status,
  article_id, group_id,
  {PARAGRAPHS + REMOVED} AS raw_lines, {PARAGRAPHS} AS kept_lines, {REMOVED} AS removed_lines,
  0.02 AS duplicate_paragraph_ratio, 0.6 AS boilerplate_ratio
FROM articles
UNION ALL BY NAME
SELECT 'c' || substr(document_id, 2) AS document_id, 'file:///copies/' || document_id AS uri, 'text' AS format,
  'utf-8' AS encoding, 4000 AS bytes, md5(document_id) AS sha256, 'b2' AS batch, first_seen_at, 'duplicate' AS status,
  article_id, group_id, {REMOVED} AS raw_lines, 0 AS kept_lines, {REMOVED} AS removed_lines,
  0.02 AS duplicate_paragraph_ratio, 0.6 AS boilerplate_ratio
FROM articles WHERE copies = 1"""
        )
        database.execute(
            """
INSERT INTO duplicates BY NAME
SELECT 'c' || substr(document_id, 2) AS document_id, document_id AS canonical_document_id, group_id, 'near' AS kind,
  0.9 AS similarity FROM articles WHERE copies = 1"""
        )
        database.execute(
            f"""
INSERT INTO removed_lines BY NAME
SELECT document_id, CASE WHEN n <= 5 THEN n * 2 ELSE 30 + n END AS line,
  'Baris menu ' || (hash(n + 7 * length(document_id)) % 400) || ' halaman' AS text, 'boilerplate' AS role,
  'lexicon:menu' AS reason
FROM documents, range(1, {REMOVED + 1}) AS t(n)"""
        )
        for field in ("title", "published_on", "authors", "publisher", "place", "editor"):
            value = {"title": "title", "published_on": "published_on::VARCHAR"}.get(field, f"'{field}'")
            database.execute(
                f"""
INSERT INTO metadata_evidence BY NAME
SELECT document_id, '{field}' AS field, {value} AS value, 'header' AS basis, 0.9 AS confidence, 3 AS line, 0 AS start,
  16 AS "end", 'Rabu, 1 Mei 2024' AS evidence, true AS chosen FROM articles"""
            )
        database.execute(
            f"INSERT INTO editions BY NAME SELECT range AS edition, 'passed' AS verdict, {articles} AS articles,"
            f" {articles} + 1000 * range AS documents FROM range(1, 6)"
        )


def scan(path: Path) -> None:
    """One plain look at every character of every body."""
    with duckdb.connect(str(path), read_only=True, config={"threads": 2}) as database:
        database.execute("SET enable_progress_bar = false")
        database.execute("SELECT count(*) FROM articles WHERE contains(body, 'zzzz')").fetchall()


def judge(path: Path) -> None:
    """All row rules that hold documents back."""
    from expectations import judge_rows

    assert judge_rows(path, load_settings()).height == 0


def audit(path: Path) -> None:
    """Every expectation."""
    from expectations import audit as judged

    found = judged(path, load_settings(), edition=6, run_id="bench", checked_at=CHECKED)
    assert found.passed, found.shut_by


def _measured(part: Callable[[Path], None], path: Path, pipe: object) -> None:
    import importlib

    if part in (judge, audit):
        importlib.import_module("expectations.gx_classes")  # imported while earlier steps run
    started, busy = time.perf_counter(), time.process_time()
    part(path)
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send((seconds, busy, megabytes))  # type: ignore[attr-defined]


def measure(part: Callable[[Path], None], path: Path) -> tuple[float, float, float]:
    """Seconds, processor seconds (of both cores) and peak megabytes of ``part`` in a process of its own."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(part, path, sender))
    process.start()
    sender.close()
    seconds, busy, megabytes = receiver.recv()
    process.join()
    return float(seconds), float(busy), float(megabytes)


def main() -> int:
    """Print the table; 1 when a limit is broken at full size."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    folder = Path(tempfile.mkdtemp(prefix="kliping-gate-"))
    try:
        path = folder / "candidate.duckdb"
        # In a process of its own: a child's peak memory is counted from its parent's.
        builder = multiprocessing.get_context("spawn").Process(target=build, args=(path, articles))
        builder.start()
        builder.join()
        print(f"{articles:,} articles, {PARAGRAPHS} paragraphs each; {path.stat().st_size / 2**20:,.0f} MB on disk")
        print("part       seconds   processor seconds   of a plain scan   peak MB")
        plain = measure(scan, path)[1]
        met = True
        for part in (scan, judge, audit):
            seconds, busy, megabytes = measure(part, path)
            print(f"{part.__name__:<8} {seconds:>9.1f} {busy:>19.1f} {busy / plain:>17.1f} {megabytes:>9,.0f}")
            met = met and seconds < LIMIT_SECONDS and megabytes < LIMIT_MB
    finally:
        shutil.rmtree(folder)
    return 0 if met or articles > ARTICLES else 1


if __name__ == "__main__":
    raise SystemExit(main())
