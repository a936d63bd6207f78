"""``kliping ui`` ends with every process that was started for it, however it is ended."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tests.longer import seldom
from tests.processes import Process

pytestmark = [
    pytest.mark.slow,
    pytest.mark.network,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system does not tell who started whom"),
]

PATIENCE_SECONDS = 240
PARTS = 4
"""Processes of Dagster's: itself, the code location, the web server, the daemon."""


def processes() -> dict[int, tuple[int, str]]:
    """Parent and moment of the start of every process that runs, by number."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if told[0] != "Z":
            found[int(folder.name)] = (int(told[1]), told[19])
    return found


def below(process: int) -> set[tuple[int, str]]:
    """Number and start of every process that ``process`` or one of these started."""
    known, found = processes(), {process}
    while more := {number for number, (parent, _) in known.items() if parent in found} - found:
        found |= more
    return {(number, known[number][1]) for number in found - {process}}


def alive(some: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of ``some`` that still run."""
    return some & {(number, start) for number, (_, start) in processes().items()}


@pytest.mark.parametrize(
    ("number", "code"), [seldom(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_its_children_go_with_it(number: int, code: int, home: Path, source: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ui = Process("ui", source, "--home", home, "--port", str(port), folder=tmp_path).running
    until = time.monotonic() + PATIENCE_SECONDS
    while len(started := below(ui.pid)) < PARTS and ui.poll() is None and time.monotonic() < until:
        time.sleep(0.5)
    assert len(started) >= PARTS, ui.communicate(timeout=30) if ui.poll() is not None else started
    ui.send_signal(number)
    _, errors = ui.communicate(timeout=PATIENCE_SECONDS)
    assert ui.returncode == code
    if number != signal.SIGKILL:
        assert errors.rstrip().splitlines()[-1].startswith("Stopped"), errors[-2000:]
    while alive(started) and time.monotonic() < until:
        time.sleep(0.5)
    left = alive(started)
    for process, _ in left:
        os.kill(process, signal.SIGKILL)
    assert left == set()
