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


@pytest.mark.parametrize(("done", "expected"), [(Path.read_bytes, 2), (written_over, 8), (replaced, 8)])
def test_blocks_that_were_summed_are_compared(done, expected: int, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sums, "LARGE", 100)
    monkeypatch.setattr(sums, "BLOCK", 64)
    first, copy, second = (tmp_path / name for name in ("first", "copy", "second"))
    text = bytes(range(200)) + bytes(range(250))
    first.write_bytes(text)
    sums.note(tmp_path, first, first, tables="before")
    copy.write_bytes(text)
    assert tables_noted(tmp_path, first, copy) == "before"
    copy.write_bytes(text[:70] + b"other" + text[75:] + bytes(60))  # in the second block, and in the last one
    time.sleep(0.02)
    done(first)
    summed = []
    sha256 = hashlib.sha256
    monkeypatch.setattr(sums.hashlib, "sha256", lambda told: (summed.append(told), sha256(told))[1])
    sums.note(tmp_path, copy, second, tables="now", like=first)
    assert len(summed) - 1 == expected, "and one of all digests"
    copy.replace(second)
    assert tables_noted(tmp_path, second, second) == "now"
    assert sums.is_sound(tmp_path, second, sums.noted(tmp_path), thorough=True)
    written_over(second)
    assert tables_noted(tmp_path, second, second) is None
    assert not sums.is_sound(tmp_path, second, sums.noted(tmp_path), thorough=True)


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
