"""Listing the files behind a source."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kliping.errors import SourceError
from kliping.frames import FILES
from kliping.reading import list_files, local_path, require_source
from kliping.settings.reading import ReadingSettings

SETTINGS = ReadingSettings()

NAMES = [
    b"plain name.txt",
    b'it\'s "quoted".txt',
    b"two\nlines.txt",
    b"'; DROP TABLE articles; --.txt",
    b"undecodable \xff\xfe.txt",
    b"100% sure?#top.txt",
    "berita-ペ.txt".encode(),
]


@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_is_listed_and_found_again(tmp_path, name):
    path = os.fsencode(tmp_path) + b"/" + name
    Path(os.fsdecode(path)).write_bytes(b"x")
    listed = list_files([str(tmp_path)], SETTINGS)
    assert listed.schema == FILES
    assert os.fsencode(local_path(listed["uri"][0])) == path


@pytest.mark.parametrize("name", ["000_62571c6fed7f69a8.txt", "plain name.txt", "berita-ペ (1).html"])
def test_an_ordinary_name_stays_as_it_is(tmp_path, name):
    (tmp_path / name).write_text("x")
    assert list_files([str(tmp_path)], SETTINGS)["uri"][0].endswith("/" + name)


def test_a_folder_is_read_with_all_folders_in_it_without_what_is_ignored(tmp_path):
    for name in ("b.txt", "a/c.html", "a/.git/config", ".hidden", "expected.jsonl", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("x")
    listed = list_files([str(tmp_path), str(tmp_path / "b.txt")], SETTINGS)
    assert [local_path(uri).name for uri in listed["uri"]] == ["c.html", "b.txt"]
    named = list_files([str(tmp_path / "expected.jsonl")], SETTINGS)
    assert len(named) == 1


def test_a_loop_of_links_ends(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/page.txt").write_text("x")
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    names = [local_path(uri).name for uri in list_files([str(tmp_path)], SETTINGS)["uri"]]
    assert names == ["page.txt", "self"]


def test_a_glob_is_expanded(tmp_path):
    for name in ("a.txt", "b.html", "deep/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    listed = list_files([f"{tmp_path}/**/*.txt"], SETTINGS)
    assert [local_path(uri).name for uri in listed["uri"]] == ["a.txt", "c.txt"]


def test_an_empty_folder_has_no_file(tmp_path):
    assert list_files([str(tmp_path)], SETTINGS).is_empty()


@pytest.mark.parametrize("source", ["missing", "missing/*.txt", "nosuch://bucket/x", "/missing.txt"])
def test_a_source_that_is_not_there_is_a_clear_sentence(source):
    with pytest.raises(SourceError, match=re.escape(source)):
        list_files([source], SETTINGS)


def test_patterns_addresses_and_what_is_there_are_no_missing_source(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    for source in (str(tmp_path / "*.csv"), "s3://bucket/pages", "-", str(tmp_path), (tmp_path / "a.txt").as_uri()):
        require_source(source)
    with pytest.raises(SourceError, match="No file or folder at"):
        require_source(str(tmp_path / "b.txt"))
