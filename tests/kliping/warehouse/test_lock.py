"""One writer a home: who waits is told for whom, and a lock ends with its process."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kliping.errors import HomeBusy, StoreError
from kliping.files import temporary_name
from kliping.warehouse.layout import LOCK
from kliping.warehouse.lock import holder, writing

HOLDING = """
import sys, time
from pathlib import Path
from kliping.files import temporary_name
from kliping.warehouse.lock import writing
home = Path(sys.argv[1])
with writing(home, doing="kliping run"):
    (home / temporary_name("candidate.duckdb")).touch()
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock of ``tmp_path`` until its standard input is closed."""
    program = [sys.executable, "-c", HOLDING, str(tmp_path)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "held\n"
        yield running
        running.kill()


def test_who_holds_it_is_said_at_once_or_after_the_wait(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    assert holder(tmp_path) is not None
    who = rf"kliping run \(process {other.pid} on .+, since \d{{4}}-"
    with pytest.raises(HomeBusy, match=who), writing(tmp_path, doing="kliping check"):
        pass
    told: list[str] = []
    with (
        pytest.raises(HomeBusy, match=r"Waited 0\.2 seconds\. Try again"),
        writing(tmp_path, doing="kliping check", seconds=0.2, say=told.append),
    ):
        pass
    assert len(told) == 1
    assert "Waiting for up to 0.2 seconds" in told[0]


def test_who_waits_goes_on_when_it_is_free(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    assert other.stdin is not None
    threading.Timer(0.3, other.stdin.close).start()
    with writing(tmp_path, doing="kliping check", seconds=60):
        assert holder(tmp_path) is not None
    assert holder(tmp_path) is None


def test_a_killed_writer_leaves_a_free_and_clean_home(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    assert list(tmp_path.glob(".writing-*"))
    other.send_signal(signal.SIGKILL)
    other.wait()
    with writing(tmp_path, doing="kliping run"):
        assert not list(tmp_path.glob(".writing-*"))


IN_A_FOLDER_OUTSIDE = """
import sys
from pathlib import Path
from kliping.warehouse.connections import opened
with opened(Path(sys.argv[1]), write=True) as connection:
    connection.execute("CREATE TABLE page AS SELECT 'rahasia' AS text")
    print("written", flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_writer_left_outside_the_home_goes_with_the_next(tmp_path: Path, monkeypatch) -> None:
    outside, home = tmp_path / "tmp", tmp_path / "2026?"
    outside.mkdir()
    home.mkdir()
    monkeypatch.setenv("TMPDIR", str(outside))
    monkeypatch.setattr(tempfile, "tempdir", None)
    program = [sys.executable, "-c", IN_A_FOLDER_OUTSIDE, str(home / "kliping.duckdb")]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "written\n"
        with writing(home, doing="kliping run"):  # its writer lives
            assert [path.stat().st_mode & 0o777 for path in outside.iterdir()] == [0o700]
        running.kill()
    assert list(outside.glob("*/aside.duckdb"))
    with writing(home, doing="kliping run"):
        assert list(outside.iterdir()) == []


def test_the_thread_that_holds_it_may_ask_again_and_another_may_not(tmp_path: Path) -> None:
    refused: list[str] = []

    def ask() -> None:
        try:
            with writing(tmp_path, doing="another"):
                pass
        except HomeBusy as busy:
            refused.append(str(busy))

    with writing(tmp_path, doing="kliping run"):
        with writing(tmp_path, doing="publishing"):
            pass
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        mine = tmp_path / temporary_name("x")
        mine.touch()
    assert len(refused) == 1
    assert mine.exists()


def test_a_lock_file_that_was_removed_keeps_nobody_waiting_for_a_ghost(tmp_path: Path) -> None:
    with writing(tmp_path, doing="kliping run"):
        (tmp_path / LOCK).unlink()
    with writing(tmp_path, doing="kliping run"):
        assert (tmp_path / LOCK).exists()


def test_who_holds_it_goes_on_only_in_the_folder_that_was_locked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with writing(home, doing="kliping run"):
        home.rename(tmp_path / "elsewhere")
        for _ in ("gone", "made anew"):
            with pytest.raises(StoreError, match="moved, removed or unmounted"), writing(home, doing="publishing"):
                pass
            home.mkdir(exist_ok=True)
            (home / LOCK).touch()
        shutil.rmtree(home)
        (tmp_path / "elsewhere").rename(home)
        with writing(home, doing="publishing"):
            pass


def test_a_home_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="Cannot write"), writing(tmp_path / "home", doing="kliping run"):
        pass
