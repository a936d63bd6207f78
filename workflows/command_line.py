"""The command ``kliping``: its options and the list of its subcommands.

Belongs here: what the command line looks like before a subcommand is chosen. Does not belong here: what a subcommand
does (``workflows.commands``, one module each, imported only when it is the one that was called: ``--help`` is quick),
or how it ends (``cli``).
"""

from __future__ import annotations

import importlib
from difflib import get_close_matches
from typing import cast

import click

from kliping import __version__
from workflows.collector import without_collector

GROUPS = {
    "Begin": {
        "init": "Look at your pages, and write a commented kliping.toml for them.",
        "run": "Read what is new, understand it, audit the tables, publish them.",
        "ui": "Open the Dagster UI and start its daemon.",
    },
    "Ask": {
        "sql": "Query the published file.",
        "report": "Say in numbers what the published tables hold.",
        "explore": "Open the reading room: search, see why, correct.",
        "explain": "Show line by line what is kept, what is removed and why.",
        "clean": "Clean pages and print them, without a warehouse.",
        "match": "Tell what pages copy in the published corpus.",
        "export": "Write published tables as Parquet, JSON Lines or CSV.",
    },
    "Judge": {
        "correct": "Correct a line, a value, a kind of page or a copy.",
        "accuracy": "Say how often this corpus is right, by a sample a person looks through.",
        "check": "Audit the candidate again, or accept what shut the gate.",
        "preview": "Say what a run would publish under other settings, and how that differs.",
        "release": "Rule that a quarantined document may be published.",
        "hold": "Rule that a document must not be published.",
        "train": "Train the line classifier on labelled pages of your own.",
    },
    "Editions": {
        "editions": "List the editions, and which are kept as files.",
        "diff": "Say what one edition has otherwise than another.",
        "rollback": "Publish an edition again that was published before.",
        "forget": "Remove a document everywhere, and never read it again.",
    },
    "Operate": {
        "doctor": "Look through a home for what is missing or damaged, and mend it.",
        "prune": "Remove what is older than its retention, and say what it freed.",
        "alert": "Say what is wrong with a home, and tell those who want to know.",
    },
}
"""Every subcommand with the sentence ``--help`` shows, by what one wants."""

COMMANDS = {name: sentence for group in GROUPS.values() for name, sentence in group.items()}


class LazyGroup(click.Group):
    """A group that imports a subcommand's module only when that subcommand is called.

    ``--help`` of the group itself needs no module: the sentences stand in ``COMMANDS``.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, by group, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """The subcommand, imported now; of a name that is nobody's, the nearest is said."""
        if cmd_name not in COMMANDS:
            near = get_close_matches(cmd_name, COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"There is no command {cmd_name!r}.{hint}", ctx)
        with without_collector():
            module = importlib.import_module(f"workflows.commands.{cmd_name}")
        return cast("click.Command", module.command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The list of subcommands, without importing any."""
        for name, commands in GROUPS.items():
            with formatter.section(name):
                formatter.write_dl(list(commands.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="kliping")
def kliping() -> None:
    """Turn a heap of scraped news pages into clean, dated, deduplicated, quality-checked tables."""
