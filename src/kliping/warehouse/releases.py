"""An edition in an object store, for many to read: Parquet by language and month, and one object that says what counts.

Belongs here: bringing the files of an edition to an address, and swapping the head to it. Does not belong here: which
rows stand in which file (``exports``), or the published file (``publish``).

Layout below the address::

    head.json                                   the edition that counts: its number, its sums, and its manifest
    manifests/<edition>-<sum>.json              every file of that edition, with its table, its rows and their digest
    views/<edition>-<sum>.sql                   a view a table over those files, for any DuckDB that reads the address
    files/<table>/language=id/month=2024-05/<digest>.parquet    rows; named by what is in it, so editions share files

A file is never written over: what changed has another name. So whoever reads the head has an edition, whole, whatever
goes on. The head is swapped by a conditional put that fails where another swapped it first; a service that does not
keep such conditions is found out before anything is written, and refused. Files of the edition before last go.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kliping.engines.objects import asked, system_of
from kliping.errors import StoreError
from kliping.tables.description import quoted
from kliping.warehouse.exports import Exported, export, export_again
from kliping.warehouse.files import remove, temporary_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kliping.warehouse.exports import Made

HEAD = "head.json"

SCHEMES = ("s3", "s3a")
"""Schemes whose services know conditional puts."""

REFUSED = (409, 412)
"""Answers of HTTP by which a service says that the condition of a put does not hold."""


class Head(NamedTuple):
    """What the head object says, and the service's tag of it."""

    told: dict[str, Any]
    tag: str


@dataclass(frozen=True)
class Release:
    """An address that editions are released to."""

    address: str

    def swap(self, told: dict[str, Any], before: Head | None) -> None:
        """Make ``told`` the head, if it still is what it was ``before``; None: if there is none.

        Raises:
            StoreError: another was first, or the service cannot be reached.
        """
        condition = {"IfMatch": before.tag} if before else {"IfNoneMatch": "*"}
        if self._put(HEAD, _json(told), **condition):
            return
        now = self.head()
        if now is None or now.told != told:  # else ours was put, and its answer got lost
            raise StoreError(
                f"Another released an edition to {self.address} meanwhile, which stays. Run the command again."
            )

    def head(self) -> Head | None:
        """The head as it is; None before the first release.

        Raises:
            StoreError: it cannot be read, or is none of ours.
        """
        from fsspec.asyn import sync

        system, (bucket, key) = system_of(self.address), self._place(HEAD)
        place = f"{self.address}/{HEAD}"

        def got() -> tuple[bytes, str] | None:
            try:
                answer = system.call_s3("get_object", Bucket=bucket, Key=key)
            except FileNotFoundError:
                return None
            return bytes(sync(system.loop, answer["Body"].read)), str(answer["ETag"])

        found = asked(place, "read", got)
        if found is None:
            return None
        try:
            told = json.loads(found[0])
            return Head({**told, "edition": int(told["edition"])}, found[1])
        except (ValueError, KeyError, TypeError) as broken:
            raise StoreError(f"{place} is no head of ours. Name another address, or move it away.") from broken

    def probe(self) -> None:
        """Try on an object of no meaning whether the service keeps the conditions of puts.

        Raises:
            StoreError: it does not: two releases at once could both believe that they were first.
        """
        if not any(
            self._keeps_conditions() for _ in range(2)
        ):  # a put whose answer is lost meets itself when tried again
            raise StoreError(
                f"The service behind {self.address} does not keep the conditions of puts (If-None-Match, If-Match), so "
                "two releases at once could overwrite each other. Use one that does, or 'kliping export' to a folder."
            )

    def _keeps_conditions(self) -> bool:
        name = f"probe-{secrets.token_hex(8)}"
        kept = (
            self._put(name, b"1", IfNoneMatch="*")
            and not self._put(name, b"2", IfNoneMatch="*")
            and not self._put(name, b"3", IfMatch=f'"{"0" * 32}"')
        )
        self.remove([name])
        return kept

    def put(self, name: str, content: bytes) -> None:
        """Write an object that nobody reads before a head names it."""
        self._put(name, content)

    def names(self) -> list[str]:
        """Names of all objects below the address, but the head."""
        system, root = system_of(self.address), "/".join(self._place("")).rstrip("/")
        found = asked(self.address, "listed", lambda: system.find(root, refresh=True))
        return sorted(name for path in found if (name := path.removeprefix(f"{root}/")) != HEAD)

    def get(self, name: str) -> bytes:
        """The bytes of an object."""
        path = "/".join(self._place(name))
        return asked(f"{self.address}/{name}", "read", lambda: bytes(system_of(self.address).cat_file(path)))

    def remove(self, names: Sequence[str]) -> None:
        """Remove objects that no head names."""
        system = system_of(self.address)
        for name in names:
            path = "/".join(self._place(name))
            asked(f"{self.address}/{name}", "removed", lambda path=path: system.rm_file(path))  # type: ignore[misc]

    def _place(self, name: str) -> tuple[str, str]:
        bucket, _, prefix = self.address.partition("://")[2].strip("/").partition("/")
        return bucket, f"{prefix}/{name}" if prefix else name

    def _put(self, name: str, content: bytes, **condition: str) -> bool:
        """Write an object; whether its condition held."""
        system, (bucket, key) = system_of(self.address), self._place(name)

        def put() -> bool:
            try:
                system.call_s3("put_object", Bucket=bucket, Key=key, Body=content, **condition)
            except Exception as broken:
                if condition and _answer(broken) in REFUSED:
                    return False
                raise
            return True

        return asked(f"{self.address}/{name}", "written", put)


