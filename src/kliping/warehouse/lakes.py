"""A DuckLake catalogue over the files of released editions: a reader attaches it and goes back and forth between them.

Belongs here: the catalogue's tables, written by plain SQL into a file of its own. Does not belong here: which editions
are kept at an address, or when a catalogue is written (``releases``).

The catalogue is version 1.0 of the DuckLake specification; readers need DuckDB from 1.5 on with its extension, what
writes needs none. It is written whole each time, from the manifests of the editions that are kept, and never changed:
a snapshot's number is its edition's, and an edition that goes is in no catalogue any more. Paths are relative to the
address, so a copy of everything is read by naming another ``DATA_PATH``.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

from kliping.warehouse.connections import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

STORAGE_VERSION = "v1.5.0"
"""Storage format of the catalogue: of the oldest DuckDB that has the extension."""

FILES = "files/"
"""Folder below the address in which each table has one."""

TYPES = {
    "VARCHAR": "varchar",
    "JSON": "varchar",  # as Parquet has it
    "INTEGER": "int32",
    "BIGINT": "int64",
    "DOUBLE": "float64",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMPTZ": "timestamptz",
}
"""DuckLake's names for the types of published columns; a list of one is ``list`` with a child column."""

_SCHEMA = """
metadata: key:text value:text scope:text scope_id
snapshot: snapshot_id:key snapshot_time:time schema_version next_catalog_id next_file_id
snapshot_changes: snapshot_id:key changes_made:text author:text commit_message:text commit_extra_info:text
schema: schema_id:key schema_uuid:uuid begin_snapshot end_snapshot schema_name:text path:text path_is_relative:flag
schema_versions: begin_snapshot schema_version table_id
table: table_id table_uuid:uuid begin_snapshot end_snapshot schema_id table_name:text path:text
  path_is_relative:flag
column: column_id begin_snapshot end_snapshot table_id column_order column_name:text column_type:text
  initial_default:text default_value:text nulls_allowed:flag parent_column default_value_type:text
  default_value_dialect:text
column_mapping: mapping_id table_id type:text
name_mapping: mapping_id column_id source_name:text target_field_id parent_column is_partition:flag
data_file: data_file_id:key table_id begin_snapshot end_snapshot file_order path:text path_is_relative:flag
  file_format:text record_count file_size_bytes footer_size row_id_start partition_id encryption_key:text mapping_id
  partial_max
delete_file: delete_file_id:key table_id begin_snapshot end_snapshot data_file_id path:text path_is_relative:flag
  format:text delete_count file_size_bytes footer_size encryption_key:text partial_max
file_column_stats: data_file_id table_id column_id column_size_bytes value_count null_count min_value:text
  max_value:text contains_nan:flag extra_stats:text
file_variant_stats: data_file_id table_id column_id variant_path:text shredded_type:text column_size_bytes
  value_count null_count min_value:text max_value:text contains_nan:flag extra_stats:text
file_partition_value: data_file_id table_id partition_key_index partition_value:text
files_scheduled_for_deletion: data_file_id path:text path_is_relative:flag schedule_start:time
table_stats: table_id record_count next_row_id file_size_bytes
table_column_stats: table_id column_id contains_null:flag contains_nan:flag min_value:text max_value:text
  extra_stats:text
inlined_data_tables: table_id table_name:text schema_version
partition_info: partition_id table_id begin_snapshot end_snapshot
partition_column: partition_id table_id partition_key_index column_id transform:text
sort_info: sort_id table_id begin_snapshot end_snapshot
sort_expression: sort_id table_id sort_key_index expression:text dialect:text sort_direction:text null_order:text
tag: object_id begin_snapshot end_snapshot key:text value:text
column_tag: table_id column_id begin_snapshot end_snapshot key:text value:text
view: view_id view_uuid:uuid begin_snapshot end_snapshot schema_id view_name:text dialect:text sql:text
  column_aliases:text
macro: schema_id macro_id macro_name:text begin_snapshot end_snapshot
macro_impl: macro_id impl_id dialect:text sql:text type:text
macro_parameters: macro_id impl_id column_id parameter_name:text parameter_type:text default_value:text
  default_value_type:text
"""
"""Of the specification, all tables of a catalogue, for an extension refuses one in which any is missing: of each column
its name, and its kind where it is no whole number."""

_KINDS = {
    "": "BIGINT",
    "key": "BIGINT PRIMARY KEY",
    "text": "VARCHAR",
    "flag": "BOOLEAN",
    "time": "TIMESTAMPTZ",
    "uuid": "UUID",
}

Columns = list[list[str]]
"""Of a table, name and type of each column."""


class Snapshot(NamedTuple):
    """A released edition, as its manifest has it."""

    edition: int
    published_at: str
    tables_sha256: str
    columns: Mapping[str, Columns]
    """By table."""
    files: Mapping[str, Mapping[str, Any]]
    """By name below the address: ``table``, ``rows``, ``bytes`` and ``footer`` (bytes of Parquet's)."""


