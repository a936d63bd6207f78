"""The receipt of a take-down: where it looked, and what it removed there.

Belongs here: what a receipt says and where it is kept. Does not belong here: the removing (``takedown``). A receipt
names documents by their ids and places by their paths; it never holds a text, a title or an address of a page.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from kliping.files import write_json

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from kliping.warehouse.store import Store

FOLDER = "take-downs"
"""Folder of a home in which the receipts lie, one file a take-down."""

Done = Literal["nothing there", "rows removed", "file removed", "made again by the next run", "not reached"]


@dataclass(frozen=True)
class Place:
    """One place that was looked through."""

    place: str  # path below the home, or of a folder elsewhere
    files: int  # files looked through
    rows: int  # rows removed; of a file that went, or was searched as text, how many files
    done: Done
    why: str = ""  # where it was not reached, or a file went: why


@dataclass(frozen=True)
class Receipt:
    """What a take-down did."""

    at: str  # moment, ISO 8601
    named: int  # documents that go by the name that was given
    equal: int  # further documents, of the same bytes, or of the same text in the same group
    documents: tuple[str, ...]  # ids of all of them
    places: tuple[Place, ...]

    @property
    def complete(self) -> bool:
        """Whether every place was reached."""
        return all(place.done != "not reached" for place in self.places)


def keep_receipt(store: Store, receipt: Receipt, at: datetime) -> Path:
    """Keep ``receipt`` in the home.

    Returns:
        Where it lies.
    """
    folder = store.home / FOLDER
    name, number = f"{at:%Y%m%dT%H%M%SZ}", 1
    while (path := folder / f"{name}-{number}.json").exists():
        number += 1
    write_json(path, asdict(receipt))
    return path
