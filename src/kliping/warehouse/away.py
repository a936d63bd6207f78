"""Where the frames of a home lie while a cluster works on them.

Belongs here: a place in the exchange for one home, empty before and after. Does not belong here: the cluster
(``kliping.engines.cluster``), or what is done there (``understanding``, ``copy_shuffle``).

The exchange holds the words of pages, so it is emptied when a command ends, and by the next command of the same home
where one was killed.
"""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING

from kliping.engines import Objects
from kliping.engines.cluster import joined
from kliping.errors import SettingsError
from kliping.settings import digest
from kliping.warehouse.files import temporary_name
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


@contextlib.contextmanager
def on_cluster(store: Store, settings: Settings) -> Iterator[tuple[Ray, Exchange]]:
    """The cluster that ``settings`` name, and the exchange with it.

    Raises:
        SettingsError: its nodes are elsewhere, and no exchange is named.
        StoreError: it cannot be joined, or the exchange cannot be used.
    """
    if not settings.exchange:
        if settings.ray_address:
            raise SettingsError(
                "The setting exchange is missing: an address such as s3://bucket/prefix, or a folder that every node "
                f"of the Ray cluster {settings.ray_address} mounts at the same path."
            )
        with joined("", settings.workers if settings.workers > 1 else 0) as ray, beside(store) as near:
            yield ray, near
        return
    own = Objects(settings.exchange).below(f"kliping-{digest(socket.gethostname(), str(store.home.absolute()))}")
    own.clear()
    try:
        with joined(settings.ray_address, settings.workers if settings.workers > 1 else 0) as ray:
            yield ray, Exchange(own.below("in"), own.below("out"))
    finally:
        own.clear()
