from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from kliping.errors import StoreError
from kliping.warehouse.files import LEFT_BEHIND_SECONDS, TEMPORARY, locked, read_json, replacing, sweep, write_json


def test_a_reader_sees_the_old_file_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "kept.txt"
    path.write_text("old")
    with replacing(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"


def test_a_fault_while_writing_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "kept.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError), replacing(path) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["kept.txt"]


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    with pytest.raises(StoreError, match="name another --home"), replacing(tmp_path / "home" / "x.parquet"):
        pass


def test_json_comes_back_and_a_missing_file_is_none(tmp_path: Path) -> None:
    assert read_json(tmp_path / "none.json") is None
    write_json(tmp_path / "some.json", {"b": [1, "é"]})
    assert read_json(tmp_path / "some.json") == {"b": [1, "é"]}


def test_broken_json_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{half")
    with pytest.raises(StoreError, match="Remove it, then run"):
        read_json(tmp_path / "x.json")


def test_sweeping_removes_only_what_writers_left_long_ago(tmp_path: Path) -> None:
    (tmp_path / "lines").mkdir()
    for name in (f"{TEMPORARY}ab-b-1.parquet", f"{TEMPORARY}cd-b-2.parquet", "b-1.parquet"):
        (tmp_path / "lines" / name).touch()
    now = (tmp_path / "lines" / "b-1.parquet").stat().st_mtime
    os.utime(tmp_path / "lines" / f"{TEMPORARY}ab-b-1.parquet", (now, now - 2 * LEFT_BEHIND_SECONDS))
    os.utime(tmp_path / "lines" / "b-1.parquet", (now, now - 2 * LEFT_BEHIND_SECONDS))
    sweep(tmp_path, now)
    assert sorted(entry.name for entry in (tmp_path / "lines").iterdir()) == [
        f"{TEMPORARY}cd-b-2.parquet",
        "b-1.parquet",
    ]


def _try_lock(path: Path, told: multiprocessing.Queue[str]) -> None:
    try:
        with locked(path, doing="publishing"):
            told.put("got it")
    except StoreError as taken:
        told.put(str(taken))


def test_only_one_process_holds_the_lock(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[str] = context.Queue()
    with locked(tmp_path / ".lock", doing="publishing"):
        other = context.Process(target=_try_lock, args=(tmp_path / ".lock", told))
        other.start()
        assert "Another process is publishing" in told.get(timeout=60)
        other.join()
    with locked(tmp_path / ".lock", doing="publishing"):
        pass
