"""Pages under one id in a whole run: it is said, and the next run publishes them all."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from itertools import count
from pathlib import Path

import polars as pl
import pytest

from kliping.errors import StoreError
from kliping.reading import documents as reading
from tests.workflows.conftest import flattened


def page(path: Path) -> str:
    """A page of its own, told by its path's name."""
    return flattened(f"Warga RW {path.stem} Bersihkan Sungai", f"kampung {path.stem}")


def named_by_digit(folder: Path, each: int) -> dict[str, list[Path]]:
    """``each`` paths for every digit that an id of one digit may be: ids hang on the path, and paths on the machine."""
    found: dict[str, list[Path]] = defaultdict(list)
    for number in count():
        path = folder / f"{number}.txt"
        told = {"uri": path.as_uri(), "member": None, "sha256": sha256(page(path).encode()).hexdigest(), "reason": None}
        digit = reading.document_ids(pl.DataFrame([told], schema_overrides={"member": pl.String, "reason": pl.String}))[
            0
        ]
        if len(found[digit]) < each:
            found[digit].append(path)
        if sum(map(len, found.values())) == 16 * each:
            break
    return found


def test_a_run_says_it_and_the_next_one_publishes(run, ask, tmp_path: Path, monkeypatch) -> None:
    """Ids of one digit, so that pages of two batches share them as those of a far larger corpus would."""
    monkeypatch.setattr(reading, "SHORT", 1)
    folder = tmp_path / "many"
    folder.mkdir()
    named = list(named_by_digit(folder, 2).values())
    for path, _ in named[:8]:
        path.write_text(page(path))
    run(folder)
    for _, path in named[6:10]:
        path.write_text(page(path))
    with pytest.raises(StoreError, match="are shared by two pages each"):
        run(folder)
    assert ask("SELECT count(*) FROM documents") == [(8,)]
    run(folder)
    assert ask("SELECT count(*), count(DISTINCT document_id), count(DISTINCT uri) FROM documents") == [(12, 12, 12)]
    assert ask("SELECT verdict FROM editions ORDER BY edition") == [("passed",), ("passed",)]
