"""However a command ends, it ends by one sentence and the right code: signals, outputs, users, ports, disks."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kliping.errors import GateClosed
from tests.longer import LONGER
from tests.processes import Process
from workflows.ending import of_a_bug, sentence_of

MAIN = "from workflows.cli import main; main()"
ABOUT_THE_CACHE = """
from workflows import ending
ending.say_warnings_in_a_sentence()
from kliping.caches import kernels_folder
kernels_folder()
"""
IN_NATIVE_CODE = """
import sys, threading
from workflows import ending
ending.watch_signals()
print("ready", flush=True)
import duckdb
duckdb.sql("SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE (a.range * b.range) % 7 = 3").fetchall()
"""


def one_sentence(stderr: str) -> str:
    """The only line of ``stderr`` but for the notice of a first start, to which another checkout may bring this one."""
    (line,) = [
        line for line in stderr.splitlines() if line.strip() and not line.startswith("Compiling for this machine")
    ]
    assert "Traceback" not in line
    return line


def test_what_kliping_warns_of_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONWARNINGS": "default"}
    environment.pop("NUMBA_CACHE_DIR", None)
    program = [sys.executable, "-c", ABOUT_THE_CACHE]
    done = subprocess.run(program, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    (said,) = [line for line in done.stderr.splitlines() if "Compiled code" in line]
    assert said.startswith("kliping: Compiled code cannot be kept in ")
    assert "private_folder(" not in done.stderr


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


TAKEN_DOWN = """
import atexit, os, sys
from workflows import ending

class Last:
    def __del__(self, write=os.write):
        write(1, b"taken down\\n")

ending.watch_signals()
ending.leave_at_once(3)
atexit.register(print, "registered", flush=True)
last = Last()
print("said")
"""


@pytest.mark.parametrize(
    ("then", "code", "said"),
    [
        ("", 3, ["said", "registered"]),
        ("sys.settrace(lambda *_: None); sys.exit(3)", 3, ["said", "registered", "taken down"]),
        ("raise ValueError", 1, ["said", "registered", "taken down"]),
    ],
    ids=["at once", "measured", "raised"],
)
def test_what_is_done_at_the_end_is_done_and_nothing_is_taken_down(then: str, code: int, said: list[str]) -> None:
    program = [sys.executable, "-c", TAKEN_DOWN + then]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.splitlines()) == (code, said)


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
        ("kliping clean page.txt --json > /dev/full", "No space left on device"),
        ("kliping doctor >&-", "Standard output is closed"),
        ("kliping sql SELECT", "There is no"),
    ],
)
def test_an_output_that_takes_nothing_is_said(line: str, sentence: str, tmp_path: Path) -> None:
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    (tmp_path / "page.txt").write_text("Harga Cabai Turun\n\nHarga cabai di pasar induk turun pada pekan ini.\n" * 3)
    done = shell(line, tmp_path / "home")
    assert done.returncode == 1
    assert sentence in one_sentence(done.stderr)


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    done = shell("kliping --help | true", tmp_path / "home")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_user_without_a_name_is_named_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    from workflows import terminal

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(terminal.getpass, "getuser", nobody)
    assert terminal.person() == f"user {os.getuid()}"


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


NAMELESS = ("unshare", "--user", "--map-user=4711", "--map-group=4711")
"""A user without a name and without an administrator's rights, whose files are those of who runs the tests."""


@pytest.fixture
def nameless(home: Path, ran, source: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line, run by a user without an entry in passwd; one article is published."""
    if subprocess.run([*NAMELESS, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody make a user of its own (unshare --user)")
    ran(source / "b.txt")

    def call(*words: str | Path) -> subprocess.CompletedProcess[str]:
        program = [*NAMELESS, sys.executable, "-W", "ignore", "-c", MAIN, *map(str, words), "--home", str(home)]
        names = ("USER", "LOGNAME", "LNAME", "USERNAME")
        environment = {name: value for name, value in os.environ.items() if name not in names}
        return subprocess.run(
            program, capture_output=True, text=True, env=environment, cwd=home.parent, timeout=300, check=False
        )

    return call


@pytest.mark.slow
def test_a_user_without_an_entry_in_passwd_works_and_is_on_record_by_number(nameless, home: Path, ask) -> None:
    ((document,),) = ask("SELECT document_id FROM articles")
    done = nameless("hold", document, "--why", "legal asked")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((home / "rulings.jsonl").read_text())["who"] == "user 4711"
    again = nameless("run", home.parent / "pages" / "b.txt")
    assert again.returncode == 0, again.stderr
    assert ask("SELECT status FROM documents") == [("quarantined",)]


@pytest.mark.slow
def test_a_home_that_cannot_be_written_is_read_and_says_so_in_a_sentence(nameless, home: Path, source: Path) -> None:
    folders = [home, *(path for path in home.rglob("*") if path.is_dir())]
    for path in [*home.rglob("*"), home]:
        path.chmod(0o555 if path in folders else 0o444)
    try:
        for words in (("sql", "SELECT title FROM articles"), ("report",), ("doctor",)):
            read = nameless(*words)
            assert (read.returncode, read.stderr) == (0, ""), words
        for words in (("run", source), ("check",), ("forget", f"file://{source / 'b.txt'}"), ("doctor", "--repair")):
            refused = nameless(*words)
            assert refused.returncode == 1, words
            assert re.search("Cannot write .*Make it writable, or name another --home", one_sentence(refused.stderr))
    finally:
        for path in folders:
            path.chmod(0o755)


@pytest.mark.slow
@pytest.mark.parametrize(
    "at",
    [
        "expectations.editions.audit",
        pytest.param("kliping.steps.extract_metadata", marks=[LONGER, pytest.mark.chaos]),
        pytest.param("kliping.warehouse.publish._complete", marks=[LONGER, pytest.mark.chaos]),
    ],
)
def test_a_home_that_vanishes_under_a_run_is_a_sentence_and_comes_back_whole(
    at: str, run, ran, source: Path, home: Path, ask
) -> None:
    ran(source / "a.txt")
    running = Process("run", source, "--home", home, at=at, folder=home.parent).stopped()
    home.rename(home.with_name("elsewhere"))
    code, _, errors = running.ended()
    assert code == 1
    assert "moved, removed or unmounted" in one_sentence(errors)
    shutil.rmtree(home, ignore_errors=True)
    home.with_name("elsewhere").rename(home)
    assert ask("SELECT title FROM articles") == [("Warga Sukamaju Bersihkan Sungai",)]
    assert run().edition.verdict == "passed"
    assert ask("SELECT count(*) FROM articles") == [(3,)]
    assert not [*home.rglob(".writing-*")]
