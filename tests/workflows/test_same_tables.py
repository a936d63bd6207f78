"""One corpus, one ``tables_sha256``: in batches of any size, with any number of threads, wherever the machine is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.longer import LONGER, WHOLE, many
from tests.workflows.test_corpora import SHAPES, corpus

SEEDS = Path(__file__).resolve().parents[2] / "seeds"

WAYS = [
    {"KLIPING_READING__BATCH_DOCUMENTS": "17", "POLARS_MAX_THREADS": "1", "TZ": "UTC", "PYTHONHASHSEED": "0"},
    {"KLIPING_READING__BATCH_DOCUMENTS": "40", "POLARS_MAX_THREADS": "2", "TZ": "Asia/Jakarta", "LC_ALL": "C"},
    {"KLIPING_READING__BATCH_DOCUMENTS": "234", "TZ": "America/New_York", "PYTHONHASHSEED": "1"},
    {"KLIPING_READING__BATCH_DOCUMENTS": "1", "POLARS_MAX_THREADS": "2", "TZ": "Asia/Jakarta", "PYTHONHASHSEED": "1"},
]


def tables_sha256(sources: list[Path], home: Path, way: dict[str, str]) -> str:
    """The digest of all tables that a process of its own makes of ``sources``."""
    program = [sys.executable, "-c", "from workflows.cli import main; main()", "run", *map(str, sources)]
    done = subprocess.run(
        [*program, "--home", str(home), "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=home.parent,
        env={**os.environ, "KLIPING_READING__SETTLE_SECONDS": "0", **way},
        timeout=3600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)["tables_sha256"]


@pytest.mark.slow
@pytest.mark.chaos
def test_our_own_pages(page, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    date = "3 Juni 2024 14:56"
    for number in range(many(6, 12)):
        (folder / f"{number}.txt").write_text(page(f"Warga Bersihkan Sungai {number}", f"Desa {number // 2}", date))
    spelt = ("2024-06-03T08:00:00+07:00", "2024-06-03 08:00 +07:00")
    for number, words in enumerate((spelt, spelt[::-1])):
        metas = "".join(f'<meta property="article:published_time" content="{one}">' for one in words)
        (folder / f"{number}.html").write_text(f"<html><head>{metas}</head><body><p>{page('x', 'y')}</p></body></html>")
    if WHOLE:
        assert len({tables_sha256([folder, SEEDS], tmp_path / f"home{at}", WAYS[at]) for at in (0, 1)}) == 1
    assert len({tables_sha256([folder], tmp_path / f"alone{at}", WAYS[at]) for at in (0, 3)}) == 1


def thinned(rows: Path, count: int) -> Path:
    """About ``count`` of the rows, from all parts of the file, in a file beside it."""
    lines = rows.read_text(encoding="utf-8").splitlines(keepends=True)
    fewer = rows.with_name(f"{count}-{rows.name}")
    fewer.write_text("".join(lines[:: max(len(lines) // count, 1)]), encoding="utf-8")
    return fewer


@pytest.mark.exam
@pytest.mark.chaos
@LONGER
def test_real_pages_in_batches_of_any_size(shared: Path, tmp_path: Path) -> None:
    found = corpus(shared, tmp_path, whole=True)
    sources = [found[name] for name in ("html", "pages", "id_pages")]
    sources += [thinned(found[shape], 200) for shape in SHAPES]
    made = {str(way): tables_sha256(sources, tmp_path / f"home{at}", way) for at, way in enumerate(WAYS[:3])}
    print(made)
    assert len(set(made.values())) == 1


@pytest.mark.exam
@pytest.mark.chaos
@LONGER
def test_real_pages_one_a_batch(shared: Path, tmp_path: Path) -> None:
    found = corpus(shared, tmp_path, whole=False)
    sources = [file for name in ("html", "pages", "id_pages") for file in sorted(found[name].iterdir())[::3]]
    sources += [thinned(found[shape], 12) for shape in SHAPES]
    made = {str(WAYS[at]): tables_sha256(sources, tmp_path / f"home{at}", WAYS[at]) for at in (1, 3)}
    print(made)
    assert len(set(made.values())) == 1
