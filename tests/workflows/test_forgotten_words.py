"""After a take-down no file of the home, of Dagster's storage or of the temporary folder holds a word of the page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.finding import holding
from tests.workflows.conftest import flattened, rows

pytestmark = pytest.mark.slow

TITLE, AUTHOR = "Warga Sukamaju Bersihkan Sungai Bening", "Sari Wulandari"
WORDS = ("Bersihkan Sungai Bening", "Sukamaju Bersihkan", AUTHOR, "muara Kali Zamrud", "bank sampah", "memasang jaring")


def test_no_file_holds_a_word_of_it(tmp_path: Path, source: Path) -> None:
    for name in ("a.txt", "a_lagi.txt"):
        (source / name).unlink()
    forgotten = source / "warga.txt"
    forgotten.write_text(flattened(TITLE, "muara Kali Zamrud"))
    outside = tmp_path / "work"
    temporary = outside / "tmp"
    temporary.mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KLIPING_", "DAGSTER_"))}
    environment |= {"TMPDIR": str(temporary), "COLUMNS": "160"}

    def kliping(*words: str | Path) -> str:
        program = [sys.executable, "-c", "from workflows.cli import main; main()", *map(str, words)]
        done = subprocess.run(
            program, capture_output=True, text=True, cwd=outside, env=environment, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    kliping("run", source)  # recorded, as the UI shows it: Dagster's storage is in the home
    home = outside / "data"
    assert list((home / "dagster").rglob("*.db"))
    for word in WORDS:
        held = holding(home, word)
        assert held, f"{word} was never there, so nothing is shown by its absence"
        assert not [path for path in held if path.startswith(str(home / "dagster"))]
    kliping("forget", f"file://{forgotten}")
    assert [(word, path) for word in WORDS for path in holding(outside, word)] == []
    kliping("run", source)  # the page still lies in the source
    assert [(word, path) for word in WORDS for path in holding(outside, word)] == []
    assert ("Museum Opens New Wing for Maritime History",) in rows(home, "SELECT title FROM articles")