def snapshot_of(manifest: Mapping[str, Any]) -> Snapshot | None:
    """The snapshot that a manifest tells of; None: it is of a version that told too little."""
    try:
        whole = all({"table", "rows", "bytes", "footer"} <= one.keys() for one in manifest["files"].values())
        told = [manifest[name] for name in ("edition", "published_at", "tables_sha256", "columns", "files")]
    except (KeyError, AttributeError):
        return None
    return Snapshot(*told) if whole else None


def write_lake(path: Path, address: str, snapshots: Sequence[Snapshot]) -> None:
    """Write a catalogue of ``snapshots`` to ``path``.

    Of editions before the newest those are taken that have its tables and columns.

    Args:
        path: a file that is not there yet.
        address: below which the files lie.
        snapshots: at least one, the newest last, of rising editions.
    """
    newest = snapshots[-1]
    kept = [one for one in snapshots if one.columns == newest.columns]
    with opened(path, write=True, storage=STORAGE_VERSION) as connection:
        for statement in _statements():
            connection.execute(statement)
        rows = _Rows(connection)
        for key, value in (("version", "1.0"), ("created_by", "kliping"), ("data_path", f"{address}/")):
            rows.add("metadata", key, value, None, None)
        rows.add("metadata", "encrypted", "false", None, None)
        first = kept[0].edition
        rows.add("schema", 0, _named(address), first, None, "main", FILES, True)
        files = 0
        for number, (table, columns) in enumerate(sorted(newest.columns.items()), 1):
            _table(rows, number, table, columns, first, address)
            files = _files(rows, number, table, kept, files)
        for one in kept:
            rows.add("snapshot", one.edition, one.published_at, 1, len(newest.columns) + 1, files)
            said = json.dumps({"edition": one.edition, "tables_sha256": one.tables_sha256})
            rows.add("snapshot_changes", one.edition, _changes(newest), "kliping", f"edition {one.edition}", said)
        rows.insert()


def _statements() -> Iterator[str]:
    """SQL that makes each table of a catalogue."""
    for line in _SCHEMA.strip().replace("\n  ", " ").splitlines():
        name, _, told = line.partition(":")
        columns = [one.partition(":") for one in told.split()]
        typed = ", ".join(f'"{column}" {_KINDS[kind]}' for column, _, kind in columns)
        yield f"CREATE TABLE ducklake_{name} ({typed})"


class _Rows:
    """Rows of the catalogue's tables, inserted all at once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._rows: dict[str, list[tuple[object, ...]]] = {}

    def add(self, table: str, *values: object) -> None:
        self._rows.setdefault(table, []).append(values)

    def insert(self) -> None:
        for table, rows in self._rows.items():
            self._connection.executemany(f"INSERT INTO ducklake_{table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _named(*words: object) -> str:
    """An identifier that is the same for the same things, so that the same editions have the same catalogue."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, " ".join(map(str, words))))


def _table(rows: _Rows, number: int, table: str, columns: Columns, first: int, address: str) -> None:
    """A table, its columns, and by what names they stand in Parquet."""
    rows.add("table", number, _named(address, table), first, None, 0, table, f"{table}/", True)
    rows.add("schema_versions", first, 1, number)
    rows.add("column_mapping", number, number, "map_by_name")
    field = 0

    def column(name: str, source: str, kind: str, parent: int | None) -> int:
        nonlocal field
        field += 1
        rows.add("column", field, first, None, number, field, name, kind, None, "NULL", True, parent, *_NO_DEFAULT)
        rows.add("name_mapping", number, field, source, field, parent, False)
        return field

    for name, kind in columns:
        if kind.endswith("[]"):
            column("element", "list", TYPES[kind.removesuffix("[]")], column(name, name, "list", None))
        else:
            column(name, name, TYPES[kind], None)


_NO_DEFAULT = ("literal", "duckdb")


def _files(rows: _Rows, number: int, table: str, kept: Sequence[Snapshot], before: int) -> int:
    """The files of a table, each from the edition in which it comes to the one in which it is gone.

    A file that goes and comes back is entered twice. Gives the number of the last file.
    """
    at, row = before, 0
    begun: dict[str, tuple[int, Mapping[str, Any]]] = {}

    def ended(name: str, end: int | None) -> None:
        nonlocal at, row
        begin, one = begun.pop(name)
        at += 1
        rows.add(
            *("data_file", at, number, begin, end, None, name.removeprefix(f"{FILES}{table}/"), True, "parquet"),
            *(one["rows"], one["bytes"], one["footer"], row, None, None, number, None),
        )
        row += one["rows"]

    for one in kept:
        now = {name: file for name, file in one.files.items() if file["table"] == table}
        for name in sorted(begun.keys() - now.keys()):
            ended(name, one.edition)
        begun |= {name: (one.edition, now[name]) for name in sorted(now.keys() - begun.keys())}
    last = [file for _, file in begun.values()]
    for name in sorted(begun):
        ended(name, None)
    rows.add("table_stats", number, sum(one["rows"] for one in last), row, sum(one["bytes"] for one in last))
    return at


def _changes(newest: Snapshot) -> str:
    return ",".join(f"inserted_into_table:{number}" for number, _ in enumerate(newest.columns, 1))
