"""The pure steps of a batch, from its pages as they came in: one asset for each of ``kliping.steps``."""

from typing import Any

import dagster as dg
import polars as pl

from assets import figures
from assets.ahead import taken_up
from assets.partitions import batches
from assets.refusals import in_plain_words
from kliping.isolation import run_step
from kliping.settings import Settings
from kliping.steps import PAGE_STEPS, Step, before
from kliping.warehouse.corrections import corrections_of
from kliping.warehouse.failures import failures_of, keep_failures
from kliping.warehouse.store import Store


def step_asset(step: Step) -> dg.AssetsDefinition:
    """The asset that is made by ``step``, batch by batch."""

    @dg.asset(
        name=step.name,
        description=step.about,
        ins={name: dg.AssetIn(name) for name in step.takes},
        partitions_def=batches,
        group_name=step.group,
        kinds=set(step.kinds),
    )
    def made(
        context: dg.AssetExecutionContext,
        store: dg.ResourceParam[Store],
        settings: dg.ResourceParam[Settings],
        **frames: Any,  # noqa: ANN401 - Dagster hands over what ``ins`` names
    ) -> dg.MaterializeResult[pl.DataFrame]:
        batch = context.partition_key
        frames["corrections"] = corrections_of(store, batch)
        with in_plain_words():
            done = taken_up(context, step, store, settings) or run_step(
                step, frames, settings, failures_of(store, batch, before(step.name))
            )
            keep_failures(store, step.name, batch, done.failures)
        return dg.MaterializeResult(value=done.frame, metadata=figures.of_step(step, done))

    return made


step_assets = tuple(step_asset(step) for step in PAGE_STEPS)
