"""A file that this process put in place is known again, and nothing that was done to it since goes unseen."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from kliping.warehouse import sums
from kliping.warehouse.connections import opened
from kliping.warehouse.fingerprints import tables_sha256
from kliping.warehouse.publish import Edition, publish
from kliping.warehouse.sums import is_as_placed, placed, tables_noted
from tests.kliping.warehouse.test_delta import BEGINNING, first_edition

if TYPE_CHECKING:
    from collections.abc import Callable


def written_over(path: Path) -> None:
    """Other bytes of the same length, and the time of change set back."""
    there = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(there.st_atime_ns, there.st_mtime_ns))


def replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    other.replace(path)


@pytest.mark.parametrize(("done", "expected"), [(Path.read_bytes, True), (written_over, False), (replaced, False)])
def test_what_was_put_in_place_is_known_again(done: Callable[[Path], object], expected: bool, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"tables")
    assert not is_as_placed(file), "nobody said that it was put there"
    placed(file)
    time.sleep(0.02)  # a clock of files ticks some hundred times a second
    done(file)
    assert is_as_placed(file) == expected


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of seven blocks and a piece, which is summed by them."""
    monkeypatch.setattr(sums, "LARGE", 100)
    monkeypatch.setattr(sums, "BLOCK", 64)
    file = tmp_path / "large"
    file.write_bytes(bytes(range(200)) + bytes(range(250)))
    sums.note(tmp_path, file, file, tables="so")
    return file


def with_other(file: Path, change: Callable[[bytearray], object]) -> None:
    """Other bytes in the file, and its time of change set back."""
    there, content = file.stat(), bytearray(file.read_bytes())
    change(content)
    file.write_bytes(content)
    os.utime(file, ns=(there.st_atime_ns, there.st_mtime_ns))


def holds(file: Path) -> bool:
    """Whether both that look at every byte take it for what was written."""
    sound = sums.is_sound(file.parent, file, sums.noted(file.parent), thorough=True)
    assert (tables_noted(file.parent, file, file) == "so") == sound
    return sound


@pytest.mark.parametrize("place", [0, 63, 64, 200, 448, 449])
def test_a_byte_of_a_large_file_does_not_change_unseen(large: Path, place: int) -> None:
    assert holds(large)
    with_other(large, lambda content: content.__setitem__(place, content[place] ^ 1))
    assert not holds(large)


@pytest.mark.parametrize(
    "change", [lambda content: content.pop(), bytearray.reverse, lambda content: content.extend(b"0")]
)
def test_nor_do_its_length_and_order(large: Path, change: Callable[[bytearray], object]) -> None:
    with_other(large, change)
    assert not holds(large)


def test_blocks_do_not_change_places_unseen(large: Path) -> None:
    with_other(large, lambda content: content.__setitem__(slice(0, 128), content[64:128] + content[:64]))
    assert not holds(large)


def test_a_sum_that_was_noted_before_quick_digests_holds(large: Path) -> None:
    content = large.read_bytes()
    blocks = [hashlib.sha256(content[at : at + 64]).digest() for at in range(0, len(content), 64)]
    before = f"blocks-{hashlib.sha256(b''.join(blocks)).hexdigest()}"
    (sum_now,) = sums.noted(large.parent).values()
    (large.parent / sums.FILE).write_text(sums._line(large.name, sum_now._replace(sha256=before, before=None)))
    assert holds(large)
    with_other(large, bytearray.reverse)
    assert not holds(large)


def test_a_candidate_is_read_again_where_something_was_written_to_it(tmp_path: Path, monkeypatch) -> None:
    home = first_edition(tmp_path, seed=7, files=3)
    told: list[str] = []
    read: list[Path] = []
    digest = sums.digest_of
    monkeypatch.setattr(sums, "digest_of", lambda path: (read.append(path), digest(path))[1])

    def admit(fingerprint: str) -> Edition:
        told.append(fingerprint)
        return Edition(9, "passed", "inputs", fingerprint)

    def published() -> int:
        read.clear()
        results = home.store.read("expectation_results", home.store.parts("expectation_results")[0])
        publish(home.store, home.settings, admit, results.clear(), run_id="run", at=BEGINNING)
        return sum(path.suffix == ".duckdb" for path in read)

    home.build()
    noted = tables_noted(home.home, home.store.candidate)
    assert (published(), told) == (1, [noted]), "what is published is read for its own sum alone"
    there = home.store.candidate.stat()
    with duckdb.connect(str(home.store.candidate)) as database:
        database.execute("UPDATE paragraphs SET text = 'Kata orang lain.'")
    os.utime(home.store.candidate, ns=(there.st_atime_ns, there.st_mtime_ns))
    assert published() == 2
    with opened(home.store.candidate) as connection:
        assert told[1:] == [tables_sha256(connection)]
    assert told[1] != noted
