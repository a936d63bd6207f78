"""``kliping init``: a commented settings file for the pages one has."""

from __future__ import annotations

from pathlib import Path

import click

from workflows.commands.places import Place, Source
from workflows.terminal import say


@click.command(name="init")
@click.argument("source", metavar="SOURCE", type=Source())
@click.option("--home", type=Place(), default=Path("corpus"), help="Folder of all state [corpus].")
@click.option(
    "--into",
    type=Place(file=True),
    default=Path("kliping.toml"),
    show_default=True,
    help="Settings file to write.",
)
@click.option("--force", is_flag=True, help="Write it although there is one.")
def command(source: str, home: Path, into: Path, force: bool) -> None:
    """Look at SOURCE, a folder or a table, and write a commented kliping.toml for it."""
    from kliping.errors import SettingsError
    from kliping.files import replacing
    from workflows.starting import looked_at, settings_file

    if into.exists() and not force:
        raise SettingsError(f"{into} is there already. Look into it, name another one with --into, or say --force.")
    found = looked_at(source)
    with replacing(into, "--into") as temporary:
        temporary.write_text(settings_file(found, home), encoding="utf-8")
    for line in found.lines:
        say(line)
    named = "" if into == Path("kliping.toml") else f" --config {into}"
    say(f"\nWritten: {into}. Next: kliping run{named}, then kliping ui{named}")
