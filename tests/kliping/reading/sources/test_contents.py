"""What a file holds, whether it still does, and which of its documents a part is."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import polars as pl
import pytest

from kliping.errors import SourceError
from kliping.reading.formats.pieces import Lines, Page, Place, Refusal, Table
from kliping.reading.sources import stdin
from kliping.reading.sources.batches import plan_batches
from kliping.reading.sources.content import ChangedError, content_of, moment, opened_unchanged
from kliping.reading.sources.files import File, is_one_page, pieces_of, refusal
from kliping.reading.sources.opening import NotAFileError
from kliping.reading.sources.parts import Part, count, shares, within
from kliping.reading.sources.settling import settling
from kliping.reading.sources.sources import list_files
from kliping.reading.sources.uris import file_uri
from kliping.settings.reading import ReadingSettings

SETTINGS = ReadingSettings()
LINES = Lines(None, [1, 2, 3], [b"a", b"bb", b"ccc"], Place(0, 1))
TABLE = Table(None, "csv", 4, pl.DataFrame({"text": ["d", "e"]}))
PAGE = Page("x", "text", b"ffff", markup=False)


def written(folder, name, data):
    (folder / name).write_bytes(data)
    return file_uri(str(folder / name))


def test_the_content_of_a_file_is_its_hash_size_and_time(tmp_path):
    uri = written(tmp_path, "a.txt", b"Banjir surut.")
    os.utime(tmp_path / "a.txt", ns=(0, 1_700_000_000_123_456_789))
    found = content_of(uri)
    assert found == (hashlib.sha256(b"Banjir surut.").hexdigest(), 13, found.modified_at, False)
    assert found.modified_at == datetime(2023, 11, 14, 22, 13, 20, 123456, UTC) == moment(1_700_000_000_123_456_789)
    assert content_of(uri + "x") == (None, None, None, False)


def test_a_file_is_read_only_while_it_holds_what_was_found(tmp_path):
    uri = written(tmp_path, "a.txt", b"Banjir surut.")
    sha256 = hashlib.sha256(b"Banjir surut.").hexdigest()
    with opened_unchanged(File(uri, 13, sha256)) as file:
        assert file.read() == b"Banjir surut."
    with pytest.raises(ChangedError), opened_unchanged(File(uri, 13, "0" * 64)):
        pass
    with pytest.raises(ChangedError), opened_unchanged(File(uri, 13, sha256)):
        (tmp_path / "a.txt").write_bytes(b"Banjir datang lagi.")
    with opened_unchanged(File(uri, 13)) as file:
        assert file.read() == b"Banjir datang lagi."


def test_a_part_of_a_file_that_is_as_it_was_found_is_not_hashed_again(tmp_path):
    uri = written(tmp_path, "a.txt", b"Banjir surut.")
    at = content_of(uri).modified_at
    with opened_unchanged(File(uri, 13, "0" * 64, at, "0-1@0,1,0,csv")) as file:
        assert file.read() == b"Banjir surut."
    with pytest.raises(ChangedError), opened_unchanged(File(uri, 14, "0" * 64, at, "0-1@0,1,0,csv")):
        pass


def test_a_small_file_gives_a_page_and_one_that_changed_a_refusal(tmp_path):
    uri = written(tmp_path, "a.txt", b"Banjir surut.")
    assert list(pieces_of(File(uri, 13), SETTINGS)) == [Page(None, "text", b"Banjir surut.", markup=False)]
    assert [piece.reason for piece in pieces_of(File(uri, 13, "0" * 64), SETTINGS)] == ["changed"]
    assert [piece.reason for piece in pieces_of(File(uri + "x", 13), SETTINGS)] == ["vanished"]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (ChangedError(), "changed"),
        (NotAFileError(), "not_a_file"),
        (IsADirectoryError(), "not_a_file"),
        (OSError(errno.ENXIO, "x"), "not_a_file"),
        (OSError(errno.ELOOP, "x"), "vanished"),
        (PermissionError(), "no_permission"),
        (FileNotFoundError(), "vanished"),
        (NotADirectoryError(), "vanished"),
        (OSError(errno.EIO, "Input/output error"), "read_error"),
    ],
)
def test_why_a_file_cannot_be_read_is_told(broken, reason):
    assert refusal(broken).reason == reason
    assert reason != "read_error" or refusal(broken).what == "Input/output error"


def test_a_page_beyond_doubt_need_not_be_gone_through(tmp_path):
    assert is_one_page(written(tmp_path, "a.txt", b"Banjir surut."), 13)
    assert is_one_page(written(tmp_path, "a.html", b"<html><body>x</body></html>"), 27)
    assert is_one_page(file_uri(str(tmp_path / "none.txt")), 0)
    assert not is_one_page(written(tmp_path, "a.csv", b"title,text\nA,B\n"), 15)
    assert not is_one_page(written(tmp_path, "a.jsonl", b'{"text": "A"}\n'), 14)
    remote = [(".html", 9), (".html", 1 << 20), (".csv", 9)]
    assert [is_one_page(f"https://example.org/a{end}", size) for end, size in remote] == [True, False, False]


def test_a_part_is_written_and_read_again():
    part = Part(2, 5, Place(100, 3), 2, "jsonl")
    assert str(part) == "2-5@100,3,2,jsonl"
    assert Part.parse(str(part)) == part


def test_documents_of_pieces_are_counted_and_cut_at_the_borders_of_a_part():
    pieces = [LINES, TABLE, PAGE]
    assert [count(piece) for piece in pieces] == [3, 2, 1]
    lines, table = within(pieces, Part(1, 4, Place(0, 1), 0, "jsonl"))
    assert (lines.numbers, lines.lines, lines.together) == ([2, 3], [b"bb", b"ccc"], None)
    assert (table.first, table.frame["text"].to_list()) == (4, ["d"])
    table, page = within(pieces, Part(4, 6, Place(0, 1), 0, "jsonl"))
    assert (table.first, table.frame["text"].to_list(), page) == (5, ["e"], PAGE)


def test_no_share_of_a_file_holds_more_than_a_batch_may():
    few = shares([LINES, Refusal(None, "jsonl", "bad_row", bytes=7)], SETTINGS)
    assert few == [(None, 4, 13)]
    cut = shares([LINES, PAGE], ReadingSettings(batch_documents=2))
    assert [(one.documents, one.bytes) for one in cut] == [(2, 3), (2, 7)]
    assert [Part.parse(one.part)[:2] for one in cut] == [(0, 2), (2, 4)]
    long = Lines(None, [1, 2, 3], [b"x" * 500, b"x" * 500, b"x" * 30], Place(0, 1))
    by_size = shares([long], ReadingSettings(batch_bytes=1024))
    assert [(one.documents, one.bytes) for one in by_size] == [(2, 1000), (1, 30)]


def test_batches_are_named_after_what_they_hold(tmp_path):
    for number in range(3):
        written(tmp_path, f"{number}.txt", b"Banjir surut.")
    files = list_files([str(tmp_path)], SETTINGS)
    one, cut = plan_batches(files, SETTINGS), plan_batches(files, ReadingSettings(batch_documents=2))
    assert one["batch"].n_unique() == 1
    assert cut["batch"].rle_id().to_list() == [0, 0, 1]
    assert plan_batches(files.reverse(), SETTINGS).equals(one)
    assert plan_batches(files.with_columns(sha256=pl.lit("0")), SETTINGS)["batch"][0] != one["batch"][0]


def test_a_file_that_was_written_just_now_waits(tmp_path):
    for name, age in (("new.txt", 1), ("old.txt", 60), ("future.txt", -3600)):
        written(tmp_path, name, b"x")
        then = (datetime.now(UTC) - timedelta(seconds=age)).timestamp()
        os.utime(tmp_path / name, (then, then))
    listed = list_files([str(tmp_path)], SETTINGS)
    known = listed.clear().with_columns(first_seen_at=pl.lit(None, pl.Datetime("us", "UTC")))
    waiting = settling(listed, known, 30, tmp_path)
    assert [uri.rpartition("/")[2] for uri in waiting["uri"]] == ["new.txt"]
    assert 0 < waiting["wait"][0] < 30
    assert settling(listed, known, 0, tmp_path).is_empty()
    seen = listed.with_columns(sha256=pl.lit("0"), first_seen_at=pl.lit(datetime.now(UTC)))
    assert settling(listed, seen, 30, tmp_path).is_empty()


def test_standard_input_is_a_file_named_after_its_content(monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"Banjir surut."), closed=False))
    uri, size = stdin.spool()
    assert (uri, size) == ("stdin:///" + hashlib.sha256(b"Banjir surut.").hexdigest()[:16], 13)
    assert stdin.spooled_path(uri).read_bytes() == b"Banjir surut."
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(SourceError, match="Standard input is closed"):
        stdin.spool()
