"""The partitions of every per-batch asset: one for each batch of files that arrived together."""

import dagster as dg

batches = dg.DynamicPartitionsDefinition(name="batches")

ONE_BY_ONE = dg.BackfillPolicy.multi_run(max_partitions_per_run=1)
"""A backfill makes a run of each batch: one that fails is tried again alone, and the others stand."""
