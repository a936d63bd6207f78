"""How fast pages are read, beside plain loops, Polars and DuckDB in the same run, and how flat memory stays.

``python -m benchmarks.reading`` prints two tables. Speed is per second of processor time (all threads together), so
that what else the machine does counts little. Every way reads each page's text and hashes its bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL_FILES = 20_000
JSON_ROWS = 60_000
"""Files of a page, and rows of one file: some seconds of reading each."""

MEMORY_ROWS = (10_000, 100_000, 1_000_000)
"""Rows of a file that memory must not grow with: ten times as many each."""

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def page(chance: random.Random, words: list[str], lines: int) -> str:
    return "\n".join(" ".join(chance.choices(words, k=30)) for _ in range(lines)) + "\n“Selesai,” kata warga."


def vocabulary(chance: random.Random) -> list[str]:
    return ["".join(chance.choice("aeioubdgklmnprst") for _ in range(chance.randint(2, 9))) for _ in range(3000)]


def write_files(folder: Path) -> None:
    chance = random.Random(1)
    words = vocabulary(chance)
    for number in range(SMALL_FILES):
        (folder / f"{number:06}.txt").write_text(page(chance, words, 6))


def write_rows(path: Path, rows: int, lines: int) -> None:
    chance = random.Random(2)
    words = vocabulary(chance)
    with path.open("w") as file:
        for number in range(rows):
            url = f"https://example.org/{number}"
            row = {
                "url": url,
                "title": " ".join(chance.choices(words, k=8)),
                "date": "2024-05-06",
                "author": "Sari Dewi",
            }
            file.write(json.dumps({**row, "text": page(chance, words, lines)}, ensure_ascii=False) + "\n")


def cost(work: Callable[[], object]) -> float:
    """Processor seconds of ``work``, the better of two runs."""
    spent = []
    for _ in range(2):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def ours(source: Path) -> int:
    from kliping.reading import list_files, stream_documents
    from kliping.settings.reading import ReadingSettings

    settings = ReadingSettings()
    return sum(frame.height for frame in stream_documents(list_files([str(source)], settings), settings, NOW))


def loop_files(folder: Path) -> list[tuple[str, str, str]]:
    found = []
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        found.append((str(path), hashlib.sha256(data).hexdigest(), data.decode()))
    return found


def loop_rows(path: Path) -> list[tuple[str, dict[str, str]]]:
    with path.open("rb") as file:
        return [(hashlib.sha256(line).hexdigest(), json.loads(line)) for line in file]


def write_csv(path: Path, rows: Path) -> None:
    with path.open("w", newline="") as file, rows.open() as lines:
        writer = csv.DictWriter(file, ["url", "title", "date", "author", "text"])
        writer.writeheader()
        writer.writerows(map(json.loads, lines))


def loop_csv(path: Path) -> list[tuple[str, list[str]]]:
    with path.open(newline="") as file:
        return [(hashlib.sha256("\x1f".join(row).encode()).hexdigest(), row) for row in csv.reader(file)]


def hashed(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def duckdb(query: str) -> object:
    import duckdb as database

    with database.connect(config={"threads": 1}) as connection:
        return connection.sql(query).to_arrow_table()


def speed(folder: Path) -> None:
    files, rows = folder / "files", folder / "rows.jsonl"
    files.mkdir()
    write_files(files)
    write_rows(rows, JSON_ROWS, 10)
    table = folder / "rows.csv"
    write_csv(table, rows)
    small = {
        "kliping": cost(lambda: ours(files)),
        "plain Python loop": cost(lambda: loop_files(files)),
        "DuckDB read_text": cost(
            lambda: duckdb(f"SELECT filename, content, sha256(content) FROM read_text('{files}/*')")
        ),
    }
    large = {
        "kliping": cost(lambda: ours(rows)),
        "plain Python loop": cost(lambda: loop_rows(rows)),
        "DuckDB read_ndjson": cost(lambda: duckdb(f"SELECT *, sha256(text) FROM read_ndjson_auto('{rows}')")),
        "Polars read_ndjson, nothing hashed": cost(lambda: pl.read_ndjson(rows)),
        "SHA-256 of the file alone": cost(lambda: hashed(rows)),
    }
    tabular = {
        "kliping": cost(lambda: ours(table)),
        "plain Python loop": cost(lambda: loop_csv(table)),
        "DuckDB read_csv": cost(lambda: duckdb(f"SELECT *, sha256(text) FROM read_csv('{table}')")),
        "Polars read_csv, nothing hashed": cost(lambda: pl.read_csv(table)),
        "SHA-256 of the file alone": cost(lambda: hashed(table)),
    }
    print("| what | reader | per processor second | times kliping's cost |\n|---|---|---|---|")
    for name, seconds in small.items():
        rate, times = SMALL_FILES / seconds, seconds / small["kliping"]
        print(f"| {SMALL_FILES:,} text files | {name} | {rate:,.0f} files | {times:.2f} |")
    for form, path, costs in (("JSON Lines", rows, large), ("CSV", table, tabular)):
        megabytes = path.stat().st_size / 1e6
        for name, seconds in costs.items():
            rate, times = megabytes / seconds, seconds / costs["kliping"]
            print(f"| {megabytes:.0f} MB {form} | {name} | {rate:,.0f} MB | {times:.2f} |")


def peak_kilobytes() -> int:
    """This process's peak of resident memory, its own only: ``getrusage`` would inherit the parent's."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def memory(folder: Path) -> None:
    print("\n| documents | peak memory |\n|---|---|")
    for rows in MEMORY_ROWS:
        path = folder / f"{rows}.jsonl"
        write_rows(path, rows, 1)
        command = [sys.executable, "-m", "benchmarks.reading", str(path)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        print(f"| {int(told[0]):,} | {int(told[1]) / 1024:,.0f} MiB |")
        path.unlink()


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as scratch:
        speed(Path(scratch))
        memory(Path(scratch))


if __name__ == "__main__":
    if len(sys.argv) > 1:  # one measurement of memory, in a process of its own
        print(ours(Path(sys.argv[1])), peak_kilobytes())
    else:
        main()
