"""``kliping explain``: line by line what is kept, what is removed and why, and each value with its evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kliping.words.sections import PAGE_KINDS
from workflows.collector import without_collector
from workflows.commands.common import settings_of, with_config, with_json
from workflows.commands.places import Source
from workflows.importing import import_numba_alone
from workflows.terminal import console, print_json

if TYPE_CHECKING:
    from rich.console import Console

COLOURS = {"body": "green", "subheading": "green bold", "quote": "green", "duplicate": "yellow", "related": "magenta"}
"""Colour of a line by its role; any other removed line is dim."""


@click.command(name="explain")
@click.argument("file", metavar="FILE", type=Source())
@with_config
@with_json
def command(file: str, config: Path | None, as_json: bool) -> None:
    """Show line by line what is kept, what is removed and why, and each metadata value with its evidence."""
    with without_collector():
        for table in columns_of(file, config):
            if as_json:
                print_json(table)
            else:
                _show_columns(table)
        for explained in explanations(file, config):
            if as_json:
                print_json(explained)
            else:
                _show(explained)


def explanations(file: str, config: Path | None) -> list[dict[str, Any]]:
    """What was decided about every document of ``file``: uri, page, lines (with reason, score, features), metadata."""
    from datetime import UTC, datetime

    import polars as pl

    import_numba_alone()
    from kliping.cleaning import explain
    from kliping.engine import understand
    from kliping.reading import stream_documents

    settings = settings_of(None, config)
    explained: list[dict[str, Any]] = []
    for documents in stream_documents([file], settings.reading, datetime.now(UTC), settings.cleaning.lexicons):
        understood = understand(documents, settings)
        unread = understood.failures.select("document_id")
        whole = documents.filter(pl.col("text").is_not_null()).join(unread, on="document_id", how="anti")
        features = explain(whole, settings.cleaning)
        failed = dict(understood.failures.select("document_id", "detail").iter_rows())
        settled = understood.lines
        extra = [name for name in features.columns if name not in settled.columns]
        lines = settled.join(
            features.select("document_id", "line", *extra),
            on=["document_id", "line"],
            how="left",
            maintain_order="left",
        )
        for row in documents.iter_rows(named=True):
            mine = pl.col("document_id") == row["document_id"]
            explained.append(
                {
                    "uri": row["uri"],
                    "member": row["member"],
                    "unreadable": row["detail"] or failed.get(row["document_id"]),
                    "page": next(iter(understood.pages.filter(mine).drop("document_id").to_dicts()), None),
                    "lines": lines.filter(mine).drop("document_id").to_dicts(),
                    "metadata": understood.evidence.filter(mine).drop("document_id").to_dicts(),
                }
            )
    return explained


def columns_of(file: str, config: Path | None) -> list[dict[str, Any]]:
    """What the columns of each table in ``file`` were taken for: uri, member, columns; none where it holds no table."""
    from kliping.reading import explain_columns

    settings = settings_of(None, config)
    told = explain_columns([file], settings.reading, settings.cleaning.lexicons)
    return [
        {"uri": uri, "member": member, "columns": table.drop("uri", "member").to_dicts()}
        for (uri, member), table in told.group_by("uri", "member", maintain_order=True)
    ]


def _show_columns(explained: dict[str, Any]) -> None:
    from rich.markup import escape
    from rich.table import Table

    title = f"Columns of {explained['member']}" if explained["member"] else "Columns"
    table = Table(box=None, pad_edge=False, header_style="bold", title=escape(title), title_justify="left")
    for name in ("column", "meaning", "decided_by", "why", "setting"):
        table.add_column(name)
    for column in explained["columns"]:
        style = "dim" if column["meaning"] == "extra" else ""
        cells = (column[name] for name in ("column", "meaning", "decided_by", "why", "setting"))
        table.add_row(*cells, style=style)
    console().print(table)


def _show(explained: dict[str, Any]) -> None:
    terminal = console()
    terminal.print(explained["uri"] + (f" {explained['member']}" if explained["member"] else ""), style="bold")
    if explained["unreadable"]:
        terminal.print(explained["unreadable"], style="red")
        return
    page = explained["page"]
    told = f"{page['page_kind_confidence']:.2f}, {page['page_kind_reason']}"
    terminal.print(f"The page is {PAGE_KINDS[page['page_kind']]} ({told}).")
    _show_lines(terminal, explained["lines"])
    _show_metadata(terminal, explained["metadata"])


def _show_lines(terminal: Console, lines: list[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, options in (
        ("line", {"justify": "right"}),
        ("role", {}),
        ("text", {"ratio": 3}),
        ("reason", {"ratio": 2}),
    ):
        table.add_column(name, **options)
    for line in lines:
        style = COLOURS.get(line["role"], "dim")
        why = line["reason"]
        if line["score"] is not None:
            why += f" ({line['score']:.2f})"
        if line["same_as_line"] is not None:
            why += f" = line {line['same_as_line']}"
        features = line.get("features")
        if features:
            why += f" {_features(features)}"
        table.add_row(str(line["line"]), line["role"], line["text"], why, style=style)
        for cut in (line["cuts"] or ()) if line["paragraph"] else ():
            piece = line["text"][cut["start"] : cut["end"]]
            table.add_row("", cut["role"], piece, f"{cut['reason']}, cut out of the line above", style="dim")
    terminal.print(table)


def _features(features: Any) -> str:  # noqa: ANN401 - a list of names with contributions, or a sentence
    return features if isinstance(features, str) else ", ".join(str(feature) for feature in features)


def _show_metadata(terminal: Console, metadata: list[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", title="Metadata", title_justify="left")
    for name in ("", "field", "value", "basis", "confidence", "line", "evidence"):
        table.add_column(name)
    for value in sorted(metadata, key=lambda row: (row["field"], not row["chosen"], -row["confidence"])):
        where = "" if value["line"] is None else str(value["line"])
        table.add_row(
            "✓" if value["chosen"] else "",
            value["field"],
            "–" if value["value"] is None else value["value"],
            value["basis"],
            f"{value['confidence']:.2f}",
            where,
            value["evidence"] or "",
            style="" if value["chosen"] else "dim",
        )
    terminal.print(table)
