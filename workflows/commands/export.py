"""``kliping export``: the published tables as plain files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflows.commands.common import new_folders, settings_of, store_of, with_home, with_json
from workflows.commands.places import Source
from workflows.terminal import print_json, say, tell

if TYPE_CHECKING:
    from kliping.warehouse.exports import Exported
    from kliping.warehouse.store import Store


@click.command(name="export")
@click.argument("folder", type=Source())
@click.option(
    "--format", "form", type=click.Choice(["parquet", "jsonl", "csv"]), default="parquet", show_default=True,
    help="Format of the files.",
)  # fmt: skip
@click.option("--table", "tables", multiple=True, default=("articles",), show_default=True, help="A table; repeatable.")
@with_home
@with_json
def command(
    folder: str, form: str, tables: tuple[str, ...], home: Path | None, config: Path | None, as_json: bool
) -> None:
    """Write published tables into FOLDER, by language and month, with a card that says what they are.

    Again into the same folder, only files whose rows changed are written. FOLDER may be an address, s3://bucket/prefix:
    the edition is released there, for many to read, by swapping one object when all its files are there.
    """
    from dataclasses import asdict

    from kliping.errors import StoreError
    from kliping.warehouse.exports import EXPORTED, export, note_export, sample_files
    from kliping.warehouse.sources_read import keep_out_of_sources

    unknown = sorted(set(tables) - set(EXPORTED))
    if unknown:
        raise click.UsageError(f"There is no table {unknown[0]}. The tables are {', '.join(EXPORTED)}.")
    settings = settings_of(home, config)
    store = store_of(settings)
    there: str | Path = folder if "://" in folder else Path(folder)
    new = new_folders(there / "README.md") if isinstance(there, Path) else ""

    def on_record() -> None:
        try:
            note_export(store.home, there, form, tables, settings.publishing.licence)
        except StoreError as fault:
            tell(f"{fault} This export is not on record, so 'kliping forget' will not reach it.")

    if isinstance(there, Path):
        keep_out_of_sources(there, sample_files(tables, form), store.home, settings.source)
        done = export(store.published, there, form, tables, settings.publishing.licence, on_record)
    else:
        done = _released(store, there, form, tables, settings.publishing.released_editions)
        on_record()
    if as_json:
        print_json(asdict(done))
        return
    files = f"{done.written} files written, {done.kept} unchanged, {done.removed} removed"
    say(f"{done.rows} rows in {folder}: {files}{new}.")


def _released(store: Store, address: str, form: str, tables: tuple[str, ...], kept: int) -> Exported:
    from kliping.credentials import without_secrets
    from kliping.warehouse.releases import release

    if form != "parquet":
        raise click.UsageError("Only Parquet is released to an address.")
    if without_secrets(address) != address:
        raise click.UsageError(
            "No login may stand in the address, which is kept on record: give it to the environment."
        )
    return release(store.home, store.published, address, tables, kept=kept)
