"""What a command says to whoever sits at the terminal, and who that is.

Belongs here: sentences, tables, bars and lines of progress, made safe to print. Does not belong here: options and
settings of commands (``commands.common``), or how a difference looks (``showing``).
"""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from kliping.shown import json_line, plain

if TYPE_CHECKING:
    from rich.console import Console

PIPED_WIDTH = 120
"""Columns a table may take where no terminal says how wide it is."""


NO_PAGE = "There is no page to read here. Name a file, or a folder that holds some."
"""What is said where what was named holds nothing."""


def person() -> str:
    """Who runs the command, for the record: the login name, or the user's number where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no entry in passwd: KeyError up to Python 3.12
        return f"user {os.getuid()}"


def tell(sentence: str) -> None:
    """A sentence for the user beside what the command prints: on standard error."""
    say(f"kliping: {sentence}", err=True)


def say(text: str, *, err: bool = False, **style: Any) -> None:  # noqa: ANN401 - click's own styles
    """One line of text for a person; what drives a terminal is taken from it first."""
    click.secho(plain(text), err=err, **style)


def print_json(value: Any) -> None:  # noqa: ANN401 - whatever json can hold
    """One JSON value a line."""
    sys.stdout.write(json_line(value) + "\n")


def console(*, stderr: bool = False) -> Console:
    """Where tables and sentences go: as wide as the terminal, or ``PIPED_WIDTH`` where there is none.

    Every string that is printed, also as a cell or a heading of a table, is shown as text: neither markup nor emoji
    codes are read in it, and ``kliping.shown.plain`` takes from it what drives a terminal. Colour comes from ``style``.
    """
    from rich.console import Console
    from rich.text import Text

    class Terminal(Console):
        def render_str(self, text: str, **options: Any) -> Text:  # noqa: ANN401 - rich's own options
            return super().render_str(plain(text), **{**options, "markup": False, "emoji": False, "highlight": False})

    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Terminal(
        stderr=stderr, markup=False, emoji=False, highlight=False, width=PIPED_WIDTH if piped and not stderr else None
    )


@contextlib.contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error that is told what goes on, how much of it is done, and how much there is."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True), disable=not shown) as bar:
        task = bar.add_task("Starting", total=1)
        yield lambda doing, done, total: bar.update(task, description=doing, completed=done, total=total)


@contextlib.contextmanager
def progress_of(*, bar: bool, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar in a terminal; elsewhere a line for each stage that is through, with counts and time."""
    if bar or not shown:
        with progress_bar(shown=shown) as tell_bar:
            yield tell_bar
        return
    stages = Stages()
    yield stages.told
    stages.end()


class Stages:
    """Stages as lines: what was done, how many, how long it took."""

    def __init__(self) -> None:
        self._doing, self._total, self._since, self._counted = "", 1, time.monotonic(), False

    def told(self, doing: str, done: int, total: int) -> None:
        """Take note of what goes on; a stage that is through gets its line."""
        if doing != self._doing:
            self.end()
            self._doing, self._since, self._counted = doing, time.monotonic(), False
        self._total, self._counted = total, self._counted or done > 0

    def end(self) -> None:
        """Say that the stage is through."""
        if self._doing:
            many = f" ({self._total})" if self._counted else ""
            say(f"kliping: {self._doing}{many}: {time.monotonic() - self._since:.1f} s")
        self._doing = ""
