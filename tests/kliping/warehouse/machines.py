"""Machines that work on one home at an address, each in a folder of its own, and what lies at the address."""

from __future__ import annotations

import polars as pl

from kliping.engines.objects import system_of
from kliping.warehouse.leases import HomeHead
from kliping.warehouse.lock import writing
from kliping.warehouse.manifests import files_of, unpacked
from kliping.warehouse.store import Store
from tests.object_store import BUCKET

ADDRESS = f"s3://{BUCKET}/homes/one"


def contents() -> dict[str, bytes]:
    system = system_of(ADDRESS)
    return {path.removeprefix(f"{BUCKET}/homes/one/"): system.cat_file(path) for path in system.find(ADDRESS)}


def put(store: Store, step: str, number: int, **how: object) -> None:
    with writing(store.home, doing=f"the test's {step}", **how):
        store.write(step, "a", pl.DataFrame({"number": [number]}))


def has(store: Store, step: str) -> int | None:
    return store.read(step, "a")["number"][0] if store.parts(step) else None


def same(one: Store, other: Store) -> None:
    """Both folders hold the same files, bytes and times."""
    found = [
        {
            name: (at.st_size, at.st_mtime_ns, (store.home / name).read_bytes())
            for name, at in files_of(store.home).items()
        }
        for store in (one, other)
    ]
    assert found[0] == found[1]


def named() -> set[str]:
    """Digests of the files that count."""
    there = HomeHead(ADDRESS)
    manifest = there.head().told["manifest"]
    return {one.sha256 for one in unpacked(there.get(f"objects/{manifest}"), "here").values()}
