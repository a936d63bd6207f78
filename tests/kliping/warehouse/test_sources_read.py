"""What a home has read is on record, and nothing that would be read as pages is written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kliping.errors import StoreError
from kliping.warehouse.sources_read import RECORD, keep_out_of_sources, note_sources, sources_on_record


def test_folders_and_patterns_are_on_record_once_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "one.txt").write_text("")
    address = "https://someone:secret@example.org/pages"
    note_sources(tmp_path, [str(tmp_path / "pages"), f"{tmp_path}/*.txt", str(tmp_path / "one.txt"), "-", address])
    assert sources_on_record(tmp_path) == [f"{tmp_path}/*.txt", str(tmp_path / "pages")]
    before = (tmp_path / RECORD).stat().st_mtime_ns
    note_sources(tmp_path, [str(tmp_path / "pages")])
    assert (tmp_path / RECORD).stat().st_mtime_ns == before
    (tmp_path / RECORD).write_text("no JSON")
    assert sources_on_record(tmp_path) == []


@pytest.mark.parametrize(
    ("source", "folder", "refused"),
    [
        ("pages", "pages", True),
        ("pages", "pages/below", True),
        ("pages", ".", True),
        ("pages", "out", False),
        ("link", "pages/below", True),
        ("pages", "link/below", True),
        ("*.txt", ".", False),
        ("*", "out", True),
        ("**/*.parquet", "out", True),
        ("pages/*.parquet", "pages", False),
        ("file://{home}/pages", "pages", True),
    ],
)
def test_a_folder_in_the_way_of_the_next_run_is_refused(
    tmp_path: Path, source: str, folder: str, refused: bool
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "pages")
    place = source.format(home=tmp_path) if "://" in source else f"{tmp_path}/{source}"
    files = ("README.md", "articles/articles.parquet")
    if not refused:
        keep_out_of_sources(tmp_path / folder, files, tmp_path / "home", [place])
        return
    with pytest.raises(StoreError, match=r"read as a source\. Name a folder outside it"):
        keep_out_of_sources(tmp_path / folder, files, tmp_path / "home", [place])
