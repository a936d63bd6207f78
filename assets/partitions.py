"""The partitions of every per-batch asset: one for each batch of files that arrived together."""

import dagster as dg

batches = dg.DynamicPartitionsDefinition(name="batches")
