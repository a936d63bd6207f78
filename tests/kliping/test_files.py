from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kliping.errors import StoreError
from kliping.files import (
    TEMPORARY,
    cannot_write,
    left_behind,
    read_json,
    replacing,
    sweep,
    temporary_name,
    write_json,
)


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


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("file/below/x", "file is a file, or a link that leads nowhere, and no folder. Move that away"),
        ("loop/x", "loop is a file, or a link that leads nowhere, and no folder. Move that away"),
        ("folder", "it is a folder, and no file. Move that away"),
        ("nowhere/x", "No room there. Make it writable"),
    ],
)
def test_what_stands_in_the_way_is_named(tmp_path: Path, place: str, said: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    assert said in str(cannot_write(tmp_path / place, OSError(13, "No room there")))


@pytest.mark.parametrize("content", [None, "{half", "\udcff"])
def test_json_that_is_not_there_or_is_none_is_nothing(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "x.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert read_json(tmp_path / "x.json") is None
    write_json(tmp_path / "x.json", {"b": [1, "é"]})
    assert read_json(tmp_path / "x.json") == {"b": [1, "é"]}


NAME = "import sys; from kliping.files import temporary_name; print(temporary_name('x.parquet'))"


def test_what_a_writer_left_goes_as_soon_as_that_writer_is_dead(tmp_path: Path) -> None:
    (tmp_path / "lines").mkdir()
    dead = subprocess.run([sys.executable, "-c", NAME], capture_output=True, text=True, check=True).stdout.strip()
    mine = temporary_name("x.parquet")
    for name in (dead, f"{dead}.wal", f"{TEMPORARY}ab-of-another-version", mine, "b-1.parquet"):
        (tmp_path / "lines" / name).touch()
    folder = tmp_path / dead.replace("x.parquet", "audit")
    folder.mkdir()
    (folder / f"{TEMPORARY}spilt").touch()
    assert sweep(tmp_path) == 4
    assert sorted(entry.name for entry in (tmp_path / "lines").iterdir()) == [mine, "b-1.parquet"]
    assert not folder.exists()


def test_a_writer_of_an_earlier_boot_or_under_a_reused_number_is_dead(tmp_path: Path) -> None:
    boot, process, started = temporary_name("x").removeprefix(TEMPORARY).split("-")[:3]
    assert process == str(os.getpid())
    names = (f"{boot}-{process}-{int(started) + 1}", f"{int(boot, 16) ^ 1:08x}-{process}-{started}")
    for name in names:
        (tmp_path / f"{TEMPORARY}{name}-00-x").touch()
    (tmp_path / f"{TEMPORARY}{boot}-{process}-{started}-00-x").touch()
    assert len(left_behind(tmp_path)) == len(names)
