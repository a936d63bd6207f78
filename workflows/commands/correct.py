"""``kliping correct``: what a person says of a page, above all that was read from it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflows.commands.common import new_folders, settings_of, store_of, with_home, with_json
from workflows.commands.common import writing_to as locked
from workflows.commands.places import Place
from workflows.terminal import console, person, print_json, say

if TYPE_CHECKING:
    from collections.abc import Callable

WHY = click.option("--why", required=True, help="The reason; it goes on record with name and time.")
FILE = Place(file=True)


@click.group(name="correct")
def command() -> None:
    """Correct a line, a value, a kind of page or a copy; the next run follows it.

    Corrections are kept in the home with who, when and why, outrank whatever is read from a page, and can be undone,
    exported and imported.
    """


def _recorded(home: Path | None, config: Path | None, why: str, made: Callable[[Any], dict[str, Any]]) -> None:
    from kliping.warehouse.corrections import record

    with locked(settings_of(home, config), "kliping correct") as store:
        identity = record(store, made(store), who=person(), why=why, when=datetime.now(UTC))
    say(f"On record: correction {identity}. The next 'kliping run' follows it.")


@command.command(name="line")
@click.argument("document", metavar="ID")
@click.argument("line", type=click.IntRange(1))
@click.argument("role")
@WHY
@with_home
def line_command(document: str, line: int, role: str, why: str, home: Path | None, config: Path | None) -> None:
    """Say that line LINE of document ID is of ROLE, such as body, boilerplate or title."""
    from kliping.warehouse.correcting import line_correction

    _recorded(home, config, why, lambda store: line_correction(store, document, line, role))


@command.command(name="field")
@click.argument("document", metavar="ID")
@click.argument("field")
@click.argument("value")
@WHY
@with_home
def field_command(document: str, field: str, value: str, why: str, home: Path | None, config: Path | None) -> None:
    """Say that FIELD of document ID is VALUE; authors with semicolons, '' for none."""
    _recorded(home, config, why, _about(document, kind="field", field=field, value=value))


@command.command(name="kind")
@click.argument("document", metavar="ID")
@click.argument("kind")
@WHY
@with_home
def kind_command(document: str, kind: str, why: str, home: Path | None, config: Path | None) -> None:
    """Say that the page of document ID is of KIND, such as article, error or index."""
    _recorded(home, config, why, _about(document, kind="page_kind", value=kind))


@command.command(name="copy")
@click.argument("document", metavar="ID")
@click.argument("other", metavar="OTHER")
@click.option("--not", "apart", is_flag=True, help="It is no copy of the other.")
@WHY
@with_home
def copy_command(document: str, other: str, apart: bool, why: str, home: Path | None, config: Path | None) -> None:
    """Say that document ID is a copy of document OTHER; with --not, that it is none."""
    from kliping.warehouse.correcting import copy_correction

    _recorded(home, config, why, lambda store: copy_correction(store, document, other, apart=apart))


def _about(document: str, **correction: str) -> Callable[[Any], dict[str, Any]]:
    """A correction of a document that is known."""
    from kliping.warehouse.takedown import require_known

    def made(store: Any) -> dict[str, Any]:  # noqa: ANN401 - a store
        require_known(store, document)
        return {"document_id": document, **correction}

    return made


@command.command(name="undo")
@click.argument("correction", metavar="CORRECTION")
@WHY
@with_home
def undo_command(correction: str, why: str, home: Path | None, config: Path | None) -> None:
    """Take a correction back; 'kliping correct list' shows their ids."""
    from kliping.warehouse.corrections import undo

    with locked(settings_of(home, config), "kliping correct") as store:
        undo(store, correction, who=person(), why=why, when=datetime.now(UTC))
    say(f"On record: correction {correction} is taken back. The next 'kliping run' follows it.")


@command.command(name="list")
@with_home
@with_json
def list_command(home: Path | None, config: Path | None, as_json: bool) -> None:
    """Every correction, with who, when and why, and whether it is in force."""
    from kliping.warehouse.corrections import read_log

    entries = read_log(store_of(settings_of(home, config)).home)
    if as_json:
        for entry in entries:
            print_json(entry)
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "in force", "document", "what", "value", "who", "when", "why"):
        table.add_column(name, overflow="fold")
    for entry in entries:
        what = " ".join(str(entry[name]) for name in ("kind", "field", "line", "undoes") if name in entry)
        facts = (
            entry.get("document_id", ""),
            what,
            entry.get("value", ""),
            entry["who"],
            entry["at"][:16],
            entry["why"],
        )
        table.add_row(entry["id"], "✓" if entry["in_force"] else "", *facts)
    console().print(table)


@command.command(name="export")
@click.argument("file", type=FILE)
@with_home
def export_command(file: Path, home: Path | None, config: Path | None) -> None:
    """Write every correction to FILE, for another home to import."""
    from kliping.warehouse.corrections import export_log

    new = new_folders(file)
    say(f"{export_log(store_of(settings_of(home, config)).home, file)} entries written to {file}{new}")


@command.command(name="import")
@click.argument("file", type=FILE)
@with_home
def import_command(file: Path, home: Path | None, config: Path | None) -> None:
    """Take in the corrections of FILE that are not on record; those of pages yet to come wait for them."""
    from kliping.warehouse.corrections import import_log

    with locked(settings_of(home, config), "kliping correct") as store:
        say(f"{import_log(store, file)} entries are new. The next 'kliping run' follows them.")


@command.command(name="gold")
@click.argument("file", type=FILE)
@with_home
def gold_command(file: Path, home: Path | None, config: Path | None) -> None:
    """Write the pages that persons put right, or found right in a sample, to FILE, for 'kliping train'."""
    from kliping.warehouse.gold import write_gold

    new = new_folders(file)
    pages = write_gold(store_of(settings_of(home, config)), file)
    say(f"{pages} labelled pages{new}. Learn from them: kliping train {file}")


@command.command(name="suggest")
@with_home
def suggest_command(home: Path | None, config: Path | None) -> None:
    """Name lines that were removed by hand again and again, which a lexicon of your own could remove."""
    from kliping.warehouse.gold import removed_by_hand

    found = removed_by_hand(store_of(settings_of(home, config)).home)
    for text, pages in found:
        say(f"{text}: removed by hand on {pages} pages. Add it to a folder of cleaning.lexicons?")
    if not found:
        say("No line was removed by hand on several pages.")
