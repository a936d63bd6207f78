"""What several subcommands share: options, settings, the way text reaches a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kliping.settings import Settings, load_settings
from kliping.warehouse.store import Store

if TYPE_CHECKING:
    from rich.console import Console

PIPED_WIDTH = 120
"""Columns a table may take where no terminal says how wide it is."""

Command = TypeVar("Command", bound=Callable[..., Any])


def with_home(function: Command) -> Command:
    """Add ``--home`` and ``--config``."""
    function = click.option(
        "--config", type=click.Path(path_type=Path, dir_okay=False), help="Settings file [default: kliping.toml]."
    )(function)
    return click.option("--home", type=click.Path(path_type=Path), help="Folder of all state [default: data].")(
        function
    )


def with_json(function: Command) -> Command:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")(function)


def settings_of(home: Path | None, config: Path | None, sources: tuple[str, ...] = ()) -> Settings:
    """The settings, with what the command line gives put before everything else."""
    return load_settings(config, home=home, source=sources or None)


def store_of(settings: Settings) -> Store:
    """The store below the settings' home."""
    return Store(settings.home)


def console() -> Console:
    """Where tables go: as wide as the terminal, or ``PIPED_WIDTH`` where there is none."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH)


def print_json(value: Any) -> None:  # noqa: ANN401 - whatever json can hold
    """One JSON value a line; what UTF-8 cannot hold is escaped."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")


def printable(text: str) -> str:
    """Page text for a terminal: control characters shown as U+FFFD, so that a page cannot drive the terminal."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
