"""What several subcommands share: options, settings, the store they read or write."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from kliping.settings import Settings, load_settings
from kliping.warehouse.store import Store
from workflows.commands.places import Place
from workflows.terminal import tell

SAMPLES = 3
"""Articles of each kind that a comparison shows where nobody says how many: they fit on one screen."""

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
    return click.option("--samples", default=SAMPLES, show_default=True, type=click.IntRange(0), help=about)(function)


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


def new_folders(*files: Path | None) -> str:
    """What is said of folders that writing these files will make: a slip of the pen in a path makes one, too."""
    made = sorted({str(file.parent) for file in files if file is not None and not file.parent.exists()})
    return f" (new folder: {', '.join(made)})" if made else ""
