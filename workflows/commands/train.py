"""``kliping train``: a line classifier of the user's own."""

from __future__ import annotations

from pathlib import Path

import click

from workflows.commands.common import say


@click.command(name="train")
@click.argument("gold", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=Path("line_model.gz"),
    show_default=True,
    help="Model file to write.",
)
def command(gold: Path, into: Path) -> None:
    """Train the line classifier on labelled pages: JSON Lines with text and body (see docs/cleaning.md)."""
    from kliping.learning.lines import train

    train(gold, into)
    say(f"Model: {into}. Set cleaning.model to this path to use it.")
