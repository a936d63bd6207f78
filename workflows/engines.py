"""Which engine understands the batches of a run, by the settings.

Belongs here: the choice, and that nothing of an engine outlives the command. Does not belong here: the engines
(``workers``, ``kliping.engines``), or what is done on them (``kliping.warehouse.understanding``).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from kliping.engines import Embedded
from kliping.settings import Settings
from kliping.warehouse.store import Store
from workflows.ending import before_the_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.engines import Engine
    from kliping.warehouse.understanding import Exchange


@contextlib.contextmanager
def cluster_of_a_run(settings: Settings) -> Iterator[None]:
    """For the block a cluster is joined once, and a signal that ends this process frees it and empties the exchange."""
    if settings.engine != "ray":
        yield
        return
    from kliping.warehouse.away import cluster_held, given_up

    before_the_end.append(given_up)
    try:
        with cluster_held():
            yield
    finally:
        before_the_end.remove(given_up)


@contextlib.contextmanager
def engine_for(
    settings: Settings, batches: Sequence[str], *, recorded: bool = True
) -> Iterator[tuple[Engine, Exchange] | None]:
    """The engine for ``batches`` with its exchange, for the block; None: the assets do it, in this process.

    Where nobody sees runs of Dagster afterwards, this process does it without them: a tenth less to do, since the
    frames of a batch go from step to step as they are.

    Args:
        settings: which engine, and of how many processes.
        batches: what is to be understood.
        recorded: whether somebody does.

    Raises:
        KlipingError: it cannot be had.
    """
    from kliping.warehouse.away import on_cluster

    store = Store(settings.home)
    if settings.engine == "ray":
        with on_cluster(store, settings) as (ray, exchange):
            yield ray, exchange
        return
    count = _processes(settings, store, batches)
    if count == 1 and recorded:
        yield None
        return
    if count == 1:
        with _beside(store) as exchange:
            yield Embedded(), exchange
        return
    from workflows.workers import workers

    with _beside(store) as exchange, workers(settings.home, count) as pool:
        yield pool, exchange


@contextlib.contextmanager
def _beside(store: Store) -> Iterator[Exchange]:
    """The exchange of this machine; a signal that ends this process takes it away, too, after those who write to it."""
    from kliping.warehouse.away import beside, taken_away

    with beside(store) as exchange:
        gone = partial(taken_away, exchange)
        before_the_end.append(gone)
        try:
            yield exchange
        finally:
            before_the_end.remove(gone)


def _processes(settings: Settings, store: Store, batches: Sequence[str]) -> int:
    from workflows.workers import worker_count

    if settings.engine == "embedded":
        return 1
    size = store.scan_ledger().filter(pl.col("batch").is_in(list(batches))).select(pl.col("bytes").sum())
    return worker_count(settings.workers, len(batches), size.collect().item())
