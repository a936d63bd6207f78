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
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kliping.warehouse.files import replacing
from workflows.instance import make_storage

LEAVE_SECONDS = 15
"""How long Dagster's processes are given to end by themselves."""

POLL_SECONDS = 0.5

PR_SET_PDEATHSIG = 1
"""Of Linux: the signal a process gets when its parent is gone, also when that was killed."""

CODE = "workflows.definitions"


class Serving:
    """Three processes in one group, which a signal ends together.

    Args:
        environment: what they are told: the homes of Kliping and of Dagster.
        host: address that the web server listens on.
        port: port that the web server listens on.
        verbose: whether what they say is shown.
    """

    def __init__(self, environment: Mapping[str, str], host: str, port: int, *, verbose: bool = False) -> None:
        self.address = f"http://{host}:{port}"
        self._environment = environment
        self._quiet = None if verbose else subprocess.DEVNULL
        make_storage(Path(environment["DAGSTER_HOME"]))
        code_port = str(free_port())
        known = ("--workspace", str(_workspace(Path(environment["DAGSTER_HOME"]), code_port)))
        level = ("--log-level", "info" if verbose else "error")
        code = ("-m", "dagster", "code-server", "start", "-h", "127.0.0.1", "-p", code_port, "-m", CODE, *level)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._start("the code server", code)
        self._start("the web server", ("-m", "workflows.web", "--host", host, "--port", str(port), *known))
        self._start("the daemon", ("-m", "dagster._daemon", "run", *level, *known))

    def _start(self, name: str, words: Sequence[str]) -> None:
        group = next(iter(self.running.values())).pid if self.running else 0
        self.running[name] = subprocess.Popen(  # noqa: S603 - our own program
            (sys.executable, *words),
            env=dict(self._environment),
            stdout=self._quiet,
            process_group=group,
            preexec_fn=_ending_with_parent(),
        )

    def ended(self) -> str | None:
        """The name of a process that is gone; None while all run."""
        return next((name for name, process in self.running.items() if process.poll() is not None), None)

    def answers(self) -> bool:
        """Whether the web server answers."""
        try:
            with urllib.request.urlopen(f"{self.address}/server_info", timeout=5) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def wait_until(self, ready: Callable[[], bool]) -> bool:
        """Wait until ``ready``; False as soon as a process is gone."""
        while not ready():
            if self.ended() is not None:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def end(self) -> None:
        """End them with all of their processes."""
        group = next(iter(self.running.values())).pid
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, number)
            until = time.monotonic() + LEAVE_SECONDS
            for process in self.running.values():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(max(until - time.monotonic(), 0.1))


def _workspace(folder: Path, port: str) -> Path:
    """The file that says where our code is served, under one name whatever the port: what was switched stays so."""
    path = folder / "workspace.yaml"
    server = {"grpc_server": {"host": "127.0.0.1", "port": int(port), "location_name": "kliping"}}
    with replacing(path) as temporary:
        temporary.write_text(json.dumps({"load_from": [server]}) + "\n", encoding="utf-8")  # JSON is YAML
    return path


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ending_with_parent() -> Callable[[], None]:
    """For the child, before it becomes Dagster: be told when this process is gone, however it went."""
    library = ctypes.CDLL(None)  # loaded here: between fork and exec as little as possible happens

    def ask() -> None:
        if hasattr(library, "prctl"):  # Linux
            library.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask
