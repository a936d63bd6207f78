"""The version of a home's layout: which folders and frames a home has, and what is done about another one.

Belongs here: the number, reading and writing it, and what stays when a home is made anew. Does not belong here: what a
step's frame looks like: a frame that was made by another recipe is made again by itself (``Store.stamp``).

The number is raised when a folder or a frame that no recipe speaks of gets another meaning. What came in is never made
again from nothing: pages, ledger, take-downs and records stay, and everything else is made from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.errors import StoreError
from kliping.files import read_json, remove, write_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LAYOUT = 1  # number of the layout of a home
FILE = "layout.json"

LOCK = ".lock"
"""File that is locked by the home's writer (``lock``)."""

WORKING = ".working-copy.json"
"""Of a folder that works for an address, what it was brought up to (``working_copy``)."""

STAYS = frozenset(
    (
        "again",
        "batches",
        "editions",
        "elsewhere",
        "expectation_results",
        "forgotten",
        "raw_documents",
        "shared_ids",
        "sightings",
        "unread",
    )
)
"""Folders of the store that hold what came in, or what is on record: nothing else could make them again."""


def layout_of(home: Path) -> int:
    """The version of the home's layout; that of this version where it is not said: a new home, or a lost file."""
    told = read_json(home / FILE)
    number = told.get("layout") if isinstance(told, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else LAYOUT


def require_known_layout(home: Path) -> None:
    """Refuse to write to a home of a newer version.

    Raises:
        StoreError: its layout is one that this version does not know.
    """
    found = layout_of(home)
    if found > LAYOUT:
        raise StoreError(
            f"{home} was written by a newer version of Kliping: its layout is number {found}, and this version knows "
            f"{LAYOUT}. Use that version, or name another --home; the published file can be read all the same."
        )


def settle_layout(home: Path, say: Callable[[str], None]) -> None:
    """Make an older home ready for this version, and note the layout; called by the lock's holder.

    Whatever is made from pages is removed, so that the run that follows makes it anew. A kill leaves the old number,
    and the next call goes on.

    Raises:
        StoreError: the home cannot be written.
    """
    found = layout_of(home)
    if found < LAYOUT:
        say(
            f"{home} has layout {found} of an earlier version, and this one writes {LAYOUT}: everything is made again "
            "from the pages that were read. The published edition stays until then."
        )
        store = home / "store"
        for folder in sorted(store.iterdir()) if store.is_dir() else ():
            if folder.name not in STAYS:
                remove(folder)
    if read_json(home / FILE) != {"layout": LAYOUT}:
        write_json(home / FILE, {"layout": LAYOUT})
