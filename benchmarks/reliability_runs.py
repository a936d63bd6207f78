"""Runs of Kliping as processes of their own, for the kills of ``reliability``.

Belongs here: the two programs that run, starting them, their processor time, and the digest of what they leave. Does
not belong here: when they are killed and what is made of it (``reliability``), the pages (``reliability_pages``).
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from benchmarks.reliability_forks import Forked
from kliping.errors import KlipingError
from kliping.files import left_behind
from kliping.settings import load_settings
from kliping.warehouse.connections import opened
from kliping.warehouse.fingerprints import tables_sha256
from workflows.running import run_everything

PATIENCE_SECONDS = 900
"""How long a run is waited for: one that takes longer hangs, also beside others on a small machine."""

POLL_SECONDS = 0.02
"""Pause between two looks at a process: short beside what it does."""

ONE_A_BATCH = {"KLIPING_READING__BATCH_DOCUMENTS": "1", "GX_ANALYTICS_ENABLED": "false"}

HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""What a shell put into the background, and all it starts, ignores SIGINT otherwise."""
COMMAND_LINE = "from workflows.cli import main; main()"
WORKERS = """
import dagster as dg
from datetime import UTC, datetime
from kliping.settings import load_settings
from kliping.stamps import stamps
from kliping.warehouse.ingest import look
from kliping.warehouse.store import Store
from workflows.definitions import build_defs
from workflows.sensors import enter_batches
settings = load_settings()
store = Store(settings.home)
look(store, settings, settings.source, datetime.now(UTC))
definitions = build_defs()
with dg.DagsterInstance.ephemeral() as instance:
    batches = store.pending(stamps(settings))
    enter_batches(instance, batches)
    for batch in batches:
        definitions.resolve_job_def("ingest").execute_in_process(instance=instance, partition_key=batch)
    definitions.resolve_job_def("publish").execute_in_process(instance=instance)
"""
"""What the daemon's workers do, one run after the other, with the resources they are given."""

NAMES = {COMMAND_LINE: "command line", WORKERS: "workers"}


class Running:
    """A run as a process of its own, in a group of its own: a signal reaches it alone."""

    def __init__(
        self, program: str, source: Path, home: Path, *, cold: bool = False, before: str = "", **settings: str
    ) -> None:
        """Start it.

        Args:
            program: COMMAND_LINE or WORKERS.
            source: folder of pages, each a batch.
            home: where it writes; what it says goes elsewhere, for that disk may be full.
            cold: from the start of Python on; else forked off a process that has everything imported.
            before: code that runs before the program.
            settings: environment variables.
        """
        words = ["run", str(source), "--home", str(home)] if program == COMMAND_LINE else []
        home.parent.mkdir(parents=True, exist_ok=True)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by ended
        told = {**ONE_A_BATCH, "KLIPING_HOME": str(home), "KLIPING_SOURCE": json.dumps([str(source)]), **settings}
        self.process: subprocess.Popen[bytes] | Forked
        if not cold:
            self.process = Forked(HEARS + before + program, words, home.parent, told, self._said.fileno())
            return
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", HEARS + before + program, *words],
            env={**os.environ, **told},
            cwd=home.parent,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            start_new_session=True,
        )

    def ended(self) -> tuple[int, str]:
        """Its exit code and what it said, once it has ended."""
        try:
            code = self.process.wait(PATIENCE_SECONDS)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        with self._said as said:
            said.seek(0)
            return code, said.read().decode("utf-8", "replace")

    def spent(self) -> float:
        """Seconds of processor time it has taken so far; of Linux."""
        told = Path(f"/proc/{self.process.pid}/stat").read_text("ascii", "replace")
        ticks = told.rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def killed_after(self, seconds: float, number: signal.Signals) -> bool:
        """Whether it still ran when it had taken so many seconds of processor time, and was sent a signal."""
        while self.process.poll() is None:
            if self.spent() >= seconds:
                self.process.send_signal(number)
                return True
            time.sleep(POLL_SECONDS)
        return False


def undisturbed(program: str, source: Path, home: Path, *, cold: bool = False) -> tuple[str, float]:
    """The digest of the tables that a run leaves, and how many seconds of processor time it took.

    Raises:
        RuntimeError: it failed.
    """
    running = Running(program, source, home, cold=cold)
    seconds = 0.0
    while running.process.poll() is None:
        with contextlib.suppress(OSError):
            seconds = max(seconds, running.spent())
        time.sleep(POLL_SECONDS)
    code, said = running.ended()
    if code:
        raise RuntimeError(f"An undisturbed run failed: {said[-2000:]}")
    return digest(home), seconds


def healed(source: Path, home: Path, *, fresh: bool = False) -> str:
    """The digest of the tables after a run that nothing disturbs.

    Args:
        source: folder of pages.
        home: what a killed run left.
        fresh: in a process of its own.

    Raises:
        RuntimeError, KlipingError: it failed.
    """
    if fresh:
        return undisturbed(COMMAND_LINE, source, home, cold=True)[0]
    with patch.dict(os.environ, ONE_A_BATCH):  # and not for what this process does after it
        run_everything(load_settings(None, home=home, source=(str(source),)), lambda *_: None)
    return digest(home)


def faults_of_healing(source: Path, home: Path, wanted: str, *, fresh: bool = False) -> list[str]:
    """What is wrong about the run that heals; nothing where it comes to ``wanted`` and leaves no file behind.

    Args:
        source: folder of pages.
        home: what a killed or hindered run left.
        wanted: digest of the tables of an undisturbed run.
        fresh: in a process of its own.
    """
    try:
        found = healed(source, home, fresh=fresh)
    except (RuntimeError, KlipingError) as fault:
        return [f"the next run failed: {fault}"]
    faults = [] if found == wanted else ["the next run came to other tables"]
    if leftovers := left_behind(home):
        faults.append(f"{len(leftovers)} files of dead writers are left")
    return faults


def digest(home: Path) -> str:
    """The digest of the published tables, computed from their rows."""
    with opened(home / "kliping.duckdb") as connection:
        return tables_sha256(connection)
