"""Processes of the command line that stop at a named function until they are told to go on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

STOPPING = """
import importlib, sys
where = sys.argv.pop(1)
module, _, name = where.rpartition(".")
owner = importlib.import_module(module)
original = getattr(owner, name)

def held(*given, **named):
    setattr(owner, name, original)
    print("held", flush=True)
    sys.stdin.readline()
    return original(*given, **named)

setattr(owner, name, held)
from workflows.cli import main
main()
"""
PLAIN = "from workflows.cli import main; main()"
PATIENCE_SECONDS = 600
PATIENT = {"KLIPING_WAIT_SECONDS": str(PATIENCE_SECONDS)}
"""However busy the machine is, whoever waits for another writer waits until that has ended."""


class Process:
    """``kliping`` with some words, as a process of its own."""

    def __init__(self, *words: str | Path, at: str | None = None, folder: Path, **settings: str) -> None:
        """Start it.

        Args:
            words: subcommand, arguments and options.
            at: a function, with its module, before which it stops the first time; None: it goes on to its end.
            folder: where it runs.
            settings: environment variables.
        """
        program = [PLAIN] if at is None else [STOPPING, at]
        self.running = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", *program, *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={**os.environ, **PATIENT, "COLUMNS": "200", **settings},
        )

    def stopped(self) -> Process:
        """Itself, once it has come to the function at which it stops; what it said before that is read."""
        assert self.running.stdout is not None
        said = []
        for line in self.running.stdout:
            if line == "held\n":
                return self
            said.append(line)
        raise AssertionError("".join([*said, *self.running.communicate(timeout=PATIENCE_SECONDS)]))

    def heard(self, words: str) -> str:
        """The line of its standard error that holds ``words``, as soon as it is there."""
        assert self.running.stderr is not None
        for line in self.running.stderr:
            if words in line:
                return line
        raise AssertionError(f"It ended without a word of {words!r}.")

    def ended(self) -> tuple[int, str, str]:
        """Exit code, standard output and what is left of standard error, after it was told to go on."""
        output, errors = self.running.communicate("go on\n", timeout=PATIENCE_SECONDS)
        return self.running.returncode, output, errors
