"""The index of copies: what it knows of the batches it was told of, and of no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates.schemas import FULL_BUCKETS
from kliping.settings import Settings
from kliping.warehouse.copy_index import BUCKETS, KINDS, CopyIndex, remove_outdated
from kliping.warehouse.store import Store

if TYPE_CHECKING:
    from pathlib import Path


def buckets(*keys: int) -> pl.DataFrame:
    rows = {name: list(keys) if name == "key" else [None] * len(keys) for name in FULL_BUCKETS}
    return pl.DataFrame(rows, schema=FULL_BUCKETS)


def test_rows_of_the_batches_that_are_told_are_found_and_follow_their_parts(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for batch, keys in (("b-1", (3, 5)), ("b-2", (5, 7))):
        store.write(BUCKETS.step, batch, buckets(*keys))
    index = CopyIndex(store, Settings(home=tmp_path))
    asked = pl.Series([5, 7, 9], dtype=FULL_BUCKETS["key"])
    index.keep_up(["b-1"], [BUCKETS])
    assert index.full_buckets(asked)["key"].to_list() == [5]
    index.keep_up(["b-1", "b-2"], [BUCKETS])
    assert sorted(index.full_buckets(asked)["key"]) == [5, 5, 7]
    store.write(BUCKETS.step, "b-2", buckets(9, 10))
    index.keep_up(["b-1", "b-2"], [BUCKETS])
    assert sorted(index.full_buckets(asked)["key"]) == [5, 9]


def test_files_of_parts_that_are_gone_are_removed_and_told(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write(BUCKETS.step, "b-1", buckets(3))
    CopyIndex(store, Settings(home=tmp_path)).keep_up(["b-1"], [BUCKETS])
    assert {name: (before, gone) for name, before, gone in remove_outdated(store)}[BUCKETS.folder] == (1, 0)
    store.path(BUCKETS.step, "b-1").unlink()
    told = {name: (before, gone) for name, before, gone in remove_outdated(store)}
    assert told == {kind.folder: (1, 1) if kind is BUCKETS else (0, 0) for kind in KINDS}
