"""However a command ends, it ends by one sentence and the right code: signals, outputs, users, ports, disks."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kliping.errors import GateClosed
from workflows.ending import of_a_bug, sentence_of

MAIN = "from workflows.cli import main; main()"
IN_NATIVE_CODE = """
import sys, threading
from workflows import ending
ending.watch_signals()
print("ready", flush=True)
import duckdb
duckdb.sql("SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE (a.range * b.range) % 7 = 3").fetchall()
"""


def one_sentence(stderr: str) -> str:
    """The only line of ``stderr``."""
    (line,) = [line for line in stderr.splitlines() if line.strip()]
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_by_a_sentence_also_in_native_code(number: int, code: int) -> None:
    program = [sys.executable, "-c", IN_NATIVE_CODE]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(1)  # the query is in DuckDB's own threads now
        running.send_signal(number)
        _, stderr = running.communicate(timeout=20)
    assert running.returncode == code
    assert one_sentence(stderr).startswith("Stopped")


AT_THE_VERY_END = """
import os, signal, sys
from workflows import ending

class Last:
    def __del__(self, kill=os.kill, process=os.getpid(), number=int(sys.argv[1])):
        kill(process, number)

ending.watch_signals()
last = Last()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_once_all_is_done_changes_nothing(number: int) -> None:
    program = [sys.executable, "-c", AT_THE_VERY_END, str(int(number))]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


CHILDREN_GO_FIRST = """
import os, signal, threading, time
from workflows import cli, ending
gone = threading.Event()
ending.before_the_end.append(lambda: (gone.set(), time.sleep(1)))
def serve():
    os.kill(os.getpid(), signal.SIGTERM)
    gone.wait()
    return 0
cli._ended = serve
cli.main()
"""


def test_a_command_whose_children_a_signal_takes_along_ends_by_the_signal() -> None:
    program = [sys.executable, "-c", CHILDREN_GO_FIRST]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 143
    assert one_sentence(done.stderr).startswith("Stopped from outside")


def shell(line: str, home: Path) -> subprocess.CompletedProcess[str]:
    """A line of the shell in which ``$KLIPING`` is the command line."""
    environment = {**os.environ, "KLIPING": f"{sys.executable} -c '{MAIN}'", "DATA": str(home)}
    line = line.replace("kliping", 'eval "$KLIPING"', 1)
    return subprocess.run(
        ["sh", "-c", line], capture_output=True, text=True, env=environment, cwd=home.parent, timeout=120, check=False
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("kliping doctor > /dev/full", "No space left on device"),
        ("kliping doctor >&-", "Standard output is closed"),
        ("kliping sql SELECT", "There is no"),
    ],
)
def test_an_output_that_takes_nothing_is_said(line: str, sentence: str, tmp_path: Path) -> None:
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = shell(line, tmp_path / "home")
    assert done.returncode == 1
    assert sentence in one_sentence(done.stderr)


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    done = shell("kliping --help | true", tmp_path / "home")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_user_without_a_name_is_named_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    from workflows.commands import common

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(common.getpass, "getuser", nobody)
    assert common.person() == f"user {os.getuid()}"


@pytest.mark.parametrize("word", ["release", "hold", "forget"])
def test_a_document_that_is_nobodys_is_said(word: str, kliping, home) -> None:
    why = () if word == "forget" else ("--why", "x")
    done = kliping(word, "nope", *why, "--home", home)
    assert done.returncode == 1
    assert "There is no such document or article" in one_sentence(done.stderr)
    assert not (home / "rulings.jsonl").exists()


def test_a_taken_port_is_said_before_anything_starts(kliping, home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = kliping("ui", "--port", str(taken.getsockname()[1]), "--home", home)
    assert done.returncode == 1
    assert "Name another one with --port" in one_sentence(done.stderr)


@pytest.mark.parametrize(
    ("fault", "sentence", "code"),
    [
        (OSError(28, "No space left on device", "/data/x"), "No space left on device (/data/x). Make room", 1),
        (OSError(30, "Read-only file system", "/data/x"), "Read-only file system (/data/x). Make it writable", 1),
        (
            OSError(2, "No such file or directory", "/data"),
            "No such file or directory (/data). Run the command again",
            1,
        ),
        (MemoryError(), "Not enough memory", 1),
        (GateClosed("edition 2 refused"), "edition 2 refused", 2),
    ],
)
def test_a_fault_of_the_machine_is_a_sentence_whatever_it_is_wrapped_in(fault, sentence: str, code: int) -> None:
    try:
        try:
            raise fault
        except type(fault) as cause:
            raise RuntimeError("a step failed") from cause
    except RuntimeError as wrapped:
        said = sentence_of(wrapped)
    assert said is not None
    assert said[0].startswith(sentence)
    assert said[1] == code


def test_a_fault_of_the_program_names_type_and_place_and_no_data() -> None:
    with pytest.raises(AttributeError) as raised:
        of_a_bug(None)  # type: ignore[arg-type]
    raised.value.args = ("the page says: rahasia",)
    assert sentence_of(raised.value) is None
    said = of_a_bug(raised.value)
    assert "AttributeError at workflows.ending:" in said
    assert "rahasia" not in said
