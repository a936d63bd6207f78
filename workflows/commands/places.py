"""How a command takes the name of a file, a folder or a source: an empty one is refused.

Belongs here: kinds of arguments that name a place. Does not belong here: what is done with it.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

EMPTY = "it is empty. Name a file or a folder; a variable of the shell may hold nothing."


class Place(click.Path):
    """A file or folder, as a path; an empty one, which the system would take for the working directory, is refused."""

    def __init__(self, *, exists: bool = False, file: bool = False) -> None:
        super().__init__(exists=exists, dir_okay=not file, path_type=Path)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """The path."""
        if not str(value):
            self.fail(EMPTY, param, ctx)
        return super().convert(value, param, ctx)


class Source(click.ParamType[str]):
    """What pages are read from: a file, a folder, a glob, an address, or - for standard input."""

    name = "source"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The words as they were given."""
        return value or self.fail(EMPTY, param, ctx)
