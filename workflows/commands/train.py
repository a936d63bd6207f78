"""``kliping train``: a line classifier of the user's own."""

from __future__ import annotations

from pathlib import Path

import click

from workflows.commands.places import Place
from workflows.terminal import say


@click.command(name="train")
@click.argument("gold", type=Place(exists=True, file=True))
@click.option(
    "--into",
    type=Place(),
    default=Path("line_model.gz"),
    show_default=True,
    help="Model file to write.",
)
@click.option(
    "--base",
    type=Place(exists=True, file=True),
    help="Model to add the pages to [default: the built-in one].",
)
@click.option("--anew", is_flag=True, help="Make the model of these pages alone: a thousand pages of many sites.")
def command(gold: Path, into: Path, base: Path | None, anew: bool) -> None:
    """Learn from labelled pages: JSON Lines with text and body (see docs/cleaning.md). The better model is written."""
    from kliping.learning.added import add_pages
    from kliping.learning.lines import train

    if anew:
        train(gold, into)
    else:
        say(str(add_pages(gold, into, base)))
    say(f"Model: {into}. Set cleaning.model to this path to use it.")
