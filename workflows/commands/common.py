"""What several subcommands share: options, settings, the way text reaches a terminal."""

from __future__ import annotations

import contextlib
import getpass
import importlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kliping.settings import Settings, load_settings
from kliping.shown import json_line, plain
from kliping.warehouse.store import Store
from workflows.commands.places import Place

if TYPE_CHECKING:
    from rich.console import Console

PIPED_WIDTH = 120
"""Columns a table may take where no terminal says how wide it is."""

Command = TypeVar("Command", bound=Callable[..., Any])


def with_config(function: Command) -> Command:
    """Add ``--config``."""
    return click.option("--config", type=Place(file=True), help="Settings file [default: kliping.toml].")(function)


def with_home(function: Command) -> Command:
    """Add ``--home`` and ``--config``."""
    function = with_config(function)
    return click.option("--home", type=Place(), help="Folder of all state [default: data].")(function)


def with_json(function: Command) -> Command:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")(function)


def with_samples(function: Command) -> Command:
    """Add ``--samples``."""
    about = "Articles of each kind that are shown with their words."
    return click.option("--samples", default=3, show_default=True, type=click.IntRange(0), help=about)(function)


def import_numba_alone() -> None:
    """Import numba without SciPy and coverage, which it asks for where they are installed, and no kernel wants.

    SciPy is to give it a BLAS, an eighth of a second; coverage, of who works on Kliping, half of that. For a command
    that imports nothing on another thread, which might ask for one of them meanwhile.
    """
    if "scipy" in sys.modules or "numba" in sys.modules:
        return
    without = {"scipy", "coverage"} - sys.modules.keys()
    sys.modules.update(dict.fromkeys(without))  # type: ignore[arg-type] # None, Python's word for: not to be had
    try:
        importlib.import_module("numba.np.arraymath")
    finally:
        for name in without:
            del sys.modules[name]


def settings_of(
    home: Path | None, config: Path | None, sources: tuple[str, ...] = (), workers: int | None = None
) -> Settings:
    """The settings, with what the command line gives put before everything else; a home at an address is taken up.

    Raises:
        KlipingError: a setting is wrong, or the address cannot be used.
    """
    known = load_settings(config, home=home, source=sources or None, workers=workers)
    take_up(known)
    return known


def take_up(settings: Settings) -> None:
    """Where the home lies at an address, make its folder what counts there; else nothing is done.

    Raises:
        KlipingError: the address cannot be used, or the folder works for another.
    """
    from kliping.warehouse.lock import catch_up

    if settings.home_address:
        from kliping.warehouse.working_copy import bind

        bind(settings.home, settings.home_address)
    catch_up(settings.home)


def store_of(settings: Settings) -> Store:
    """The store below the settings' home."""
    return Store(settings.home)


@contextlib.contextmanager
def writing_to(settings: Settings, doing: str) -> Iterator[Store]:
    """The store, with the home's lock held for the block; who holds it meanwhile is said."""
    from kliping.warehouse.lock import writing

    with writing(settings.home, doing=doing, seconds=settings.wait_seconds, say=tell):
        yield store_of(settings)


def person() -> str:
    """Who runs the command, for the record: the login name, or the user's number where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no entry in passwd: KeyError up to Python 3.12
        return f"user {os.getuid()}"


def tell(sentence: str) -> None:
    """A sentence for the user beside what the command prints: on standard error."""
    say(f"kliping: {sentence}", err=True)


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


def say(text: str, *, err: bool = False, **style: Any) -> None:  # noqa: ANN401 - click's own styles
    """One line of text for a person; what drives a terminal is taken from it first."""
    click.secho(plain(text), err=err, **style)


def print_json(value: Any) -> None:  # noqa: ANN401 - whatever json can hold
    """One JSON value a line."""
    sys.stdout.write(json_line(value) + "\n")


def new_folders(*files: Path | None) -> str:
    """What is said of folders that writing these files will make: a slip of the pen in a path makes one, too."""
    made = sorted({str(file.parent) for file in files if file is not None and not file.parent.exists()})
    return f" (new folder: {', '.join(made)})" if made else ""
