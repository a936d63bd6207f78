"""``kliping ui``: the Dagster UI and its daemon."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click

from workflows import ending
from workflows.commands.common import say, settings_of, with_home
from workflows.instance import instance_folder

LEAVE_SECONDS = 15
"""How long Dagster's processes are given to end by themselves."""

PR_SET_PDEATHSIG = 1
"""Of Linux: the signal a process gets when its parent is gone, also when that was killed."""


@click.command(name="ui")
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option("--port", default=3000, show_default=True, help="Port on 127.0.0.1.")
@with_home
def command(sources: tuple[str, ...], port: int, home: Path | None, config: Path | None) -> None:
    """Open the Dagster UI and start its daemon, which finds new files in SOURCE and runs what they need."""
    settings = settings_of(home, config, sources)
    require_free(port)
    environment = {
        **os.environ,
        "GX_ANALYTICS_ENABLED": "false",
        "KLIPING_HOME": str(settings.home.absolute()),
        "KLIPING_SOURCE": json.dumps(settings.source),
        "DAGSTER_HOME": str(instance_folder(settings.home)),
    }
    address = ("-h", "127.0.0.1", "-p", str(port))
    program = (sys.executable, "-m", "dagster", "dev", "-m", "workflows.definitions", *address)
    say(f"Dagster UI: http://127.0.0.1:{port} (stop with Ctrl-C)")
    running = subprocess.Popen(  # noqa: S603 - our own program
        program, env=environment, start_new_session=True, preexec_fn=_ending_with_parent()
    )
    ending.before_the_end.append(lambda: _end(running))
    try:
        raise SystemExit(running.wait())
    finally:
        _end(running)


def require_free(port: int) -> None:
    """Refuse a port that another program listens on, before anything is started.

    Raises:
        ClickException: it is taken, or not for us.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as taken:
            why = taken.strerror if isinstance(taken, OSError) else "no such port"
            raise click.ClickException(
                f"Port {port} cannot be used ({why}). Name another one with --port, or end the program that has it."
            ) from taken


def _ending_with_parent() -> Callable[[], None]:
    """For the child, before it becomes Dagster: be told when this process is gone, however it went."""
    library = ctypes.CDLL(None)  # loaded here: between fork and exec as little as possible happens

    def ask() -> None:
        if hasattr(library, "prctl"):  # Linux
            library.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask


def _end(running: subprocess.Popen[bytes]) -> None:
    """End Dagster with all of its processes."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(running.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(LEAVE_SECONDS)
