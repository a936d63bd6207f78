"""From names to addresses, from addresses to files: what is listed, opened and passed over."""

from __future__ import annotations

import os

import pytest

from kliping.errors import SourceError
from kliping.reading.listed import ignored
from kliping.reading.sources.opening import NotAFileError, opened
from kliping.reading.sources.sources import covered_by, list_files
from kliping.reading.sources.uris import file_name, file_uri, is_local, local_bytes, local_path
from kliping.settings.reading import ReadingSettings

SETTINGS = ReadingSettings()


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("/data/berita.txt", "file:///data/berita.txt"),
        ("/data/a b,c.txt", "file:///data/a b,c.txt"),
        ("/data/100%.txt", "file:///data/100%25.txt"),
        ("/data/a?b#c*.txt", "file:///data/a%3Fb%23c%2A.txt"),
        ("/data/kopi\n.txt", "file:///data/kopi%0A.txt"),
        (os.fsdecode(b"/data/\xff.txt"), "file:///data/%FF.txt"),
    ],
)
def test_a_path_and_its_address_are_one(path, uri):
    assert file_uri(path) == uri
    assert local_bytes(uri) == os.fsencode(path)
    assert str(local_path(uri)) == path
    assert is_local(uri)


def test_an_address_elsewhere_has_no_local_path():
    assert not is_local("s3://bucket/a.txt")
    with pytest.raises(ValueError, match="not a file:/// address"):
        local_path("s3://bucket/a.txt")


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        ("file:///data/a?b.csv", "a?b.csv"),
        ("https://example.org/2024/berita.html?page=2#top", "berita.html"),
        ("https://example.org/", ""),
    ],
)
def test_the_name_of_a_file_is_the_last_part_of_its_address(uri, name):
    assert file_name(uri) == name


def test_only_regular_files_are_opened_and_nothing_is_waited_for(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"Banjir surut.")
    os.mkfifo(tmp_path / "pipe")
    with opened(file_uri(str(tmp_path / "a.txt"))) as file:
        assert file.read() == b"Banjir surut."
    for name in ("pipe", "."):
        with pytest.raises(NotAFileError):
            opened(file_uri(str(tmp_path / name)))
    with pytest.raises(FileNotFoundError):
        opened(file_uri(str(tmp_path / "none.txt")))


def test_names_are_passed_over_by_the_globs_of_the_settings():
    settings = ReadingSettings(ignore=("*.tmp", ".*"))
    assert [name for name in ("a.tmp", ".git", "a.txt", "tmp") if ignored(name, settings)] == ["a.tmp", ".git"]
    assert not ignored("a.tmp", ReadingSettings(ignore=()))


def test_a_folder_is_listed_with_all_folders_in_it_each_file_once(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").write_bytes(b"bb")
    (tmp_path / "a.txt").write_bytes(b"a")
    (tmp_path / "round").symlink_to(tmp_path)
    found = list_files([str(tmp_path), str(tmp_path / "a.txt"), str(tmp_path / "*.txt")], SETTINGS)
    assert found["uri"].to_list() == [file_uri(str(tmp_path / name)) for name in ("a.txt", "in/b.txt")]
    assert found["bytes"].to_list() == [1, 2]
    assert found["sha256"].null_count() == 2
    assert list_files([str(tmp_path / "in" / "..")], SETTINGS)["uri"].to_list() == found["uri"].to_list()


@pytest.mark.parametrize(("source", "words"), [("none", "No file or folder"), ("none*", "No file fits")])
def test_a_source_that_is_not_there_is_told(tmp_path, source, words):
    with pytest.raises(SourceError, match=words):
        list_files([str(tmp_path / source)], SETTINGS)


@pytest.mark.parametrize(
    ("source", "inside", "outside"),
    [
        ("/data/in", "file:///data/in/a.txt", "file:///data/inner/a.txt"),
        ("/data/*.txt", "file:///data/a.txt", "file:///data/in/a.txt"),
        ("/data/**/*.txt", "file:///data/in/deep/a.txt", "file:///data/in/a.csv"),
        ("/data/[!ab].txt", "file:///data/c.txt", "file:///data/a.txt"),
        ("file:///data/a%20b", "file:///data/a%20b/c.txt", "file:///data/a"),
        ("-", "", "file:///data/a.txt"),
    ],
)
def test_what_has_left_a_source_is_known_by_its_address(source, inside, outside):
    import polars as pl

    covered = pl.Series([inside, outside]).str.contains(covered_by([source]))
    assert covered.to_list() == [True, False]
