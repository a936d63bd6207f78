"""Editions kept as files: the last ones that were published, to ask, to compare, and to go back to.

Belongs here: where they lie, which of them stay, and how one is found. Does not belong here: what differs between two
(``differences``), or going back (``rollback``).

An edition is kept as another name of the published file (a hard link), which costs nothing until the next edition takes
its place; where the file system has no such names it is copied. Whoever writes the published file writes another file
and renames it, so an edition that is kept never changes.
"""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.errors import StoreError
from kliping.files import remove, replacing
from kliping.tables.tables import EDITIONS
from kliping.warehouse.lock import writing
from kliping.warehouse.publish import last_published
from kliping.warehouse.sums import note_alike, noted

if TYPE_CHECKING:
    from pathlib import Path

    from kliping.settings import PublishingSettings
    from kliping.warehouse.store import Store

_NAME = re.compile(r"\d{8}\.duckdb")


def kept_editions(store: Store) -> dict[int, Path]:
    """The files of the editions that are kept, by number, the newest first."""
    found = store.kept.glob("*.duckdb") if store.kept.is_dir() else ()
    named = {int(path.stem): path for path in found if _NAME.fullmatch(path.name)}
    return dict(sorted(named.items(), reverse=True))


def keep_editions(store: Store, publishing: PublishingSettings) -> None:
    """Keep the published edition, and of those before it as many as the settings say; the others are removed.

    A kill at any point is harmless: the next call goes on from what is there.

    Args:
        store: the home.
        publishing: ``editions_kept`` and ``editions_bytes``.

    Raises:
        StoreError: the home cannot be written.
    """
    with writing(store.home, doing="keeping editions"):
        last = last_published(store.published)
        if last is None:
            return
        link_published(store, last.edition)
        left = publishing.editions_bytes
        for place, (number, path) in enumerate(kept_editions(store).items()):
            left -= 0 if number == last.edition else path.stat().st_size
            if number != last.edition and (place >= publishing.editions_kept or left < 0):
                remove(path)


def link_published(store: Store, number: int) -> None:
    """Make the kept file of edition ``number``, which is the published one, another name of the published file.

    Raises:
        StoreError: the home cannot be written.
    """
    target = store.kept_edition(number)
    if target.is_file() and _alike(store, target):
        return
    with replacing(target) as temporary:
        try:
            os.link(store.published, temporary)
        except OSError:  # a file system without hard links
            shutil.copyfile(store.published, temporary)
        note_alike(store.home, store.published, temporary, target)


def edition_file(store: Store, number: int) -> Path:
    """The file of a published edition.

    Raises:
        StoreError: that edition is not kept; those that are kept are named.
    """
    last = last_published(store.published)
    if last is not None and last.edition == number:
        return store.published
    known = kept_editions(store)
    if number not in known:
        others = ", ".join(str(one) for one in sorted(known)) or "none"
        raise StoreError(
            f"Edition {number} is not kept in {store.home}; kept are: {others}. 'kliping editions' lists them, and "
            "publishing.editions_kept and publishing.editions_bytes say how many stay."
        )
    return known[number]


def named_file(store: Store, name: str) -> tuple[Path, str]:
    """The file of tables that goes by ``name``, and what to call it.

    Args:
        store: the home.
        name: the number of a published edition, ``published`` or ``candidate``.

    Raises:
        StoreError: there is none of that name.
    """
    if name == "candidate":
        if not store.candidate.is_file():
            raise StoreError(
                f"There is no candidate in {store.home}: the last one is published, or nothing was built yet."
            )
        return store.candidate, "the candidate"
    if name == "published":
        last = last_published(store.published)
        return store.published, f"edition {last.edition}" if last is not None else "the published file"
    if not name.isdecimal():
        raise StoreError(f"{name[:80]} is no edition. Name a number, or one of the words published and candidate.")
    return edition_file(store, int(name)), f"edition {int(name)}"


def editions_on_record(store: Store) -> list[dict[str, Any]]:
    """Every edition on record, the newest first, without its settings.

    Each has, beside the columns of ``editions``: ``published`` (whether it is what the published file holds) and
    ``bytes`` (size of the file in which it is kept; None where it is not).
    """
    last = last_published(store.published)
    kept = kept_editions(store)
    parts = [store.read(EDITIONS.name, part) for part in store.parts(EDITIONS.name)]
    if not parts:
        return []
    known = pl.concat(parts, how="diagonal_relaxed").sort("edition", descending=True)
    missing = [pl.lit(None).alias(column.name) for column in EDITIONS.columns if column.name not in known.columns]
    named = [column.name for column in EDITIONS.columns if column.name != "settings"]
    return [
        {
            **row,
            "published": last is not None and last.edition == row["edition"],
            "bytes": kept[row["edition"]].stat().st_size if row["edition"] in kept else None,
        }
        for row in known.with_columns(missing).select(named).iter_rows(named=True)
    ]


def _alike(store: Store, target: Path) -> bool:
    """Whether ``target`` is the published file, or a copy of it as both were when they were written."""
    if target.samefile(store.published):
        return True
    sums = noted(store.home)
    known = [sums.get(path.relative_to(store.home).as_posix()) for path in (store.published, target)]
    return None not in known and known[0].sha256 == known[1].sha256  # type: ignore[union-attr]
