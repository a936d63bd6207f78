"""Two pages under one id: told before anything is made of both, and read again under ids of their own.

Ids of one digit, so that pages share them as pages of a far larger corpus would.
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from kliping.errors import StoreError
from kliping.frames import DOCUMENTS
from kliping.reading import documents as reading
from kliping.stamps import stamps
from kliping.warehouse.shared_ids import require_own_ids, shared_ids, told_apart
from tests.kliping.warehouse.test_ingest import Home

BODY = "Warga desa itu bergotong royong membersihkan saluran air pada hari Minggu pagi. "


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(reading, "SHORT", 1)


def page(number: int) -> str:
    return BODY.replace("desa", f"desa nomor {number}")


def read_all(home: Home) -> pl.DataFrame:
    """All that is pending, as runs do it, until no id is shared."""
    for _ in range(10):
        for batch in home.store.in_order(home.store.parts("batches")):
            if not home.store.is_there("raw_documents", batch, stamps(home.settings)):
                home.read(batch)
        known = shared_ids(home.store)
        try:
            require_own_ids(home.store, home.store.parts("batches"))
        except StoreError:
            assert len(shared_ids(home.store)) > len(known), "the same was said again"
            continue
        return pl.concat([home.store.read("raw_documents", batch) for batch in home.store.parts("batches")])
    raise AssertionError("ids are still shared")


@pytest.mark.parametrize("turned", [False, True])
def test_pages_of_several_batches_get_ids_of_their_own(tmp_path: Path, turned: bool) -> None:
    home = Home(tmp_path)
    names = [f"{number}.txt" for number in range(40)]
    for part in [names[20:], names[:20]] if turned else [names[:20], names[20:]]:
        for name in part:
            (home.source / name).write_text(page(int(name[:-4])))
        home.look()
    found = read_all(home)
    assert found.height == 40
    assert found["document_id"].is_unique().all()
    assert found["text"].n_unique() == 40
    longer = found.filter(pl.col("document_id").str.len_chars() == reading.LONG)
    assert longer["document_id"].equals(reading.document_ids(longer, reading.LONG))
    assert set(longer["document_id"].str.head(1)) == set(shared_ids(home.store)), "all that shared one, both times"
    assert longer.height > 24


def test_rows_of_one_file_in_two_batches_are_not_taken_for_each_other(tmp_path: Path) -> None:
    """An id that another batch has of the same file meant the same row, and the page was left out without a word."""
    home = Home(tmp_path)
    file = home.source / "rows.jsonl"
    for upto in (20, 40):
        file.write_text("".join(json.dumps({"text": page(number)}) + "\n" for number in range(upto)))
        home.look()
        for batch in home.store.pending(stamps(home.settings)):
            home.read(batch)
    found = read_all(home)
    assert found["document_id"].is_unique().all()
    assert found["text"].n_unique() == 40


def test_a_row_that_stands_twice_shares_no_id(tmp_path: Path) -> None:
    """The same place and the same bytes are one page, of whatever two rows tell."""
    home = Home(tmp_path)
    one = pl.DataFrame({"uri": ["file:///a"], "member": [None], "sha256": ["x"], "reason": [None]})
    rows = pl.concat([one, one]).with_columns(reading.document_ids(pl.concat([one, one])))
    assert told_apart(home.store, rows, DOCUMENTS.to_frame()["document_id"])["document_id"].equals(rows["document_id"])
    assert shared_ids(home.store).is_empty()
