"""``kliping accuracy``: how often this corpus is right, by a sample that a person looks through."""

from __future__ import annotations

from pathlib import Path

import click

from workflows.commands.common import settings_of, store_of, with_home, with_json, writing_to
from workflows.terminal import console, print_json, say


@click.command(name="accuracy")
@click.option("--sample", type=click.IntRange(1, 10_000), metavar="N", help="Draw a sample of N pages.")
@with_home
@with_json
def command(sample: int | None, home: Path | None, config: Path | None, as_json: bool) -> None:
    """Say how often this corpus is right, wrong or silent, by a sample that a person looked through.

    --sample draws one over outlets, kinds of pages and confidence; the reading room walks a person through it. Without
    it, what the answers so far come to is printed, with the interval that holds the true share in 95 of 100 samples.
    """
    from kliping.warehouse.accuracy import draw, read_sample, shares

    settings = settings_of(home, config)
    if sample is not None:
        with writing_to(settings, "kliping accuracy") as store:
            count = draw(store.home, store.published, sample)
        say(f"A sample of {count} pages is drawn. 'kliping explore' walks you through it: Sample.")
        return
    drawn = read_sample(store_of(settings).home)
    if drawn is None and as_json:
        return
    if drawn is None:
        say("No sample is drawn yet: 'kliping accuracy --sample 50'.")
        return
    found = shares(drawn)
    if as_json:
        for one in found:
            print_json({**vars(one), "asked": one.asked})
        return
    from rich.table import Table

    say(f"Edition {drawn['edition']}: {len(drawn['answers'])} of {len(drawn['pages'])} pages are looked at.")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("field", "right", "wrong", "missed", "share right", "95 % interval"):
        table.add_column(name, justify="left" if name == "field" else "right")
    for one in found:
        share = f"{100 * one.right / one.asked:.1f} %"
        between = f"{100 * one.low:.1f} to {100 * one.high:.1f} %"
        table.add_row(one.field, str(one.right), str(one.wrong), str(one.missed), share, between)
    console().print(table)
