"""Looking for words in every file below a folder, whatever it is packed in."""

from __future__ import annotations

import subprocess
from pathlib import Path

import duckdb
import polars as pl


def holding(folder: Path, word: str) -> list[str]:
    """Files below ``folder`` that hold ``word``: as bytes, by grep, or in a row of a Parquet or DuckDB file."""
    grep = subprocess.run(["grep", "-rlaF", "--", word, str(folder)], capture_output=True, text=True, check=False)
    assert grep.returncode in (0, 1), grep.stderr
    found = set(grep.stdout.splitlines())
    found |= {str(path) for path in folder.rglob("*.parquet") if word in str(pl.read_parquet(path, glob=False).rows())}
    return sorted(found | {str(path) for path in folder.rglob("*.duckdb") if _in_duckdb(path, word)})


def _in_duckdb(path: Path, word: str) -> bool:
    with duckdb.connect(path, read_only=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return any(word in str(connection.execute(f'FROM "{table}"').fetchall()) for table in tables)
