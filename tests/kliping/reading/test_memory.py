"""Files made to fill the memory: each a row with a sentence, read within the bound that the settings state."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.reading_samples import ods, sqlite, xlsx

LIMIT = 256
"""Megabytes of ``reading.table_bytes``: what a table that is held whole may take."""

HEADER = ["judul", "isi"]
CELL = "Warga desa memperbaiki jembatan. " * 1_600_000
LAST = '<row r="{row}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>'
EMPTY_ROWS = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="10" office:value-type="float" office:value="1"/></table:table-row>'  # noqa: E501

READ = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kliping.reading import stream_documents
from kliping.settings.reading import ReadingSettings

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) // 1024

small = Path(sys.argv[1]).with_name("small.csv")
small.write_text("judul,isi\\nJembatan,Warga desa memperbaiki jembatan.\\n")
now, settings = datetime(2026, 1, 1, tzinfo=UTC), ReadingSettings()
list(stream_documents([str(small)], settings, now))
before = peak()
reasons = [reason for frame in stream_documents(sys.argv[1:], settings, now) for reason in frame["reason"]]
print(peak() - before, *reasons)
"""


def csv_of_large_cells():
    return b"judul,isi\n" + b"".join(f'Berita {n},"{CELL}"\n'.encode() for n in range(3)) + b"Kecil,Banjir surut.\n"


def json_of_large_cells():
    rows = [f'{{"judul": "Berita {n}", "isi": "{CELL}"}}\n' for n in range(3)]
    return "".join([*rows, '{"judul": "Kecil", "isi": "Banjir surut."}\n']).encode()


FILES = [
    ("cells.csv", csv_of_large_cells, ["line_too_long"] * 3 + ["None"]),
    ("cells.jsonl", json_of_large_cells, ["line_too_long"] * 3 + ["None"]),
    (
        "cells.db",
        lambda: sqlite({"berita": [HEADER, *[["Besar", CELL]] * 3, ["Kecil", "Banjir surut."]]}),
        ["too_large"] * 3 + ["None"],
    ),
    (
        "ten_million.xlsx",
        lambda: xlsx({"A": [HEADER]}, tail=LAST.format(row=1_000_000, place="J1000000")),
        ["sheet_too_wide"],
    ),
    (
        "under_the_limit.xlsx",
        lambda: xlsx({"A": [HEADER, ["Kecil", "Banjir surut."]]}, tail=LAST.format(row=800_000, place="J800000")),
        ["None", "no_text"],
    ),
    ("bomb.xlsx", lambda: xlsx({"A": [HEADER]}, tail=" " * 400_000_000), ["bomb"]),
    ("ten_million.ods", lambda: ods([HEADER], tail=EMPTY_ROWS), ["sheet_too_wide"]),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "make", "reasons"), FILES, ids=[name for name, _, _ in FILES])
def test_memory_stays_within_the_bound(tmp_path, name, make, reasons):
    (tmp_path / name).write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path / name)], capture_output=True, text=True, check=True
    )
    peak, *found = done.stdout.split()
    assert found == reasons
    assert int(peak) <= 1.5 * LIMIT
