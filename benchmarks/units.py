"""The processes that ``deploy/systemd`` describes, begun and ended without systemd.

Belongs here: reading the units, and what systemd would do with them: begin, begin again, end all that one began. Does
not belong here: what is asked of them.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Self

from workflows.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CHECKOUT = Path(__file__).resolve().parents[1]
UNITS = CHECKOUT / "deploy" / "systemd"
NAMES = {"code server": "kliping-code", "web server": "kliping-web", "daemon": "kliping-daemon"}
"""By what people call it, the unit of each process, in the order in which they begin."""

STATE, PROGRAMS, SETTINGS = "/var/lib/kliping", "/opt/kliping/.venv/bin/", "/etc/kliping/kliping.toml"
"""What stands in the units for the folder of all state, for where programs are, and for the file of settings."""

PORTS = ("4266", "3000")
ANSWER_SECONDS = 5
"""How long the web server is given for one answer; it is asked again."""

PATIENCE_SECONDS = 240
"""How long something is waited for where nobody says: a process begins within a minute, on a busy machine too."""

STOP_SECONDS = 30
"""How long a process that got a signal is given; a unit says longer, but here nobody shuts down a machine."""

WORKER = "multiprocessing.spawn"
"""Word in the command line of a process that the code server started for a run."""

TICKS = os.sysconf("SC_CLK_TCK")


def unit(name: str, instead: Mapping[str, str]) -> tuple[list[list[str]], dict[str, str]]:
    """The commands of a unit, the one that stays last, and its environment.

    Args:
        name: of its file, without the ending.
        instead: what stands in it, and what is put there.
    """
    text = (UNITS / f"{name}.service").read_text(encoding="utf-8")
    for there, here in instead.items():
        text = text.replace(there, here)
    entries = [line.partition("=")[::2] for line in text.splitlines() if "=" in line]
    commands = [shlex.split(value) for key, value in entries if key in ("ExecStartPre", "ExecStart")]
    told = [value.partition("=")[::2] for key, value in entries if key == "Environment"]
    return commands, dict(told)


class Units:
    """The three processes over one source, each in a group of its own, on ports that are free; a context manager.

    Args:
        folder: gets all state; made here.
        source: folder of pages.
        settings: environment variables beside those of the units.
        configuration: Dagster's instance; default: SQLite, as for one person.
    """

    def __init__(
        self, folder: Path, source: Path, settings: Mapping[str, str], configuration: Path | None = None
    ) -> None:
        self.home, self.instance, self.log = folder / "home", folder / "dagster", folder / "log.txt"
        source.mkdir(parents=True, exist_ok=True)
        self.instance.mkdir(parents=True)
        shutil.copyfile(configuration or CHECKOUT / "workflows" / "instance.yaml", self.instance / "dagster.yaml")
        (folder / "kliping.toml").write_text(f"source = ['{source}']\n", encoding="utf-8")
        ports = {port: str(free_port()) for port in PORTS}
        self.port = ports[PORTS[1]]
        programs = f"{Path(sys.executable).parent}/"
        self._instead = {SETTINGS: f"{folder}/kliping.toml", STATE: str(folder), PROGRAMS: programs, **ports}
        self._folder, self._settings = folder, settings
        self._before, self._seen = 0.0, dict[str, float]()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        """Begin them all."""
        if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # begun in the background of a shell, as they would be
            signal.signal(signal.SIGINT, signal.default_int_handler)
        for name in NAMES:
            self.begin(name)
        return self

    def __exit__(self, *_: object) -> None:
        """End them all, with what they started."""
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for name in list(self.running):
            self._gone(name)

    def begin(self, name: str) -> None:
        """Begin one of them."""
        (*before, command), told = unit(NAMES[name], self._instead)
        environment = {**os.environ, **told, **self._settings}
        with self.log.open("ab") as said:
            for first in before:
                subprocess.run(first, cwd=self._folder, env=environment, stdout=said, stderr=said, check=True)
            self.running[name] = subprocess.Popen(
                command,
                cwd=self._folder,
                env=environment,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def restart_what_ended(self) -> None:
        """Begin again what is not there any more, and end what it had started, as systemd would."""
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                self._gone(name)
                self.begin(name)

    def kill(self, name: str, number: signal.Signals) -> bool:
        """Send a process a signal, wait until it is gone, and begin it again; False where there is none to be killed.

        Args:
            name: one of ``NAMES``, or the process of a run.
            number: of the signal. One that the process does not heed in time is followed by SIGKILL.
        """
        if name not in NAMES:
            return self._kill_worker(number)
        self.running[name].send_signal(number)
        self._gone(name)
        self.begin(name)
        return True

    def _gone(self, name: str) -> None:
        process = self.running[name]
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        self._before += self._seen.pop(name, 0.0)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _kill_worker(self, number: signal.Signals) -> bool:
        words = {one: Path(f"/proc/{one}/cmdline") for one in self._group("code server")}
        found = [one for one, path in words.items() if WORKER in _read(path)]
        for one in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, number)
        return bool(found)

    def _group(self, name: str) -> list[int]:
        group = self.running[name].pid
        stats = {int(path.name): _read(path / "stat") for path in Path("/proc").glob("[0-9]*")}
        return [one for one, told in stats.items() if told and _fields(told)[2] == str(group)]

    def spent(self) -> float:
        """Seconds of processor time that they and all they started took, since the first began."""
        self._seen = {name: sum(map(_spent, self._group(name))) for name in self.running}
        return self._before + sum(self._seen.values())

    def answers(self) -> bool:
        """Whether the web server does."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/server_info", timeout=ANSWER_SECONDS) as answer:
            return bool(answer.status == 200)

    def wait_for(self, what: str, ready: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until ``ready`` says yes; what it cannot open yet means no.

        Raises:
            AssertionError: it did not.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                if ready():
                    return
            time.sleep(1)
        said = self.log.read_text(encoding="utf-8", errors="replace")[-3000:]
        raise AssertionError(f"{what} did not happen within {seconds:g} s. What they said at last:\n{said}")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _fields(stat: str) -> list[str]:
    """What the system tells of a process, from its state on: state, parent, group and so forth."""
    return stat.rpartition(")")[2].split()


def _spent(process: int) -> float:
    """Seconds of processor time of a process and of those of its children that have ended."""
    told = _read(Path(f"/proc/{process}/stat"))
    return sum(map(int, _fields(told)[11:15])) / TICKS if told else 0.0
