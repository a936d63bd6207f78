"""What runs together.

``ingest`` understands one batch; ``publish`` compares, audits and publishes the corpus; ``everything`` does both for
one batch, for those who click once in the UI.
"""

from __future__ import annotations

import dagster as dg

from kliping.steps import STEPS

CORPUS_STEPS = ("duplicates", "templates", "candidate", "published")

ingest = dg.define_asset_job(
    "ingest",
    selection=dg.AssetSelection.assets(*(step.name for step in STEPS)),
    description="Read and understand one batch of pages.",
)
publish = dg.define_asset_job(
    "publish",
    selection=dg.AssetSelection.assets(*CORPUS_STEPS),
    description="Compare all batches, audit the candidate tables, and publish them if the gate is open.",
)
everything = dg.define_asset_job(
    "everything",
    selection=dg.AssetSelection.all(),
    description="All steps for one batch, from its files to the published tables.",
)
