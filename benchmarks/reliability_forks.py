"""Runs that begin with everything imported: forked off a process that did nothing but import.

Belongs here: that process, and a run as its child. Does not belong here: what runs (``reliability_runs``).

Most of the processor time of a short run is spent on starting Python and on importing Dagster and Great Expectations. A
fork of a process that has all of it imported, and no thread at work, begins where the work does, and a random point
falls into the work.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import time
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import signal
    from collections.abc import Mapping, Sequence
    from pathlib import Path

POLL_SECONDS = 0.02
"""Pause between two looks at a process: short beside what it does."""

HARMLESS = {"jemalloc_bg_thd", "polars-ooc-clea"}
"""Threads that importing starts and a child can lack: jemalloc starts its own anew, Polars' clears away files of a kind
that is not used here."""

PARENT = """
import json, os, sys
import expectations.auditor
expectations.auditor._quiet()
import dagster, duckdb, great_expectations, polars, pyarrow
import expectations.gx_classes, workflows.commands.run, workflows.definitions, workflows.running
threads = {open(f"/proc/self/task/{thread}/comm").read().strip() for thread in os.listdir("/proc/self/task")}
print(json.dumps(sorted(threads - {open("/proc/self/comm").read().strip()})), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    if "wait" in asked:
        ended, status = os.waitpid(asked["wait"], os.WNOHANG)
        print(json.dumps(os.waitstatus_to_exitcode(status) if ended else None), flush=True)
        continue
    child = os.fork()
    if child:
        print(json.dumps(child), flush=True)
        continue
    os.setsid()
    for number, path in enumerate((os.devnull, os.devnull, asked["said"])):
        os.dup2(os.open(path, os.O_RDWR), number)
    os.chdir(asked["folder"])
    os.environ.update(asked["environment"])
    sys.argv = ["kliping", *asked["words"]]
    program = asked["program"]
    break
else:
    program = ""
exec(program, {"__name__": "__main__"})
"""
"""Reads a run or a question a line, and answers each by a line; a child goes on with the program at the end."""


class Parent:
    """The process that has everything imported."""

    def __init__(self) -> None:
        """Start it, and wait until it has imported.

        Raises:
            RuntimeError: an import started a thread, and a fork would lack it.
        """
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", PARENT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        if strangers := set(self._answer()) - HARMLESS:
            self.end()
            raise RuntimeError(f"Threads run after the imports, so nothing can be forked: {sorted(strangers)}.")

    def _answer(self) -> Any:  # noqa: ANN401 - whatever the line holds
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def ask(self, question: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever the line holds
        """What it answers."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def end(self) -> None:
        """End it; its children are others' to end."""
        self._process.communicate()


@cache
def parent() -> Parent:
    """The one of this process, started when it is first asked for."""
    started = Parent()
    atexit.register(started.end)
    return started


class Forked:
    """A program as a child of ``parent``, in a group of its own; speaks as ``subprocess.Popen`` does."""

    def __init__(
        self, program: str, words: Sequence[str], folder: Path, environment: Mapping[str, str], said: int
    ) -> None:
        """Start it.

        Args:
            program: the code it runs.
            words: the command line that the code finds.
            folder: where it runs.
            environment: what it is told beside what this process was told.
            said: an open file of this process, which gets its standard error.
        """
        told = {
            "program": program,
            "words": list(words),
            "folder": str(folder),
            "environment": dict(environment),
            "said": f"/proc/{os.getpid()}/fd/{said}",
        }
        self.pid: int = parent().ask(told)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, or the negative number of the signal that ended it; None while it runs."""
        if self.returncode is None:
            self.returncode = parent().ask({"wait": self.pid})
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Its exit code, once it has ended.

        Raises:
            TimeoutExpired: it runs on.
        """
        until = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("a forked run", timeout)
            time.sleep(POLL_SECONDS)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)
