"""The processes of ``kliping ui``: the code server, the web server and the daemon, begun together and ended together.

Belongs here: starting them, knowing when they answer, ending them with all that they started. Does not belong here:
what the web server shows (``web``), or what is printed (``commands.ui``).
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import IO

from kliping.files import replacing
from workflows.instance import make_storage

LEAVE_SECONDS = 15
"""How long Dagster's processes are given to end by themselves."""

AT_LEAST_SECONDS = 0.1
"""How long each of them is waited for, also when the others took all of that."""

ANSWER_SECONDS = 5
"""How long the web server may take to say that it is there."""

POLL_SECONDS = 0.5

PR_SET_PDEATHSIG = 1
"""Of Linux: the signal a process gets when its parent is gone, also when that was killed."""

LAST_LINES = 12
"""Lines that are kept of what a process says."""

LOOPBACK = "127.0.0.1"

CODE = "workflows.definitions"

LOCATIONS = "{ workspaceOrError { ... on Workspace { locationEntries { loadStatus } } } }"
"""Asks the web server, in GraphQL, whether our code is there."""


class Serving:
    """Three processes in one group, which a signal ends together.

    Args:
        environment: what they are told: the homes of Kliping and of Dagster.
        host: address that the web server listens on.
        port: port that the web server listens on.
        verbose: whether what they say is shown; else their last words are kept, in case one ends by itself.
    """

    def __init__(self, environment: Mapping[str, str], host: str, port: int, *, verbose: bool = False) -> None:
        self.address = f"http://{host}:{port}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.ending = False
        self._where = (host, port)
        self._environment = {**environment, "PYTHONSAFEPATH": "1"}  # no module of ours is looked for where one stands
        self._verbose = verbose
        self._last_words: dict[str, deque[str]] = {}

    def start(self) -> bool:
        """Start them; False as soon as one is gone.

        The code server is first: the others would say in a traceback that they did not find it.
        """
        folder = Path(self._environment["DAGSTER_HOME"])
        make_storage(folder)
        (host, port), code_port = self._where, free_port()
        known = ("--workspace", str(_workspace(folder, code_port)))
        level = ("--log-level", "info" if self._verbose else "error")
        code = ("-m", "dagster", "code-server", "start", "-h", LOOPBACK, "-p", str(code_port), "-m", CODE, *level)
        self._start("the code server", code)
        if not self.wait_until(lambda: listens(code_port)):
            return False
        self._start("the web server", ("-m", "workflows.web", "--host", host, "--port", str(port), *known))
        self._start("the daemon", ("-m", "dagster._daemon", "run", *level, *known))
        return True

    def _start(self, name: str, words: Sequence[str]) -> None:
        group = next(iter(self.running.values())).pid if self.running else 0
        process = subprocess.Popen(  # noqa: S603 - our own program
            (sys.executable, *words),
            env=self._environment,
            stdout=None if self._verbose else subprocess.DEVNULL,
            stderr=None if self._verbose else subprocess.PIPE,
            process_group=group,
            preexec_fn=_ending_with_parent(),
        )
        self.running[name] = process
        if process.stderr is not None:
            self._last_words[name] = deque(maxlen=LAST_LINES)
            threading.Thread(target=_listen, args=(process.stderr, self._last_words[name]), daemon=True).start()

    def last_words(self, name: str) -> list[str]:
        """What a process said last on its standard error."""
        return list(self._last_words.get(name, ()))

    def ended(self) -> str | None:
        """The name of a process that is gone; None while all run."""
        return next((name for name, process in self.running.items() if process.poll() is not None), None)

    def answers(self) -> bool:
        """Whether the web server answers."""
        try:
            with urllib.request.urlopen(f"{self.address}/server_info", timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - our own
                return bool(answer.status == HTTPStatus.OK)
        except (OSError, urllib.error.URLError):
            return False

    def loaded(self) -> bool:
        """Whether the web server answers, and has our code or knows why it has not."""
        if not self.answers():
            return False
        asked = urllib.request.Request(  # noqa: S310 - our own
            f"{self.address}/graphql", json.dumps({"query": LOCATIONS}).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(asked, timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - our own
                entries = json.load(answer)["data"]["workspaceOrError"]["locationEntries"]
        except (OSError, ValueError, LookupError, TypeError):
            return False
        return bool(entries) and all(entry["loadStatus"] == "LOADED" for entry in entries)

    def wait_until(self, ready: Callable[[], bool]) -> bool:
        """Wait until ``ready``; False as soon as a process is gone, unless we are the ones that end them."""
        while not ready():
            if self.ended() is not None and not self.ending:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def end(self) -> None:
        """End them with all of their processes."""
        self.ending = True
        if not self.running:
            return
        group = next(iter(self.running.values())).pid
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, number)
            until = time.monotonic() + LEAVE_SECONDS
            for process in self.running.values():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(max(until - time.monotonic(), AT_LEAST_SECONDS))


def _workspace(folder: Path, port: int) -> Path:
    """The file that says where our code is served, under one name whatever the port: what was switched stays so."""
    path = folder / "workspace.yaml"
    server = {"grpc_server": {"host": LOOPBACK, "port": port, "location_name": "kliping"}}
    with replacing(path) as temporary:
        temporary.write_text(json.dumps({"load_from": [server]}) + "\n", encoding="utf-8")  # JSON is YAML
    return path


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody listens on ``port`` of the loopback address."""
    with socket.socket() as probe:
        probe.settimeout(POLL_SECONDS)
        return probe.connect_ex((LOOPBACK, port)) == 0


def _listen(said: IO[bytes], kept: deque[str]) -> None:
    """Read all that a process says, so that it never waits for a reader, and keep the end of it."""
    with said:
        kept.extend(line.decode("utf-8", "replace").rstrip() for line in said)


def _ending_with_parent() -> Callable[[], None]:
    """For the child, before it becomes Dagster: be told when this process is gone, however it went."""
    library = ctypes.CDLL(None)  # loaded here: between fork and exec as little as possible happens

    def ask() -> None:
        if hasattr(library, "prctl"):  # Linux
            library.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask
