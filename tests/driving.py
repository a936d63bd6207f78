"""``kliping ui`` as a process, and a page of the Chromium that is installed: for tests and screenshots.

Belongs here: beginning and ending them, and waiting. Does not belong here: what is clicked.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_SECONDS = 420
PLAIN = "from workflows.cli import main; main()"


class NotYet(AssertionError):
    """What was waited for did not happen."""


def wait_for(what: str, ready: Callable[[], Any], log: Path) -> Any:
    """What ``ready`` answers, as soon as it answers; OSError and emptiness mean not yet."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            if answer := ready():
                return answer
        except OSError:
            pass
        time.sleep(1)
    raise NotYet(f"{what} did not happen within {PATIENCE_SECONDS} s. The UI said at last:\n{log.read_text()[-3000:]}")


def chromium() -> str | None:
    """The Chromium of this machine, if it has one."""
    return shutil.which("chromium")


@contextlib.contextmanager
def browsing() -> Iterator[Any]:
    """A page of the Chromium that is installed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1500, "height": 900})
        page.set_default_timeout(120_000)
        yield page
        browser.close()


@contextlib.contextmanager
def serving(folder: Path, source: Path, **settings: str) -> Iterator[tuple[str, Path, Path]]:
    """``kliping ui`` over ``source``, with its state below ``folder``: its address, its home, its log."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log.txt"
    words = ["ui", str(source), "--home", str(folder / "home"), "--port", str(port), "--verbose"]
    with log.open("w") as said:
        running = subprocess.Popen(
            [sys.executable, "-c", PLAIN, *words],
            cwd=folder,
            stdout=said,
            stderr=said,
            start_new_session=True,
            env={**os.environ, **settings},
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for("the UI's first answer", lambda: urllib.request.urlopen(f"{address}/server_info").status == 200, log)
        yield address, folder / "home", log
    finally:
        running.send_signal(signal.SIGTERM)
        try:
            running.wait(timeout=60)
        except subprocess.TimeoutExpired:
            running.kill()
