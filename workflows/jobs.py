"""What runs together.

``ingest`` understands one batch; ``publish`` compares, audits and publishes the corpus; ``everything`` does both for
one batch, for those who click once in the UI.
"""

from datetime import UTC, datetime

import dagster as dg

from kliping.settings import Settings
from kliping.steps import STEPS

CORPUS_STEPS = ("duplicates", "templates", "candidate", "published")

CORPUS = dg.AssetSelection.assets(*CORPUS_STEPS) | dg.AssetSelection.groups("tables")
"""What is made of all batches together."""

ingest = dg.define_asset_job(
    "ingest",
    selection=dg.AssetSelection.assets(*(step.name for step in STEPS)),
    description="Read and understand one batch of pages.",
)
publish = dg.define_asset_job(
    "publish",
    selection=CORPUS,
    description="Compare all batches, audit the candidate tables, and publish them if the gate is open.",
)
everything = dg.define_asset_job(
    "everything",
    selection=dg.AssetSelection.all(),
    description="All steps for one batch, from its files to the published tables.",
)


@dg.op(name="remove_what_is_old")
def remove_what_is_old(context: dg.OpExecutionContext, settings: dg.ResourceParam[Settings]) -> None:
    """Remove what is older than its retention, and say what it freed."""
    from workflows.pruning import prune as pruned

    for freed in pruned(settings, context.instance, datetime.now(UTC)):
        context.log.info(f"{freed.what}: {freed.count} removed, {freed.bytes:,} bytes freed")


@dg.job(name="prune", executor_def=dg.in_process_executor, description="Remove what is older than its retention.")
def prune() -> None:
    """Remove what is older than its retention."""
    remove_what_is_old()
