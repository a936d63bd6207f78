"""A take-down leaves no word of the page in any file, and the page is never read again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kliping.errors import StoreError
from kliping.warehouse.store import Store
from kliping.warehouse.takedown import take_down

WORDS = b"full-size reconstruction of a trading ship"


def holding(home: Path) -> list[str]:
    """DuckDB files that hold the words in the clear."""
    return sorted(path.name for path in home.glob("*.duckdb") if WORDS in path.read_bytes())


def test_nothing_of_a_forgotten_page_is_left(run, ran, command, home, source, ask):
    ran()
    ((document,),) = ask("SELECT document_id FROM articles WHERE language = 'en'")
    assert holding(home) == ["kliping.duckdb"]
    told = command("forget", document, "--home", home)
    assert told.returncode == 0, told.stderr
    for table in ("articles", "documents", "removed_lines", "metadata_evidence"):
        assert ask(f"SELECT count(*) FROM {table} WHERE document_id = '{document}'") == [(0,)]
    assert holding(home) == []
    store = Store(home)
    for step in ("raw_documents", "lines", "metadata", "settled_lines", "signatures"):
        for batch in store.parts(step):
            assert document not in store.read(step, batch, less=True)["document_id"].to_list()
    assert run().edition.verdict == "passed"
    assert ask("SELECT count(*) FROM articles WHERE language = 'en'") == [(0,)]
    (source / "under_another_name.txt").write_bytes((source / "c.txt").read_bytes())
    run(full_refresh=True)
    assert ask("SELECT count(*) FROM articles WHERE language = 'en'") == [(0,)]


def test_a_name_that_is_nobodys_is_a_sentence(ran, home, tmp_path):
    ran()
    with pytest.raises(StoreError, match="There is no such document or article"):
        take_down(Store(home), "nobody", datetime.now(UTC))
