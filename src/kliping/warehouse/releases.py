"""An edition in an object store, for many to read: Parquet by language and month, and one object that says what counts.

Belongs here: bringing the files of an edition to an address, and swapping the head to it. Does not belong here: which
rows stand in which file (``exports``), or the published file (``publish``).

Layout below the address::

    head.json                                   the edition that counts: its number, its sums, and its manifest
    manifests/<edition>-<sum>.json              every file of that edition, with its table, its rows and their digest
    views/<edition>-<sum>.sql                   a view a table over those files, for any DuckDB that reads the address
    catalogues/<edition>-<digest>.ducklake      the editions that are kept, as snapshots, for readers with DuckLake
    files/<table>/language=id/month=2024-05/<digest>.parquet    rows; named by what is in it, so editions share files

A file is never written over: what changed has another name. So whoever reads the head has an edition, whole, whatever
goes on. The head is swapped by a conditional put that fails where another swapped it first; a service that does not
keep such conditions is found out before anything is written, and refused. Files of editions that are not
kept any more go.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kliping.errors import StoreError
from kliping.files import remove, temporary_name
from kliping.settings import digest
from kliping.tables.description import quoted
from kliping.warehouse.exports import Exported, export, export_again
from kliping.warehouse.heads import SCHEMES, Head, Headed, as_json
from kliping.warehouse.lakes import snapshot_of, write_lake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.warehouse.exports import Made


OURS = ("files/", "manifests/", "views/", "catalogues/")
"""Names of what a release writes."""


@dataclass(frozen=True)
class Release(Headed):
    """An address that editions are released to."""

    def understood(self, told: dict[str, Any]) -> dict[str, Any]:
        """As ``Headed`` has it."""
        return {**told, "edition": int(told["edition"])}

    def swap(self, told: dict[str, Any], before: Head | None) -> None:
        """Make ``told`` the head, if it still is what it was ``before``; None: if there is none.

        Raises:
            StoreError: another was first, or the service cannot be reached.
        """
        if self.swapped(told, before) is None:
            raise StoreError(
                f"Another released an edition to {self.address} meanwhile, which stays. Run the command again."
            )


def release(home: Path, published: Path, address: str, tables: Sequence[str], *, kept: int = 2) -> Exported:
    """Bring ``tables`` of the published file to ``address`` and make them what counts there.

    Args:
        home: where the files are made on their way.
        published: the published file.
        address: ``s3://bucket/prefix``, without a login.
        tables: names of published tables.
        kept: editions that stay there, this one among them, for those who read an older one or go back to it; a
            take-down leaves this one alone.

    Raises:
        StoreError: the service is not safe, not there, or another released meanwhile; what counts there stays.
    """
    if address.partition("://")[0].lower() not in SCHEMES:
        raise StoreError(f"Editions are released to s3:// alone, not to {address}. Export into a folder instead.")
    there = Release(address.rstrip("/"))
    there.probe()
    before = there.head()
    folder = home / temporary_name("release")
    try:
        made = export(published, folder, "parquet", tables)
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if before is not None and before.told["edition"] > manifest["edition"]:
            raise StoreError(
                f"{address} holds edition {before.told['edition']}, and the published file is edition "
                f"{manifest['edition']}. Name another address, or remove what lies there."
            )
        present = set(there.names())
        files = {_named(path, one["sha256_of_rows"]): path for path, one in manifest["files"].items()}
        fresh = sorted(set(files) - present)
        for name in fresh:
            there.put_file(name, folder / files[name])
        told = {
            **manifest,
            "files": {name: _sized(folder / path, manifest["files"][path]) for name, path in files.items()},
        }
        earlier = _earlier(there, before, manifest["edition"], kept - 1)
        lake = _lake(there, folder, [*(one for _, one in earlier), told])
    finally:
        remove(folder)
    label = f"{manifest['edition']:08d}-{manifest['tables_sha256'][:16]}"
    named = {"manifest": f"manifests/{label}.json", "views": f"views/{label}.sql"}
    there.put(named["manifest"], as_json(told))
    there.put(named["views"], views_over(there.address, told["files"]).encode())
    head = {"edition": told["edition"], "tables_sha256": told["tables_sha256"], **named, "catalogue": lake}
    there.swap({**head, "earlier": [one for one, _ in earlier]}, before)
    last = [before.told.get("catalogue")] if before and kept > 1 else []  # for those who read it at this moment
    counted = {*files, *named.values(), lake, *last}
    counted |= {name for one, held in earlier for name in (one["manifest"], one["views"], *held["files"])}
    gone = sorted(name for name in present if name.startswith(OURS) and name not in counted)
    there.remove(gone)
    return Exported(len(fresh), len(files) - len(fresh), len(gone), made.rows)


def _sized(path: Path, file: dict[str, Any]) -> dict[str, Any]:
    """What a manifest tells of a file, with its size and that of Parquet's own footer."""
    with path.open("rb") as handle:
        handle.seek(-8, 2)
        footer = int.from_bytes(handle.read(4), "little")
    return {**file, "bytes": path.stat().st_size, "footer": footer}


def _earlier(
    there: Release, before: Head | None, edition: int, most: int
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The last ``most`` editions below ``edition`` that lie there, oldest first: what the head tells, and manifests."""
    if before is None:
        return []
    last = {name: before.told[name] for name in ("edition", "manifest", "views")}
    known = [one for one in (*before.told.get("earlier", ()), last) if one["edition"] < edition]
    return [(one, json.loads(there.get(one["manifest"]))) for one in known[max(0, len(known) - most) :]]


def _lake(there: Release, folder: Path, manifests: Sequence[dict[str, Any]]) -> str:
    """Put a catalogue of editions there; gives its name, which is the same for the same editions."""
    snapshots = [one for one in map(snapshot_of, manifests) if one is not None]
    name = f"catalogues/{snapshots[-1].edition:08d}-{digest(snapshots)}.ducklake"
    write_lake(folder / "catalogue", there.address, snapshots)
    there.put_file(name, folder / "catalogue")
    return name


def written_again(home: Path, published: Path, made: Made) -> Exported:
    """Bring an export on record, in a folder or at an address, up to what the published file holds; no more stays.

    Raises:
        StoreError: it cannot be reached, or does not lie there any more.
    """
    if "://" in made.folder:
        return release(home, published, made.folder, made.tables, kept=1)
    return export_again(published, made)


def views_over(address: str, files: dict[str, dict[str, Any]]) -> str:
    """SQL that makes a view of each table over ``files`` (by their names below ``address``, with their ``table``)."""
    tables: dict[str, list[str]] = {}
    for name, one in files.items():
        tables.setdefault(one["table"], []).append(quoted(f"{address}/{name}"))
    return "".join(
        f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM read_parquet([{', '.join(sorted(places))}], "
        "hive_partitioning = false);\n"
        for table, places in sorted(tables.items())
    )


def _named(path: str, digest: str) -> str:
    """The name of a file of an export as an object: by what is in it."""
    return f"files/{Path(path).parent.as_posix()}/{digest[:32] or 'empty'}.parquet"
