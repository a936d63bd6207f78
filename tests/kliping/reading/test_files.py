"""Files that the operating system refuses, hides or never ends, and folders of very many or very large ones."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pytest

from kliping.reading import list_files, read_documents
from kliping.settings.reading import ReadingSettings

GOOD = json.dumps({"text": "Banjir surut di kampung tepi sungai."}).encode()


def test_a_file_that_vanishes_is_a_row(tmp_path, now):
    page = tmp_path / "a.txt"
    page.write_text("x")
    files = list_files([str(tmp_path)], ReadingSettings())
    page.unlink()
    documents = read_documents(files, ReadingSettings(), now)
    assert documents["reason"].to_list() == ["vanished"]


def test_what_is_no_file_is_never_waited_for(tmp_path, read_all):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    documents = read_all(tmp_path, ReadingSettings())
    assert documents["reason"].to_list() == ["vanished", "vanished", "not_a_file"]


def test_no_permission_is_a_row(read_all):
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as folder:
        page, locked = Path(folder, "a.txt"), Path(folder, "locked")
        page.write_text("x")
        page.chmod(0)
        locked.mkdir()
        locked.chmod(0)
        Path(folder).chmod(0o755)
        try:
            if root:
                os.seteuid(65534)
            documents = read_all(folder, ReadingSettings())
        finally:
            if root:
                os.seteuid(0)
            locked.chmod(0o700)
    assert documents["reason"].to_list() == ["no_permission", "no_permission"]


def test_ten_thousand_one_byte_files(tmp_path, read_all):
    for number in range(10_000):
        (tmp_path / f"{number:05}.txt").write_bytes(b"x")
    documents = read_all(tmp_path, ReadingSettings())
    assert documents.height == 10_000
    assert documents["reason"].null_count() == 10_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "rows"),
    [("a.txt", [(None, "too_large")]), ("a.jsonl", [("#1", None), ("#2", "line_too_long"), ("#3", None)])],
)
def test_a_single_line_of_a_gigabyte(tmp_path, read_all, name, rows):
    with (tmp_path / name).open("wb") as file:
        file.write(GOOD + b"\n" if name == "a.jsonl" else b"")
        for _ in range(1024):
            file.write(b"x" * 1024**2)
        file.write(b"\n" + GOOD)
    documents = read_all(tmp_path, ReadingSettings())
    assert list(documents.select("member", "reason").iter_rows()) == rows
