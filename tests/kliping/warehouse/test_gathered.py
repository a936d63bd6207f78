"""What is gathered is read for what the parts hold now, and a file of it is written once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kliping.warehouse import gathered
from kliping.warehouse.gathered import gather, scan_gathered, scan_gathered_named
from kliping.warehouse.parts import Dropped
from kliping.warehouse.store import CORPUS, Store

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = pl.Schema({"document_id": pl.String(), "sha256": pl.String()})
STEP = "signatures"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Seven parts, of which three each are gathered; the signs of patterns in its name are signs."""
    monkeypatch.setattr(gathered, "FAN", 3)
    made = Store(tmp_path / "[2026] ?*")
    for name in "abcdefg":
        write(made, name)
    gather(made, "abcdefg")
    return made


def write(store: Store, name: str, says: str = "so") -> None:
    """A part; of some a column was dropped since they were made."""
    rows = pl.DataFrame({"document_id": [f"{name}1", f"{name}2"], "sha256": says, "body": [1, 2], "tokens": [[1], [2]]})
    if name in "bceg":
        store.write(
            STEP, name, rows.drop("tokens"), recipe=f"{name} {says}", less=Dropped(("tokens",), f"whole {says}")
        )
    else:
        store.write(STEP, name, rows, recipe=f"{name} {says}")


def read(frame: pl.LazyFrame) -> list[str]:
    """The gathered files that it is read from."""
    plan = frame.explain(optimized=False)
    return [name for name in (f"{STEP}.a", f"{STEP}.d") if f"/{name}.parquet" in plan]


def same_as_the_parts(store: Store, batches: str) -> None:
    told = scan_gathered(store, STEP, batches, SCHEMA).collect()
    assert told.equals(store.scan(STEP, batches, SCHEMA).select(*SCHEMA).collect())
    named = scan_gathered_named(store, STEP, batches, SCHEMA, "batch").collect()
    assert named.drop("batch").equals(told)
    assert named["batch"].to_list() == [name for name in sorted(batches) for _ in range(2)]


def files(store: Store) -> list[str]:
    return store.parts(CORPUS)


def test_parts_are_gathered_in_their_order(store: Store) -> None:
    assert files(store) == [f"{STEP}.a", f"{STEP}.d"]
    for asked in ("abcdefg", "abc", "defg", "bcdefg", "ag", "gfedcba", "g", ""):
        same_as_the_parts(store, asked)
        whole = [name for name, parts in ((f"{STEP}.a", "abc"), (f"{STEP}.d", "def")) if set(parts) <= set(asked)]
        assert read(scan_gathered(store, STEP, asked, SCHEMA)) == whole


def test_what_is_gathered_is_not_written_again(store: Store) -> None:
    before = {name: store.path(CORPUS, name).stat().st_ino for name in files(store)}
    for name in "hi":
        write(store, name)
    gather(store, "abcdefghi")
    assert files(store) == [*before, f"{STEP}.g"]
    assert {name: store.path(CORPUS, name).stat().st_ino for name in before} == before
    same_as_the_parts(store, "abcdefghi")


def lost(store: Store) -> None:
    store.path(STEP, "b").unlink()


def between(store: Store) -> None:
    write(store, "bb")


def damaged(store: Store) -> None:
    path = store.path(CORPUS, f"{STEP}.a")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("happens", [lambda store: write(store, "b", "otherwise"), lost, between, damaged])
def test_it_is_not_read_where_a_part_is_another_now(store: Store, happens: Callable[[Store], None]) -> None:
    happens(store)
    there = sorted(store.parts(STEP))
    told = scan_gathered(store, STEP, there, SCHEMA)
    assert told.collect().equals(store.scan(STEP, there, SCHEMA).select(*SCHEMA).collect())
    assert read(told) == [f"{STEP}.d"]
    gather(store, there)
    assert told.collect().equals(scan_gathered(store, STEP, there, SCHEMA).collect())
    assert (f"{STEP}.a" in files(store)) == (happens is not lost), "three parts that follow each other are gathered"
    assert all(store.written(STEP, made_of(store, name)) == made_of(store, name) for name in files(store))


def made_of(store: Store, name: str) -> dict[str, str]:
    told: dict[str, str] = json.loads(store.recipe(CORPUS, name) or "{}")
    return told


def test_columns_that_are_not_asked_of_all_are_not_gathered(store: Store) -> None:
    frame = store.read(CORPUS, f"{STEP}.a")
    assert frame.columns == ["document_id", "sha256", "body", "gathered_from"]
