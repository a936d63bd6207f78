"""Lines scanned: what the one pass over their bytes (``kernels.scan``) found, with room made for it.

Belongs here: calling that pass on a column of lines or a handful of texts. Does not belong here: the pass itself
(``kernels``), or what a number means (``features``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.cleaning.kernels import OWN, Scan, scan
from kliping.text.buffers import text_buffers
from kliping.text.characters import tables

if TYPE_CHECKING:
    from collections.abc import Iterable


def scan_column(text: pl.Series) -> Scan:
    """Scan a column of lines; none is null."""
    buffers = text_buffers(text)
    offsets = buffers.offsets
    lines = offsets.size - 1
    room = int(offsets[-1] - offsets[0]) // 2 + lines + 1  # a word and what parts it from the next take two bytes
    out = Scan(
        np.empty((lines, len(OWN)), np.float32),
        np.empty(lines, np.uint64),
        np.empty(room, np.uint64),
        np.empty(room, np.uint8),
        np.empty(room, np.uint8),
        np.empty(lines + 1, np.int64),
    )
    count = scan(buffers, *tables(), out)
    return out._replace(tokens=out.tokens[:count], follows=out.follows[:count], capital=out.capital[:count])


def scan_texts(texts: Iterable[str]) -> Scan:
    """Scan a handful of texts, each as one line."""
    return scan_column(pl.Series("text", list(texts), dtype=pl.String))
