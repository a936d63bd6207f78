"""``kliping export``: the published tables as plain files."""

from __future__ import annotations

from pathlib import Path

import click

from workflows.commands.common import print_json, say, settings_of, store_of, tell, with_home, with_json


@click.command(name="export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--format", "form", type=click.Choice(["parquet", "jsonl", "csv"]), default="parquet", show_default=True,
    help="Format of the files.",
)  # fmt: skip
@click.option("--table", "tables", multiple=True, default=("articles",), show_default=True, help="A table; repeatable.")
@with_home
@with_json
def command(
    folder: Path, form: str, tables: tuple[str, ...], home: Path | None, config: Path | None, as_json: bool
) -> None:
    """Write published tables into FOLDER, by language and month, with a card that says what they are.

    Again into the same folder, only files whose rows changed are written.
    """
    from dataclasses import asdict

    from kliping.errors import StoreError
    from kliping.warehouse.exports import EXPORTED, export, note_export

    unknown = sorted(set(tables) - set(EXPORTED))
    if unknown:
        raise click.UsageError(f"There is no table {unknown[0]}. The tables are {', '.join(EXPORTED)}.")
    settings = settings_of(home, config)
    store = store_of(settings)
    done = export(store.published, folder, form, tables, settings.publishing.licence)
    try:
        note_export(store.home, folder, form, tables, settings.publishing.licence)
    except StoreError as fault:
        tell(f"{fault} This export is not on record, so 'kliping forget' will not reach it.")
    if as_json:
        print_json(asdict(done))
        return
    say(f"{done.rows} rows in {folder}: {done.written} files written, {done.kept} unchanged, {done.removed} removed.")
