"""Where the frames of a home lie while a cluster works on them.

Belongs here: a place in the exchange for one home, empty before and after. Does not belong here: the cluster
(``kliping.engines.cluster``), or what is done there (``understanding``, ``copy_shuffle``).

The exchange holds the words of pages, so it is emptied when a command ends, and by the next command of the same home
where one was killed.
"""

from __future__ import annotations

import contextlib
import socket
import time
from typing import TYPE_CHECKING

from kliping.engines import Objects
from kliping.engines.cluster import joined, leave
from kliping.errors import SettingsError
from kliping.files import temporary_name
from kliping.settings import digest
from kliping.warehouse.understanding import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.engines.cluster import Ray
    from kliping.settings import Settings
    from kliping.warehouse.store import Store


@contextlib.contextmanager
def beside(store: Store) -> Iterator[Exchange]:
    """The exchange of processes of this machine: the store itself, and a folder beside it for what they give."""
    target = Objects(str(store.home.absolute() / temporary_name("exchange")))
    try:
        yield Exchange(Objects(str(store.root.absolute())), target)
    finally:
        target.clear()


def taken_away(exchange: Exchange) -> None:
    """Remove what ``beside`` made, from whatever thread, before this process ends.

    Whoever is still at its last frame may make the folder again, so it is looked for once more.
    """
    for _ in range(LAST_TRIES):
        if not exchange.target.clear():
            return
        time.sleep(LOOK_SECONDS)


class _Held:
    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._found: tuple[Ray, Exchange] | None = None

    def found(self, store: Store, settings: Settings) -> tuple[Ray, Exchange]:
        if self._found is None:
            self._found = self._stack.enter_context(_joined(store, settings))
        return self._found

    def let_go(self) -> None:
        self._found = None
        self._stack.close()


_held: list[_Held] = []
"""What ``on_cluster`` gives in this process; the last one counts."""


@contextlib.contextmanager
def cluster_held() -> Iterator[None]:
    """For the block a cluster, once it is joined, stays joined: each joining starts workers anew, at seconds apiece."""
    with contextlib.ExitStack() as stack:
        held = _Held(stack)
        _held.append(held)
        try:
            yield
        finally:
            _held.remove(held)


@contextlib.contextmanager
def on_cluster(store: Store, settings: Settings) -> Iterator[tuple[Ray, Exchange]]:
    """The cluster that ``settings`` name, and the exchange with it; within ``cluster_held`` the one that is held.

    Raises:
        SettingsError: its nodes are elsewhere, and no exchange is named.
        StoreError: it cannot be joined, or the exchange cannot be used.
    """
    if _held:
        yield _held[-1].found(store, settings)
        return
    with _joined(store, settings) as found:
        yield found


def let_go() -> None:
    """Leave a cluster that is held: nothing is left to be done there for now."""
    for held in _held:
        held.let_go()


@contextlib.contextmanager
def _joined(store: Store, settings: Settings) -> Iterator[tuple[Ray, Exchange]]:
    if not settings.exchange:
        if settings.ray_address:
            raise SettingsError(
                "The setting exchange is missing: an address such as s3://bucket/prefix, or a folder that every node "
                f"of the Ray cluster {settings.ray_address} mounts at the same path."
            )
        with beside(store) as near, joined("", settings.workers if settings.workers > 1 else 0) as ray:
            yield ray, near
        return
    own = Objects(settings.exchange).below(f"kliping-{digest(socket.gethostname(), str(store.home.absolute()))}")
    own.clear()
    _in_use.append(own)
    try:
        with joined(settings.ray_address, settings.workers if settings.workers > 1 else 0) as ray:
            yield ray, Exchange(own.below("in"), own.below("out"))
    except BaseException:
        _emptied(own)
        raise
    else:
        own.clear()
    finally:
        _in_use.remove(own)


_in_use: list[Objects] = []

LAST_SECONDS = 0.5
"""How long a task that was taken back may still be at its last object."""

LOOK_SECONDS = 0.02
"""How long a process that was killed, or a thread at its last frame, is waited for: longer than a frame is written."""

LAST_TRIES, LAST_PATIENCE = 10, 5.0
"""How often an exchange is emptied of what such a task still puts there, and the seconds that a try may take."""


def given_up() -> None:
    """Leave the cluster and empty the exchange, from whatever thread, before this process ends.

    Raises:
        StoreError: it cannot be emptied. The next command of the home tries again.
    """
    leave()
    for own in _in_use.copy():
        _emptied(own)


def _emptied(own: Objects) -> None:
    for _ in range(LAST_TRIES):
        if not own.clear(patience=LAST_PATIENCE):
            return
        time.sleep(LAST_SECONDS)
