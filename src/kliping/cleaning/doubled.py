"""Sections that a scraper printed twice, one right below the other: it took an element and the one inside it.

Belongs here: which lines are the second printing of the ones above them, on pages where most paragraphs are printed
so. Does not belong here: lines of one element and its parts (``nested``), other copies of a line (``roles``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl

    from kliping.cleaning.kernels import Array

_LONG = 80
"""Bytes of a line that reads like a paragraph."""
_MOST = 8
"""Lines of the longest section: a whole article pasted twice is left to the model, which learnt from such pages."""
_SECTIONS = 2
"""Sections printed twice, from which the page is of that kind."""
_SHARE = 0.5
"""Share of the page's long lines that stands in them: captions and teasers are printed twice on other pages."""


def doubled_lines(lines: pl.DataFrame) -> Array:
    """For each line, the one above of which it is the second printing, by position; -1 for all others.

    Such lines are not shown to the model: on the pages that it learnt from a paragraph that is printed twice is
    furniture, and so it lost the end of articles that have each section twice.
    """
    again = np.full(lines.height, -1, np.int64)
    text = lines.get_column("text")
    hashes, long = text.hash().to_numpy(), (text.str.len_bytes() >= _LONG).to_numpy()
    document = lines.get_column("document_id").rle_id().to_numpy()
    found = _sections(hashes, long, document)
    if not found:
        return again
    blocks = np.array(found)
    of_block = document[blocks[:, 0]]
    counted = np.append(0, np.cumsum(long))
    doubled = 2 * (counted[blocks.sum(axis=1)] - counted[blocks[:, 0]])
    named, at = np.unique(of_block, return_inverse=True)
    first, stop = np.searchsorted(document, named), np.searchsorted(document, named, side="right")
    many = np.bincount(at) >= _SECTIONS
    most = np.bincount(at, doubled) >= _SHARE * (counted[stop] - counted[first])
    for start, size in blocks[(many & most)[at]].tolist():
        again[start + size : start + 2 * size] = np.arange(start, start + size)
    return again


def _sections(hashes: Array, long: Array, document: Array) -> list[tuple[int, int]]:
    """First lines and sizes of the runs that hold a long line and stand again right below themselves."""
    sizes: dict[int, int] = {}
    for size in range(1, min(_MOST, hashes.size // 2) + 1):
        same = (hashes[:-size] == hashes[size:]) & (document[:-size] == document[size:])
        if not (same & long[:-size]).any():
            continue
        counted, longs = np.append(0, np.cumsum(same)), np.append(0, np.cumsum(long))
        starts = np.arange(same.size - size + 1)
        whole = (counted[starts + size] - counted[starts] == size) & (longs[starts + size] > longs[starts])
        for start in np.flatnonzero(whole).tolist():
            sizes.setdefault(start, size)
    found, after = [], 0
    for start in sorted(sizes):
        if start >= after:
            found.append((start, sizes[start]))
            after = start + 2 * sizes[start]
    return found
