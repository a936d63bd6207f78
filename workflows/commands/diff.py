"""``kliping diff``: what one edition has otherwise than another."""

from __future__ import annotations

from pathlib import Path

import click

from workflows.commands.common import settings_of, store_of, with_home, with_json, with_samples
from workflows.terminal import print_json


@click.command(name="diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B", default="published")
@with_samples
@with_home
@with_json
def command(before: str, after: str, samples: int, home: Path | None, config: Path | None, as_json: bool) -> None:
    """Say what edition B has otherwise than A: articles and rows, with the words that changed.

    A and B are numbers of editions that are kept, or the words published and candidate; B is published unless named.
    """
    from dataclasses import asdict

    from kliping.warehouse.differences import compare_editions
    from kliping.warehouse.kept import named_file
    from workflows.showing import show_difference

    store = store_of(settings_of(home, config))
    (one, first), (other, second) = (named_file(store, name) for name in (before, after))
    found = compare_editions(one, other, (first, second), samples=samples)
    if as_json:
        print_json(asdict(found))
    else:
        show_difference(found)
