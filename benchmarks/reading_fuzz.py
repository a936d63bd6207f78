"""Mutated files of every main format: no crash, no hang, none lost.

``python -m benchmarks.reading_fuzz [COUNT] [FORMAT…]`` reads COUNT (default 2,000) mutations of each format and
prints what became of them. An input fails when reading it raises, takes more than ten seconds of the processor, gives
no row, gives the same row twice, needs the guard for faults of readers (``reader_failed``), gives other rows in parts
than whole, or gives another number of rows than planning counted. Mutations come from a fixed seed: every run reads
the same inputs.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import sys
import tarfile
import time
import zipfile
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl
import zstandard

from benchmarks.reading_shapes import SHAPES
from kliping.reading.documents import _Gathering
from kliping.reading.known import FORMATS
from kliping.reading.sources.files import File, _read
from kliping.reading.sources.parts import count, shares
from kliping.settings.reading import ReadingSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.pieces import Piece

SETTINGS = ReadingSettings().model_copy(update={"document_bytes": 100_000, "table_bytes": 1_000_000})
TINY = SETTINGS.model_copy(update={"batch_documents": 1})
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SLOW = 10.0
"""Seconds of the processor after which a small file has hung its reader."""

IN_PARTS = 200
"""Every so manieth input is read in parts as well, which takes much longer."""

PORTION = 200
"""Inputs whose rows are judged at once."""

TOTAL = 2_000
"""Mutations of each format where nobody says how many: an hour for all."""

PROSE = "Panen padi raya\n\nPetani “lega” karena café penuh – 50 ton.\n"
HTML = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Panen</title></head><body><p>{PROSE}</p></body></html>'
ROWS = [
    {"url": f"https://example.org/{n}", "title": "Panen", "text": PROSE, "tags": ["a", "b"], "time": 1}
    for n in range(4)
]


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _table(kind: str) -> bytes:
    frame, out = pl.DataFrame(ROWS), io.BytesIO()
    if kind == "parquet":
        frame.write_parquet(out)
    else:
        frame.write_ipc(out)
    return out.getvalue()


def _record(body: str, kind: str) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/1\r\nContent-Type: text/plain\r\n"
    return f"{head}Content-Length: {len(body.encode())}\r\n\r\n{body}\r\n\r\n".encode()


def seeds() -> dict[str, tuple[str, bytes]]:
    """Format → file name and bytes of a sound file."""
    jsonl = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{HTML}"
    crawl = _record("software: none", "warcinfo") + _record(answer, "response")
    crawl += _record(PROSE, "conversion") * 2
    mail = (
        "Subject: Panen\nDate: Mon, 06 May 2024 08:00:00 +0700\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="B"\n\n--B\nContent-Type: text/html; charset=utf-8\n\n'
        f"{HTML}\n--B--\n"
    )
    feed = (
        "<rss><channel>"
        + f"<item><title>Panen</title><description>{PROSE}</description></item>" * 3
        + "</channel></rss>"
    )
    csv = "url,title,text\n" + f'https://example.org/1,Panen,"{PROSE}"\n' * 4
    shapes = {shape.name: (shape.file, shape.data) for shape in SHAPES}
    told = {one.name: (row.example, row.sample) for one in FORMATS for row in one.shown if row.sample}
    return (
        told
        | shapes
        | {
            "text": ("a.txt", PROSE.encode()),
            "html": ("a.html", HTML.encode()),
            "jsonl": ("a.jsonl", jsonl),
            "json": ("a.json", json.dumps(ROWS).encode()),
            "csv": ("a.csv", csv.encode()),
            "parquet": ("a.parquet", _table("parquet")),
            "arrow": ("a.arrow", _table("arrow")),
            "warc": ("a.warc", crawl),
            "warc.gz": ("a.warc.gz", gzip.compress(crawl[:200]) + gzip.compress(crawl[200:])),
            "mail": ("a.eml", mail.encode()),
            "mbox": ("a.mbox", f"From a@example.org Mon May  6 08:00:00 2024\n{mail}\n".encode() * 2),
            "feed": ("a.rss", feed.encode()),
            "gzip": ("a.txt.gz", gzip.compress(PROSE.encode())),
            "bzip2": ("a.txt.bz2", bz2.compress(PROSE.encode())),
            "xz": ("a.txt.xz", lzma.compress(PROSE.encode())),
            "zstd": ("a.jsonl.zst", zstandard.compress(jsonl)),
            "zip": (
                "a.zip",
                _zip({"a/a.txt": PROSE.encode(), "b.jsonl": jsonl, "c.zip": _zip({"d.html": HTML.encode()})}),
            ),
            "tar": ("a.tar", _tar({"a/a.txt": PROSE.encode(), "b.jsonl": jsonl})),
        }
    )


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with one to eight changes: bits, bytes, cuts, insertions, repetitions, a tail lost."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(out) + 1)
        size = chance.choice((1, 1, 2, 4, 16, 64, 256))
        match chance.randrange(8):
            case 0 if at < len(out):
                out[at] ^= 1 << chance.randrange(8)
            case 1 if at < len(out):
                out[at] = chance.choice(b"\0\xff\n\r\"',<>{}[]&;=-\\ 0\x1f\x8b\xc3\xe2")
            case 2:
                del out[at : at + size]
            case 3:
                out[at:at] = chance.randbytes(size)
            case 4:
                out[at:at] = out[max(0, at - size) : at]
            case 5:
                del out[at:]
            case 6:
                out[at : at + 4] = chance.choice(
                    (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"9999", b"-1  ")
                )
            case _:
                other = chance.randrange(len(out) + 1)
                out[at:at] = out[other : other + size]
    return bytes(out)


def pieces(data: bytes, name: str, settings: ReadingSettings, part: str | None = None) -> Iterator[Piece]:
    """The pieces of a file held in memory, with no shortcut for plain text."""
    return _read(io.BytesIO(data), name, len(data), settings, part)


def _frame(inputs: list[tuple[str, list[Piece]]]) -> pl.DataFrame:
    gathering = _Gathering(SETTINGS, NOW)
    for uri, found in inputs:
        for piece in found:
            gathering.add(File(uri, 0, None), piece)
    return gathering.taken()


def fuzz(format_: str, total: int) -> Counter[str]:
    """Read ``total`` mutations of one format: what became of their documents, and what ``failed: …``."""
    name, sound = seeds()[format_]
    chance = random.Random(format_)
    outcome: Counter[str] = Counter(inputs=total)
    waiting: list[tuple[str, list[Piece]]] = []
    for number in range(total):
        data = mutated(sound, chance)
        started = time.process_time()
        try:
            found = list(pieces(data, name, SETTINGS))
            if not found:
                outcome["failed: no row"] += 1
            if number % IN_PARTS == 0:
                _compare(data, name, found, outcome)
            waiting.append((f"file:///fuzz/{number}/{name}", found))
            if len(waiting) == PORTION or number == total - 1:
                _judge(_frame(waiting), waiting, outcome)
                waiting = []
        except Exception as fault:  # noqa: BLE001 - this is what is looked for
            outcome[f"failed: {type(fault).__name__} {str(fault)[:80]}"] += 1
            waiting = []
        outcome["failed: slow"] += time.process_time() - started > SLOW
    return +outcome


def _compare(data: bytes, name: str, found: list[Piece], outcome: Counter[str]) -> None:
    """One document a batch gives as many parts as documents, and the same documents."""
    cut = shares(pieces(data, name, TINY), TINY)
    in_parts = [piece for share in cut for piece in pieces(data, name, TINY, share.part)]
    whole, parts = (_frame([("file:///a", one)]).drop("first_seen_at") for one in (found, in_parts))
    outcome["read in parts"] += 1
    outcome["failed: other rows in parts"] += not whole.sort("document_id").equals(parts.sort("document_id"))
    outcome["failed: planned another number"] += sum(share.documents for share in cut) != whole.height


def _judge(frame: pl.DataFrame, inputs: list[tuple[str, list[Piece]]], outcome: Counter[str]) -> None:
    outcome["documents"] += frame.height
    outcome["readable"] += frame["reason"].null_count()
    outcome["failed: documents lost"] += frame.height != sum(count(piece) for _, found in inputs for piece in found)
    outcome["failed: a row twice"] += frame["document_id"].n_unique() != frame.height
    for reason, number in frame["reason"].drop_nulls().value_counts().iter_rows():
        outcome[f"failed: {reason}" if reason == "reader_failed" else f"refused: {reason}"] += number


def run(arguments: list[str]) -> int:
    """Fuzz the formats named (default: all) and print a line for each; 1 when anything failed."""
    total = int(arguments[0]) if arguments else TOTAL
    failed = 0
    for format_ in arguments[1:] or seeds():
        started = time.process_time()
        outcome = fuzz(format_, total)
        failed += sum(number for kind, number in outcome.items() if kind.startswith("failed"))
        words = ", ".join(f"{kind} {number:,}" for kind, number in sorted(outcome.items()))
        print(f"{format_}: {words} ({time.process_time() - started:.0f} s)", flush=True)
    print(f"failed: {failed}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
