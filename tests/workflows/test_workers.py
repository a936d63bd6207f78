"""Batches side by side: the same tables, one writer, and no worker that outlives its command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kliping.files import left_behind
from kliping.settings import load_settings
from kliping.warehouse.connections import opened
from kliping.warehouse.fingerprints import tables_sha256
from kliping.warehouse.lock import holder
from tests.longer import LONGER
from workflows.running import run_everything
from workflows.workers import PAYING_BYTES, worker_count

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
KLIPING = [sys.executable, "-c", "from workflows.cli import main; main()"]


def started(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*KLIPING, "run", str(SEEDS), "--home", str(home), *arguments],
        env={**os.environ, "KLIPING_READING__BATCH_DOCUMENTS": "4", "KLIPING_READING__SETTLE_SECONDS": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=home.parent,
    )


def run_alone(home: Path) -> None:
    """What ``started`` does, in this process."""
    settings = load_settings(None, home=home, source=(str(SEEDS),), workers=1, reading={"batch_documents": 4})
    run_everything(settings, lambda *_: None)


def made(home: Path) -> str:
    with opened(home / "kliping.duckdb") as connection:
        return tables_sha256(connection)


def workers_of(parent: int) -> list[int]:
    """The worker processes of a command, by what they were started with."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            told = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if int(told[1]) == parent and b"spawn_main" in command:
            found.append(int(entry.name))
    return found


@pytest.mark.parametrize(
    ("asked", "batches", "size", "count"),
    [(1, 50, 10**9, 1), (3, 50, 10, 3), (3, 2, 10, 2), (3, 0, 0, 1), (0, 50, PAYING_BYTES - 1, 1), (0, 1, 10**9, 1)],
)
def test_how_many_there_are(asked: int, batches: int, size: int, count: int) -> None:
    assert worker_count(asked, batches, size) == count


def test_where_it_pays_there_are_as_many_as_processors(monkeypatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(6)), raising=False)
    assert worker_count(0, 50, PAYING_BYTES) == 6
    assert worker_count(0, 9, PAYING_BYTES) == 4


@pytest.mark.slow
def test_workers_make_the_tables_of_one_process(tmp_path: Path) -> None:
    alone, beside = tmp_path / "alone", tmp_path / "beside"
    run_alone(alone)
    process = started(beside, "--workers", "2", "--json")
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    assert json.loads(out)["batches_understood"] > 2
    assert made(beside) == made(alone)
    assert left_behind(beside) == []


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=[LONGER, pytest.mark.chaos])])
def test_no_worker_outlives_its_command(tmp_path: Path, number: int) -> None:
    """The lock goes with the last of them, so nobody else writes meanwhile."""
    home = tmp_path / "home"
    process = started(home, "--workers", "2")
    while process.poll() is None and len(workers := workers_of(process.pid)) < 2:
        time.sleep(0.05)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    until = time.monotonic() + 60
    while any(Path(f"/proc/{one}").exists() for one in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [one for one in workers if Path(f"/proc/{one}").exists()]
    assert holder(home) is None
    if number == signal.SIGINT:
        assert (process.returncode, said.strip().splitlines()[-1].startswith("Stopped.")) == (130, True)
    run_alone(home)
    assert left_behind(home) == []


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="looks for processes in /proc")
def test_a_worker_that_is_killed_is_a_sentence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    process = started(home, "--workers", "2")
    while process.poll() is None and not (workers := workers_of(process.pid)):
        time.sleep(0.05)
    os.kill(workers[0], signal.SIGKILL)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "A worker process ended of itself" in said
    assert "Traceback" not in said
