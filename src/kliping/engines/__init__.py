"""Engines: where batches are worked on: in this process, in processes beside it, or on the nodes of a Ray cluster.

Belongs here: the protocol of two verbs (``map_batches``, ``shuffle``), what stands behind it, and the objects that
frames travel as. Does not belong here: what is done with a batch (``kliping.steps``, ``kliping.duplicates``), or the
store of a home (``kliping.warehouse``).

Work is cut into jobs. A job reads whole Parquet objects, calls a pure function, and writes whole objects under names
that follow from the job alone. So a job that is done twice, because a node was lost on the way, writes the same
objects again, and an engine need be nothing but a way of having jobs done.
"""

from kliping.engines.engine import Embedded, Engine, Tasks
from kliping.engines.jobs import Batch, Keyed, Outcome, Shuffled, Work
from kliping.engines.objects import Kept, Objects

__all__ = ["Batch", "Embedded", "Engine", "Kept", "Keyed", "Objects", "Outcome", "Shuffled", "Tasks", "Work"]
