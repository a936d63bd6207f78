"""``kliping preview``: what a run would publish under other settings, without publishing it."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import click

from workflows.commands.common import take_up, with_home, with_json, with_samples
from workflows.commands.places import Place
from workflows.terminal import print_json, progress_bar, say, tell


@click.command(name="preview")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="A setting, such as cleaning.obvious=0.02.")
@click.option("--rules", type=Place(exists=True, file=True), help="Expectations instead of the home's.")
@with_samples
@with_home
@with_json
def command(
    given: tuple[str, ...],
    rules: Path | None,
    samples: int,
    home: Path | None,
    config: Path | None,
    as_json: bool,
) -> None:
    """Say what a run would publish under other settings, rules or a new model, and how that differs.

    The home stays as it is; its pages are understood anew, aside, where a setting asks for it.
    """
    from dataclasses import asdict

    from kliping.settings import load_settings
    from kliping.shown import counted
    from workflows.previewing import preview
    from workflows.showing import show_difference, show_table

    settings = load_settings(config, home=home, **settings_given(given))
    take_up(settings)
    with progress_bar(shown=not as_json and sys.stderr.isatty()) as progress:
        found = preview(settings, rules, progress, samples=samples, say=tell)
    if as_json:
        print_json(asdict(found))
        return
    shut = ", ".join(f"{name} ({counted(count, 'row')})" for name, count in found.shut_by.items())
    say(
        f"Preview: {found.verdict}{' by ' + shut if shut else ''}; "
        f"{counted(found.understood, 'batch', 'batches')} understood anew. "
        "Nothing is published, and the home is as it was."
    )
    rows = [(one["expectation"], one["before"], one["after"]) for one in found.expectations]
    show_table(("expectation", "rows that break it", "in the preview"), rows)
    show_difference(found.difference)


def settings_given(pairs: tuple[str, ...]) -> dict[str, Any]:
    """``--set`` as nested settings: a value is read as TOML, and as text where it is none.

    Raises:
        UsageError: a pair is none, or names the home.
    """
    nested: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name or name == "home":
            raise click.UsageError(f"--set takes NAME=VALUE, such as cleaning.obvious=0.02, not {pair[:60]}.")
        try:
            value = tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError:
            value = text
        place = nested
        *path, last = name.split(".")
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return nested
