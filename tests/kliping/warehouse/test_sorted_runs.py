"""Rows found by hash in files on disk are those that are there, however they came and were merged."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kliping.warehouse import sorted_runs
from kliping.warehouse.sorted_runs import SortedRuns
from kliping.warehouse.store import Store

SCHEMA = pl.Schema({"key": pl.UInt64(), "text": pl.Binary(), "others": pl.List(pl.UInt64())})
LARGEST = (1 << 64) - 1


@pytest.fixture(autouse=True)
def small(monkeypatch) -> None:
    """Ranges and runs of a few rows, so that all that happens to large ones happens here."""
    monkeypatch.setattr(sorted_runs, "RANGE_BYTES", 1024)
    monkeypatch.setattr(sorted_runs, "LARGE", 1 << 15)
    monkeypatch.setattr(sorted_runs, "FAN", 3)


def rows(seed: int, count: int = 40) -> pl.DataFrame:
    """Some keys come twice, and the first and the last hash there is are among them."""
    dice = random.Random(seed)
    keys = [0, LARGEST, *(dice.getrandbits(64) for _ in range(count)), *(dice.choice([5, 7]) for _ in range(3))]
    made = [(key, f"{seed}-{at}".encode(), [key % 9] * (at % 3)) for at, key in enumerate(keys)]
    return pl.DataFrame(made, schema=SCHEMA, orient="row")


def opened(home: Path) -> SortedRuns:
    return SortedRuns(Store(home), "rows", "key", SCHEMA)


def files(home: Path) -> list[Path]:
    return sorted((home / "store/rows").glob("*.arrow"))


def test_every_row_that_is_asked_for_is_found_and_no_other(tmp_path: Path) -> None:
    runs, batches = opened(tmp_path), {}
    for seed in range(20):
        batches[f"b{seed}"] = rows(seed)
        runs.enter({f"b{seed}": "1"}, batches[f"b{seed}"])
    whole = pl.concat(batches.values())
    asked = pl.concat([whole["key"].gather_every(3), pl.Series([1, 2, 5, LARGEST - 1], dtype=pl.UInt64)])
    expected = whole.filter(pl.col("key").is_in(asked.implode()))
    assert 40 < expected.height < whole.height
    again = opened(tmp_path)
    assert again.keep(dict.fromkeys(batches, "1")) == set(batches)
    for one in (runs, again):
        assert_frame_equal(one.rows(asked).sort("text"), expected.sort("text"))
        assert_frame_equal(one.rows(asked, ["text"]).sort("text"), expected.select("text").sort("text"))
    assert len(files(tmp_path)) < 9


def test_few_files_however_many_batches_and_no_row_is_written_often(tmp_path: Path, monkeypatch) -> None:
    written = []
    put = SortedRuns._written
    monkeypatch.setattr(SortedRuns, "_written", lambda *given: written.append(put(*given)) or written[-1])
    runs = opened(tmp_path)
    for seed in range(40):
        runs.enter({f"b{seed}": "1"}, rows(seed))
    assert len(files(tmp_path)) < 15
    assert sum(len(run.batches) for run in written) < 4 * 40


def test_nothing_is_asked_and_nothing_is_there(tmp_path: Path) -> None:
    runs = opened(tmp_path)
    assert runs.keep({"b": "1"}) == set()
    assert runs.rows(pl.Series([5], dtype=pl.UInt64)).schema == SCHEMA
    runs.enter({"b": "1"}, rows(1).clear())
    assert runs.rows(pl.Series([5], dtype=pl.UInt64)).is_empty()
    assert opened(tmp_path).keep({"b": "1"}) == {"b"}


@pytest.mark.parametrize("now", [{"b0": "1", "b1": "2", "b2": "1"}, {"b0": "1", "b2": "1"}])
def test_a_run_with_a_batch_that_is_gone_or_another_now_is_removed(tmp_path: Path, now: dict[str, str]) -> None:
    runs = opened(tmp_path)
    runs.enter({"b0": "1", "b1": "1"}, rows(1))
    runs.enter({"b2": "1"}, rows(2))
    again = opened(tmp_path)
    assert again.keep(now) == {"b2"}
    assert len(files(tmp_path)) == 1
    assert set(again.rows(pl.Series([5, 7], dtype=pl.UInt64))["text"].cast(pl.String).str.slice(0, 1)) == {"2"}


@pytest.mark.parametrize("content", [b"", b"not a file of rows", None])
def test_a_broken_run_is_removed(tmp_path: Path, content: bytes | None) -> None:
    opened(tmp_path).enter({"b0": "1"}, rows(1))
    (path,) = files(tmp_path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if content is None else content)
    assert opened(tmp_path).keep({"b0": "1"}) == set()
    assert files(tmp_path) == []


def test_a_merge_that_was_killed_before_its_parts_went_leaves_no_row_twice(tmp_path: Path, monkeypatch) -> None:
    runs = opened(tmp_path)
    monkeypatch.setattr(sorted_runs, "remove", lambda path: None)
    for seed in range(3):
        runs.enter({f"b{seed}": "1"}, rows(seed))
    monkeypatch.undo()
    assert len(files(tmp_path)) == 4
    again = opened(tmp_path)
    assert again.keep({f"b{seed}": "1" for seed in range(3)}) == {"b0", "b1", "b2"}
    assert len(files(tmp_path)) == 1
    whole = pl.concat([rows(seed) for seed in range(3)])
    assert again.rows(whole["key"]).height == whole.height
