"""A home's head at an address, and the lease in it by which one machine at a time writes there.

Belongs here: taking the lease, waiting for it, keeping it alive, handing it back with what is to count. Does not belong
here: which files a home has (``working_copy``), or conditional puts (``heads``).

The lease stands in the head itself, so every change of it is a swap of the head. Whoever takes over a lease that ran
out swaps the head by that, and the one who had it finds another head than its own: what it made is refused.
How old a lease is, is told by the service's clock alone.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kliping.errors import HomeBusy, StoreError
from kliping.warehouse.heads import Headed

if TYPE_CHECKING:
    from collections.abc import Callable

    from kliping.warehouse.heads import Head

LOG = logging.getLogger("kliping.home")

LEASE_SECONDS = 120.0
"""How long a lease holds that is not kept alive: the wait after a machine that was lost."""

BEATS = 4
"""How often a lease is kept alive in that time: a service may stumble for most of it."""

POLL_SECONDS = 2.0  # between two looks at another's lease

SHORTEST_POLL = 0.05
"""Seconds of the shortest pause between two looks, however near the end of the waiting."""

VERSION = 1  # of what a lease says


@dataclass(frozen=True)
class HomeHead(Headed):
    """The address of a home."""

    def understood(self, told: dict[str, Any]) -> dict[str, Any]:
        """As ``Headed`` has it: the version, the manifest ('' before the first), and the lease or None."""
        if told["home"] != VERSION or not isinstance(told["manifest"], str):
            raise ValueError("the head of another version")
        lease = told["lease"]
        if lease is not None:
            lease["owner"], lease["seconds"] = str(lease["owner"]), float(lease["seconds"])
        return told


class Lease:
    """The right to write to an address, held by this thread; a thread beside it keeps it alive."""

    def __init__(self, there: HomeHead, head: Head, *, taken_over: bool) -> None:
        self.there = there
        self.taken_over = taken_over
        """Whether another had it who did not hand it back: objects of theirs may lie there that nothing names."""
        self._head = head
        self._ends = threading.Event()
        self._swapping = threading.Lock()
        self._lost = False
        self._alive = threading.Thread(target=self._keep_alive, name="lease of a home", daemon=True)
        self._alive.start()

    @property
    def manifest(self) -> str:
        """The manifest that counts."""
        return str(self._head.told["manifest"])

    @property
    def is_lost(self) -> bool:
        """Whether another is known to have taken it over."""
        return self._lost

    def make_count(self, manifest: str) -> None:
        """Make ``manifest`` what counts from now on; the lease is still held.

        Raises:
            StoreError: another took the lease over: what counts there is theirs.
        """
        self._swap({"manifest": manifest})

    def hand_back(self) -> None:
        """Give the lease up; one that another took over is theirs already.

        Raises:
            StoreError: the service cannot be reached.
        """
        self.stop()
        if not self._lost:
            self.there.swapped({**self._head.told, "lease": None}, self._head)

    def stop(self) -> None:
        """Keep it alive no more."""
        self._ends.set()
        self._alive.join()

    def _swap(self, told: dict[str, Any]) -> None:
        with self._swapping:
            found = None if self._lost else self.there.swapped({**self._head.told, **told}, self._head)
            if found is None:
                self._lost = True
                raise StoreError(
                    f"The lease of {self.there.address} ran out and another writer took it over, so what was made "
                    "here does not count there. Run the command again: it begins with what counts there now."
                )
            self._head = found

    def _keep_alive(self) -> None:
        while not self._ends.wait(LEASE_SECONDS / BEATS):
            try:
                lease = self._head.told["lease"]
                self._swap({"lease": {**lease, "beats": lease["beats"] + 1}})
            except StoreError as broken:
                LOG.warning("A home is not kept hold of: %s", broken)
                if self._lost:
                    return


def taken(there: HomeHead, owner: str, doing: str, seconds: float, say: Callable[[str], None]) -> Lease:
    """The lease of an address; a lease of the same ``owner``, who holds the lock of its folder, is a dead process's.

    Args:
        there: the address.
        owner: names the working folder.
        doing: what goes on, for whoever has to wait.
        seconds: how long to wait for another writer.
        say: told once, with a sentence, when there is something to wait for.

    Raises:
        HomeBusy: another still holds it after ``seconds``.
        StoreError: the service cannot be reached.
    """
    until: float | None = None  # from when it was found taken: asking may take its time
    while True:
        head = there.head()
        lease: dict[str, Any] | None = head.told["lease"] if head else None
        if head is None or lease is None or lease["owner"] == owner or head.age >= lease["seconds"]:
            manifest = head.told["manifest"] if head else ""
            mine = {"home": VERSION, "manifest": manifest, "lease": _lease(owner, doing)}
            if (swapped := there.swapped(mine, head)) is not None:
                return Lease(there, swapped, taken_over=lease is not None)
            continue
        who = "{doing} (process {process} on {machine}, since {since})".format_map(
            {name: str(lease.get(name, "?"))[:80] for name in ("doing", "process", "machine", "since")}
        )
        now = time.monotonic()
        if until is None and seconds:
            say(f"{there.address} is being written to by {who}. Waiting for up to {seconds:g} seconds.")
            until = now + seconds
        elif until is None or now >= until:
            left = max(1.0, lease["seconds"] - head.age)
            raise HomeBusy(
                f"{there.address} is being written to by {who}. Try again when it has ended, or let commands wait "
                f"longer (setting wait_seconds); if it was lost, its lease runs out in {left:.0f} seconds."
            )
        time.sleep(min(POLL_SECONDS, max(SHORTEST_POLL, until - now)))


def _lease(owner: str, doing: str) -> dict[str, Any]:
    return {
        "owner": owner,
        "seconds": LEASE_SECONDS,
        "beats": 0,
        "doing": doing,
        "process": os.getpid(),
        "machine": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="microseconds"),
    }
