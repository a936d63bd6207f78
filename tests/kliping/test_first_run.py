"""The kernels of a machine's first run: compiled side by side, once, and with a word before it begins."""

from __future__ import annotations

import ast
import fcntl
import logging
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kliping import first_run
from kliping.caches import PACKAGE
from kliping.first_run import ALL, COPIES, PARTS, UNDERSTOOD, prepare, prepare_for, sample
from kliping.steps import BY_NAME, PAGE_STEPS, STEPS
from tests.longer import LONGER

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A cache without machine code; nothing is compiled, what would be is listed."""
    tmp_path.chmod(0o700)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    first_run._prepare.cache_clear()
    yield tmp_path
    first_run._prepare.cache_clear()


@pytest.fixture
def asked(folder, monkeypatch):
    asked = []

    def compiled(place, names):
        assert place == folder
        asked.append(tuple(names))
        return [name for name in names if name != "metadata" or len(asked) > 1]

    monkeypatch.setattr(first_run, "_compiled", compiled)
    return asked


def test_what_is_missing_is_compiled_once_and_told_before(asked, caplog):
    caplog.set_level(logging.WARNING, "kliping.first_run")
    prepare(*ALL)
    assert asked == [ALL]
    (told,) = caplog.messages
    assert told.startswith("Compiling for this machine, about ")
    first_run._prepare.cache_clear()  # another process, which finds that one part failed
    prepare(*ALL)
    assert asked == [ALL, ("metadata",)]
    first_run._prepare.cache_clear()
    caplog.clear()
    prepare(*ALL)
    assert (asked[2:], caplog.messages) == ([], [])


def test_every_step_asks_for_its_part(asked):
    for name in ("languages", "lines", "signatures"):
        prepare_for(BY_NAME[name])
    assert asked == [UNDERSTOOD, (COPIES,)]
    assert {step.compiled_with for step in PAGE_STEPS} - {None} == set(PARTS)
    prepare_for(replace(BY_NAME["ranks"], compiled_with=None))
    assert len(asked) == 2, "what calls no kernel waits for none"


def test_a_kernel_that_changed_is_missing_again(asked, monkeypatch):
    prepare("copies")
    first_run._prepare.cache_clear()
    first_run._of_kernels.cache_clear()
    changed = lambda module, package: f"{module} changed"  # noqa: E731
    monkeypatch.setattr(first_run, "digest_of_sources", changed)
    prepare("copies")
    first_run._of_kernels.cache_clear()
    assert asked == [("copies",), ("copies",)]


NUMBA = {"text.compiling", "text.ways_in"}
"""What has to do with numba and makes no kernel of its own."""
SELDOM = {"cleaning.table_rows", "reading.character_kernel", "reading.formats.csv_kernel"}
"""Small ones, for tables."""
OF_READERS = {"reading.character_kernel", "reading.formats.csv_kernel"}
"""Those of the step that reads files, which is made elsewhere."""


def holds_kernels(source: str) -> bool:
    """Whether a module makes a function that Python calls as machine code, however it writes that."""
    tree = ast.parse(source)
    makes, numba = set(), False
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = {getattr(node, "module", None) or "", *(alias.name for alias in node.names)}
            numba |= any(name.split(".")[0] == "numba" for name in names)
        if isinstance(node, ast.ImportFrom) and node.module in ("kliping.text.compiling", "kliping.text"):
            makes |= {
                alias.asname or alias.name
                for alias in node.names
                if alias.name in ("kernel", "kernel_of_floats", "compiling")
            }
    return numba or any(isinstance(node, ast.Name) and node.id in makes for node in ast.walk(tree))


def test_every_module_of_kernels_is_compiled_ahead():
    kept = {
        "kliping." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for path in PACKAGE.rglob("*.py")
        if holds_kernels(path.read_text())
    }
    found = first_run.kernels()
    assert kept - {f"kliping.{module}" for module in NUMBA | OF_READERS} == set(found), "kernels that nothing reaches"
    assert {"kliping.duplicates.pair_kernels", "kliping.digests"} <= set(found)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from kliping.text.compiling import kernel\n\n@kernel\ndef f(a):\n    return a\n", True),
        ("from kliping.text.compiling import kernel as made\nf = made(lambda a: a)\n", True),
        ("from kliping.text import compiling\nf = compiling.kernel_of_floats(g)\n", True),
        ("from numba import njit\n", True),
        ("from kliping.text.compiling import kernel_part\n\n@kernel_part\ndef f(a):\n    return a\n", False),
    ],
)
def test_a_kernel_that_is_not_listed_would_be_seen(source, found):
    assert holds_kernels(source) is found


def test_the_sample_has_the_frames_of_the_steps():
    frames = sample()
    assert {step.name: frames[step.name].schema for step in STEPS} == {step.name: step.gives for step in STEPS}
    assert set(frames["lines"]["role"]) == {"body", "boilerplate"}


def test_another_process_is_waited_for(folder, tmp_path):
    code = "from kliping.first_run import prepare; prepare('copies')"
    with (folder / "lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, env=os.environ)
        assert waiting.stderr is not None
        told = waiting.stderr.readline()
        first_run._mark(folder, "copies").touch()
    _, rest = waiting.communicate(timeout=60)
    assert told == "Another process compiles for this machine. Waiting for it.\n"
    assert (waiting.returncode, rest) == (0, "")


def test_where_no_lock_can_be_had_nothing_is_compiled_ahead(asked, folder):
    (folder / "lock").mkdir()
    prepare("copies")
    assert asked == []


@pytest.mark.slow
@pytest.mark.chaos
@LONGER
def test_a_first_run_compiles_ahead_all_that_it_calls(tmp_path):
    """What `kliping clean` of a few pages calls is compiled by the processes beside it, and none of it again."""
    tmp_path.chmod(0o700)
    code = """
import sys
from numba.core import event
class Told(event.Listener):
    def on_start(self, event):
        function = getattr(event.data["dispatcher"], "py_func", None)
        if function and function.__module__.startswith("kliping."):
            print("compiles", function.__module__, file=sys.stderr)
    def on_end(self, event): pass
event.register("numba:compile", Told())
from workflows.commands.clean import cleaned
print(len(list(cleaned((sys.argv[1],), None))))
"""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code, str(SEEDS)], env=environment, capture_output=True, text=True, check=True
    )
    told = done.stderr.splitlines()
    assert told[:1] == [line for line in told if line.startswith("Compiling for this machine")]
    assert set(told[1:]) <= {f"compiles kliping.{module}" for module in SELDOM}
