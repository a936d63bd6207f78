"""What an engine made of a batch before its assets run: they take it up, and need not make it again.

Belongs here: that, and sending a batch to the cluster from within a run of Dagster's. Does not belong here: the
engines (``kliping.engines``), or runs of many batches (``workflows.running``).

Dagster stays outside of the cluster: the asset that needs a step first submits all steps of the run, waits, and those
after it take up what came back. So no node needs Dagster, and cancelling the run takes its tasks back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextvars import ContextVar

import dagster as dg

from kliping.isolation import Made
from kliping.settings import Settings
from kliping.steps import PAGE_STEPS, Step
from kliping.warehouse.failures import failures_of
from kliping.warehouse.store import Store
from kliping.warehouse.whole import whole

_made: ContextVar[str | None] = ContextVar("made", default=None)

_sent: dict[str, str] = {}
"""By run of Dagster's that was seen last in this process: the batch whose steps were sent to the cluster."""


@contextlib.contextmanager
def made_ahead(batch: str) -> Iterator[None]:
    """Within the block, the frames of ``batch`` in the store are what its assets would make."""
    token = _made.set(batch)
    try:
        yield
    finally:
        _made.reset(token)


def taken_up(context: dg.AssetExecutionContext, step: Step, store: Store, settings: Settings) -> Made | None:
    """What an engine made of ``step`` for the batch of this run; None: there is no such engine, make it here.

    Raises:
        KlipingError: the cluster cannot be had, or a step ended so there.
    """
    batch = context.partition_key
    if _made.get() != batch:
        if settings.engine != "ray":
            return None
        if _sent.get(context.run.run_id) != batch:
            _send(context, store, settings)
    seconds = store.seconds(step.name, batch)
    return Made(whole(store, settings, step.name, batch), failures_of(store, batch, (step.name,)), seconds)


def _send(context: dg.AssetExecutionContext, store: Store, settings: Settings) -> None:
    """Have all steps of this run made on the cluster."""
    from kliping.warehouse.away import on_cluster
    from kliping.warehouse.understanding import understand_batches

    batch = context.partition_key
    chosen = {key.path[-1] for key in context.job_def.asset_layer.executable_asset_keys}
    steps = [step.name for step in PAGE_STEPS if step.name in chosen]
    context.log.info(f"Sending {', '.join(steps)} of {batch} to the Ray cluster.")
    with on_cluster(store, settings) as (ray, exchange):
        for done in understand_batches(ray, store, settings, exchange, [(batch, steps)]):
            context.log.info(f"{done} came back from the Ray cluster ({ray.processors} processors).")
    _sent.clear()
    _sent[context.run.run_id] = batch


def search_ahead(store: Store, settings: Settings, batches: Sequence[str]) -> None:
    """Find the copies of many new batches on the cluster, where the settings name one; else nothing is done here.

    Raises:
        KlipingError: the cluster cannot be had.
    """
    from kliping.warehouse.copy_shuffle import pays, search_on

    if settings.engine != "ray":
        return
    from kliping.warehouse.away import let_go, on_cluster

    if pays(store, settings, batches):
        with on_cluster(store, settings) as (ray, exchange):
            search_on(ray, exchange, store, settings, batches)
    let_go()  # what follows is done on this machine
