"""An export: published tables as plain files in a folder, with a card that says what they are.

Belongs here: which rows stand in which file, what is written again, and the record of it. Does not belong here: the
words of the card (``cards``), or a single query's answer (``kliping sql --parquet``).

Articles and paragraphs are partitioned by language and month, in Hive's manner (``language=id/month=2024-05``), so
that a reader opens only what it asks for. ``manifest.json`` names every file with a digest of its rows; an export into
the same folder writes only the files whose rows changed, and it writes the manifest last. So a killed export leaves
whole files and the next one mends the folder.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.errors import StoreError
from kliping.files import ASIDE, left_behind, read_json, remove, replacing, write_json
from kliping.shown import json_line
from kliping.tables.tables import ARTICLES, PARAGRAPHS, TABLES
from kliping.warehouse.article_columns import tables_in
from kliping.warehouse.cards import data_card
from kliping.warehouse.connections import fetch, opened
from kliping.warehouse.lock import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    import duckdb

    from kliping.tables.description import Table

FORMATS = ("parquet", "jsonl", "csv")
EXPORTED = tuple(table.name for table in TABLES)
ROWS_AT_ONCE = 20_000
"""Rows in memory while a file is written."""

MONTH = "coalesce(strftime(published_on, '%Y-%m'), 'undated')"
PARTITIONED = {
    ARTICLES.name: f"SELECT *, {MONTH} AS month FROM articles",
    PARAGRAPHS.name: f"SELECT p.*, a.language AS article_language, {MONTH} AS month "
    "FROM paragraphs AS p JOIN articles AS a USING (article_id)",
}
LANGUAGE = {ARTICLES.name: "language", PARAGRAPHS.name: "article_language"}


@dataclass(frozen=True)
class Exported:
    """What an export did, in files."""

    written: int
    kept: int
    removed: int
    rows: int


HOMES_OWN = (ASIDE, "dagster", "data-docs", "editions", "reports", "store", "take-downs")
"""Folders of a home that its own files lie in."""

OTHER = "folder"
"""What a user names another one of, where an export cannot be written."""

RECORD = "exports.json"
"""Of a home, the record of where it was exported to."""


@dataclass(frozen=True)
class Made:
    """An export on record: in a folder, or released to an address."""

    folder: str
    form: str
    tables: tuple[str, ...]
    licence: str


@dataclass(frozen=True)
class _File:
    """One file of an export: its place below the folder, and the rows that stand in it."""

    path: str
    table: Table
    where: str
    parameters: tuple[str, ...]
    rows: int
    digest: str


def export(
    published: Path,
    folder: Path,
    form: str,
    tables: Sequence[str],
    licence: str = "",
    begun: Callable[[], None] = lambda: None,
) -> Exported:
    """Write ``tables`` of the published file into ``folder``.

    Args:
        published: the published file.
        folder: where to; made when it is not there. Files of another make in it are left alone.
        form: one of ``FORMATS``.
        tables: names of published tables.
        licence: what the card says of it.
        begun: called when the folder is there and holds no row yet, so that it is on record before there is something
            for a take-down to reach.

    Raises:
        StoreError: the published file or the folder cannot be used, or the folder holds an export in another format.
    """
    record = folder / "manifest.json"
    _require_a_place_of_its_own(folder, published.parent)
    earlier = read_json(record) or {"format": form, "files": {}}
    if earlier.get("format") != form:
        raise StoreError(
            f"{folder} holds an export as {earlier.get('format')}. Name another folder, or remove that one."
        )
    for leftover in left_behind(folder):  # a killed writer's, which a take-down has to reach
        remove(leftover)
    with opened(published) as connection:
        wanted = [
            file for table in tables_in(connection) if table.name in tables for file in _files(connection, table, form)
        ]
        known: dict[str, Any] = earlier["files"]
        fresh = [
            file
            for file in wanted
            if known.get(file.path, {}).get("sha256_of_rows") != file.digest or not (folder / file.path).is_file()
        ]
        _begin(record, earlier, fresh)
        begun()
        for file in fresh:
            _write(connection, file, folder / file.path, form)
        gone = sorted(set(known) - {file.path for file in wanted})
        edition = fetch(connection, "SELECT * FROM editions WHERE verdict <> 'refused' ORDER BY edition DESC LIMIT 1")
        card = data_card(connection, form, tables, licence)
        columns = {
            table.name: [[one.name, one.type] for one in table.columns]
            for table in tables_in(connection)
            if table.name in tables
        }
    for path in gone:
        (folder / path).unlink(missing_ok=True)
    with replacing(folder / "README.md", OTHER) as temporary:
        temporary.write_text(card, encoding="utf-8")
    told = edition.row(0, named=True)
    write_json(
        record,
        {
            "format": form,
            "edition": told["edition"],
            "tables_sha256": told["tables_sha256"],
            "published_at": told["published_at"].isoformat(),
            "columns": columns,
            "kliping_version": told["kliping_version"],
            "files": {
                file.path: {"table": file.table.name, "rows": file.rows, "sha256_of_rows": file.digest}
                for file in wanted
            },
        },
        OTHER,
    )
    return Exported(len(fresh), len(wanted) - len(fresh), len(gone), sum(file.rows for file in wanted))


def _require_a_place_of_its_own(folder: Path, home: Path) -> None:
    """Refuse the home, and a folder whose card or manifest somebody else wrote: an export would take their place."""
    whole, own = folder.resolve(), home.resolve()
    if whole == own or (whole.is_relative_to(own) and whole.relative_to(own).parts[0] in HOMES_OWN):
        raise StoreError(f"{folder} belongs to the home {home}. Name a folder of its own for the export.")
    manifest = read_json(folder / "manifest.json")
    ours = isinstance(manifest, dict) and {"format", "files"} <= manifest.keys()
    foreign = [name for name in ("README.md", "manifest.json") if not ours and (folder / name).exists()]
    if foreign:
        raise StoreError(
            f"{folder} holds a {foreign[0]} that no export wrote, which would be lost. Name another folder."
        )


def _begin(record: Path, earlier: dict[str, Any], fresh: Sequence[_File]) -> None:
    """Say of the files about to be written that nobody knows what stands in them: after a kill they are written again.

    Without this a kill would leave files of the new edition under a manifest of the old one, and an export of the old
    one would take them for its own.
    """
    if fresh:
        unknown = {file.path: {"table": file.table.name, "rows": None, "sha256_of_rows": None} for file in fresh}
        write_json(record, {**earlier, "files": {**earlier["files"], **unknown}}, OTHER)


def note_export(home: Path, folder: Path | str, form: str, tables: Sequence[str], licence: str) -> None:
    """Put on record that ``folder``, or an address, holds an export of this home, so that a take-down reaches it.

    Raises:
        StoreError: the home cannot be written, or is written to by another process.
    """
    with writing(home, doing="noting an export"):
        there = folder if isinstance(folder, str) else str(folder.absolute())
        made = Made(there, form, tuple(tables), licence)
        others = [one for one in exports_on_record(home) if one.folder != made.folder]
        write_json(home / RECORD, [asdict(one) for one in (*others, made)])


def exports_on_record(home: Path) -> list[Made]:
    """The exports of this home, the last one last; none where the record cannot be read."""
    try:
        return [
            Made(one["folder"], one["form"], tuple(one["tables"]), one["licence"]) for one in read_json(home / RECORD)
        ]
    except (TypeError, KeyError):
        return []


def sample_files(tables: Sequence[str], form: str) -> list[str]:
    """Files that an export writes, by their paths below its folder; of those by language and month, one a table."""
    parts = {name: f"{name}/language=id/month=2024-05/{name}.{form}" for name in PARTITIONED}
    return ["README.md", "manifest.json", *(parts.get(name, f"{name}/{name}.{form}") for name in tables)]


def export_again(published: Path, made: Made) -> Exported:
    """Bring an export on record up to what the published file holds.

    Raises:
        StoreError: it does not lie there any more, or cannot be written.
    """
    folder = Path(made.folder)
    if not (folder / "manifest.json").is_file():
        raise StoreError(f"There is no export in {folder} any more. Where it was moved to, remove it by hand.")
    return export(published, folder, made.form, made.tables, made.licence)


def _files(connection: duckdb.DuckDBPyConnection, table: Table, form: str) -> list[_File]:
    """The files that ``table`` fills, each with the digest of its rows; a table without rows still has a file."""
    packed = ", ".join(f'"{column.name}" := "{column.name}"' for column in table.columns if not column.volatile)
    digest = f"sha256(string_agg(sha256(to_json(struct_pack({packed}))::VARCHAR), '' ORDER BY {_order(table)}))"
    if table.name not in PARTITIONED:
        ((rows, made),) = connection.execute(f"SELECT count(*), {digest} FROM {table.name}").fetchall()
        return [_File(f"{table.name}/{table.name}.{form}", table, "true", (), rows, made or "")]
    language = LANGUAGE[table.name]
    found = connection.execute(
        f"SELECT coalesce({language}, 'und'), month, count(*), {digest} FROM ({PARTITIONED[table.name]}) "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return [
        _File(
            f"{table.name}/language={spoken}/month={month}/{table.name}.{form}",
            table,
            f"coalesce({language}, 'und') = ? AND month = ?",
            (spoken, month),
            rows,
            made,
        )
        for spoken, month, rows, made in found
    ]


def _order(table: Table) -> str:
    return ", ".join(f'"{name}"' for name in table.key)


def _write(connection: duckdb.DuckDBPyConnection, file: _File, path: Path, form: str) -> None:
    columns = ", ".join(f'"{column.name}"' for column in file.table.columns)
    source = f"({PARTITIONED[file.table.name]})" if file.table.name in PARTITIONED else file.table.name
    query = f"SELECT {columns} FROM {source} WHERE {file.where} ORDER BY {_order(file.table)}"
    reader = connection.sql(query, params=list(file.parameters)).to_arrow_reader(ROWS_AT_ONCE)
    with replacing(path, OTHER) as temporary:
        if form == "parquet":
            import pyarrow.parquet as pq

            with pq.ParquetWriter(temporary, reader.schema, compression="zstd") as writer:
                for batch in reader:
                    writer.write_batch(batch)
            return
        with temporary.open("wb") as handle:
            empty = reader.schema.empty_table()
            frames = (pl.from_arrow(batch) for batch in reader)
            for number, frame in enumerate([pl.from_arrow(empty), *frames] if form == "csv" else frames):
                assert isinstance(frame, pl.DataFrame)
                _append(handle, frame, form, header=number == 0)


def _append(handle: BinaryIO, frame: pl.DataFrame, form: str, *, header: bool) -> None:
    """Rows at the end of an open file."""
    if form == "jsonl":
        frame.write_ndjson(handle)
    else:
        flat(frame).write_csv(handle, include_header=header)


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` as CSV can hold it: a list or struct stands as one line of JSON, null as null."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    return frame.with_columns(
        pl.Series(name, [None if value is None else json_line(value) for value in frame[name].to_list()], pl.String)
        for name in nested
    )
