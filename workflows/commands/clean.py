"""``kliping clean``: the pure engine on a stream of pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kliping.words.sections import PAGE_KINDS
from workflows.commands.common import settings_of, with_config, with_json
from workflows.commands.places import Source
from workflows.terminal import NO_PAGE, print_json, say, tell

BETWEEN = "─" * 40  # characters, a line that is told from a paragraph


@click.command(name="clean")
@click.argument("sources", metavar="SOURCE...", nargs=-1, type=Source(), required=True)
@with_config
@with_json
def command(sources: tuple[str, ...], config: Path | None, as_json: bool) -> None:
    """Clean pages and print them, without a warehouse.

    With --json one object a document: title, body, every metadata field, language, and every line with its role.
    """
    record = None
    for record in cleaned(sources, config):
        if as_json:
            print_json(record)
        else:
            _show(record)
    if record is None:
        tell(NO_PAGE)


def cleaned(sources: tuple[str, ...], config: Path | None) -> Iterator[dict[str, Any]]:
    """One record a document, batch by batch, so that memory stays bounded."""
    from kliping.engine import as_records, understand
    from kliping.reading import stream_documents

    settings = settings_of(None, config)
    for documents in stream_documents(sources, settings.reading, datetime.now(UTC), settings.cleaning.lexicons):
        yield from as_records(understand(documents, settings))


def _show(record: dict[str, Any]) -> None:
    say(record["title"] or "(no title)", bold=True)
    if record.get("reason"):
        say(record["detail"], fg="red")
    if record["page_kind"] not in (None, "article"):
        say(f"The page is {PAGE_KINDS[record['page_kind']]}.", fg="yellow")
    known = {name: record[name] for name in ("published_on", "publisher", "place", "editor", "source") if record[name]}
    facts = [f"{name}: {value}" for name, value in known.items()]
    if record["authors"]:
        facts.append(f"authors: {', '.join(record['authors'])}")
    facts.append(f"language: {record['language']}")
    say("  ".join(facts), dim=True)
    for paragraph in (record["body"] or "").split("\n\n"):
        say(f"\n{paragraph}")
    say(f"\n{BETWEEN}")
