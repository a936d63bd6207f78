"""Pages under one id in a whole run: it is said, and the next run publishes them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kliping.errors import StoreError
from kliping.reading import documents as reading
from tests.workflows.conftest import flattened


def test_a_run_says_it_and_the_next_one_publishes(run, ask, tmp_path: Path, monkeypatch) -> None:
    """Ids of one digit, so that pages of two batches share them as those of a far larger corpus would."""
    monkeypatch.setattr(reading, "SHORT", 1)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(30):
        if number == 8:
            run(folder)
        (folder / f"{number}.txt").write_text(flattened(f"Warga RW {number} Bersihkan Sungai", f"kampung {number}"))
    with pytest.raises(StoreError, match="are shared by two pages each"):
        run(folder)
    assert ask("SELECT count(*) FROM documents") == [(8,)]
    run(folder)
    assert ask("SELECT count(*), count(DISTINCT document_id), count(DISTINCT uri) FROM documents") == [(30, 30, 30)]
    assert ask("SELECT verdict FROM editions ORDER BY edition") == [("passed",), ("passed",)]