def release(home: Path, published: Path, address: str, tables: Sequence[str], *, keep_last: bool = True) -> Exported:
    """Bring ``tables`` of the published file to ``address`` and make them what counts there.

    Args:
        home: where the files are made on their way.
        published: the published file.
        address: ``s3://bucket/prefix``, without a login.
        tables: names of published tables.
        keep_last: whether the files of the edition that counted until now stay, for those who read it at this moment; a
            take-down leaves none.

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
            there.put(name, (folder / files[name]).read_bytes())
    finally:
        remove(folder)
    told = {**manifest, "files": {_named(path, one["sha256_of_rows"]): one for path, one in manifest["files"].items()}}
    label = f"{manifest['edition']:08d}-{manifest['tables_sha256'][:16]}"
    named = {"manifest": f"manifests/{label}.json", "views": f"views/{label}.sql"}
    there.put(named["manifest"], _json(told))
    there.put(named["views"], views_over(there.address, told["files"]).encode())
    there.swap({"edition": told["edition"], "tables_sha256": told["tables_sha256"], **named}, before)
    counted = {*files, *named.values(), *(_held(there, before) if before and keep_last else ())}
    gone = sorted(
        name for name in present if name.startswith(("files/", "manifests/", "views/")) and name not in counted
    )
    there.remove(gone)
    return Exported(len(fresh), len(files) - len(fresh), len(gone), made.rows)


def written_again(home: Path, published: Path, made: Made) -> Exported:
    """Bring an export on record, in a folder or at an address, up to what the published file holds; no more stays.

    Raises:
        StoreError: it cannot be reached, or does not lie there any more.
    """
    if "://" in made.folder:
        return release(home, published, made.folder, made.tables, keep_last=False)
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


def _held(there: Release, head: Head) -> Iterable[str]:
    """Every object that belongs to the edition a head names."""
    manifest = json.loads(there.get(head.told["manifest"]))
    return [head.told["manifest"], head.told["views"], *manifest["files"]]


def _named(path: str, digest: str) -> str:
    """The name of a file of an export as an object: by what is in it."""
    return f"files/{Path(path).parent.as_posix()}/{digest[:32] or 'empty'}.parquet"


def _answer(broken: BaseException | None) -> int:
    """The answer of HTTP behind a fault of the service's; 0: none."""
    while broken is not None:
        response = getattr(broken, "response", None)
        if isinstance(response, dict):
            return int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        broken = broken.__cause__ or broken.__context__
    return 0


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
