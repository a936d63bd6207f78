"""The last line that is kept of each text: what stands below an article is looked for there.

Belongs here: finding it, for all texts at once. Does not belong here: what such a line says (``biographies``,
``trailers``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kliping.cleaning.kernels import Array


def last_lines(first_line: Array, keep: Array, documents: Array, least: int) -> tuple[Array, Array]:
    """The documents that keep at least so many lines, and the last one of each.

    Args:
        first_line: where the lines of each document begin, and behind the last one where all end.
        keep: which lines are kept (bool).
        documents: numbers of those that are asked for.
        least: how many lines are kept of a document that counts.
    """
    before = np.zeros(keep.size + 1, np.int64)
    np.cumsum(keep, out=before[1:])
    kept = before[first_line[documents + 1]] - before[first_line[documents]]
    documents = documents[kept >= least]
    return documents, np.flatnonzero(keep)[before[first_line[documents + 1]] - 1]


def kept_above(first_line: Array, keep: Array, document: int, end: int) -> Array:
    """The lines of a document that are kept above its line ``end``."""
    first = int(first_line[document])
    return first + np.flatnonzero(keep[first:end])
